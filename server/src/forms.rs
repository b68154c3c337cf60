//! What the forms of the consoles ask for, by the table of routes: pages show a form to whoever may send it (`app::access`).
//! Called by the pages' `Ctx` and by the test that looks at every page as everybody.

use crate::routes_rules::{About, RULES, Rule, find};
use app::ctx::Asks;

/// Where the forms of the consoles are posted to.
const CONSOLES: [&str; 4] = ["/api/operator/", "/operator/", "/api/seller/", "/seller/"];

/// The rule of the route that a form with this address is posted to.
pub fn rule_of(address: &str) -> Option<&'static Rule> {
    let path = path_of(address);
    find("POST", path).or_else(|| RULES.iter().find(|rule| rule.method == "POST" && fits(rule.path, path)))
}

/// What a form of a console asks for; `None` for every other form.
pub fn asks_of(address: &str) -> Option<Asks> {
    // Most forms are of the shop: only a console's are looked for in the whole table.
    if !CONSOLES.iter().any(|start| path_of(address).starts_with(start)) {
        return None;
    }
    let rule = rule_of(address)?;
    match rule.about {
        About::Platform => Some(Asks::OfPlatform(rule.action)),
        About::Seller(_) => Some(Asks::OfSeller(rule.action)),
        _ => None,
    }
}

fn path_of(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// Whether a path is one of the route's, whose parts in braces may be anything.
fn fits(route: &str, path: &str) -> bool {
    let (mut parts, mut given) = (route.split('/'), path.split('/'));
    loop {
        match (parts.next(), given.next()) {
            (None, None) => return true,
            (Some(part), Some(one)) if part == one || part.starts_with('{') => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::roles::Action;

    #[test]
    fn a_forms_address_is_found_with_its_parts_and_its_query() {
        let route = |address: &str| rule_of(address).map(|rule| rule.path);
        assert_eq!(route("/api/operator/rate"), Some("/api/operator/rate"));
        assert_eq!(route("/seller/imports/to/slr_1?x=1"), Some("/seller/imports/to/{seller}"));
        assert_eq!(route("/seller/imports/to/slr_1/more"), None);
        assert_eq!(route("/operator/jobs"), None, "a page is no form");
    }

    #[test]
    fn only_the_forms_of_consoles_ask_for_a_role() {
        assert_eq!(asks_of("/api/operator/suspend"), Some(Asks::OfPlatform(Action::ManageSellers)));
        assert_eq!(asks_of("/api/seller/ship"), Some(Asks::OfSeller(Action::FulfilOrder)));
        let message = asks_of("/seller/messages/prt_1?seller=slr_1");
        assert_eq!(message, Some(Asks::OfSeller(Action::SpeakForSeller)));
        assert_eq!(asks_of("/api/cart/add"), None);
        assert_eq!(asks_of("/api/seller/nothing"), None);
    }
}
