//! Random lives of orders through the real commands: five sellers in three currencies, coupons, promotions and a deal that runs
//! out, delivery by weight, cards that are refused, lose answers or go to their banks, parcels in parts, cancellations, returns,
//! disputes of all or a part of a charge, gifts of an operator, even exchanges, appeals, labels, commissions and plans that
//! change, payouts by date and on demand, stopped and let go on, and time that passes. At the end every cent is where it
//! should be: every invariant holds, the processor's own rows add up to the ledger's account and to what the lives remember
//! that they were promised, and each seller's statements lead from nothing to what is owed, line by line.
//!
//! `ORINOCO_LIVES=10000 cargo test --release -p platform --test lives` lives more of them; `ORINOCO_SEED` tries others. One
//! that fails says both, and the last steps that led there.
#![allow(clippy::unwrap_used)]

mod back;
mod changes;
mod late;
mod market;
mod more;
mod paid;
mod proof;
mod sums;

use db::testing::{TestDb, on_both};
use disputes::Answer;
use disputes::lists::{DisputeFilter, page as disputes_page};
use domain::address::{Address, AddressInput};
use domain::bank::{BankAccountInput, BankAccountKind};
use domain::contact::Email;
use domain::coupon::CouponCode;
use domain::dispute::DisputeAnswer;
use domain::format::Locale;
use domain::order::{CancelReason, Carrier, OrderSource, PartState};
use domain::roles::StaffRole;
use domain::{Currency, DurationUs, GuestId, OfferId, OrderId, SellerId};
use identity::IdentityConfig;
use market::Market;
use more::Memory;
use orders::coupons::name_in_cart;
use orders::{OrderError, PlaceOrder, Ship, Shopper, Wanted, cart};
use payments::{CardInput, MethodRef};
use platform::{Config, Platform, Secret};
use std::collections::BTreeMap;

const USD: Currency = Currency::USD;
/// As many as `make test` has time for; each is an order with everything that follows from it.
const LIVES: u32 = 120;
/// What becomes of a card: most are sound.
const CARDS: [&str; 10] = [
    "4242424242424242",
    "4242424242424242",
    "4242424242424242",
    "5555555555554444",
    "378282246310005",
    // Refused.
    "4000000000000002",
    // Its answers are lost.
    "4000000000000119",
    "4000000000005126",
    // Its owner goes to the bank.
    "4000000000002685",
    "4000000000001976",
];

/// Small, and the same everywhere: Marsaglia's xorshift, with the shifts 13, 7 and 17.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }
    fn units(&mut self, most: i64) -> i64 {
        1 + i64::try_from(self.below(usize::try_from(most).unwrap())).unwrap()
    }
    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
    /// True in so many of a hundred.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

struct World {
    platform: Platform,
    random: Random,
    /// For what comes late.
    late: Random,
    /// For what else becomes of orders, and of payouts.
    more: Random,
    memory: Memory,
    /// What happened, for who reads of a failure.
    steps: Vec<String>,
    /// Who ordered what.
    shoppers: BTreeMap<OrderId, Shopper>,
    markets: Vec<Market>,
    sellers: Vec<(SellerId, Currency)>,
    orders: u32,
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn seed() -> u64 {
    setting("ORINOCO_SEED", 20_261_129)
}

fn lives() -> u64 {
    setting("ORINOCO_LIVES", u64::from(LIVES))
}

/// So long everything else waits for a payout, whose statement counts to the moment in which it was made.
const MOMENT: DurationUs = DurationUs::from_secs(1);
/// Steps that a failure shows.
const STEPS_SHOWN: usize = 80;

impl Drop for World {
    /// A life that fails says how to live it again, and how it came to that.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let first = self.steps.len().saturating_sub(STEPS_SHOWN);
            let (seed, lives) = (seed(), lives());
            eprintln!("ORINOCO_SEED={seed} ORINOCO_LIVES={lives}, in life {}; the last steps:", self.orders);
            self.steps[first..].iter().for_each(|step| eprintln!("  {step}"));
        }
    }
}

/// What lives are paid in.
const CURRENCIES: [domain::Currency; 3] = [USD, domain::Currency::EUR, domain::Currency::JPY];

impl World {
    fn step(&mut self, what: String) {
        self.steps.push(what);
    }

    async fn open(t: &TestDb) -> Self {
        let mut config = Config::in_dir(t.dir()).unwrap();
        config.database_url = t.url().map(Secret::new);
        config.processing_fee = domain::processing::ProcessingFee::new(
            290,
            CURRENCIES.map(|currency| domain::Money::new(30, currency)),
        );
        let platform = Platform::open_with(config, t.clock(), IdentityConfig::for_tests()).await.unwrap();
        platform.seed(Some("a-demo-password")).await.unwrap();
        platform.settle().await.unwrap();
        let mut conn = platform.db.read().await.unwrap();
        let mut sellers = Vec::new();
        let mut offers = Vec::new();
        for slug in ["orinoco", "guayabo", "paramo"] {
            let seller = sellers::by_slug(&mut conn, slug).await.unwrap().unwrap().id;
            let of = catalog::offers_of_seller(&mut conn, seller, None, 0, 500).await.unwrap();
            let dollars = of.rows.iter().filter(|row| row.offer.price.currency() == USD);
            // Few enough that promotions and coupons meet on the same goods.
            offers.extend(dollars.map(|row| row.offer.id).take(6));
            sellers.push((seller, USD));
        }
        drop(conn);
        let mut world = Self {
            platform,
            random: Random(seed()),
            late: Random(seed()),
            // Another stream than the others: the odd number is the golden ratio's.
            more: Random(seed() ^ 0x9e37_79b9_7f4a_7c15),
            memory: Memory::default(),
            steps: Vec::new(),
            shoppers: BTreeMap::new(),
            markets: vec![Market { currency: USD, offers }],
            sellers,
            orders: 0,
        };
        world.sell_abroad().await;
        world.coupons().await;
        world.promotions().await;
        world.shipping_table().await;
        world.bank().await;
        world.stock().await;
        world.labels().await;
        world.memory.before = world.sums().await;
        world
    }

    /// The demo knows where one seller is paid; here both are.
    async fn bank(&self) {
        let mut conn = self.platform.db.read().await.unwrap();
        let staff = sellers::staff(&mut conn, self.sellers[2].0).await.unwrap();
        drop(conn);
        let owner = staff.iter().find(|member| member.role == StaffRole::Owner).unwrap().account_id;
        let test = &payouts::TEST_ACCOUNTS[0];
        let input = BankAccountInput {
            holder: "Páramo Outdoor LLC".into(),
            kind: Some(BankAccountKind::Us),
            iban: String::new(),
            routing: payouts::TestAccount::ROUTING.to_owned(),
            account: test.us_account.to_owned(),
        };
        self.platform.payouts.set_account(self.sellers[2].0, owner, &input).await.unwrap();
    }

    /// Enough of everything for a long time.
    async fn stock(&self) {
        for offer in self.markets.iter().flat_map(|market| market.offers.clone()) {
            let received = self.platform.db.write::<_, inventory::InventoryError, _>(move |tx| {
                Box::pin(async move {
                    inventory::receive(tx, &format!("lives-{offer}"), offer, 1_000_000).await.map(drop)
                })
            });
            received.await.unwrap();
        }
    }

    /// An order, and everything that becomes of it now. What takes time comes with later lives.
    async fn life(&mut self) {
        let (shopper, order) = self.ordered().await;
        self.shoppers.insert(order, shopper);
        self.step(format!("life {} is {order}", self.orders));
        let detail = {
            let mut conn = self.platform.db.read().await.unwrap();
            orders::store::detail(&mut conn, order).await.unwrap()
        };
        for part in detail.parts {
            let (id, seller) = (part.part.id, part.part.seller_id);
            if part.part.state.0 != PartState::Placed {
                continue;
            }
            let what = self.random.below(10);
            self.step(format!("{id} of {seller} has {what}"));
            match what {
                0 => self.platform.orders.cancel_by_shopper(shopper, id).await.unwrap(),
                1 => {
                    let reason = CancelReason::OutOfStock;
                    self.platform.orders.cancel_by_seller(seller, id, reason).await.unwrap();
                }
                // Left for the end: a promise that nobody has kept yet.
                2 => {}
                _ => self.sent(seller, &part).await,
            }
        }
        if self.random.chance(45) {
            self.sent_back(shopper, order).await;
        } else {
            self.more_becomes(shopper, order).await;
        }
        self.operator_cancels(order).await;
    }

    async fn ordered(&mut self) -> (Shopper, OrderId) {
        let shopper = Shopper::Guest(self.platform.db.new_id::<GuestId>());
        let mut lines: Vec<(OfferId, i64)> = Vec::new();
        let market = &self.markets[self.random.one(&[0, 0, 1, 1, 2, 2])];
        for _ in 0..self.random.units(3) {
            let offer = self.random.one(&market.offers);
            if lines.iter().all(|(known, _)| *known != offer) {
                lines.push((offer, self.random.units(4)));
            }
        }
        let coupon = market.coupons().get(self.random.below(4)).cloned();
        let wanted = lines.clone();
        let filled = self.platform.db.write::<_, OrderError, _>(move |tx| {
            let (lines, coupon) = (lines.clone(), coupon.clone());
            Box::pin(async move {
                for (offer, units) in lines {
                    cart::add(tx, shopper, offer, units).await?;
                }
                name_in_cart(tx, shopper, coupon.and_then(|code| CouponCode::parse(&code).ok()).as_ref())
                    .await
            })
        });
        filled.await.unwrap();
        let card = self.random.one(&CARDS);
        let card = self.platform.payments.tokenise(CardInput::test_card(card)).await.unwrap();
        self.orders += 1;
        let new = PlaceOrder {
            key: format!("lives-order-{:08}", self.orders),
            shopper,
            email: Email::parse("lives@shopper.example").unwrap(),
            locale: Locale::En,
            source: OrderSource::Checkout,
            lines: wanted
                .into_iter()
                .map(|(offer, quantity)| Wanted { offer, quantity, price_seen: None })
                .collect(),
            address: self.address(),
            method: MethodRef::Token(card.token),
            total_seen: None,
            gift: None,
            shown: None,
            device: None,
        };
        (shopper, self.platform.orders.place(new).await.unwrap().order())
    }

    fn address(&mut self) -> Address {
        let (city, region, postcode) = self.random.one(&[
            ("Sacramento", "CA", "95814"),
            ("Austin", "TX", "78701"),
            ("Portland", "OR", "97204"),
            ("Seattle", "WA", "98101"),
        ]);
        let typed = AddressInput {
            name: "Lina Rios".into(),
            line1: "1 River Street".into(),
            city: city.into(),
            region: region.into(),
            postcode: postcode.into(),
            country: "US".into(),
            ..AddressInput::default()
        };
        typed.parse().unwrap()
    }

    /// All of it, or one unit of each line and then the rest, or not the rest.
    async fn sent(&mut self, seller: SellerId, part: &orders::store::PartDetail) {
        let all: Vec<_> = part.lines.iter().map(|line| (line.id, line.quantity)).collect();
        let first: Vec<_> = match self.random.chance(35) {
            true => all.iter().map(|(line, _)| (*line, 1)).collect(),
            false => all.clone(),
        };
        let rest: Vec<_> = all
            .iter()
            .zip(&first)
            .filter(|((_, all), (_, first))| all > first)
            .map(|((line, all), (_, first))| (*line, all - first))
            .collect();
        self.parcel(seller, part, "first", first).await;
        if !rest.is_empty() {
            if self.random.chance(25) {
                let reason = CancelReason::OutOfStock;
                match self.platform.orders.cancel_by_seller(seller, part.part.id, reason).await {
                    Ok(()) | Err(OrderError::ParcelUnderWay { .. }) => {}
                    Err(error) => panic!("{error}"),
                }
            } else {
                self.parcel(seller, part, "rest", rest).await;
            }
        }
        if self.random.chance(85) {
            match self.platform.orders.deliver(seller, part.part.id).await {
                // Not all of it has left, or the card's answer is still to come.
                Ok(()) | Err(OrderError::WrongState { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }

    async fn parcel(
        &self,
        seller: SellerId,
        part: &orders::store::PartDetail,
        which: &str,
        lines: Vec<(domain::LineId, i64)>,
    ) {
        let key = format!("lives-{which}-{}", part.part.id);
        let parcel = Ship { key, seller, lines, carrier: Carrier::Ups, tracking: "1Z-LIVES".into() };
        match self.platform.orders.ship(parcel).await {
            Ok(_) => {}
            // The card's answer about the parcel before is still to come.
            Err(OrderError::ParcelUnderWay { .. } | OrderError::WrongState { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }

    /// Hours or days go by: jobs run, banks are heard, some sellers answer them, and payouts that are due are paid.
    async fn time_passes(&mut self, t: &TestDb) {
        let hours = self.random.units(90);
        self.step(format!("{hours} hours pass"));
        t.clock().advance(DurationUs::from_secs(hours * 3_600));
        self.platform.payouts.sweep().await.unwrap();
        self.platform.fees.sweep().await.unwrap();
        self.platform.fees.sweep_invoices().await.unwrap();
        if self.random.chance(40) {
            self.fees_change(false).await;
        }
        self.banks_take_parts().await;
        self.platform.disputes.read_news().await.unwrap();
        self.platform.worker().run_due().await.unwrap();
        // Right after a payout nothing else happens.
        t.clock().advance(MOMENT);
        let mut conn = self.platform.db.read().await.unwrap();
        let open = disputes_page(&mut conn, None, DisputeFilter::Open, None, 50).await.unwrap();
        let now = conn.now();
        drop(conn);
        for row in open.into_iter().filter(|row| row.can_be_answered(now)) {
            let (what, text) = match self.random.below(4) {
                0 => (DisputeAnswer::Accept, ""),
                1 => (DisputeAnswer::Contest, "Losing evidence, but true."),
                2 => (DisputeAnswer::Contest, "Winning evidence: it was handed over."),
                // Perhaps later, perhaps never.
                _ => continue,
            };
            let answer = Answer {
                key: format!("lives-{}", row.id),
                seller: row.seller_id,
                id: row.id,
                what,
                text: text.into(),
            };
            self.platform.disputes.answer(answer).await.unwrap();
            self.step(format!("{}: {what:?}", row.id));
        }
        self.rest_goes_back().await;
        self.more_passes(t).await;
    }

    /// Whatever waits for an answer has it by now, and what an exchange sets aside has lasted longer than it may.
    async fn end(&mut self, t: &TestDb) {
        self.step("everything ends".into());
        self.nothing_is_held_up().await;
        for round in 0..8 {
            t.clock().advance(DurationUs::from_days(6));
            self.platform.returns.lapse_exchanges().await.unwrap();
            self.platform.disputes.read_news().await.unwrap();
            self.platform.payouts.sweep().await.unwrap();
            self.platform.fees.sweep().await.unwrap();
            self.platform.fees.sweep_invoices().await.unwrap();
            if round % 3 == 1 {
                self.payouts_are_asked_for(t, 100).await;
            }
            self.platform.settle().await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cent_of_random_lives_is_accounted_for() {
    on_both(|t| {
        Box::pin(async move {
            let mut world = World::open(t).await;
            let lives = lives();
            for n in 0..lives {
                if n == lives / 2 {
                    world.fees_change(true).await;
                }
                world.life().await;
                if n % 10 == 9 {
                    world.time_passes(t).await;
                }
            }
            world.end(t).await;
            world.every_rule_holds().await;
            world.the_processor_agrees().await;
            world.what_was_promised_was_given().await;
            world.replacements_left_or_went_back().await;
            world.every_kind_was_met().await;
            world.everything_was_tried().await;
            world.every_charge_is_of_its_time().await;
            world.statements_lead_to_what_is_owed().await;
        })
    })
    .await;
}
