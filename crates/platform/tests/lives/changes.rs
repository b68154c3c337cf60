//! What changes while orders live: commissions, for everybody or one seller, and plans.

use super::{Random, USD, World};
use domain::commission::{Band, Banding, CommissionClass, CommissionRule};
use domain::plan::Plan;
use domain::text_enum::TextEnum as _;
use domain::{Currency, DurationUs, SellerId};
use fees::testing::{say_seat, seat};
use fees::{FeeError, SayRule};

impl World {
    /// An operator says what some goods cost to sell, for everybody or for one seller, now or later; a seller has another plan.
    /// `certain`: for everybody, from now on, for goods that are sold before and after.
    pub async fn fees_change(&mut self, certain: bool) {
        let class = self.random.one(CommissionClass::ALL);
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
        let (seller, plan) = (self.other(), self.random.one(Plan::ALL));
        let by = self.platform.db.new_id();
        match self.platform.db.write(move |tx| Box::pin(fees::choose(tx, seller, plan, by))).await {
            Ok(_) | Err(FeeError::SamePlan | FeeError::NotCovered { .. }) => {}
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
