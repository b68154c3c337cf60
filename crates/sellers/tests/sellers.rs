//! Sellers: one platform, addresses of shops that never clash, and staff that nobody can be locked out by.
#![allow(clippy::unwrap_used)]

use db::testing::{TestDb, on_both};
use domain::contact::Email;
use domain::place::Place;
use domain::promise::{BusinessDays, Dispatch, ShippingOffer, Transit};
use domain::roles::StaffRole;
use domain::shipping::{Area, ShippingRate, ShippingTable, ShippingTables, TableError};
use domain::zone::Zone;
use domain::{AccountId, Currency, Money, SellerId, ShippingTableId, Timestamp};
use sellers::*;

fn shipping(currency: Currency) -> ShippingOffer {
    ShippingOffer {
        handling_days: 1,
        transit_days_min: 2,
        transit_days_max: 4,
        cutoff_minutes: 17 * 60,
        fee: Money::new(499, currency),
        free_from: Some(Money::new(35_00, currency)),
    }
}

fn new(name: &str) -> NewSeller {
    NewSeller {
        name: name.into(),
        slug: None,
        country: "US".into(),
        region: "OR".into(),
        currency: Currency::USD,
        support_email: Email::parse("help@example.com").ok(),
        shipping: shipping(Currency::USD),
    }
}

async fn created(t: &TestDb, new: NewSeller) -> Result<Seller, SellerError> {
    t.db()
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { create(tx, &new).await })
        })
        .await
}

async fn account(t: &TestDb, mail: &str) -> AccountId {
    testing::account(&t.db(), mail).await
}

async fn hire(t: &TestDb, s: SellerId, a: AccountId, role: StaffRole) -> Result<bool, SellerError> {
    t.db().write(move |tx| Box::pin(add_staff(tx, s, a, role))).await
}

async fn fire(t: &TestDb, s: SellerId, a: AccountId) -> Result<bool, SellerError> {
    t.db().write(move |tx| Box::pin(remove_staff(tx, s, a))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_is_read_by_every_way() {
    on_both(|t| {
        Box::pin(async move {
            let heron = created(t, new("Blue Heron")).await.unwrap();
            let ibis = created(t, NewSeller { support_email: None, ..new("Red Ibis") }).await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(get(&mut conn, heron.id).await.unwrap().as_ref(), Some(&heron));
            assert_eq!(by_slug(&mut conn, "blue-heron").await.unwrap().as_ref(), Some(&heron));
            let found = many(&mut conn, &[ibis.id, heron.id, ibis.id]).await.unwrap();
            assert_eq!((found.len(), &found[&ibis.id]), (2, &ibis));
            assert_eq!(many(&mut conn, &[]).await.unwrap().len(), 0);
            assert_eq!(list(&mut conn, None, 10).await.unwrap().len(), 2);
            assert_eq!(heron.shipping, shipping(Currency::USD));
            assert!(!heron.is_platform);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_names_get_numbers_and_a_wished_slug_is_not_taken_away() {
    on_both(|t| {
        Box::pin(async move {
            let mut slugs = Vec::new();
            for _ in 0..3 {
                slugs.push(created(t, new("Blue Heron")).await.unwrap().slug);
            }
            assert_eq!(slugs, ["blue-heron", "blue-heron-2", "blue-heron-3"]);
            let wished = NewSeller { slug: Some("blue-heron".into()), ..new("Another") };
            assert!(matches!(created(t, wished).await, Err(SellerError::SlugTaken)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_that_start_at_once_make_one_platform_seller() {
    on_both(|t| {
        Box::pin(async move {
            let servers = [t.db(), t.second().await];
            let tasks: Vec<_> = (0..10)
                .map(|n| {
                    let db = servers[n % 2].clone();
                    tokio::spawn(async move {
                        db.write(|tx| {
                            Box::pin(async move { ensure_platform_seller(tx, &new("Orinoco")).await })
                        })
                        .await
                    })
                })
                .collect();
            let mut ids = std::collections::HashSet::new();
            for task in tasks {
                ids.insert(task.await.unwrap().unwrap().id);
            }
            assert_eq!(ids.len(), 1);
            let platform = platform_seller(&mut t.db().read().await.unwrap()).await.unwrap().unwrap();
            assert!(platform.is_platform && ids.contains(&platform.id));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_named_and_changes_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let with = |change: fn(&mut NewSeller)| {
                let mut seller = new("Blue Heron");
                change(&mut seller);
                seller
            };
            let cases: [(NewSeller, &str); 8] = [
                (with(|s| s.name = " ".into()), "BadName"),
                (with(|s| s.slug = Some("a/b".into())), "BadSlug"),
                (with(|s| s.country = "usa".into()), "BadCountry"),
                (with(|s| s.shipping.fee = Money::new(1, Currency::EUR)), "BadShippingAmount"),
                (with(|s| s.shipping.fee = Money::new(-1, Currency::USD)), "BadShippingAmount"),
                (with(|s| s.shipping.transit_days_min = 9), "BadShippingDays"),
                (with(|s| s.shipping.handling_days = 31), "BadShippingDays"),
                (with(|s| s.shipping.cutoff_minutes = 1_441), "BadCutoff"),
            ];
            for (seller, expected) in cases {
                let error = created(t, seller).await.unwrap_err();
                assert_eq!(format!("{error:?}"), expected);
            }
            assert!(list(&mut t.db().read().await.unwrap(), None, 10).await.unwrap().is_empty());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_kept_and_told() {
    on_both(|t| {
        Box::pin(async move {
            let id = created(t, new("Blue Heron")).await.unwrap().id;
            let profile = Profile {
                name: "Grey Heron".into(),
                country: "CA".into(),
                region: "BC".into(),
                support_email: None,
            };
            t.db()
                .write(move |tx| {
                    let profile = profile.clone();
                    Box::pin(async move {
                        let offer =
                            ShippingOffer { free_from: None, handling_days: 3, ..shipping(Currency::USD) };
                        update_shipping(tx, id, &offer).await?;
                        update_profile(tx, id, &profile).await?;
                        set_status(tx, id, SellerStatus::Paused).await
                    })
                })
                .await
                .unwrap();
            t.db().sequence_events().await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            let seller = get(&mut conn, id).await.unwrap().unwrap();
            assert_eq!((seller.shipping.free_from, seller.shipping.handling_days), (None, 3));
            assert_eq!((seller.name.as_str(), seller.slug.as_str()), ("Grey Heron", "blue-heron"));
            assert_eq!((seller.status, seller.country.as_str()), (SellerStatus::Paused, "CA"));
            let events = conn.events_after(0, db::events::Filter::default(), 10).await.unwrap();
            assert!(events.iter().all(|e| e.kind == "seller.changed" && e.event_key == id.to_string()));
            assert_eq!(events.len(), 4);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_a_seller_is_to_the_law_is_checked_and_kept() {
    for (name, address, tax, expected) in [
        ("A", "1 Main St", "", "BadLegalName"),
        ("Acme <b>", "1 Main St", "", "BadLegalName"),
        (&"x".repeat(121), "1 Main St", "", "BadLegalName"),
        ("Acme", " \n ", "", "BadLegalAddress"),
        ("Acme", "1\n2\n3\n4\n5\n6", "", "BadLegalAddress"),
        ("Acme", &"x".repeat(101), "", "BadLegalAddress"),
        ("Acme", "1 Main St", "12-345", "BadTaxId"),
    ] {
        let refused = Legal::read("US", name, address, tax).unwrap_err();
        assert_eq!(format!("{refused:?}"), expected, "{name} {address} {tax}");
    }
    on_both(|t| {
        Box::pin(async move {
            let id = created(t, new("Blue Heron")).await.unwrap().id;
            let kept = async || get(&mut t.db().read().await.unwrap(), id).await.unwrap().unwrap().legal;
            assert_eq!(kept().await, None);
            let legal =
                Legal::read("US", " Blue  Heron LLC ", "1 Main St\r\n\r\nAustin, TX 78701", "123456789")
                    .unwrap();
            let said = legal.clone();
            t.db()
                .write(move |tx| {
                    let said = said.clone();
                    Box::pin(async move { update_legal(tx, id, &said).await })
                })
                .await
                .unwrap();
            let address = ["1 Main St", "Austin, TX 78701"].map(str::to_owned).to_vec();
            let expected = Legal { name: "Blue Heron LLC".into(), address, tax_id: "12-3456789".into() };
            assert_eq!((kept().await, legal), (Some(expected.clone()), expected));
        })
    })
    .await;
}

fn table(id: ShippingTableId, fee: i64) -> ShippingTable {
    let to = vec![Area::parse("US-CA").unwrap()];
    let fee = Money::new(fee, Currency::USD);
    let rate = ShippingRate { to, up_to_g: Some(5_000), goods_from: None, fee };
    ShippingTable { id, name: " Parcels ".into(), rates: vec![rate] }
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_kept_replaced_and_taken_back() {
    on_both(|t| {
        Box::pin(async move {
            let id = created(t, new("Blue Heron")).await.unwrap().id;
            let (one, two): (ShippingTableId, ShippingTableId) = (t.db().new_id(), t.db().new_id());
            let put = async |table: ShippingTable, standard| {
                t.db()
                    .write(move |tx| {
                        let table = table.clone();
                        Box::pin(async move { put_table(tx, id, table, standard).await })
                    })
                    .await
            };
            let tables = async || get(&mut t.db().read().await.unwrap(), id).await.unwrap().unwrap().tables;
            put(table(one, 300), true).await.unwrap();
            put(table(two, 400), false).await.unwrap();
            put(table(one, 500), true).await.unwrap();
            let kept = tables().await;
            assert_eq!((kept.all.len(), kept.standard), (2, Some(one)));
            assert_eq!((kept.all[0].name.as_str(), kept.all[0].rates[0].fee.minor()), ("Parcels", 500));
            put(table(two, 400), true).await.unwrap();
            assert_eq!(tables().await.standard, Some(two), "there is one standard");
            put(table(two, 400), false).await.unwrap();
            assert_eq!(tables().await.standard, None);

            let refused = put(ShippingTable { rates: Vec::new(), ..table(one, 1) }, true).await.unwrap_err();
            assert!(matches!(refused, SellerError::Table(TableError::BadCount)), "{refused:?}");
            assert_eq!(tables().await.all[0].rates.len(), 1, "nothing is half done");
            for _ in 2..ShippingTables::MOST {
                put(table(t.db().new_id(), 1), false).await.unwrap();
            }
            let full = put(table(t.db().new_id(), 1), false).await.unwrap_err();
            assert!(matches!(full, SellerError::TooManyTables), "{full:?}");
            put(table(one, 700), false).await.unwrap();

            let remove = async |table: ShippingTableId| {
                t.db()
                    .write(move |tx| Box::pin(async move { remove_table(tx, id, table).await }))
                    .await
                    .unwrap()
            };
            assert!(remove(one).await && !remove(one).await);
            assert_eq!(tables().await.all.len(), ShippingTables::MOST - 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_may_work_for_several_sellers_and_each_keeps_an_owner() {
    on_both(|t| {
        Box::pin(async move {
            let (ada, bob) = (account(t, "ada@example.com").await, account(t, "bob@example.com").await);
            let heron = created(t, new("Blue Heron")).await.unwrap().id;
            let ibis = created(t, new("Red Ibis")).await.unwrap().id;
            assert!(hire(t, heron, ada, StaffRole::Owner).await.unwrap());
            assert!(!hire(t, heron, ada, StaffRole::Owner).await.unwrap());
            t.clock().advance(domain::DurationUs::from_secs(1));
            assert!(hire(t, ibis, ada, StaffRole::Owner).await.unwrap());
            assert!(hire(t, ibis, bob, StaffRole::Staff).await.unwrap());
            for result in [fire(t, heron, ada).await, hire(t, heron, ada, StaffRole::Staff).await] {
                assert!(matches!(result, Err(SellerError::LastOwner)));
            }
            let mut conn = t.db().read().await.unwrap();
            let of_ada = memberships(&mut conn, ada).await.unwrap();
            let names: Vec<&str> = of_ada.iter().map(|m| m.name.as_str()).collect();
            assert_eq!(names, ["Blue Heron", "Red Ibis"]);
            assert_eq!(memberships(&mut conn, bob).await.unwrap()[0].role, StaffRole::Staff);
            assert_eq!(staff(&mut conn, ibis).await.unwrap().len(), 2);
            drop(conn);
            assert!(fire(t, ibis, bob).await.unwrap());
            assert!(!fire(t, ibis, bob).await.unwrap());
            assert!(memberships(&mut t.db().read().await.unwrap(), bob).await.unwrap().is_empty());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_owners_who_leave_at_once_leave_one() {
    on_both(|t| {
        Box::pin(async move {
            let (ada, bob) = (account(t, "ada@example.com").await, account(t, "bob@example.com").await);
            let heron = created(t, new("Blue Heron")).await.unwrap().id;
            hire(t, heron, ada, StaffRole::Owner).await.unwrap();
            hire(t, heron, bob, StaffRole::Owner).await.unwrap();
            let (one, other) = tokio::join!(fire(t, heron, ada), fire(t, heron, bob));
            assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|left| **left).count(), 1);
            assert_eq!(staff(&mut t.db().read().await.unwrap(), heron).await.unwrap().len(), 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_owners_who_remove_or_demote_each_other_at_once_one_stays() {
    on_both(|t| {
        Box::pin(async move {
            let (ada, bob) = (account(t, "ada@example.com").await, account(t, "bob@example.com").await);
            let heron = created(t, new("Blue Heron")).await.unwrap().id;
            // As the page of staff does it: with what still holds when it is done.
            let ends = async |by: AccountId, who: AccountId, role: Option<StaffRole>| {
                t.db()
                    .write::<_, SellerError, _>(move |tx| {
                        Box::pin(async move {
                            must_own(tx, heron, by).await?;
                            match role {
                                Some(role) => change_role(tx, heron, who, role).await,
                                None => remove_staff(tx, heron, who).await,
                            }
                        })
                    })
                    .await
            };
            for roles in [
                [None, None],
                [Some(StaffRole::Staff), Some(StaffRole::Staff)],
                [None, Some(StaffRole::Finance)],
            ] {
                for owner in [ada, bob] {
                    hire(t, heron, owner, StaffRole::Owner).await.unwrap();
                }
                let (one, other) = tokio::join!(ends(ada, bob, roles[0]), ends(bob, ada, roles[1]));
                let refused: Vec<SellerError> = [one, other].into_iter().filter_map(Result::err).collect();
                assert!(matches!(refused[..], [SellerError::NotOwner]), "{refused:?}");
                let all = staff(&mut t.db().read().await.unwrap(), heron).await.unwrap();
                assert_eq!(all.iter().filter(|one| one.role == StaffRole::Owner).count(), 1, "{all:?}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_and_ghosts_are_not_hired() {
    on_both(|t| {
        Box::pin(async move {
            let ada = account(t, "ada@example.com").await;
            let heron = created(t, new("Blue Heron")).await.unwrap().id;
            let (no_seller, nobody) = (t.db().new_id::<SellerId>(), t.db().new_id::<AccountId>());
            let error = hire(t, no_seller, ada, StaffRole::Staff).await.unwrap_err();
            assert!(matches!(error, SellerError::NoSuchSeller));
            let error = hire(t, heron, nobody, StaffRole::Staff).await.unwrap_err();
            assert!(matches!(error, SellerError::NoSuchAccount));
        })
    })
    .await;
}

fn bogota() -> Dispatch {
    Dispatch {
        zone: Zone::parse("America/Bogota").unwrap(),
        rest_days: BusinessDays::SUNDAY,
        closed_days: vec![20_605, 20_700],
        carrier_rest_days: BusinessDays::SATURDAY_SUNDAY,
        carrier_keeps_closed_days: false,
        near: Some(Transit { min: 1, max: 1 }),
        abroad: Some(Transit { min: 6, max: 12 }),
    }
}

async fn dispatches(t: &TestDb, id: SellerId, dispatch: Dispatch) -> Result<(), SellerError> {
    t.db()
        .write(move |tx| {
            let dispatch = dispatch.clone();
            Box::pin(async move { update_dispatch(tx, id, &dispatch).await })
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_begins_with_the_countrys_weekend_and_keeps_its_own_calendar() {
    on_both(|t| {
        Box::pin(async move {
            let cairo = NewSeller { country: "EG".into(), region: String::new(), ..new("Ibis Cairo") };
            assert_eq!(created(t, cairo).await.unwrap().dispatch, Dispatch::standard("EG"));
            let heron = created(t, new("Blue Heron")).await.unwrap();
            assert_eq!(heron.dispatch, Dispatch::standard("US"));
            dispatches(t, heron.id, bogota()).await.unwrap();
            let kept = get(&mut t.db().read().await.unwrap(), heron.id).await.unwrap().unwrap();
            assert_eq!((kept.dispatch.clone(), kept.shipping.clone()), (bogota(), heron.shipping));
            // Monday, 1 June 2026 is closed; of Oregon's postcodes 97477 is near, of others 10001 is not.
            let monday = Timestamp::from_micros(20_605 * 86_400_000_000);
            let arrives = |postcode| kept.promise(monday, &Place::parse("US", postcode).unwrap()).latest_day;
            assert_eq!((arrives("97477"), arrives("10001")), (20_608, 20_613));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_that_makes_no_sense_is_refused() {
    on_both(|t| {
        Box::pin(async move {
            let heron = created(t, new("Blue Heron")).await.unwrap().id;
            let backwards = Dispatch { near: Some(Transit { min: 3, max: 2 }), ..bogota() };
            let endless = Dispatch { closed_days: (0..61).collect(), ..bogota() };
            let same_day = Dispatch { abroad: Some(Transit { min: 0, max: 2 }), ..bogota() };
            for wrong in [backwards, endless, same_day] {
                assert!(matches!(dispatches(t, heron, wrong).await, Err(SellerError::BadShippingDays)));
            }
            let nobody = t.db().new_id::<SellerId>();
            assert!(matches!(dispatches(t, nobody, bogota()).await, Err(SellerError::NoSuchSeller)));
        })
    })
    .await;
}
