use super::*;
use proptest::prelude::*;

const USD: Currency = Currency::USD;

fn sum(lines: &[Margin]) -> Margin {
    let mut all = Margin::default();
    for line in lines {
        all.add(line);
    }
    all
}

fn worth(items_minor: i64, commission_minor: i64) -> Worth {
    Worth { items_minor, tax_minor: items_minor / 10, commission_minor, ..Worth::default() }
}

#[test]
fn sums_are_read_as_they_were_written() {
    let sums = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    assert_eq!(Margin::of_sums(sums).sums(), sums);
}

#[test]
fn what_is_left_is_what_was_sold_less_fees_and_cost() {
    let line = SoldUnits {
        units: 2,
        worth: Worth { subsidy_minor: 500, shipping_minor: 499, ..worth(8_500, 760) },
        item_fee_minor: 198,
        cost_minor: Some(3_000),
    };
    let sold = sold(&[line], 182, USD).unwrap()[0];
    assert_eq!((sold.units, sold.sales_minor, sold.delivery_minor), (2, 9_000, 499));
    assert_eq!((sold.fees_minor(), sold.fee_tax_minor), (958, 182));
    assert_eq!(sold.proceeds_minor(), 9_499 - 958 - 182);
    assert_eq!((sold.cost_minor, sold.uncosted_units), (6_000, 0));
    assert_eq!(sold.left_minor(), sold.proceeds_minor() - 6_000);
    assert_eq!(sold.left_bps(), Some((9_499 - 958 - 182 - 6_000) * 10_000 / 9_000));
    assert_eq!(Margin::default().left_bps(), None);
    assert_eq!(sold.without_cost().left_minor(), sold.proceeds_minor());
}

#[test]
fn what_came_back_as_new_costs_nothing_and_what_did_not_is_used_up() {
    let line = |resold| ReturnedUnits { units: 1, back: worth(4_500, 360), resold, cost_minor: Some(3_000) };
    let lines = returned(&[line(true), line(false)], 144, -20, USD).unwrap();
    assert_eq!((lines[0].cost_minor, lines[1].cost_minor), (-3_000, 0));
    let all = sum(&lines);
    assert_eq!((all.returned_units, all.back_minor, all.commission_back_minor), (2, 9_000, 720));
    assert_eq!(all.refunds_minor(), 9_000 - 720 + 144);
    assert_eq!(all.proceeds_minor(), -all.refunds_minor() + 20);
}

#[test]
fn a_unit_whose_cost_nobody_knows_is_counted_and_taken_off_when_it_is_for_sale_again() {
    let line = SoldUnits { units: 3, worth: worth(900, 72), item_fee_minor: 0, cost_minor: None };
    let back = ReturnedUnits { units: 1, back: worth(300, 24), resold: true, cost_minor: None };
    assert_eq!(sold(&[line], 0, USD).unwrap()[0].uncosted_units, 3);
    assert_eq!(returned(&[back], 5, 0, USD).unwrap()[0].uncosted_units, -1);
}

#[test]
fn a_bank_takes_of_each_line_by_what_was_paid_for_it_and_gives_back_the_same() {
    let lines = [worth(3_000, 240), worth(1_000, 80)];
    let took = Taken { back_minor: 4_401, fees_minor: 1_500, ..Taken::default() };
    let gave = Taken { back_minor: -4_401, ..Taken::default() };
    let (took, gave) = (taken(&lines, &took, USD).unwrap(), taken(&lines, &gave, USD).unwrap());
    assert_eq!((took[0].back_minor, took[1].back_minor), (3_301, 1_100));
    for (took, gave) in took.iter().zip(&gave) {
        assert_eq!(took.back_minor + gave.back_minor, 0);
    }
    assert_eq!(sum(&took).back_fees_minor, 1_500);
}

#[test]
fn a_cost_that_cannot_be_kept_is_an_error() {
    let line = SoldUnits { units: 999, worth: worth(1, 0), item_fee_minor: 0, cost_minor: Some(i64::MAX) };
    assert!(sold(&[line], 0, USD).is_err());
}

proptest! {
    #[test]
    fn shares_add_up_to_the_whole(
        minor in -1_000_000_000_i64..1_000_000_000,
        weights in prop::collection::vec(0_i64..1_000_000, 1..20),
    ) {
        let parts = shares(minor, weights.iter().copied(), USD).unwrap();
        prop_assert_eq!(parts.iter().sum::<i64>(), minor);
        prop_assert_eq!(parts.len(), weights.len());
    }

    #[test]
    fn lines_together_moved_what_the_transaction_moved(
        prices in prop::collection::vec((1_i64..1_000_000, 0_i64..100_000), 1..9),
        tax in -10_000_i64..10_000,
        fee in 0_i64..5_000,
    ) {
        let lines: Vec<SoldUnits> = prices
            .iter()
            .map(|(items, fee)| SoldUnits { units: 1, worth: worth(*items, *fee), item_fee_minor: 99, cost_minor: None })
            .collect();
        let items: i64 = prices.iter().map(|(items, _)| items).sum();
        let commission: i64 = prices.iter().map(|(_, fee)| fee).sum();
        let count = i64::try_from(lines.len()).unwrap();
        let sale = sum(&sold(&lines, tax, USD).unwrap());
        prop_assert_eq!(sale.proceeds_minor(), items - commission - 99 * count - tax);
        let back: Vec<ReturnedUnits> = lines
            .iter()
            .map(|line| ReturnedUnits { units: 1, back: line.worth, resold: false, cost_minor: None })
            .collect();
        let refund = sum(&returned(&back, fee, tax, USD).unwrap());
        prop_assert_eq!(refund.proceeds_minor(), commission - items - fee - tax);
    }
}
