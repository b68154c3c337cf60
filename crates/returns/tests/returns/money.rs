//! Giving back to the cent: the card, the seller, the tax office and the platform; lost answers and refusals.

use crate::common::{Shop, USD, usd};
use db::testing::on_both;
use domain::DurationUs;
use domain::commission::RefundFee;
use domain::returns::{Grade, ReturnReason, ReturnState};
use domain::terms::Dated as _;
use invoices::{InvoiceKind, LineKind};
use ledger::{AccountRef, RevenueStream};
use returns::fee::FeeEffect;
use returns::outcome::Graded;
use returns::{Refund, Refunded, ReturnError};
use std::sync::atomic::Ordering;

#[tokio::test(flavor = "multi_thread")]
async fn two_returns_of_a_parcel_take_back_what_was_sold_to_the_cent() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (payable, tax) =
                (AccountRef::seller_payable(shop.seller, USD), AccountRef::tax_payable("US-CA", USD));
            let commission = AccountRef::revenue(RevenueStream::Commission, USD);
            let fees = AccountRef::revenue(RevenueStream::RefundFee, USD);
            let processor = AccountRef::processor(shop.payments.processor_name(), USD);
            let lamp = shop.delivered("cents", shop.lamp, 3).await;
            // 3 x 45.00 + 4.99 + 7.25 % of 135.00 (9.79); commission 8 % of 139.99 (11.20)
            assert_eq!(shop.posted(payable.clone()).await, -(13_500 + 499 - 1_120));
            let sold = shop.stock(shop.lamp).await;
            let id = shop.back("one", lamp, 1, ReturnReason::NoLongerWanted).await;
            let decision = shop.decides("one", id, Grade::AsNew, 0).await;
            // A third of price and tax, rounded down; the delivery was the shopper's wish.
            assert_eq!(decision.seen, usd(4_500 + 326));
            assert_eq!(shop.returns.refund(decision.clone()).await.unwrap(), Refunded::Refunded);
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded, "the same key");
            let row = shop.detail(id).await.row;
            assert_eq!(row.refunded_minor, 4_826);
            // A third of the commission (3.73) without the delivery's part of it: 3.59; a fifth of that is kept.
            assert_eq!((row.commission_back_minor, row.fee_minor), (359, 72));
            assert_eq!(shop.posted(payable.clone()).await, -12_879 + 4_500 - (359 - 72));
            assert_eq!(shop.posted(tax.clone()).await, -(979 - 326));
            assert_eq!(shop.posted(processor.clone()).await, 14_978 - 4_826);
            assert_eq!(shop.stock(shop.lamp).await, (sold.0 + 1, 0, sold.2 - 1));
            // The others arrived broken: their share of the delivery comes back, too.
            let id = shop.back("two", lamp, 2, ReturnReason::Damaged).await;
            let decision = shop.decides("two", id, Grade::Damaged, 0).await;
            assert_eq!(decision.seen, usd(9_000 + 653 + 333));
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
            let row = shop.detail(id).await.row;
            assert_eq!((row.commission_back_minor, row.fee_minor), (747, 149));
            assert_eq!(shop.posted(tax).await, 0);
            assert_eq!(shop.posted(commission).await, -(1_120 - 359 - 747));
            assert_eq!(shop.posted(fees).await, -(72 + 149));
            // 1.66 of the delivery stay with the seller, who owes more than that in fees: less than nothing.
            assert_eq!(shop.posted(payable).await, 69);
            assert_eq!(shop.posted(processor).await, 166);
            assert_eq!(shop.stock(shop.lamp).await, (sold.0 + 1, 0, sold.2 - 1), "written off");
            assert!(shop.mails().await.iter().filter(|key| *key == "return-refunded").count() == 2);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tax_on_commission_comes_back_with_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (payable, tax) =
                (AccountRef::seller_payable(shop.seller, USD), AccountRef::fee_tax("US", USD));
            let old = shop.delivered("before", shop.lamp, 1).await;
            shop.tax_fees(100_000).await;
            let lamp = shop.delivered("cents", shop.lamp, 3).await;
            // 8 % of 139.99 is 11.20, and 10 % of that 1.12.
            assert_eq!(shop.posted(tax.clone()).await, -112);
            // What is said later changes nothing for what was charged before.
            shop.tax_fees(500_000).await;
            let owed = shop.posted(payable.clone()).await;
            let id = shop.back("one", lamp, 1, ReturnReason::NoLongerWanted).await;
            let decision = shop.decides("one", id, Grade::AsNew, 0).await;
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
            // 3.59 less 0.72 come back: of the 8.33 that are left, 10 % are 0.83.
            assert_eq!(shop.posted(tax.clone()).await, -83);
            assert_eq!(shop.posted(payable.clone()).await, owed + 4_500 - (359 - 72) - 29);
            let id = shop.back("two", lamp, 2, ReturnReason::Damaged).await;
            let decision = shop.decides("two", id, Grade::Damaged, 0).await;
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
            // 2.35 of fees stay.
            assert_eq!(shop.posted(tax.clone()).await, -24);
            // What was sold before fees were taxed comes back without a tax.
            let id = shop.back("old", old, 1, ReturnReason::Damaged).await;
            let decision = shop.decides("old", id, Grade::Damaged, 0).await;
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
            assert_eq!(shop.posted(tax).await, -24);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_keeps_the_fee_that_counted_when_its_goods_were_ordered() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let old = shop.delivered("before", shop.lamp, 3).await;
            t.clock().advance(DurationUs::from_secs(1));
            let other = RefundFee { share_bps: 5_000, most_minor: 100, currency: USD };
            let said =
                terms::Say { terms: other, starts_at: None, reason: "it costs more".into(), by: shop.owner };
            shop.db
                .write(move |tx| {
                    let said = said.clone();
                    Box::pin(async move { terms::say(tx, &said).await })
                })
                .await
                .unwrap();
            let new = shop.delivered("after", shop.lamp, 3).await;
            let since = shop.db.now();
            for (key, of, fee_minor) in [("old", old, 72), ("new", new, 100)] {
                let id = shop.back(key, of, 1, ReturnReason::NoLongerWanted).await;
                let decision = shop.decides(key, id, Grade::AsNew, 0).await;
                assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
                let row = shop.detail(id).await.row;
                assert_eq!((row.commission_back_minor, row.fee_minor), (359, fee_minor), "{key}");
            }
            let mut conn = shop.db.read().await.unwrap();
            let found = returns::fee::effect(&mut conn, &RefundFee::USUAL, since).await.unwrap();
            let effect = FeeEffect { refunds: 2, given_back: usd(718), was: usd(172), would_be: usd(144) };
            assert_eq!(found, [effect]);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn own_retail_gives_back_revenue_and_everything_ends_at_zero() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let book = shop.delivered("own", shop.book, 2).await;
            let id = shop.back("own", book, 2, ReturnReason::WrongItem).await;
            let decision = shop.decides("own", id, Grade::AsNew, 0).await;
            assert_eq!(decision.seen, usd(4_000 + 499 + 290));
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
            for account in [
                AccountRef::revenue(RevenueStream::Retail, USD),
                AccountRef::revenue(RevenueStream::RefundFee, USD),
                AccountRef::shipping(USD),
                AccountRef::tax_payable("US-CA", USD),
                AccountRef::processor(shop.payments.processor_name(), USD),
                AccountRef::buyer_clearing(book.order, USD),
            ] {
                assert_eq!(shop.posted(account.clone()).await, 0, "{account:?}");
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grade_keeps_back_what_it_may_and_no_more() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("grade", shop.lamp, 1).await;
            let id = shop.back("grade", lamp, 1, ReturnReason::ByMistake).await;
            let much = shop.returns.refund(shop.decides("much", id, Grade::Used, 5_001).await).await;
            assert!(matches!(much, Err(ReturnError::TooMuchKept { most_bps: 5_000, .. })), "{much:?}");
            let mut empty = shop.decides("box", id, Grade::Empty, 10_000).await;
            empty.graded[0].restock = true;
            let empty = shop.returns.refund(empty).await;
            assert!(matches!(empty, Err(ReturnError::NothingToRestock { .. })), "{empty:?}");
            let mut ungraded = shop.decides("none", id, Grade::Used, 0).await;
            ungraded.graded.clear();
            let ungraded = shop.returns.refund(ungraded).await;
            assert!(matches!(ungraded, Err(ReturnError::NotGraded { .. })), "{ungraded:?}");
            let mut other = shop.decides("seen", id, Grade::Used, 2_500).await;
            other.seen = usd(1);
            let other = shop.returns.refund(other).await;
            assert!(matches!(other, Err(ReturnError::AmountChanged { .. })), "{other:?}");
            assert_eq!(shop.line.asked.load(Ordering::SeqCst), 0, "nobody was asked for money");
            // 45.00 - 11.25, and 3.26 tax - 0.82; commission 4.00 without the delivery's part: 3.60 - 0.90.
            let part = shop.decides("part", id, Grade::Used, 2_500).await;
            assert_eq!(part.seen, usd(3_375 + 244));
            assert_eq!(shop.returns.refund(part).await.unwrap(), Refunded::Refunded);
            let row = shop.detail(id).await.row;
            assert_eq!((row.commission_back_minor, row.fee_minor), (270, 54));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_box_gives_back_nothing_and_asks_nobody() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("empty", shop.lamp, 1).await;
            let id = shop.back("empty", lamp, 1, ReturnReason::Damaged).await;
            let decision = shop.decides("empty", id, Grade::Empty, 10_000).await;
            assert_eq!(decision.seen, usd(0));
            for _ in 0..2 {
                assert_eq!(shop.returns.refund(decision.clone()).await.unwrap(), Refunded::Closed);
            }
            assert_eq!(shop.detail(id).await.row.state.0, ReturnState::Closed);
            assert_eq!(shop.line.asked.load(Ordering::SeqCst), 0);
            let again = shop.returns.request(shop.asks("again", lamp, 1, ReturnReason::Damaged).await).await;
            assert!(matches!(again, Err(ReturnError::TooManyUnits { .. })), "{again:?}");
            assert_eq!(shop.mails().await, ["return-approved", "return-closed", "return-requested"]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_found_by_the_job_and_nothing_is_given_back_twice() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("lost", shop.lamp, 1).await;
            let id = shop.back("lost", lamp, 1, ReturnReason::Damaged).await;
            shop.line.lost.store(2, Ordering::SeqCst);
            let decision = shop.decides("lost", id, Grade::Damaged, 0).await;
            assert_eq!(shop.returns.refund(decision.clone()).await.unwrap(), Refunded::Pending);
            assert_eq!(shop.detail(id).await.row.state.0, ReturnState::Refunding);
            assert_eq!(
                shop.returns.refund(decision.clone()).await.unwrap(),
                Refunded::Pending,
                "pressed again"
            );
            let other = shop.decides("other", id, Grade::Damaged, 0).await;
            let other = shop.returns.refund(other).await;
            assert!(matches!(other, Err(ReturnError::WrongState { .. })), "{other:?}");
            t.clock().advance(DurationUs::from_mins(5));
            shop.work().await;
            assert_eq!(shop.detail(id).await.row.state.0, ReturnState::Refunded);
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
            shop.work().await;
            let processor = AccountRef::processor(shop.payments.processor_name(), USD);
            assert_eq!(shop.posted(processor).await, 0, "once");
            assert_eq!(shop.line.asked.load(Ordering::SeqCst), 3, "each time under the same key");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_refund_can_be_decided_again() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("refused", shop.lamp, 1).await;
            let sold = shop.stock(shop.lamp).await;
            let id = shop.back("refused", lamp, 1, ReturnReason::Damaged).await;
            shop.line.refused.store(1, Ordering::SeqCst);
            let decision = shop.decides("first", id, Grade::AsNew, 0).await;
            assert_eq!(shop.returns.refund(decision.clone()).await.unwrap(), Refunded::Failed);
            let row = shop.detail(id).await.row;
            assert_eq!((row.state.0, row.failure.as_deref()), (ReturnState::Received, Some("refused")));
            assert_eq!(shop.stock(shop.lamp).await, sold, "nothing is for sale again");
            shop.assert_sound().await;
            assert_eq!(
                shop.returns.refund(decision.clone()).await.unwrap(),
                Refunded::Failed,
                "the same press"
            );
            let graded = decision.graded.iter().map(|one| Graded { grade: Grade::Used, ..*one }).collect();
            let other = shop.returns.refund(Refund { graded, ..decision }).await.unwrap_err();
            assert!(matches!(other, ReturnError::KeyReused), "{other:?}");
            assert_eq!(shop.detail(id).await.row.attempts, 1);
            let decision = shop.decides("second", id, Grade::AsNew, 0).await;
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
            assert_eq!(shop.detail(id).await.row.attempts, 2);
            assert_eq!(shop.stock(shop.lamp).await.0, sold.0 + 1);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parcels_of_one_part_are_returned_each_against_its_own_capture() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (shopper, order) = shop.place("parcels", shop.lamp, 3).await;
            shop.ship(order, "a", 1).await;
            let (seller, part, line) = shop.ship(order, "b", 2).await;
            shop.orders.deliver(seller, part).await.unwrap();
            let mut parcels = {
                let mut conn = shop.db.read().await.unwrap();
                orders::parcels::delivered(&mut conn, order).await.unwrap()
            };
            // Of one moment of the test's clock, which stands still.
            parcels.sort_by_key(|(_, lines)| lines[0].quantity);
            assert_eq!(parcels.iter().map(|(_, lines)| lines[0].quantity).collect::<Vec<_>>(), [1, 2]);
            for (at, (parcel, lines)) in parcels.iter().enumerate() {
                let of =
                    crate::common::Delivered { shopper, order, part, shipment: parcel.shipment_id, line };
                let units = lines[0].quantity;
                let id = shop.back(&format!("p{at}"), of, units, ReturnReason::NotAsDescribed).await;
                let decision = shop.decides(&format!("p{at}"), id, Grade::AsNew, 0).await;
                assert_eq!(decision.seen, usd(parcel.total_minor), "all that this parcel was charged");
                assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
            }
            let processor = AccountRef::processor(shop.payments.processor_name(), USD);
            assert_eq!(shop.posted(processor).await, 0);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refund_is_a_credit_note_of_its_invoice_and_what_gives_nothing_back_is_none() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("credit", shop.lamp, 3).await;
            let part =
                shop.detail(shop.back("look", lamp, 1, ReturnReason::NoLongerWanted).await).await.row.part_id;
            let papers = async || {
                let mut conn = shop.db.read().await.unwrap();
                let mut all = Vec::new();
                for listed in invoices::of_part(&mut conn, part).await.unwrap() {
                    all.push(invoices::one(&mut conn, listed.id).await.unwrap());
                }
                all
            };
            let empty = shop.back("empty", lamp, 1, ReturnReason::Damaged).await;
            let decision = shop.decides("empty", empty, Grade::Empty, 10_000).await;
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Closed);
            assert_eq!(papers().await.len(), 1, "nothing was given back");
            let broken = shop.back("broken", lamp, 1, ReturnReason::Damaged).await;
            let decision = shop.decides("broken", broken, Grade::Damaged, 0).await;
            for _ in 0..2 {
                assert_eq!(shop.returns.refund(decision.clone()).await.unwrap(), Refunded::Refunded);
            }
            let made = papers().await;
            let [invoice, credit] = made.as_slice() else { panic!("{made:?}") };
            assert_eq!(credit.kind, InvoiceKind::CreditNote);
            assert!(credit.number.starts_with("LAMP-HOUSE-CN-") && credit.number.ends_with("-000001"));
            assert_eq!(credit.corrects_id, Some(invoice.id));
            assert_eq!(credit.content.0.corrects.as_deref(), Some(invoice.number.as_str()));
            assert_eq!(credit.buyer, invoice.buyer);
            // A third of price, tax and delivery; the last third, because the others were asked for before.
            let row = shop.detail(broken).await.row;
            assert_eq!(credit.total_minor, -row.refunded_minor);
            let kinds: Vec<LineKind> = credit.content.0.lines.iter().map(|line| line.kind).collect();
            assert_eq!(kinds, [LineKind::Goods, LineKind::Shipping]);
            let goods = &credit.content.0.lines[0];
            assert_eq!((goods.title.as_str(), goods.quantity, goods.net), ("Brass lamp", 1, usd(-4_500)));
            shop.assert_sound().await;
        })
    })
    .await;
}
