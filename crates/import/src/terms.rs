//! What a file says of an offer beyond price and stock: how long handling takes, and what a unit costs its seller. An empty
//! cell says nothing: files of other programs have the columns and leave them empty. Called by the loading of rows.

use crate::error::ImportError;
use crate::row::Row;
use catalog::{OfferImage, Terms, set_terms, terms_of};
use db::Tx;
use domain::{Money, OfferId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What a row says; `None` leaves it as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SaidTerms {
    /// Days of work until the hand-over.
    pub handling_days: Option<u8>,
    pub cost: Option<Money>,
}

impl SaidTerms {
    fn says_something(&self) -> bool {
        self.handling_days.is_some() || self.cost.is_some()
    }

    fn over(&self, before: Terms) -> Terms {
        Terms { handling_days: self.handling_days.or(before.handling_days), cost: self.cost.or(before.cost) }
    }
}

/// An offer as a run's list of changes keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptOffer {
    #[serde(flatten)]
    pub offer: OfferImage,
    /// Absent where the run left them as they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
}

/// Brings the terms of offers to what their rows say, each offer with the position of its row. Answers with how those that
/// changed were, and how they are now, by that position.
pub(crate) async fn update(
    tx: &mut Tx,
    rows: &[Row],
    offers: &[(usize, OfferId)],
) -> Result<HashMap<usize, (Terms, Terms)>, ImportError> {
    let said = offers.iter().copied().filter(|(n, _)| rows[*n].terms.says_something());
    let said: Vec<(usize, OfferId)> = said.collect();
    let ids: Vec<OfferId> = said.iter().map(|(_, id)| *id).collect();
    let before = terms_of(tx, &ids).await?;
    let mut changed = HashMap::new();
    for (n, id) in said {
        let Some(before) = before.get(&id).copied() else { continue };
        let after = rows[n].terms.over(before);
        if after != before {
            set_terms(tx, id, after, None).await?;
            changed.insert(n, (before, after));
        }
    }
    Ok(changed)
}
