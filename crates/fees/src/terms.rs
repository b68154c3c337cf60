//! What one seller pays at one moment: the rule of each class, and the fee of an item under the individual plan.

use crate::rules::{self, StoredRule};
use crate::{FeeError, plans, prices};
use db::Conn;
use domain::commission::{CommissionClass, CommissionRule, default_rule};
use domain::plan::{Plan, PlanPrices};
use domain::{Currency, Money, MoneyError, SellerId, Timestamp};
use std::collections::BTreeMap;

/// What a seller pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Where an operator said another one than the published.
    rules: BTreeMap<&'static str, CommissionRule>,
    /// Classes whose rule is this seller's own.
    own: Vec<CommissionClass>,
    pub plan: Option<Plan>,
    pub prices: PlanPrices,
}

impl Terms {
    /// The rule that holds for goods of a class.
    pub fn rule(&self, class: CommissionClass) -> CommissionRule {
        use domain::text_enum::TextEnum as _;
        self.rules.get(class.as_str()).cloned().unwrap_or_else(|| default_rule(class))
    }

    /// Whether that rule was made for this seller.
    pub fn is_own(&self, class: CommissionClass) -> bool {
        self.own.contains(&class)
    }

    /// The fee of one item; `None` where the plan has none.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn item(&self, currency: Currency) -> Result<Option<Money>, MoneyError> {
        match self.plan {
            Some(Plan::Individual) => self.prices.item(currency).map(Some),
            Some(Plan::Professional) | None => Ok(None),
        }
    }

    /// Of rules in the order in which they hold.
    fn fold(said: Vec<StoredRule>) -> (BTreeMap<&'static str, CommissionRule>, Vec<CommissionClass>) {
        use domain::text_enum::TextEnum as _;
        let (mut general, mut own) = (BTreeMap::new(), BTreeMap::new());
        for row in said {
            match row.seller {
                None => general.insert(row.class.as_str(), row.rule),
                Some(_) => own.insert(row.class.as_str(), row.rule),
            };
        }
        let mut rules: BTreeMap<_, _> =
            general.into_iter().filter_map(|(class, rule)| Some((class, rule?))).collect();
        let mut mine = Vec::new();
        for (class, rule) in own.into_iter().filter_map(|(class, rule)| Some((class, rule?))) {
            mine.push(rule.class);
            rules.insert(class, rule);
        }
        (rules, mine)
    }
}

/// What a seller pays for what was sold at that moment; without a seller what everybody does.
///
/// # Errors
/// Only the database's.
pub async fn at(conn: &mut Conn, seller: Option<SellerId>, at: Timestamp) -> Result<Terms, FeeError> {
    let (rules, own) = Terms::fold(rules::begun(conn, seller, at).await?);
    let plan = match seller {
        Some(seller) => plans::plan_at(conn, seller, at).await?,
        None => None,
    };
    let prices = prices::prices_at(conn, at).await?;
    Ok(Terms { rules, own, plan, prices })
}
