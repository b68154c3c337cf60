//! What a file says of an offer beyond price and stock: how long handling takes, what a unit costs its seller, and how much a
//! packed piece weighs. An empty cell says nothing: files of other programs have the columns and leave them empty. Called by
//! the loading of rows and by undos.

use crate::error::ImportError;
use crate::row::Row;
use catalog::{OfferImage, Terms, set_packing, set_terms, terms_of};
use db::Tx;
use domain::shipping::Packing;
use domain::{Money, OfferId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What a row says; `None` leaves it as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SaidTerms {
    /// Days of work until the hand-over.
    pub handling_days: Option<u8>,
    pub cost: Option<Money>,
    /// One packed piece, 1 to [`Packing::HEAVIEST_G`].
    pub weight_g: Option<i64>,
}

impl SaidTerms {
    fn says_something(&self) -> bool {
        self.handling_days.is_some() || self.cost.is_some() || self.weight_g.is_some()
    }

    fn over(&self, before: Terms) -> Terms {
        Terms { handling_days: self.handling_days.or(before.handling_days), cost: self.cost.or(before.cost) }
    }
}

/// How much one packed piece weighs; nothing where nobody has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Weight {
    pub grams: Option<i64>,
}

/// What a run changed of an offer's terms; absent where it left them as they were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    pub terms: Option<Terms>,
    pub weight: Option<Weight>,
}

/// An offer as a run's list of changes keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptOffer {
    #[serde(flatten)]
    pub offer: OfferImage,
    /// Absent where the run left them as they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// Absent where the run left it as it was, and in what was kept before files said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
}

impl KeptOffer {
    pub fn new(offer: OfferImage, kept: Kept) -> Self {
        Self { offer, terms: kept.terms, weight: kept.weight }
    }

    /// What the run changed beside the offer's own content.
    pub fn kept(&self) -> Kept {
        Kept { terms: self.terms, weight: self.weight }
    }
}

impl Kept {
    /// Whether the run changed any of it.
    pub fn is_something(self) -> bool {
        self.terms.is_some() || self.weight.is_some()
    }

    /// Whether the offer still is as the run made it.
    pub async fn is_now(self, tx: &mut Tx, id: OfferId) -> Result<bool, ImportError> {
        if !self.is_something() {
            return Ok(true);
        }
        let Some((terms, packing)) = terms_of(tx, &[id]).await?.remove(&id) else { return Ok(false) };
        let same_terms = self.terms.is_none_or(|kept| kept == terms);
        Ok(same_terms && self.weight.is_none_or(|kept| kept.grams == packing.weight_g))
    }

    /// Brings an offer back to it. The shipping table that it names is not a file's to say, and stays.
    pub async fn restore(self, tx: &mut Tx, id: OfferId) -> Result<(), ImportError> {
        if let Some(terms) = self.terms {
            set_terms(tx, id, terms, None).await?;
        }
        if let Some(weight) = self.weight {
            let packing = catalog::offer(tx, id).await?.packing;
            set_packing(tx, id, Packing { weight_g: weight.grams, ..packing }, None).await?;
        }
        Ok(())
    }
}

/// Brings the terms of offers to what their rows say, each offer with the position of its row. Answers with how those that
/// changed were, and how they are now, by that position.
pub(crate) async fn update(
    tx: &mut Tx,
    rows: &[Row],
    offers: &[(usize, OfferId)],
) -> Result<HashMap<usize, (Kept, Kept)>, ImportError> {
    let said = offers.iter().copied().filter(|(n, _)| rows[*n].terms.says_something());
    let said: Vec<(usize, OfferId)> = said.collect();
    let ids: Vec<OfferId> = said.iter().map(|(_, id)| *id).collect();
    let known = terms_of(tx, &ids).await?;
    let mut changed = HashMap::new();
    for (n, id) in said {
        let Some((terms, packing)) = known.get(&id).copied() else { continue };
        let (mut before, mut after) = (Kept::default(), Kept::default());
        let new_terms = rows[n].terms.over(terms);
        if new_terms != terms {
            set_terms(tx, id, new_terms, None).await?;
            (before.terms, after.terms) = (Some(terms), Some(new_terms));
        }
        let weight_g = rows[n].terms.weight_g.or(packing.weight_g);
        if weight_g != packing.weight_g {
            set_packing(tx, id, Packing { weight_g, ..packing }, None).await?;
            before.weight = Some(Weight { grams: packing.weight_g });
            after.weight = Some(Weight { grams: weight_g });
        }
        if after.is_something() {
            changed.insert(n, (before, after));
        }
    }
    Ok(changed)
}
