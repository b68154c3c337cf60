//! Opening a shop: a seller that does not sell yet, its owner, and the opening that says what is still missing.

use crate::store::{self, Change, OPENING, Opening};
use crate::{MOST_OPEN, OpeningError, Openings};
use db::{Text, Tx, sql};
use domain::contact::Email;
use domain::key::IdempotencyKey;
use domain::opening::{OpeningState, SellerKind};
use domain::plan::Plan;
use domain::promise::ShippingOffer;
use domain::roles::StaffRole;
use domain::{AccountId, Currency, Money, SellerId};
use sellers::NewSeller;

/// What a shop ships for until its owner says otherwise, as a whole amount of its currency.
const USUAL_FEE: &str = "5";

/// What somebody says who opens a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOpening {
    /// The form's: the same one again opens nothing more.
    pub key: IdempotencyKey,
    pub name: String,
    /// ISO 3166 alpha-2; where the goods leave.
    pub country: String,
    pub region: String,
    pub currency: Currency,
    pub support_email: Option<Email>,
    pub kind: SellerKind,
    pub plan: Plan,
}

impl NewOpening {
    fn seller(&self) -> NewSeller {
        let fee = Money::parse_decimal(USUAL_FEE, self.currency).unwrap_or(Money::zero(self.currency));
        NewSeller {
            name: self.name.clone(),
            slug: None,
            country: self.country.clone(),
            region: self.region.clone(),
            currency: self.currency,
            support_email: self.support_email.clone(),
            shipping: ShippingOffer {
                handling_days: 2,
                transit_days_min: 2,
                transit_days_max: 5,
                cutoff_minutes: 14 * 60,
                fee,
                free_from: None,
            },
        }
    }
}

impl Openings {
    /// Opens a shop of an account's own; the same key again answers with the same shop.
    ///
    /// # Errors
    /// [`OpeningError::TooManyOpen`], [`OpeningError::KeyReused`] for a key of a shop with another name, or what is wrong
    /// with the name or country.
    pub async fn open(&self, account: AccountId, new: NewOpening) -> Result<SellerId, OpeningError> {
        self.db
            .write(move |tx| {
                let new = new.clone();
                Box::pin(async move { open(tx, account, &new).await })
            })
            .await
    }
}

async fn open(tx: &mut Tx, account: AccountId, new: &NewOpening) -> Result<SellerId, OpeningError> {
    let text = format!("{OPENING} WHERE applicant = $1 AND open_key = $2");
    let earlier: Option<Opening> = tx.opt(sql(text).bind(account).bind(new.key.as_str())).await?;
    if let Some(earlier) = earlier {
        let seller = sellers::get(tx, earlier.seller_id).await?.ok_or(OpeningError::NotFound)?;
        let same = seller.name == new.name.trim() && seller.currency == new.currency;
        return if same { Ok(seller.id) } else { Err(OpeningError::KeyReused) };
    }
    let open = sql("SELECT COUNT(*) FROM openings_openings
                    WHERE applicant = $1 AND state IN ('draft', 'submitted', 'returned')");
    let (open,): (i64,) = tx.one(open.bind(account)).await?;
    if open >= MOST_OPEN {
        return Err(OpeningError::TooManyOpen);
    }
    let seller = sellers::apply(tx, &new.seller()).await?.id;
    sellers::add_staff(tx, seller, account, StaffRole::Owner).await?;
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO openings_openings (seller_id, applicant, open_key, kind, plan, state, again, opened_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, '[]', $7)")
        .bind(seller)
        .bind(account)
        .bind(new.key.as_str())
        .bind(Text(new.kind))
        .bind(Text(new.plan))
        .bind(Text(OpeningState::Draft))
        .bind(now),
    )
    .await?;
    let change = Change { state: OpeningState::Draft, words: "", again: &[], by: account };
    store::note(tx, seller, &change).await?;
    Ok(seller)
}
