use super::*;
use proptest::prelude::*;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn simple(fee: i64, free_from: Option<i64>) -> ShippingOffer {
    ShippingOffer {
        handling_days: 1,
        transit_days_min: 1,
        transit_days_max: 2,
        cutoff_minutes: 0,
        fee: usd(fee),
        free_from: free_from.map(usd),
    }
}

fn id(number: u128) -> ShippingTableId {
    crate::TypedId::from_uuid(uuid::Uuid::from_u128(number))
}

/// `US-CA,MX` as areas, `-` as none.
fn areas(text: &str) -> Vec<Area> {
    text.split(',').filter(|one| *one != "-").map(|one| Area::parse(one).unwrap()).collect()
}

fn rate(to: &str, up_to_g: Option<i64>, goods_from: Option<i64>, fee: i64) -> ShippingRate {
    ShippingRate { to: areas(to), up_to_g, goods_from: goods_from.map(usd), fee: usd(fee) }
}

fn table(number: u128, rates: Vec<ShippingRate>) -> ShippingTable {
    ShippingTable { id: id(number), name: "Parcels".into(), rates }
}

fn place(country: &str, region: &str) -> Place {
    Place { region: region.into(), ..Place::country(country) }
}

#[test]
fn a_place_is_read_as_people_name_it() {
    for (typed, code) in [
        ("US", "US"),
        (" us ", "US"),
        ("United States", "US"),
        ("españa", "ES"),
        ("إسبانيا", "ES"),
        ("Guinea-Bissau", "GW"),
        ("US-CA", "US-CA"),
        ("us-california", "US-CA"),
        ("JP-Tokyo", "JP-Tokyo"),
    ] {
        let area = Area::parse(typed).unwrap_or_else(|| panic!("{typed}"));
        assert_eq!(area.to_string(), code, "{typed}");
        assert_eq!(serde_json::from_str::<Area>(&serde_json::to_string(&area).unwrap()).unwrap(), area);
    }
    for nowhere in ["", "XX", "US-XX", "Atlantis", "-CA", "CA-"] {
        assert_eq!(Area::parse(nowhere), None, "{nowhere}");
    }
    assert_eq!(Area::parse("DE").unwrap().title(Locale::Es), "Alemania");
    assert_eq!(Area::parse("US-NV").unwrap().title(Locale::Es), "US-NV");
    assert!(serde_json::from_str::<Area>("\"US-XX\"").is_err());
}

#[test]
fn what_names_the_place_most_closely_counts() {
    let of = table(
        1,
        vec![
            rate("US-CA,US-NV", None, None, 300),
            rate("US", None, None, 500),
            rate("MX,CA", None, None, 1_500),
            rate("-", None, None, 3_000),
        ],
    );
    let fee = |country, region| of.fee(usd(1_000), 0, &place(country, region)).map(Money::minor);
    assert_eq!(fee("US", "CA"), Ok(300));
    assert_eq!(fee("US", "NY"), Ok(500));
    assert_eq!(fee("US", ""), Ok(500));
    assert_eq!(fee("CA", "ON"), Ok(1_500));
    assert_eq!(fee("ES", ""), Ok(3_000));
}

#[test]
fn weight_and_worth_choose_the_row_and_the_cheapest_that_fits_wins() {
    let of = table(
        1,
        vec![
            rate("US", Some(1_000), None, 399),
            rate("US", Some(5_000), None, 799),
            rate("US", Some(5_000), Some(5_000), 0),
            rate("US", Some(30_000), None, 1_999),
        ],
    );
    let fee = |goods, weight| of.fee(usd(goods), weight, &Place::country("US")).map(Money::minor);
    for (goods, weight, expected) in [
        (1_000, 0, Ok(399)),
        (1_000, 1_000, Ok(399)),
        (1_000, 1_001, Ok(799)),
        (4_999, 5_000, Ok(799)),
        (5_000, 5_000, Ok(0)),
        (5_000, 5_001, Ok(1_999)),
        (1, 30_000, Ok(1_999)),
        (1, 30_001, Err(NoDelivery::Weight)),
    ] {
        assert_eq!(fee(goods, weight), expected, "{goods} {weight}");
    }
    let worth = table(1, vec![rate("US", None, Some(2_000), 0)]);
    assert_eq!(worth.fee(usd(1_999), 0, &Place::country("US")), Err(NoDelivery::Worth));
    assert_eq!(worth.fee(usd(2_000), 0, &Place::country("MX")), Err(NoDelivery::Place));
    // A threshold in another currency than the goods' is not reached.
    assert_eq!(worth.fee(Money::new(9_999, Currency::EUR), 0, &Place::country("US")), Err(NoDelivery::Worth));
}

#[test]
fn while_the_region_is_not_known_the_dearest_one_is_told() {
    let of = table(1, vec![rate("US-CA", None, None, 300), rate("US-HI", None, None, 2_500)]);
    let fee = |region| of.fee(usd(1), 0, &place("US", region)).map(Money::minor);
    assert_eq!(fee(""), Ok(2_500));
    assert_eq!(fee("CA"), Ok(300));
    assert_eq!(fee("NY"), Err(NoDelivery::Place));
    let light = table(1, vec![rate("US-CA", Some(10), None, 300), rate("US-HI", None, None, 200)]);
    assert_eq!(light.fee(usd(1), 11, &place("US", "")).map(Money::minor), Ok(200));
    let heavy = table(1, vec![rate("US-CA", Some(10), None, 300)]);
    assert_eq!(heavy.fee(usd(1), 11, &place("US", "")), Err(NoDelivery::Weight));
}

#[test]
fn the_tables_of_one_order_add_up() {
    let bulky = table(1, vec![rate("US", Some(20_000), None, 2_000), rate("US", None, None, 4_000)]);
    let letters = table(2, vec![rate("-", None, None, 100)]);
    let tables = ShippingTables { all: vec![bulky, letters], standard: None };
    let goods = |table: Option<u128>, quantity, weight_g, worth| Goods {
        packing: Packing { table: table.map(id), weight_g },
        quantity,
        worth: usd(worth),
    };
    let here = Place::country("US");
    let offer = simple(499, Some(3_500));
    let fee = |goods: &[Goods]| delivery_fee(&offer, &tables, goods, &here).map(Money::minor);
    assert_eq!(fee(&[]), Ok(0));
    assert_eq!(fee(&[goods(None, 1, None, 1_000)]), Ok(499));
    assert_eq!(fee(&[goods(None, 1, None, 1_000), goods(None, 2, None, 2_500)]), Ok(0), "counted together");
    let chairs = goods(Some(1), 2, Some(9_000), 9_000);
    assert_eq!(fee(&[chairs, goods(None, 1, None, 1_000), goods(Some(2), 5, None, 100)]), Ok(2_599));
    assert_eq!(fee(&[chairs, goods(Some(1), 1, Some(2_001), 500)]), Ok(4_000), "weighed together");
    assert_eq!(fee(&[goods(Some(77), 1, Some(9_000), 1_000)]), Ok(499), "a table that is gone is none");
    let there = Place::country("FR");
    assert_eq!(
        delivery_fee(&offer, &tables, &[goods(None, 1, None, 1), chairs, goods(Some(1), 1, None, 1)], &there),
        Err(FeeError::NoDelivery { goods: vec![1, 2], why: NoDelivery::Place })
    );
    let standard = ShippingTables { standard: Some(id(2)), ..tables.clone() };
    let fee = delivery_fee(&offer, &standard, &[goods(None, 1, None, 1_000)], &there).unwrap();
    assert_eq!(fee, usd(100), "the standard table is for what names none");
}

#[test]
fn a_table_that_makes_no_sense_is_refused_by_its_rate() {
    let good = table(1, vec![rate("US", Some(1), Some(0), 0)]);
    assert_eq!(good.check(Currency::USD), Ok(()));
    assert_eq!(good.check(Currency::EUR), Err(TableError::BadAmount { rate: 0 }));
    let with = |rates: Vec<ShippingRate>| table(1, rates).check(Currency::USD);
    assert_eq!(with(vec![]), Err(TableError::BadCount));
    assert_eq!(with(vec![rate("-", None, None, 1); 21]), Err(TableError::BadCount));
    let fine = rate("-", None, None, 1);
    assert_eq!(with(vec![fine.clone(), rate("-", None, None, -1)]), Err(TableError::BadAmount { rate: 1 }));
    assert_eq!(with(vec![rate("-", Some(0), None, 1)]), Err(TableError::BadWeight { rate: 0 }));
    assert_eq!(with(vec![rate("US,US", None, None, 1)]), Err(TableError::BadAreas { rate: 0 }));
    for name in ["", "  ", "a\u{7}b", &"x".repeat(61)] {
        let named = ShippingTable { name: name.into(), ..good.clone() };
        assert_eq!(named.check(Currency::USD), Err(TableError::BadName), "{name:?}");
    }
}

#[test]
fn a_landed_price_becomes_the_price_to_ask() {
    let here = Place::country("US");
    for (landed, fee, free_from, expected) in [
        (1_000, 0, None, Some(1_000)),
        (1_000, 400, None, Some(600)),
        (1_000, 400, Some(1_000), Some(1_000)),
        (1_000, 400, Some(1_001), Some(600)),
        (400, 400, None, None),
    ] {
        let (offer, none) = (simple(fee, free_from), ShippingTables::default());
        let price = price_for(usd(landed), &offer, &none, Packing::default(), &here);
        assert_eq!(price, expected.map(usd), "{landed} {fee} {free_from:?}");
    }
    let of = table(1, vec![rate("US", None, None, 400), rate("US", None, Some(800), 100)]);
    let tables = ShippingTables { all: vec![of], standard: Some(id(1)) };
    let price = |landed| price_for(usd(landed), &simple(0, None), &tables, Packing::default(), &here);
    assert_eq!(price(1_000), Some(usd(900)));
    assert_eq!(price(899), Some(usd(499)));
    assert_eq!(
        price_for(usd(1_000), &simple(0, None), &tables, Packing::default(), &Place::country("FR")),
        None
    );
}

prop_compose! {
    fn a_rate()(
        to in prop::sample::subsequence(vec!["US", "US-CA", "US-NY", "MX"], 0..=3),
        up_to_g in prop::option::of(1i64..5_000),
        goods_from in prop::option::of(0i64..5_000),
        fee in 0i64..2_000,
    ) -> ShippingRate {
        let to = to.into_iter().map(|area| Area::parse(area).unwrap()).collect();
        ShippingRate { to, up_to_g, goods_from: goods_from.map(usd), fee: usd(fee) }
    }
}

prop_compose! {
    fn a_table()(rates in prop::collection::vec(a_rate(), 1..8)) -> ShippingTable {
        table(1, rates)
    }
}

proptest! {
    #[test]
    fn more_worth_never_costs_more_and_more_weight_never_less(
        of in a_table(), goods in 0i64..6_000, more in 0i64..3_000, weight in 0i64..6_000, heavier in 0i64..3_000,
        region in prop::sample::select(vec!["", "CA", "NY", "TX"]),
    ) {
        let to = place("US", region);
        let fee = |goods, weight| of.fee(usd(goods), weight, &to).map(Money::minor);
        if let Ok(asked) = fee(goods, weight) {
            // Where a region is not known, worth may open a dearer one.
            if !region.is_empty() {
                prop_assert!(fee(goods + more, weight).unwrap() <= asked);
                if let Ok(heavy) = fee(goods, weight + heavier) {
                    prop_assert!(heavy >= asked);
                }
            }
        }
    }

    #[test]
    fn whoever_finds_out_the_region_never_pays_more_than_was_told(
        mut of in a_table(), goods in 0i64..6_000, weight in 0i64..6_000,
        region in prop::sample::select(vec!["CA", "NY", "TX"]),
    ) {
        // Where the country is named, its rows hold until the region is known, and a region's own may be dearer.
        for row in &mut of.rates {
            row.to.retain(|area| *area != Area::parse("US").unwrap());
        }
        let fee = |region| of.fee(usd(goods), weight, &place("US", region)).map(Money::minor);
        if let Ok(later) = fee(region) {
            prop_assert!(fee("").unwrap() >= later);
        }
    }

    #[test]
    fn the_price_to_ask_lands_within_and_a_cent_more_does_not(of in a_table(), landed in 1i64..8_000, weight in 0i64..4_000) {
        let tables = ShippingTables { all: vec![of], standard: Some(id(1)) };
        let (here, packing) = (place("US", "CA"), Packing { table: None, weight_g: Some(weight) });
        let landing = |price: i64| {
            let fee = fee_of_one(&simple(0, None), &tables, packing, usd(price), &here).ok()?;
            Some(price + fee.minor())
        };
        let found = price_for(usd(landed), &simple(0, None), &tables, packing, &here).map(Money::minor);
        let dearest = (1..=landed).rev().find(|price| landing(*price).is_some_and(|sum| sum <= landed));
        prop_assert_eq!(found, dearest);
    }
}
