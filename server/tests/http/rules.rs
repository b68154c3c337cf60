//! Every route has a rule, and every rule a route.

use crate::common::TestShop;
use server::http::{check_rules, every_route};
use server::routes_rules::RULES;

#[tokio::test(flavor = "multi_thread")]
async fn every_route_has_a_rule() {
    let shop = TestShop::new().await;
    check_rules(&shop.shop).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_rule_has_a_route() {
    let shop = TestShop::new().await;
    let routes = every_route(&shop.shop);
    for rule in RULES {
        let known = routes.iter().any(|(method, path)| method == rule.method && path == rule.path);
        assert!(known, "{} {} is in the table of rules and nowhere else", rule.method, rule.path);
    }
}

#[test]
fn no_reading_route_has_an_action_that_changes_something() {
    use platform::domain::roles::Action;
    const CHANGES: [Action; 14] = [
        Action::ChangeAccount,
        Action::BuyNow,
        Action::OpenShop,
        Action::ChangeOrder,
        Action::FulfilOrder,
        Action::ManagePayouts,
        Action::OperatePlatform,
        Action::ManageMoney,
        Action::OrderRefunds,
        Action::ManageCatalogue,
        Action::ManageSellers,
        Action::Moderate,
        Action::ModerateMessages,
        Action::OperateSystem,
    ];
    for rule in RULES.iter().filter(|rule| rule.method == "GET") {
        assert!(!CHANGES.contains(&rule.action), "GET {} must not change anything", rule.path);
    }
}

#[test]
fn whatever_a_switch_closes_is_a_route() {
    use platform::domain::feature::{FORMS, OPERATIONS, WITHIN};
    let forms = FORMS.iter().flat_map(|(_, forms)| forms.iter().map(|path| ("POST", *path)));
    let forms = forms.chain(WITHIN.iter().map(|(_, path)| ("POST", *path)));
    let operations = OPERATIONS.iter().flat_map(|(_, operations)| operations.iter().copied());
    for (method, path) in forms.chain(operations) {
        let known = RULES.iter().any(|rule| rule.method == method && rule.path == path);
        assert!(known, "{method} {path} is closed by a switch and is no route");
    }
}
