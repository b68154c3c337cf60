use super::*;
use crate::TypedId as _;
use matrix::MATRIX;
use uuid::Uuid;

#[path = "matrix.rs"]
mod matrix;

fn account(n: u128) -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(n))
}
fn guest(n: u128) -> GuestId {
    GuestId::from_uuid(Uuid::from_u128(n))
}
fn seller(n: u128) -> SellerId {
    SellerId::from_uuid(Uuid::from_u128(n))
}
fn person(n: u128, roles: &[(u128, StaffRole)]) -> Actor {
    let seats = roles.iter().map(|(s, role)| Seat { seller: seller(*s), role: *role }).collect();
    Actor::Account { id: account(n), operator: None, seats }
}
fn operator(n: u128, role: OperatorRole) -> Actor {
    Actor::Account { id: account(n), operator: Some(role), seats: Vec::new() }
}

fn actors() -> Vec<(&'static str, Actor)> {
    vec![
        ("guest", Actor::Guest(Some(guest(1)))),
        ("other guest", Actor::Guest(Some(guest(2)))),
        ("buyer", person(1, &[])),
        ("other buyer", person(2, &[])),
        ("staff", person(3, &[(1, StaffRole::Staff)])),
        ("shop owner", person(4, &[(1, StaffRole::Owner)])),
        ("other shop", person(5, &[(2, StaffRole::Owner)])),
        ("operator", operator(6, OperatorRole::Administrator)),
        ("shipping", person(7, &[(1, StaffRole::Shipping)])),
        ("catalogue", person(8, &[(1, StaffRole::Catalogue)])),
        ("finance", person(9, &[(1, StaffRole::Finance)])),
        ("platform's finance", operator(10, OperatorRole::Finance)),
        ("platform's catalogue", operator(11, OperatorRole::Catalogue)),
        ("platform's support", operator(12, OperatorRole::Support)),
        ("platform's technical", operator(13, OperatorRole::Technical)),
    ]
}

fn resources() -> Vec<(&'static str, Resource)> {
    let order = |buyer, guest| Resource::Order { buyer, guest, sellers: vec![seller(1)] };
    vec![
        ("public", Resource::Public),
        ("buyer's cart", Resource::Cart(CartOwner::Account(account(1)))),
        ("guest's cart", Resource::Cart(CartOwner::Guest(guest(1)))),
        ("buyer's account", Resource::Own(account(1))),
        ("buyer's order", order(Some(account(1)), None)),
        ("guest's order", order(None, Some(guest(1)))),
        ("order that became the buyer's", order(Some(account(1)), Some(guest(1)))),
        ("seller", Resource::Seller(seller(1))),
        ("platform", Resource::Platform),
    ]
}

fn status(actor: &Actor, action: Action, resource: &Resource) -> u16 {
    allow(actor, action, resource).map_or_else(Denied::status, |()| 200)
}

#[test]
fn everybody_gets_what_the_matrix_says() {
    let resources = resources();
    for (action, name, expected) in MATRIX {
        let (_, resource) = resources.iter().find(|(n, _)| n == name).unwrap();
        for ((who, actor), expected) in actors().iter().zip(expected) {
            assert_eq!(status(actor, *action, resource), *expected, "{who}: {action} on {name}");
        }
    }
}

#[test]
fn every_rule_has_a_row_in_the_matrix() {
    let resources = resources();
    for (action, kind, _) in RULES {
        let covered = MATRIX
            .iter()
            .any(|(a, name, _)| a == action && resources.iter().any(|(n, r)| n == name && r.kind() == *kind));
        assert!(covered, "{action} on {kind}");
    }
    for action in Action::ALL {
        assert!(RULES.iter().any(|(a, _, _)| a == action), "{action} has no rule");
    }
}

#[test]
fn what_no_rule_names_is_forbidden_for_everybody() {
    for action in Action::ALL {
        for (name, resource) in resources() {
            if RULES.iter().any(|(a, kind, _)| a == action && *kind == resource.kind()) {
                continue;
            }
            for (who, actor) in actors() {
                assert_eq!(
                    allow(&actor, *action, &resource),
                    Err(Denied::Forbidden),
                    "{who}: {action} on {name}"
                );
            }
        }
    }
}

#[test]
fn the_system_may_everything() {
    for action in Action::ALL {
        for (_, resource) in resources() {
            assert_eq!(allow(&Actor::System, *action, &resource), Ok(()));
        }
    }
}

#[test]
fn an_order_of_nobody_belongs_to_nobody() {
    let order = Resource::Order { buyer: None, guest: None, sellers: vec![] };
    for (who, actor) in actors().iter().filter(|(_, actor)| !actor.is_operator()) {
        assert!(!actor.may(Action::ReadOrder, &order), "{who}");
    }
}

#[test]
fn a_staff_member_of_one_seller_sees_an_order_of_two_but_not_the_other_seller() {
    let actor = person(3, &[(1, StaffRole::Staff)]);
    let order = Resource::Order { buyer: Some(account(1)), guest: None, sellers: vec![seller(1), seller(2)] };
    assert!(actor.may(Action::ReadOrder, &order));
    assert!(!actor.may(Action::ReadSeller, &Resource::Seller(seller(2))));
}

#[test]
fn an_owner_may_everything_that_somebody_with_a_seat_may_and_the_last_word_is_theirs_alone() {
    let seat = |role| person(9, &[(1, role)]);
    let own = Resource::Seller(seller(1));
    for action in Action::ALL {
        let may: Vec<StaffRole> =
            StaffRole::ALL.iter().copied().filter(|role| seat(*role).may(*action, &own)).collect();
        assert!(may.is_empty() || may.contains(&StaffRole::Owner), "{action}: {may:?}");
    }
    for action in [Action::ManageStaff, Action::ManagePayouts, Action::ManageApi, Action::ManageSeller] {
        for role in StaffRole::ALL {
            assert_eq!(seat(*role).may(action, &own), *role == StaffRole::Owner, "{role}: {action}");
        }
    }
}

#[test]
fn an_administrator_may_everything_that_an_operator_may_and_the_last_word_is_theirs_alone() {
    let may = |role, action, resource: &Resource| operator(9, role).may(action, resource);
    for action in Action::ALL {
        for (name, resource) in resources().iter().filter(|(name, _)| *name != "public") {
            let roles: Vec<OperatorRole> =
                OperatorRole::ALL.iter().copied().filter(|role| may(*role, *action, resource)).collect();
            let administers = roles.contains(&OperatorRole::Administrator);
            assert!(roles.is_empty() || administers, "{action} on {name}: {roles:?}");
        }
    }
    for action in [Action::ManageStaff, Action::ManageSellers, Action::OperatePlatform] {
        for role in OperatorRole::ALL {
            let expected = *role == OperatorRole::Administrator;
            assert_eq!(may(*role, action, &Resource::Platform), expected, "{role}: {action}");
        }
    }
}

#[test]
fn a_place_at_a_seller_is_none_at_the_platform_and_the_other_way_round() {
    for action in Action::ALL {
        for role in StaffRole::ALL {
            assert!(!person(9, &[(1, *role)]).may(*action, &Resource::Platform), "{role}: {action}");
        }
    }
    for action in [Action::ManagePayouts, Action::ManageOffers, Action::ManageApi, Action::ManageStaff] {
        for role in OperatorRole::ALL {
            assert!(!operator(9, *role).may(action, &Resource::Seller(seller(1))), "{role}: {action}");
        }
    }
}

#[test]
fn a_stranger_without_a_guests_id_owns_nothing() {
    let stranger = Actor::Guest(None);
    for (name, resource) in resources() {
        let expected =
            if name == "public" { Ok(()) } else { allow(&stranger, resource.use_action(), &resource) };
        assert_eq!(stranger.allow(resource), expected);
        assert_eq!(expected.is_ok(), name == "public", "{name}");
    }
    let nobodys = Resource::Order { buyer: None, guest: None, sellers: vec![] };
    assert!(stranger.allow(nobodys).is_err());
}

#[test]
fn using_a_thing_is_for_the_one_whom_it_belongs_to() {
    let owns = [
        (
            "public",
            &[
                "guest",
                "other guest",
                "buyer",
                "other buyer",
                "staff",
                "shop owner",
                "other shop",
                "operator",
                "shipping",
                "catalogue",
                "finance",
                "platform's finance",
                "platform's catalogue",
                "platform's support",
                "platform's technical",
            ][..],
        ),
        ("buyer's cart", &["buyer"]),
        ("guest's cart", &["guest"]),
        ("buyer's account", &["buyer"]),
        ("buyer's order", &["buyer"]),
        ("guest's order", &["guest"]),
        ("order that became the buyer's", &["buyer"]),
        ("seller", &["staff", "shop owner", "catalogue"]),
        ("platform", &["operator"]),
    ];
    for (name, resource) in resources() {
        let (_, expected) = owns.iter().find(|(n, _)| *n == name).unwrap();
        let allowed: Vec<_> = actors()
            .into_iter()
            .filter(|(_, a)| a.allow(resource.clone()).is_ok())
            .map(|(who, _)| who)
            .collect();
        assert_eq!(allowed, *expected, "{name}");
    }
}

#[test]
fn ones_own_account_is_anybodys_who_is_signed_in() {
    for (who, actor) in actors() {
        let expected = if who.contains("guest") { Err(Denied::SignInFirst) } else { Ok(()) };
        assert_eq!(actor.allow(Resource::OwnAccount), expected, "{who}");
    }
}

#[test]
fn a_seat_may_what_whoever_has_it_may() {
    for role in StaffRole::ALL {
        let holder = person(1, &[(1, *role)]);
        for action in Action::ALL {
            let asked = allow(&holder, *action, &Resource::Seller(seller(1))).is_ok();
            assert_eq!(seat_may(*role, *action), asked, "{role:?} {action:?}");
        }
    }
}
