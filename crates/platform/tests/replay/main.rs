//! A week of a real shop's orders through the real commands, shared out among three sellers, with what came back: the
//! ledger, the statements, the year's report and the dashboards say what the invoices add up to.
//!
//! The first invoices of the week in `make test`; all 523 with
//! `ORINOCO_REPLAY=1000 cargo test --release -p platform --test replay -- --nocapture`.
#![allow(clippy::unwrap_used)]

mod source;

use db::testing::{TestDb, on_both};
use domain::address::{Address, AddressInput};
use domain::contact::Email;
use domain::format::Locale;
use domain::order::{Carrier, OrderSource};
use domain::plan::Plan;
use domain::processing::ProcessingFee;
use domain::returns::{Grade, ReturnReason, ReturnState};
use domain::zone::Zone;
use domain::{Currency, DurationUs, GuestId, Money, OfferId, OrderId, SellerId, Timestamp};
use identity::IdentityConfig;
use import::{ImportOptions, Importer, Outcome};
use ledger::{AccountRef, RevenueStream};
use orders::{PlaceOrder, Ship, Shopper, Wanted};
use payments::{CardInput, MethodRef};
use platform::{Config, Platform, Secret};
use reporting::Range;
use returns::{Graded, NewReturn, Pick, Refund, ReturnSettings, claim};
use sellers::testing::{new_seller, seller_with_owner};
use sellers::{create, ensure_platform_seller, update_shipping};
use source::{Invoice, Line, SELLERS, Sums, Week};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

const USD: Currency = Currency::USD;
/// As many as `make test` has time for.
const INVOICES: usize = 12;
/// As many lines has an order at the most; a longer invoice is several.
const LINES: usize = 100;
const STOCK: i64 = 100_000;

/// What can still come back of an order.
struct Bought {
    shopper: Shopper,
    order: OrderId,
    left: i64,
}

struct Replay {
    platform: Platform,
    /// The platform's own retail, one who pays by the month, one who pays by the item.
    sellers: [SellerId; SELLERS],
    offers: HashMap<String, OfferId>,
    bought: HashMap<(String, String), Vec<Bought>>,
    orders: usize,
    parcels: [i64; SELLERS],
    /// What the processor kept of the parcels' charges.
    kept: i64,
}

/// What the processor keeps of one charge, 2.9 % and 0.30, by the test's own arithmetic.
fn kept(charged: i64) -> i64 {
    ((charged * 290 * 2 + 10_000) / 20_000 + 30).min(charged)
}

impl Replay {
    async fn open(t: &TestDb, week: &Week) -> Self {
        let mut config = Config::in_dir(t.dir()).unwrap();
        config.database_url = t.url().map(Secret::new);
        config.processing_fee = ProcessingFee::new(290, [Money::new(30, USD)]);
        let platform = Platform::open_with(config, t.clock(), IdentityConfig::for_tests()).await.unwrap();
        let (first, owner) = seller_with_owner(&platform.db).await;
        let made = platform.db.write::<_, fees::FeeError, _>(move |tx| {
            Box::pin(async move {
                let retail = ensure_platform_seller(tx, &new_seller("Own Retail")).await?;
                let second = create(tx, &new_seller("Second House")).await?;
                let sellers = [retail.id, first, second.id];
                for seller in sellers {
                    // Delivery is free, so that what is paid is what the invoices say.
                    let mut shipping = retail.shipping.clone();
                    (shipping.fee, shipping.free_from) = (Money::zero(USD), None);
                    update_shipping(tx, seller, &shipping).await?;
                }
                fees::choose(tx, first, Plan::Professional, owner).await?;
                fees::choose(tx, second.id, Plan::Individual, owner).await?;
                Ok(sellers)
            })
        });
        let sellers = made.await.unwrap();
        let saved = platform.db.write::<_, returns::ReturnError, _>(move |tx| {
            Box::pin(async move {
                let settings = ReturnSettings { address: Some(address()), ..ReturnSettings::STANDARD };
                for seller in sellers {
                    returns::save_settings(tx, seller, &settings).await?;
                }
                Ok(())
            })
        });
        saved.await.unwrap();
        let mut replay = Self {
            sellers,
            platform,
            offers: HashMap::new(),
            bought: HashMap::new(),
            orders: 0,
            parcels: [0; SELLERS],
            kept: 0,
        };
        replay.goods(t, week).await;
        replay
    }

    /// Everything that is sold, through the importer.
    async fn goods(&mut self, t: &TestDb, week: &Week) {
        let importer = Importer::new(self.platform.db.clone(), self.platform.pictures.clone());
        let mut known: HashMap<&str, &Line> = HashMap::new();
        week.invoices.iter().flat_map(|invoice| &invoice.lines).for_each(|line| {
            known.entry(&line.sku).or_insert(line);
        });
        for (number, seller) in self.sellers.into_iter().enumerate() {
            let mut file = "Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty\n".to_owned();
            for line in known.values().filter(|line| line.seller() == number) {
                let title = line.title.replace('"', "'");
                let price = Money::new(line.price, USD).to_decimal();
                writeln!(file, "uci-{0},\"{title} {0}\",{0},{price},{STOCK}", line.sku).unwrap();
            }
            let path = t.dir().join(format!("goods-{number}.csv"));
            std::fs::write(&path, file).unwrap();
            let report = importer.run(&path, &ImportOptions::new(seller), |_| ()).await.unwrap();
            assert_eq!(report.outcome, Outcome::Imported, "{:?}", report.problems);
            let mut conn = self.platform.db.read().await.unwrap();
            let mut after = None;
            loop {
                let some = catalog::offers_of_seller_after(&mut conn, seller, after, 500).await.unwrap();
                let Some(last) = some.last() else { break };
                after = Some(last.offer.id);
                self.offers.extend(some.into_iter().map(|row| (row.offer.sku, row.offer.id)));
            }
        }
        self.platform.settle().await.unwrap();
    }

    async fn sells(&mut self, invoice: &Invoice) {
        for lines in invoice.lines.chunks(LINES) {
            let shopper = Shopper::Guest(self.platform.db.new_id::<GuestId>());
            let order = self.placed(shopper, lines).await;
            let detail = {
                let mut conn = self.platform.db.read().await.unwrap();
                orders::store::detail(&mut conn, order).await.unwrap()
            };
            let total: i64 = lines.iter().map(|line| line.units * line.price).sum();
            assert_eq!(detail.order.total_minor, total, "an order costs what its invoice says");
            for part in detail.parts {
                let seller = part.part.seller_id;
                let parcel = Ship {
                    key: format!("replay-parcel-{}", part.part.id),
                    seller,
                    lines: part.lines.iter().map(|line| (line.id, line.quantity)).collect(),
                    carrier: Carrier::Ups,
                    tracking: "1Z-REPLAY".into(),
                };
                self.platform.orders.ship(parcel).await.unwrap();
                self.platform.orders.deliver(seller, part.part.id).await.unwrap();
                let number = self.sellers.iter().position(|known| *known == seller).unwrap();
                self.parcels[number] += 1;
                let own = lines.iter().filter(|line| line.seller() == number);
                self.kept += kept(own.map(|line| line.units * line.price).sum());
            }
            for line in lines {
                let of = self.bought.entry((invoice.customer.clone(), line.sku.clone())).or_default();
                of.push(Bought { shopper, order, left: line.units });
            }
        }
    }

    async fn placed(&mut self, shopper: Shopper, lines: &[Line]) -> OrderId {
        let card = self.platform.payments.tokenise(CardInput::test_card("4242424242424242")).await.unwrap();
        self.orders += 1;
        let wanted = |line: &Line| Wanted {
            offer: self.offers[&line.sku],
            quantity: line.units,
            price_seen: Some(Money::new(line.price, USD)),
        };
        let new = PlaceOrder {
            key: format!("replay-order-{:08}", self.orders),
            shopper,
            email: Email::parse("replay@shopper.example").unwrap(),
            locale: Locale::En,
            source: OrderSource::Checkout,
            lines: lines.iter().map(wanted).collect(),
            address: address(),
            method: MethodRef::Token(card.token),
            total_seen: None,
            gift: None,
            shown: None,
            device: None,
        };
        self.platform.orders.place(new).await.unwrap().order()
    }

    /// Takes units back, from as many orders as they were bought in.
    async fn takes_back(&mut self, invoice: &Invoice) {
        for line in &invoice.lines {
            let mut wanted = line.units;
            let key = (invoice.customer.clone(), line.sku.clone());
            let mut some = Vec::new();
            for bought in self.bought.get_mut(&key).unwrap() {
                let units = bought.left.min(wanted);
                (bought.left, wanted) = (bought.left - units, wanted - units);
                if units > 0 {
                    some.push((bought.shopper, bought.order, units));
                }
            }
            assert_eq!(wanted, 0, "{key:?} was bought in this week");
            for (shopper, order, units) in some {
                self.returned(shopper, order, self.offers[&line.sku], units).await;
            }
        }
    }

    async fn returned(&mut self, shopper: Shopper, order: OrderId, offer: OfferId, units: i64) {
        let mut conn = self.platform.db.read().await.unwrap();
        let parcels = orders::parcels::delivered(&mut conn, order).await.unwrap();
        let found = parcels.into_iter().find_map(|(parcel, lines)| {
            lines.into_iter().find(|line| line.offer_id == offer).map(|line| (parcel, line.line_id))
        });
        let (parcel, line) = found.unwrap();
        let picks = vec![Pick { line, quantity: units, reason: ReturnReason::Damaged }];
        let seen = claim::quote(&mut conn, parcel.shipment_id, parcel.part_id, &picks).await.unwrap().card();
        drop(conn);
        let new = NewReturn {
            key: format!("replay-return-{}", self.platform.db.new_id::<GuestId>()),
            shopper,
            order,
            shipment: parcel.shipment_id,
            part: parcel.part_id,
            picks,
            note: None,
            seen,
        };
        let id = self.platform.returns.request(new).await.unwrap();
        let detail = async || {
            let mut conn = self.platform.db.read().await.unwrap();
            returns::store::of_order_one(&mut conn, order, id).await.unwrap()
        };
        let asked = detail().await;
        let seller = asked.row.seller_id;
        if asked.row.state.0 == ReturnState::Requested {
            self.platform.returns.approve(seller, id, None).await.unwrap();
        }
        self.platform.returns.receive(seller, id).await.unwrap();
        let graded = vec![Graded { line, grade: Grade::AsNew, kept_bps: None, restock: true }];
        let seen = returns::outcome::outcome(&detail().await, &graded).unwrap().card();
        let refund = Refund { key: format!("replay-refund-{id}"), seller, id, graded, seen };
        self.platform.returns.refund(refund).await.unwrap();
    }

    /// The dashboard of one seller, and its stock.
    async fn dashboard_agrees(&self, number: usize, sums: Sums, week: Range) {
        let seller = self.sellers[number];
        let mut conn = self.platform.db.read().await.unwrap();
        let all = reporting::analysis(&mut conn, seller, USD, week, usize::MAX).await.unwrap();
        let now = &all.now;
        let said = (now.orders, now.units, now.sales.minor(), now.returned_units, now.returned.minor());
        let meant = (self.parcels[number], sums.units, sums.gross, sums.returned_units, sums.returned);
        assert_eq!(said, meant, "seller {number}: orders, units, sales, returned units, returned");
        let products = all.products.iter().map(|line| (line.units.now, line.sales_minor.now));
        let countries = all.countries.iter().map(|line| (line.units.now, line.sales_minor.now));
        let sum = |(units, minor): (i64, i64), line: (i64, i64)| (units + line.0, minor + line.1);
        let meant = (sums.units, sums.gross);
        assert_eq!(products.fold((0, 0), sum), meant, "seller {number}: by product");
        assert_eq!(countries.fold((0, 0), sum), meant, "seller {number}: by country");
        let (mut offers, mut available, mut after) = (0, 0, None);
        loop {
            let some = catalog::offers_of_seller_after(&mut conn, seller, after, 500).await.unwrap();
            let Some(last) = some.last() else { break };
            after = Some(last.offer.id);
            let ids: Vec<OfferId> = some.iter().map(|row| row.offer.id).collect();
            let levels = inventory::levels(&mut conn, &ids).await.unwrap();
            offers += i64::try_from(ids.len()).unwrap();
            available += levels.values().map(|level| level.available).sum::<i64>();
        }
        assert_eq!(available, offers * STOCK - sums.units + sums.returned_units, "seller {number}: stock");
    }

    /// The year's report and the statement of a seller who is paid by the platform: what came back of its commission with
    /// returns, and what was kept of that.
    async fn statements_agree(&self, number: usize, sums: Sums) -> (i64, i64) {
        let seller = self.sellers[number];
        let mut conn = self.platform.db.read().await.unwrap();
        let this = domain::calendar::civil(conn.now().utc_day()).year;
        let mut years = Vec::new();
        for year in [this - 1, this] {
            let read = payouts::year(&mut conn, seller, USD, year, Zone::UTC).await.unwrap();
            years.push(read.total().unwrap());
        }
        let all = payouts::Span::sum(USD, &years).unwrap();
        let item_fees = if number == 2 { sums.item_fees } else { 0 };
        let said = (all.sales, all.gross.minor(), all.refunds.minor(), all.tax.minor());
        let meant = (self.parcels[number], sums.gross, -sums.returned, 0);
        assert_eq!(said, meant, "seller {number}: sales, gross, refunds, tax");
        // What came back of the commission with the returns, and what was kept of that: a fifth at the most.
        let back = all.commission.minor() + sums.commission;
        let kept = -all.fees.minor() - item_fees;
        assert!(back > 0 || sums.returned == 0, "seller {number}");
        assert!(
            (0..=sums.commission).contains(&back) && (0..=back / 5 + 100).contains(&kept),
            "{back} {kept}"
        );
        let open = payouts::open_statement(&mut conn, seller, USD).await.unwrap();
        let lines: i64 = open.lines.iter().map(|line| line.amount.minor()).sum();
        assert_eq!((open.opening.minor(), lines), (0, open.closing.minor()));
        assert_eq!(all.earned().unwrap(), open.closing, "seller {number}: nobody was paid out yet");
        (back, kept)
    }

    /// What the processor holds is what was paid less what was given back and what it kept, and it is all somebody's.
    async fn books_agree(&self, week: &Week, (back, kept): (i64, i64)) {
        let total = |of: fn(&Sums) -> i64| week.sums.iter().map(of).sum::<i64>();
        let mut conn = self.platform.db.read().await.unwrap();
        let account = AccountRef::processor(self.platform.payments.processor_name(), USD);
        let held = ledger::balance(&mut conn, &account, None).await.unwrap().posted.minor();
        assert!(self.kept > 0);
        assert_eq!(held, total(|s| s.gross) - total(|s| s.returned) - self.kept);
        let cost = AccountRef::processor_fees(self.platform.payments.processor_name(), USD);
        let cost = ledger::balance(&mut conn, &cost, None).await.unwrap().posted.minor();
        assert_eq!(cost, self.kept, "a return gives nothing back of what the processor kept");
        let end = conn.now().plus(DurationUs::from_secs(1));
        let earned = ledger::revenue_by_stream(&mut conn, Timestamp::from_micros(0), end).await.unwrap();
        let of = |stream: RevenueStream| -> i64 {
            earned.iter().filter(|r| r.stream == stream).map(|r| r.amount.minor()).sum()
        };
        let [retail, one, two] = week.sums;
        assert_eq!(of(RevenueStream::Retail), retail.gross - retail.returned);
        assert_eq!(of(RevenueStream::ItemFee), two.item_fees);
        assert_eq!(of(RevenueStream::Commission), one.commission + two.commission - back);
        assert_eq!(of(RevenueStream::RefundFee), kept);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_week_adds_up_in_the_ledger_the_statements_and_the_dashboards() {
    let Some(path) = source::file() else { return };
    let most = std::env::var("ORINOCO_REPLAY").ok().and_then(|n| n.parse().ok()).unwrap_or(INVOICES);
    adds_up(source::read(&path, most)).await;
}

/// The same code with a week of its own, where nobody has the real one.
#[tokio::test(flavor = "multi_thread")]
async fn a_small_week_of_its_own_adds_up_too() {
    let week = source::own();
    assert_eq!((week.invoices.len(), week.left_out), (6, 2));
    assert!(week.sums.iter().all(|sums| sums.gross > 0), "every seller sells: {:?}", week.sums);
    assert_eq!(week.sums.map(|sums| sums.returned), [840, 0, 675]);
    adds_up(week).await;
}

async fn adds_up(week: source::Week) {
    let week = Arc::new(week);
    on_both(|t| {
        let week = Arc::clone(&week);
        Box::pin(async move {
            let week = &*week;
            let began = Instant::now();
            let mut replay = Replay::open(t, week).await;
            let first_day = replay.platform.db.now().utc_day();
            let mut minute = week.invoices[0].minute;
            for invoice in &week.invoices {
                let passed = invoice.minute - minute;
                t.clock().advance(DurationUs::from_mins(passed));
                if passed > 600 {
                    replay.platform.settle().await.unwrap();
                }
                minute = invoice.minute;
                if invoice.back { replay.takes_back(invoice).await } else { replay.sells(invoice).await }
            }
            replay.platform.settle().await.unwrap();
            replay.platform.reporting.refresh_analysis().await.unwrap();
            let last_day = replay.platform.db.now().utc_day();
            let range = Range::new(first_day - 1, last_day + 1).unwrap();
            let (mut back, mut kept) = (0, 0);
            for (number, sums) in week.sums.iter().enumerate() {
                replay.dashboard_agrees(number, *sums, range).await;
                if number > 0 {
                    let of = replay.statements_agree(number, *sums).await;
                    (back, kept) = (back + of.0, kept + of.1);
                }
            }
            replay.books_agree(week, (back, kept)).await;
            let broken: Vec<_> = replay
                .platform
                .check()
                .await
                .unwrap()
                .into_iter()
                .flat_map(|checked| checked.broken)
                .collect();
            assert!(broken.is_empty(), "{broken:#?}");
            let lines: usize = week.invoices.iter().map(|invoice| invoice.lines.len()).sum();
            println!(
                "{}: {} orders of {lines} lines, {} left out, in {:.1} s: {:?}",
                replay.platform.db.engine(),
                replay.orders,
                week.left_out,
                began.elapsed().as_secs_f64(),
                week.sums
            );
        })
    })
    .await;
}

/// Oregon takes no tax: what is paid is what the invoices say.
fn address() -> Address {
    let typed = AddressInput {
        name: "Lina Rios".into(),
        line1: "1 River Street".into(),
        city: "Portland".into(),
        region: "OR".into(),
        postcode: "97204".into(),
        country: "US".into(),
        ..AddressInput::default()
    };
    typed.parse().unwrap()
}
