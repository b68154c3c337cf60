//! What changes while orders live: commissions, for everybody or one seller, what categories are charged as, plans, what is
//! kept of refunds, and when sellers are paid.

use super::{Random, USD, World};
use catalog::{CatalogError, SayClass};
use domain::commission::{Band, Banding, CommissionClass, CommissionRule, RefundFee};
use domain::payout::PayoutTerms;
use domain::plan::Plan;
use domain::terms::Dated;
use domain::text_enum::TextEnum as _;
use domain::{CategoryId, Currency, DurationUs, SellerId, Timestamp};
use fees::testing::{say_seat, seat};
use fees::{FeeError, SayRule};
use terms::{Say, TermsError};

impl World {
    /// An operator says what some goods cost to sell, for everybody or for one seller, now or later; a seller has another plan.
    /// `certain`: for everybody, from now on, for goods that are sold before and after.
    pub async fn fees_change(&mut self, certain: bool) {
        let class = self.random.one(CommissionClass::PUBLISHED);
        let class = if certain { CommissionClass::Standard } else { class };
        let other = self.other();
        let seller = self.random.chance(50).then_some(other).filter(|_| !certain);
        let rate = |random: &mut Random| i64::try_from(random.below(3_000)).unwrap();
        let rule = CommissionRule {
            class,
            currency: if certain { USD } else { self.random.one(&self.currencies()) },
            banding: self.random.one(&[Banding::Whole, Banding::Marginal]),
            bands: vec![
                Band { up_to_minor: Some(2_500), rate_bps: rate(&mut self.random) },
                Band { up_to_minor: None, rate_bps: rate(&mut self.random) },
            ],
            minimum_minor: self.random.units(60),
            closing_fee_minor: self.random.one(&[0, 0, 100]),
        };
        let back = seller.is_some() && self.random.chance(25);
        let later = DurationUs::from_secs(self.random.units(100) * 3_600);
        let said = SayRule {
            class,
            seller,
            rule: (!back).then_some(rule),
            starts_at: (self.random.chance(50) && !certain).then(|| self.platform.db.now().plus(later)),
            reason: "lives change".into(),
            by: self.platform.db.new_id(),
        };
        let written = self.platform.db.write::<_, FeeError, _>(move |tx| {
            let said = said.clone();
            Box::pin(async move { fees::say_rule(tx, &said).await.map(drop) })
        });
        written.await.unwrap();
        self.tax_changes().await;
        if !certain {
            // Just after the clock went on: what was ordered at this very moment has its class for ever.
            self.class_changes().await;
        }
        self.terms_change().await;
        let (seller, plan) = (self.other(), self.random.one(Plan::ALL));
        let by = self.platform.db.new_id();
        match self.platform.db.write(move |tx| Box::pin(fees::choose(tx, seller, plan, by))).await {
            Ok(_) | Err(FeeError::SamePlan | FeeError::NotCovered { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }

    /// An operator says what the goods of a category are charged as, with those below that say nothing of their own, now or
    /// later. What is charged as everything else stays so: the certain change is of that.
    async fn class_changes(&self) {
        let others: Vec<(CategoryId, bool)> = {
            let mut conn = self.platform.db.read().await.unwrap();
            let tree = catalog::category_tree(&mut conn).await.unwrap();
            let ids: Vec<CategoryId> = tree.all().iter().map(|one| one.id).collect();
            let now = conn.now();
            let held = catalog::classes_at(&mut conn, &ids, now).await.unwrap();
            let other = tree.all().iter().filter(|one| held[&one.id].class != CommissionClass::Standard);
            other.map(|one| (one.id, one.parent_id.is_some())).collect()
        };
        if others.is_empty() {
            return;
        }
        // Drawn by itself, so that the lives are those that they would be without it.
        let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ u64::from(self.orders));
        random.next();
        let (category, has_parent) = random.one(&others);
        let class = random.one(CommissionClass::PUBLISHED);
        let as_parent = has_parent && random.chance(30);
        let later = DurationUs::from_secs(random.units(100) * 3_600);
        let said = SayClass {
            category,
            class: (!as_parent).then_some(class),
            starts_at: random.chance(50).then(|| self.platform.db.now().plus(later)),
            reason: "shelves move".into(),
            by: self.platform.db.new_id(),
        };
        let written = self.platform.db.write::<_, CatalogError, _>(move |tx| {
            let said = said.clone();
            Box::pin(async move { catalog::say_class(tx, &said).await.map(drop) })
        });
        written.await.unwrap();
    }

    /// An operator says what is kept of refunds, now or later, and when sellers are paid.
    async fn terms_change(&mut self) {
        let currencies = self.currencies();
        let fee = RefundFee {
            share_bps: self.random.units(10_001) - 1,
            most_minor: self.random.units(2_000) - 1,
            currency: self.random.one(&currencies),
        };
        let later = DurationUs::from_secs(self.random.units(100) * 3_600);
        let starts_at = self.random.chance(50).then(|| self.platform.db.now().plus(later));
        self.say(fee, starts_at).await;
        let terms = PayoutTerms {
            cycle_days: self.random.units(20),
            reserve_days: self.random.units(15) - 1,
            on_demand_hours: self.random.units(48),
            minimum_hundredths: self.random.one(&[None, Some(0), Some(500)]),
        };
        self.say(terms, None).await;
    }

    async fn say<D: Dated>(&self, terms: D, starts_at: Option<Timestamp>) {
        let said = Say { terms, starts_at, reason: "lives change".into(), by: self.platform.db.new_id() };
        let written = self.platform.db.write(move |tx| {
            let said = said.clone();
            Box::pin(async move { terms::say(tx, &said).await })
        });
        match written.await {
            Ok(_) | Err(TermsError::Same) => {}
            Err(error) => panic!("{error}"),
        }
    }

    /// One of those who are not the platform.
    fn other(&mut self) -> SellerId {
        self.sellers[1 + self.random.below(self.sellers.len() - 1)].0
    }

    fn currencies(&self) -> Vec<Currency> {
        self.markets.iter().map(|market| market.currency).collect()
    }

    /// An operator says that fees are taxed, at another rate than before, or are not.
    async fn tax_changes(&mut self) {
        let seat = seat(i64::try_from(self.random.below(300_000)).unwrap());
        let seat = self.random.chance(75).then_some(seat);
        say_seat(&self.platform.db, seat, None).await.unwrap();
    }
}
