//! Statements: opening and every line are the closing, on the page and in the file.

use crate::support::*;
use db::testing::on_both;
use domain::{CouponId, Currency, DurationUs, Money, PromotionId, SellerId};
use ledger::{AccountRef, Memo, NewTransaction, Posting, RevenueStream, TransactionKind};
use payouts::{Group, OtherParty, PayoutError, SheetWords};

/// Two payouts with sales, a refund and one that came back between them.
pub async fn history(shop: &Shop, clock: &db::ManualClock) -> Vec<domain::PayoutId> {
    let day = DurationUs::from_days(1);
    shop.bank(PAYS).await;
    shop.old_sale(10_000, 8).await;
    clock.advance(day);
    let first = shop.pay_now("first").await.unwrap().id;
    clock.advance(day);
    shop.old_sale(5_000, 8).await;
    let part = shop.old_sale(2_000, 8).await;
    let whole = shop.order_of(part).await;
    shop.refund(Some(whole), 2_000).await;
    shop.bank(LATE_CLOSED).await;
    clock.advance(day);
    let back = shop.pay_now("back").await.unwrap().id;
    clock.advance(DurationUs::from_hours(2));
    shop.worker().run_due().await.unwrap();
    shop.bank(PAYS).await;
    clock.advance(day);
    shop.sale(1_000, None).await;
    shop.worker().run_due().await.unwrap();
    let last = shop.all().await[0].id;
    vec![first, back, last]
}

#[tokio::test(flavor = "multi_thread")]
async fn each_statement_adds_up_and_begins_where_the_last_one_ended() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let ids = history(&shop, &t.clock()).await;
            let mut opening = usd(0);
            for id in &ids {
                let read = shop.statement(*id).await;
                assert_eq!(read.opening, opening);
                let lines = Money::sum(Currency::USD, read.lines.iter().map(|line| line.amount)).unwrap();
                assert_eq!(read.opening.add(lines).unwrap(), read.closing);
                let sums = Money::sum(Currency::USD, read.sums().unwrap().into_iter().map(|(_, sum)| sum));
                assert_eq!(sums.unwrap(), lines, "groups are the lines");
                assert_eq!(read.lines.last().map(|line| line.balance), Some(read.closing));
                opening = read.closing;
            }
            let second = shop.statement(ids[1]).await;
            let groups: Vec<Group> = second.sums().unwrap().into_iter().map(|(group, _)| group).collect();
            assert_eq!(groups, [Group::Sales, Group::Commission, Group::Refunds, Group::Payouts]);
            let third = shop.statement(ids[2]).await;
            let returned = third.lines.iter().find(|line| line.group == Group::Returned).unwrap();
            assert_eq!(returned.amount, usd(4_300));
            let mut conn = shop.db.read().await.unwrap();
            let open = payouts::open_statement(&mut conn, shop.seller, Currency::USD).await.unwrap();
            assert_eq!((open.opening, open.closing), (opening, shop.standing().await.balance));
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_adds_up_to_the_ledger() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            for id in history(&shop, &t.clock()).await {
                let read = shop.statement(id).await;
                let group = |group: Group| format!("={group}");
                let words = SheetWords { opening: "Opening", closing: "Closing", group: &group };
                let file = payouts::sheet(&read, &words).unwrap();
                let mut reader = csv::Reader::from_reader(file.as_slice());
                let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
                let money = |text: &str| Money::parse_decimal(text, Currency::USD).unwrap();
                let (first, last) = (&rows[0], &rows[rows.len() - 1]);
                let mut sum = money(&first[6]);
                for row in &rows[1..rows.len() - 1] {
                    sum = sum.add(money(&row[5])).unwrap();
                    assert_eq!(sum, money(&row[6]), "the running balance");
                    assert!(row[1].starts_with("'="), "a text is no formula: {}", &row[1]);
                }
                assert_eq!(sum, money(&last[6]));
                let payable = ledger::AccountRef::seller_payable(shop.seller, Currency::USD);
                let mut conn = shop.db.read().await.unwrap();
                let at = Some(shop.payout(id).await.created_at);
                let ledger = ledger::balance(&mut conn, &payable, at).await.unwrap();
                assert_eq!(sum, ledger.posted.neg().unwrap());
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_opens_the_transaction_behind_it_and_nobody_elses() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let ids = history(&shop, &t.clock()).await;
            let read = shop.statement(ids[0]).await;
            let mut conn = shop.db.read().await.unwrap();
            let sale = payouts::transaction(&mut conn, shop.seller, read.lines[0].transaction).await.unwrap();
            assert_eq!(sale.own.iter().map(|p| p.amount).collect::<Vec<_>>(), [usd(10_000), usd(-1_000)]);
            let others: Vec<_> = sale.others.iter().map(|p| (p.party, p.amount)).collect();
            assert_eq!(
                others,
                [(OtherParty::Buyer, Some(usd(-10_000))), (OtherParty::Commission, Some(usd(1_000)))]
            );
            let stranger = shop.db.new_id::<SellerId>();
            let hidden = payouts::transaction(&mut conn, stranger, sale.id).await.unwrap_err();
            assert!(matches!(hidden, PayoutError::NoSuchTransaction));
            let hidden = payouts::statement(&mut conn, stranger, ids[0]).await.unwrap_err();
            assert!(matches!(hidden, PayoutError::NoSuchPayout));
            // What the bank side does afterwards touches no account of the seller's.
            let settled = shop.payout(ids[0]).await.settled.unwrap();
            let hidden = payouts::transaction(&mut conn, shop.seller, settled).await.unwrap_err();
            assert!(matches!(hidden, PayoutError::NoSuchTransaction));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_opens_what_it_did_to_its_seller_and_nothing_of_another_order_or_seller() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (first, second) = (shop.old_sale(2_000, 8).await, shop.old_sale(5_000, 8).await);
            let (order, part) = shop.order_of(first).await;
            t.clock().advance(DurationUs::from_days(1));
            shop.refund(Some((order, part)), 700).await;
            let mut conn = shop.db.read().await.unwrap();
            let read = payouts::postings_of_part(&mut conn, shop.seller, order, part).await.unwrap();
            let told: Vec<_> = read.iter().map(|line| (line.posting.group, line.posting.amount)).collect();
            let expected =
                [(Group::Sales, usd(2_000)), (Group::Commission, usd(-200)), (Group::Refunds, usd(-700))];
            assert_eq!(told, expected);
            for line in &read {
                let opened = payouts::transaction(&mut conn, shop.seller, line.transaction).await.unwrap();
                assert!(opened.own.contains(&line.posting), "the line is in what it opens");
            }
            let stranger = shop.db.new_id::<SellerId>();
            let hidden = payouts::postings_of_part(&mut conn, stranger, order, part).await.unwrap();
            assert_eq!(hidden, vec![]);
            let other = payouts::postings_of_part(&mut conn, shop.seller, order, second).await.unwrap();
            assert_eq!(other, vec![], "another order's part has no lines in this one");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promotion_that_the_platform_pays_is_no_coupon() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let payable = AccountRef::seller_payable(shop.seller, Currency::USD);
            let of = |giver: String| AccountRef::marketing(&giver, Currency::USD);
            let promotion = of(shop.db.new_id::<PromotionId>().to_string());
            let coupon = of(shop.db.new_id::<CouponId>().to_string());
            let added: Result<_, ledger::LedgerError> = shop
                .db
                .write(move |tx| {
                    let (payable, promotion, coupon) = (payable.clone(), promotion.clone(), coupon.clone());
                    Box::pin(async move {
                        let sale = NewTransaction::posted("given", TransactionKind::Sale)
                            .line(Posting::debit(promotion, usd(300), Memo::Coupon)?)
                            .line(Posting::debit(coupon, usd(200), Memo::Coupon)?)
                            .line(Posting::credit(payable, usd(500), Memo::Item)?);
                        ledger::post(tx, sale).await
                    })
                })
                .await;
            let mut conn = shop.db.read().await.unwrap();
            let read = payouts::transaction(&mut conn, shop.seller, added.unwrap().id).await.unwrap();
            let others: Vec<_> = read.others.iter().map(|p| (p.party, p.amount)).collect();
            assert_eq!(
                others,
                [(OtherParty::Coupon, Some(usd(-200))), (OtherParty::Promotion, Some(usd(-300)))]
            );
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_adds_up_month_by_month_and_to_what_its_statements_say() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let clock = t.clock();
            history(&shop, &clock).await;
            // Into the next year, with one more sale there.
            clock.advance(DurationUs::from_days(370));
            shop.sale(700, None).await;
            let zone = domain::zone::Zone::UTC;
            let this = domain::calendar::civil(shop.db.now().utc_day()).year;
            let mut conn = shop.db.read().await.unwrap();
            let mut opening = usd(0);
            let mut whole = Vec::new();
            for number in this - 2..=this {
                let read = payouts::year(&mut conn, shop.seller, Currency::USD, number, zone).await.unwrap();
                let total = read.total().unwrap();
                assert_eq!(read.opening, opening, "a year begins where the last one ended");
                let ends = read.opening.add(total.earned().unwrap()).unwrap().add(total.payouts).unwrap();
                assert_eq!(ends, read.closing);
                let quarters: Vec<_> = (0..4).map(|q| read.quarter(q).unwrap()).collect();
                assert_eq!(payouts::Span::sum(Currency::USD, &quarters).unwrap(), total);
                opening = read.closing;
                whole.push(total);
            }
            assert_eq!(opening, shop.standing().await.balance);
            let all = payouts::Span::sum(Currency::USD, &whole).unwrap();
            // 100, 50, 20, 10 and 7 dollars were sold, and the 20 were given back.
            assert_eq!((all.sales, all.gross), (5, usd(18_700)));
            assert_eq!(all.refunds, usd(-2_000));
            assert_eq!(all.earned().unwrap().add(all.payouts).unwrap(), opening);
            let open = payouts::open_statement(&mut conn, shop.seller, Currency::USD).await.unwrap();
            assert_eq!(open.closing, opening);
            let last = payouts::year(&mut conn, shop.seller, Currency::USD, this, zone).await.unwrap();
            let sheet = String::from_utf8(payouts::year_sheet(&last).unwrap()).unwrap();
            let rows: Vec<Vec<&str>> = sheet.lines().map(|row| row.split(',').collect()).collect();
            // A heading, twelve months, four quarters, the year.
            assert_eq!(rows.len(), 18, "{sheet}");
            assert!(rows.iter().all(|row| row.len() == rows[0].len()));
            assert_eq!(&rows[17][..3], [this.to_string().as_str(), "1", "7.00"]);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fee_that_is_paid_by_card_leaves_the_balance_as_it_was_and_is_a_fee_all_the_same() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let seller = shop.seller;
            let posted: Result<(), ledger::LedgerError> = shop
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let payable = AccountRef::seller_payable(seller, Currency::USD);
                        let held = AccountRef::processor("sandbox", Currency::USD);
                        let earned = AccountRef::revenue(RevenueStream::PlanFee, Currency::USD);
                        let paid = NewTransaction::posted("by-card", TransactionKind::CardCharge)
                            .line(Posting::debit(held, usd(3_999), Memo::Capture)?)
                            .line(Posting::credit(payable.clone(), usd(3_999), Memo::Capture)?);
                        ledger::post(tx, paid).await?;
                        let month = NewTransaction::posted("month", TransactionKind::Fee)
                            .line(Posting::debit(payable, usd(3_999), Memo::Fee)?)
                            .line(Posting::credit(earned, usd(3_999), Memo::Fee)?);
                        ledger::post(tx, month).await?;
                        Ok(())
                    })
                })
                .await;
            posted.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let open = payouts::open_statement(&mut conn, seller, Currency::USD).await.unwrap();
            assert_eq!((open.opening, open.closing), (usd(0), usd(0)));
            let sums = open.sums().unwrap();
            assert_eq!(sums, [(Group::Fees, usd(-3_999)), (Group::CardPayments, usd(3_999))]);
            let number = domain::calendar::civil(shop.db.now().utc_day()).year;
            let zone = domain::zone::Zone::UTC;
            let read = payouts::year(&mut conn, seller, Currency::USD, number, zone).await.unwrap();
            let total = read.total().unwrap();
            assert_eq!((total.paid_by_card, total.earned().unwrap()), (usd(3_999), usd(-3_999)));
            assert_eq!((total.kept().unwrap(), read.closing), (usd(3_999), usd(0)));
        })
    })
    .await;
}
