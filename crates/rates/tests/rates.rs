//! What is said is kept with its day, on both databases; the newest holds; a source is asked and written once.
#![allow(clippy::unwrap_used)]

use db::testing::{TestDb, on_both};
use db::{BoxFuture, DbError, Worker, sql};
use domain::rate::{BILLION, Said, parse_billionths};
use domain::{AccountId, Currency, DurationUs, Money, TypedId as _};
use rates::{BY_HAND, Ecb, Fetch, RateSource, Rates, RatesConfig, RatesError, history, say};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn of(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn today(test: &TestDb) -> i64 {
    test.db().now().utc_day()
}

fn rate(base: &str, quote: &str, text: &str, day: i64) -> Said {
    Said { base: of(base), quote: of(quote), billionths: parse_billionths(text).unwrap(), day }
}

async fn said(test: &TestDb, rates: Vec<Said>) -> Result<usize, RatesError> {
    let by = AccountId::from_uuid(uuid::Uuid::nil());
    test.db()
        .write(move |tx| {
            let rates = rates.clone();
            Box::pin(async move { say(tx, &rates, BY_HAND, Some(by)).await })
        })
        .await
}

fn in_dollars(source: Option<Arc<dyn RateSource>>) -> RatesConfig {
    RatesConfig { home: Currency::USD, offered: None, source }
}

fn about(rates: &Rates, code: &str) -> Option<String> {
    let shown = rates.shown_in(of(code))?;
    shown.about(Money::new(1_000, Currency::USD)).map(|(money, _)| money.to_string())
}

#[tokio::test]
async fn the_newest_rate_holds_and_old_rows_stay_as_they_were() {
    on_both(|test| {
        Box::pin(async move {
            let day = today(test);
            let rates = Rates::open(test.db(), in_dollars(None)).await.unwrap();
            assert_eq!(*rates.offered(), [Currency::USD]);
            assert!(about(&rates, "EUR").is_none());
            assert_eq!(said(test, vec![rate("USD", "EUR", "0.90", day - 1)]).await.unwrap(), 1);
            assert_eq!(said(test, vec![rate("USD", "EUR", "0.91", day)]).await.unwrap(), 1);
            // Another word about the same day; and the same word again, which is nothing new.
            assert_eq!(said(test, vec![rate("USD", "EUR", "0.92", day)]).await.unwrap(), 1);
            assert_eq!(said(test, vec![rate("USD", "EUR", "0.92", day)]).await.unwrap(), 0);
            assert!(about(&rates, "EUR").is_none(), "this server has not looked yet");
            rates.follow().await.unwrap();
            assert_eq!(about(&rates, "EUR").as_deref(), Some("9.20 EUR"));
            assert_eq!(*rates.offered(), [Currency::USD, Currency::EUR]);
            let all = history(&mut test.db().read().await.unwrap(), 10).await.unwrap();
            let texts: Vec<_> = all.iter().map(|r| (r.day - day, r.billionths)).collect();
            assert_eq!(texts, [(0, 920_000_000), (0, 910_000_000), (-1, 900_000_000)]);
            let changed: Result<u64, DbError> = test
                .db()
                .write(|tx| {
                    Box::pin(async move { tx.exec(sql("UPDATE rates_rates SET billionths = 1")).await })
                })
                .await;
            assert!(changed.is_err(), "the table is append-only");
        })
    })
    .await;
}

#[tokio::test]
async fn a_rate_counts_from_its_day_on_and_for_a_year() {
    on_both(|test| {
        Box::pin(async move {
            let day = today(test);
            let rates = Rates::open(test.db(), in_dollars(None)).await.unwrap();
            said(test, vec![rate("USD", "EUR", "0.90", day), rate("USD", "EUR", "0.80", day + 2)])
                .await
                .unwrap();
            rates.follow().await.unwrap();
            assert_eq!(about(&rates, "EUR").as_deref(), Some("9.00 EUR"));
            test.clock().advance(DurationUs::from_days(2));
            rates.follow().await.unwrap();
            assert_eq!(about(&rates, "EUR").as_deref(), Some("8.00 EUR"));
            test.clock().advance(DurationUs::from_days(400));
            rates.follow().await.unwrap();
            assert!(about(&rates, "EUR").is_none(), "too old to say anything");
        })
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_a_rate_is_refused_and_nothing_of_it_is_written() {
    on_both(|test| {
        Box::pin(async move {
            let day = today(test);
            let good = rate("USD", "EUR", "0.9", day);
            let same = Said { quote: Currency::USD, ..good };
            let nothing = Said { billionths: 0, ..good };
            assert!(matches!(said(test, vec![good, same]).await, Err(RatesError::Rate(_))));
            assert!(matches!(said(test, vec![good, nothing]).await, Err(RatesError::Rate(_))));
            for far in [day - 367, day + 32] {
                let refused = said(test, vec![good, Said { day: far, ..good }]).await;
                assert!(matches!(refused, Err(RatesError::DayOutOfRange)));
            }
            assert!(matches!(said(test, vec![good; 501]).await, Err(RatesError::TooMany { most: 500 })));
            assert!(history(&mut test.db().read().await.unwrap(), 10).await.unwrap().is_empty());
        })
    })
    .await;
}

#[tokio::test]
async fn only_what_the_operator_offers_can_be_chosen() {
    on_both(|test| {
        Box::pin(async move {
            let day = today(test);
            said(test, vec![rate("EUR", "USD", "1.25", day), rate("EUR", "JPY", "160", day)]).await.unwrap();
            let offered = Some(vec![of("JPY"), of("CHF")]);
            let config = RatesConfig { offered, ..in_dollars(None) };
            let rates = Rates::open(test.db(), config).await.unwrap();
            assert_eq!(*rates.offered(), [Currency::USD, Currency::JPY]);
            assert_eq!(about(&rates, "JPY").as_deref(), Some("1280 JPY"), "through the euro");
            assert!(about(&rates, "EUR").is_none());
            assert!(about(&rates, "USD").is_none(), "the shop's own is shown as it is");
            assert_eq!(rates.of_country("JP"), Some(of("JPY")));
            assert_eq!((rates.of_country("ES"), rates.of_country("CH")), (None, None));
        })
    })
    .await;
}

/// Answers with a file of the bank's shape; counts how often it was asked.
struct Bank {
    asked: AtomicUsize,
    day: String,
}

impl Fetch for Bank {
    fn fetch<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async move {
            assert_eq!(url, "https://bank.example/daily.xml");
            if self.asked.fetch_add(1, Ordering::SeqCst) == 0 {
                return Err("it does not answer".into());
            }
            Ok(format!(
                "<Envelope><Cube><Cube time='{}'><Cube currency='USD' rate='1.25'/>\
                 <Cube currency='CHF' rate='0.95'/></Cube></Cube></Envelope>",
                self.day
            ))
        })
    }
}

#[tokio::test]
async fn a_source_is_asked_by_a_job_until_it_answers_and_its_word_is_written_once() {
    on_both(|test| {
        Box::pin(async move {
            let date = domain::calendar::civil(today(test));
            let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
            let bank = Arc::new(Bank { asked: AtomicUsize::new(0), day });
            let source = Ecb::new("https://bank.example/daily.xml".into(), bank.clone());
            let rates = Rates::open(test.db(), in_dollars(Some(Arc::new(source)))).await.unwrap();
            let worker = rates.register(Worker::new(test.db()));
            // It runs once in each quarter of a day, and stops when it is told to.
            rates.run(std::future::ready(())).await;
            worker.run_due().await.unwrap();
            assert!(about(&rates, "CHF").is_none(), "the first try failed");
            test.clock().advance(DurationUs::from_mins(1));
            worker.run_due().await.unwrap();
            assert_eq!(about(&rates, "CHF").as_deref(), Some("7.60 CHF"));
            assert_eq!(about(&rates, "EUR").as_deref(), Some("8.00 EUR"));
            test.clock().advance(DurationUs::from_mins(6 * 60));
            rates.run(std::future::ready(())).await;
            worker.run_due().await.unwrap();
            assert_eq!(bank.asked.load(Ordering::SeqCst), 3);
            let all = history(&mut test.db().read().await.unwrap(), 10).await.unwrap();
            assert_eq!(all.len(), 2, "the same word again is nothing new");
            assert!(all.iter().all(|r| r.source == "ecb" && r.billionths % (BILLION / 100) == 0));
        })
    })
    .await;
}

#[tokio::test]
async fn what_the_operator_corrected_is_not_said_wrongly_again_by_the_source() {
    on_both(|test| {
        Box::pin(async move {
            let day = today(test);
            let source_says = async |text: &'static str| {
                let told = [rate("EUR", "USD", text, day)];
                let written: Result<usize, RatesError> = test
                    .db()
                    .write(move |tx| Box::pin(async move { say(tx, &told, "ecb", None).await }))
                    .await;
                written.unwrap()
            };
            assert_eq!(source_says("10.84").await, 1);
            assert_eq!(said(test, vec![rate("EUR", "USD", "1.084", day)]).await.unwrap(), 1);
            assert_eq!(source_says("10.84").await, 0);
            let all = history(&mut test.db().read().await.unwrap(), 10).await.unwrap();
            assert_eq!(all[0].billionths, parse_billionths("1.084").unwrap());
        })
    })
    .await;
}
