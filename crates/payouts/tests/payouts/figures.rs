//! A figure of a year opens down to the postings: the list adds up to the figure, whatever was posted.

use crate::statement::history;
use crate::support::*;
use db::testing::on_both;
use domain::calendar::{civil, day_of};
use domain::text_enum::TextEnum as _;
use domain::zone::Zone;
use domain::{Currency, Money, SellerId, Timestamp};
use ledger::{AccountRef, LedgerError, LineCursor, Memo, NewTransaction, Posting, TransactionKind};
use payouts::{Figure, FigureLine, FigureLines, FigureOf};

/// On the seller's account one posting of every kind and every memo, each of another amount, and some tax beside.
async fn everything(shop: &Shop) {
    let seller = shop.seller;
    let posted: Result<(), LedgerError> = shop
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut size = 1;
                for kind in TransactionKind::ALL {
                    let mut new = NewTransaction::posted(format!("every-{kind}"), *kind);
                    let mut all = 0;
                    for memo in Memo::ALL {
                        // Some of each kind is given, and some taken.
                        let minor = if size % 3 == 0 { size } else { -size };
                        all += minor;
                        size += 7;
                        let account = AccountRef::seller_payable(seller, Currency::USD);
                        new = new.line(Posting { account, amount: usd(minor), memo: *memo });
                    }
                    let tax = AccountRef::tax_payable("US-CA", Currency::USD);
                    new = new.line(Posting { account: tax, amount: usd(-5), memo: Memo::Tax });
                    let processor = AccountRef::processor("sandbox", Currency::USD);
                    new = new.line(Posting { account: processor, amount: usd(5 - all), memo: Memo::Capture });
                    ledger::post(tx, new).await?;
                }
                Ok(())
            })
        })
        .await;
    posted.unwrap();
}

/// Every line of a figure, read in pages of `most`, and what each page said of all of them.
async fn walk(shop: &Shop, asked: FigureOf, most: usize) -> (FigureLines, Vec<FigureLine>) {
    let mut behind = None;
    let mut all = Vec::new();
    loop {
        let read = payouts::figure_lines_now(&shop.db, asked, behind, most).await.unwrap();
        assert!(read.lines.len() <= most);
        all.extend(read.lines.clone());
        // As an address holds it.
        behind = read.next.and_then(|next| LineCursor::parse(&next.to_string()));
        assert_eq!(behind, read.next);
        if behind.is_none() {
            return (read, all);
        }
    }
}

fn year_of(shop: &Shop) -> i64 {
    civil(shop.db.now().utc_day()).year
}

/// When the year's month begins; the thirteenth is its end.
fn begins(year: i64, month: u8) -> Timestamp {
    let day = if month > 12 { day_of(year + 1, 1, 1) } else { day_of(year, month, 1) };
    Zone::UTC.moment(day, 0)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_of_a_year_is_the_sum_of_the_lines_that_it_opens() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            // A payout that came back is among what happened.
            history(&shop, &t.clock()).await;
            everything(&shop).await;
            let number = year_of(&shop);
            let year = {
                let mut conn = shop.db.read().await.unwrap();
                payouts::year(&mut conn, shop.seller, Currency::USD, number, Zone::UTC).await.unwrap()
            };
            let whole = year.total().unwrap();
            for figure in Figure::ALL {
                let span = (begins(number, 1), begins(number, 13));
                let asked = FigureOf { seller: shop.seller, currency: Currency::USD, figure: *figure, span };
                let (read, lines) = walk(&shop, asked, 7).await;
                assert_eq!(read.total, whole.figure(*figure).unwrap(), "{figure}");
                let sum = Money::sum(Currency::USD, lines.iter().map(|line| line.amount)).unwrap();
                assert_eq!(sum, read.total, "the lines of {figure}");
                assert_eq!((i64::try_from(lines.len()).unwrap(), lines.is_empty()), (read.count, false));
                assert!(lines.is_sorted_by(|a, b| a.at >= b.at), "the newest first");
                let on_balance = lines.iter().all(|line| line.group.is_some());
                assert_eq!(on_balance, *figure != Figure::Tax, "{figure}");
                for (month, of_month) in (1..).zip(&year.months) {
                    let span = (begins(number, month), begins(number, month + 1));
                    let read = payouts::figure_lines_now(&shop.db, FigureOf { span, ..asked }, None, 1).await;
                    assert_eq!(read.unwrap().total, of_month.figure(*figure).unwrap(), "{figure} of {month}");
                }
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_of_a_payout_is_in_the_list_of_payouts_and_in_no_other() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let ids = history(&shop, &t.clock()).await;
            let back = shop.payout(ids[1]).await.settled.unwrap();
            let always = (Timestamp::from_micros(0), Timestamp::from_micros(i64::MAX));
            for figure in Figure::ALL {
                let asked =
                    FigureOf { seller: shop.seller, currency: Currency::USD, figure: *figure, span: always };
                let (_, lines) = walk(&shop, asked, 3).await;
                let listed = lines.iter().filter(|line| line.transaction == back).count();
                assert_eq!(listed, usize::from(*figure == Figure::Payouts), "{figure}");
                for line in lines {
                    let mut conn = shop.db.read().await.unwrap();
                    payouts::transaction(&mut conn, shop.seller, line.transaction).await.unwrap();
                }
                let stranger = shop.db.new_id::<SellerId>();
                let (read, lines) = walk(&shop, FigureOf { seller: stranger, ..asked }, 3).await;
                assert_eq!((read.total, read.count, lines), (usd(0), 0, vec![]), "nothing of another seller");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_years_of_all_sellers_stand_in_each_currency_and_name_what_is_missing() {
    on_both(|t| {
        Box::pin(async move {
            let (shop, other) = (Shop::open(t).await, Shop::open(t).await);
            shop.sale(1_000, None).await;
            let seller = shop.seller;
            let abroad: Result<(), LedgerError> = shop
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let amount = Money::new(500, Currency::EUR);
                        let paid = AccountRef::processor("sandbox", Currency::EUR);
                        let owed = AccountRef::seller_payable(seller, Currency::EUR);
                        let new = NewTransaction::posted("in-euros", TransactionKind::Sale)
                            .line(Posting::debit(paid, amount, Memo::Item)?)
                            .line(Posting::credit(owed, amount, Memo::Item)?);
                        ledger::post(tx, new).await?;
                        Ok(())
                    })
                })
                .await;
            abroad.unwrap();
            let all = payouts::reported(&shop.db, year_of(&shop)).await.unwrap();
            let gross_of = |seller: SellerId| {
                let theirs = all.iter().filter(|one| one.seller.id == seller);
                theirs.map(|one| one.total.gross).collect::<Vec<Money>>()
            };
            assert_eq!(gross_of(seller), [usd(1_000), Money::new(500, Currency::EUR)]);
            assert_eq!(gross_of(other.seller), [usd(0)], "who sold nothing is reported, too");
            let sheet = String::from_utf8(payouts::reported_sheet(&all).unwrap()).unwrap();
            let rows: Vec<Vec<&str>> = sheet.lines().map(|row| row.split(',').collect()).collect();
            assert_eq!(rows.len(), 4, "{sheet}");
            assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{sheet}");
            assert!(rows[1..].iter().all(|row| row.last() == Some(&"kind name address tax_id")), "{sheet}");
        })
    })
    .await;
}
