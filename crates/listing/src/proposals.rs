//! Products that sellers propose. Owns listing_proposals.
//!
//! A proposal is a draft until it goes live: the catalogue knows nothing of it before, so no code is taken and nobody finds
//! it. It goes live at once, or when an operator approves it where its category asks for that or the shop is not approved yet.

use crate::offers::{self, NewListing, Sending};
use crate::pictures::pictures_of;
use crate::{ListingConfig, ListingError, letters, rules};
use catalog::{Attribute, Condition, Gtin, NewProduct, ProductStatus, TEXT_MAX, category_tree};
use db::{Conn, DbError, FromRow, Json, Row, Tx, sql};
use domain::key::IdempotencyKey;
use domain::listing::LONGEST_NAME;
use domain::{AccountId, CategoryId, ListingProposalId, Money, OfferId, ProductId, SellerId, Timestamp};
use inventory::MAX_QUANTITY;
use sellers::Seller;
use serde::{Deserialize, Serialize};

/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 250;
/// The longest description, in characters.
pub const LONGEST_DESCRIPTION: usize = 20_000;
/// The most attributes of one product.
pub const MOST_ATTRIBUTES: usize = 100;
/// The longest value of one, in characters.
pub const LONGEST_VALUE: usize = 1_000;
/// The longest unit of one, in characters.
pub const LONGEST_UNIT: usize = 20;
/// So many proposals of one seller wait at the most.
pub const MOST_WAITING: i64 = 200;
/// The shortest and the longest reason, in characters.
pub const REASON: std::ops::RangeInclusive<usize> = 3..=1_000;

domain::text_enum! {
    /// What became of a proposal.
    pub enum ProposalState {
        /// An operator looks at it.
        Waiting = "waiting",
        Live = "live",
        Refused = "refused",
    }
}
db::text_column!(ProposalState);

/// A product with its first offer, as a seller proposes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub title: String,
    pub brand: Option<String>,
    /// An EAN, UPC or ISBN, in any notation.
    pub code: Option<String>,
    pub category: CategoryId,
    pub description: String,
    pub attributes: Vec<Attribute>,
    pub sku: String,
    pub condition: Condition,
    /// In the seller's currency.
    pub price: Money,
    /// 0 to 10,000,000.
    pub stock: i64,
    /// Nothing in those that were made before it could be said.
    #[serde(default)]
    pub sending: Sending,
}

/// A proposal and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub id: ListingProposalId,
    pub seller: SellerId,
    pub state: ProposalState,
    pub draft: Draft,
    /// Once it is live.
    pub product: Option<ProductId>,
    pub offer: Option<OfferId>,
    pub made_by: AccountId,
    pub made_at: Timestamp,
    /// Nobody, where it went live at once.
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<Timestamp>,
    /// Why it was refused.
    pub reason: Option<String>,
}

const PROPOSAL: &str =
    "SELECT id, seller_id, state, draft, product_id, offer_id, made_by, made_at_us, decided_by,
    decided_at_us, reason FROM listing_proposals";

impl FromRow for Proposal {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            seller: row.get("seller_id")?,
            state: row.get("state")?,
            draft: row.get::<Json<Draft>>("draft")?.0,
            product: row.get("product_id")?,
            offer: row.get("offer_id")?,
            made_by: row.get("made_by")?,
            made_at: row.get("made_at_us")?,
            decided_by: row.get("decided_by")?,
            decided_at: row.get("decided_at_us")?,
            reason: row.get("reason")?,
        })
    }
}

/// Proposes a product with its first offer. It is live at once unless its category wants an operator to look first, or the
/// shop is not approved yet. A repeat under the same key gives the same proposal.
///
/// # Errors
/// [`ListingError::CodeKnown`] with the product to offer on, [`ListingError::CodeNotShown`], [`ListingError::Lacks`] with
/// everything that the category asks for, one error for each field, [`ListingError::NoSuchTable`],
/// [`ListingError::TooMany`], [`ListingError::KeyReused`].
pub async fn propose(
    tx: &mut Tx,
    seller: SellerId,
    key: &IdempotencyKey,
    draft: &Draft,
    by: AccountId,
) -> Result<Proposal, ListingError> {
    let known = sql(format!("{PROPOSAL} WHERE seller_id = $1 AND proposal_key = $2"));
    if let Some(known) = tx.opt::<Proposal>(known.bind(seller).bind(key.as_str())).await? {
        return if known.draft == *draft { Ok(known) } else { Err(ListingError::KeyReused) };
    }
    let own = sellers::get(tx, seller).await?.ok_or(ListingError::NoSuchSeller)?;
    check(tx, &own, draft).await?;
    let rule = rules::of_category(tx, draft.category).await?;
    let attributes = draft.attributes.iter().map(|a| (a.name.as_str(), a.value.as_str()));
    let lacks = rule.lacks(seller, draft.brand.as_deref(), attributes);
    if !lacks.is_empty() {
        return Err(ListingError::Lacks(lacks));
    }
    let (id, now) = (tx.new_id::<ListingProposalId>(), tx.now());
    let live = if rule.approval || own.approved_at.is_none() {
        refuse_many(tx, seller).await?;
        None
    } else {
        Some(publish(tx, id, seller, draft).await?)
    };
    let state = if live.is_some() { ProposalState::Live } else { ProposalState::Waiting };
    tx.exec(
        sql("INSERT INTO listing_proposals (id, seller_id, proposal_key, state, title, draft, product_id, offer_id,
                 made_by, made_at_us, decided_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(id)
        .bind(seller)
        .bind(key.as_str())
        .bind(state)
        .bind(draft.title.trim())
        .bind(serde_json::to_string(draft).map_err(DbError::from)?)
        .bind(live.map(|(product, _)| product))
        .bind(live.map(|(_, offer)| offer))
        .bind(by)
        .bind(now)
        .bind(live.map(|_| now)),
    )
    .await?;
    proposal(tx, id).await
}

/// Whose proposal it is.
pub async fn seller_of_proposal(conn: &mut Conn, id: ListingProposalId) -> Result<Option<SellerId>, DbError> {
    let found: Option<(SellerId,)> =
        conn.opt(sql("SELECT seller_id FROM listing_proposals WHERE id = $1").bind(id)).await?;
    Ok(found.map(|(seller,)| seller))
}

pub(crate) async fn proposal(conn: &mut Conn, id: ListingProposalId) -> Result<Proposal, ListingError> {
    let found = conn.opt(sql(format!("{PROPOSAL} WHERE id = $1")).bind(id)).await?;
    found.ok_or(ListingError::NoSuchProposal)
}

/// What is wrong with a draft whatever its category asks for.
async fn check(tx: &mut Tx, own: &Seller, draft: &Draft) -> Result<(), ListingError> {
    check_words(draft)?;
    if category_tree(tx).await?.get(draft.category).is_none() {
        return Err(ListingError::NoSuchCategory);
    }
    if draft.price.currency() != own.currency {
        return Err(ListingError::OtherCurrency(own.currency));
    }
    if !draft.price.is_positive() {
        return Err(catalog::CatalogError::Price(draft.price).into());
    }
    if !(0..=MAX_QUANTITY).contains(&draft.stock) {
        return Err(ListingError::Stock);
    }
    draft.sending.check(own)?;
    let sku = draft.sku.trim();
    if sku.is_empty() || sku.chars().count() > 100 || sku.contains('\0') {
        return Err(catalog::CatalogError::Sku.into());
    }
    if catalog::offer_by_sku(tx, own.id, sku).await?.is_some() {
        return Err(catalog::CatalogError::SkuTaken(sku.to_owned()).into());
    }
    match product_of(tx, draft).await? {
        Some(product) => Err(ListingError::CodeKnown { product }),
        None => Ok(()),
    }
}

fn check_words(draft: &Draft) -> Result<(), ListingError> {
    check_title(&draft.title)?;
    check_brand(draft.brand.as_deref())?;
    check_description(&draft.description)?;
    check_attributes(&draft.attributes)
}

fn fits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.trim().chars().count()) && !text.contains('\0')
}

pub(crate) fn check_title(title: &str) -> Result<(), ListingError> {
    if fits(title, 1, LONGEST_TITLE) { Ok(()) } else { Err(ListingError::Title) }
}

pub(crate) fn check_brand(brand: Option<&str>) -> Result<(), ListingError> {
    let is_sound = brand.is_none_or(|brand| fits(brand, 1, LONGEST_NAME));
    if is_sound { Ok(()) } else { Err(ListingError::BrandName) }
}

pub(crate) fn check_description(description: &str) -> Result<(), ListingError> {
    if fits(description, 0, LONGEST_DESCRIPTION) { Ok(()) } else { Err(ListingError::Description) }
}

pub(crate) fn check_attributes(attributes: &[Attribute]) -> Result<(), ListingError> {
    let sound = |one: &Attribute| {
        fits(&one.name, 1, LONGEST_NAME)
            && fits(&one.value, 1, LONGEST_VALUE)
            && one.unit.as_deref().is_none_or(|unit| fits(unit, 1, LONGEST_UNIT))
    };
    // What the catalogue would refuse when it is published, it is refused for now: letters may have several bytes.
    let bytes: usize = attributes.iter().map(|one| one.name.len() + one.value.len()).sum();
    let are_sound = attributes.len() <= MOST_ATTRIBUTES && attributes.iter().all(sound) && bytes <= TEXT_MAX;
    if are_sound { Ok(()) } else { Err(ListingError::Attributes) }
}

/// The product that has the draft's code already. The codes of one that was merged are the kept product's.
async fn product_of(tx: &mut Tx, draft: &Draft) -> Result<Option<ProductId>, ListingError> {
    let Some(code) = &draft.code else { return Ok(None) };
    let code = Gtin::parse(code)?;
    match catalog::product_by_ean(tx, &code).await? {
        Some(known) if known.status != ProductStatus::Active => Err(ListingError::CodeNotShown),
        known => Ok(known.map(|product| product.id)),
    }
}

async fn refuse_many(tx: &mut Tx, seller: SellerId) -> Result<(), ListingError> {
    let (count,): (i64,) = tx
        .one(
            sql("SELECT CAST(COUNT(*) AS BIGINT) FROM listing_proposals WHERE seller_id = $1 AND state = 'waiting'")
                .bind(seller),
        )
        .await?;
    if count >= MOST_WAITING { Err(ListingError::TooMany) } else { Ok(()) }
}

/// Puts the product into the catalogue, with its first offer. A product that has its code by now is offered instead of being
/// made a second time.
async fn publish(
    tx: &mut Tx,
    id: ListingProposalId,
    seller: SellerId,
    draft: &Draft,
) -> Result<(ProductId, OfferId), ListingError> {
    let product = match product_of(tx, draft).await? {
        Some(known) => known,
        None => {
            let new = NewProduct {
                source_key: Some(format!("listing:{id}")),
                slug: None,
                title: draft.title.trim().to_owned(),
                brand: draft.brand.as_deref().map(|brand| brand.trim().to_owned()),
                eans: draft.code.as_deref().map(Gtin::parse).transpose()?.into_iter().collect(),
                description: draft.description.trim().to_owned(),
                attributes: draft.attributes.clone(),
                category_id: draft.category,
                pictures: pictures_of(tx, &[id]).await?.remove(&id).unwrap_or_default(),
                status: ProductStatus::Active,
                variant: None,
            };
            catalog::upsert_product(tx, new).await?.id
        }
    };
    // It may have waited for days, and nobody else can mend it.
    let own = sellers::get(tx, seller).await?.ok_or(ListingError::NoSuchSeller)?;
    let listing = NewListing {
        seller,
        product,
        sku: draft.sku.clone(),
        condition: draft.condition,
        price: draft.price,
        stock: draft.stock,
        sending: draft.sending.with_tables_of(&own),
        key: id.to_string(),
    };
    Ok((product, offers::add(tx, &listing).await?))
}

/// Approves a proposal, which is live from then on, or refuses it with a reason; the seller's owners are written.
///
/// # Errors
/// [`ListingError::NoSuchProposal`], [`ListingError::Decided`], [`ListingError::BadReason`] for a refusal without one; what is
/// in the way of making the offer now.
pub async fn decide(
    tx: &mut Tx,
    config: &ListingConfig,
    id: ListingProposalId,
    refusal: Option<&str>,
    by: AccountId,
) -> Result<Proposal, ListingError> {
    let waiting = proposal(tx, id).await?;
    if waiting.state != ProposalState::Waiting {
        return Err(ListingError::Decided);
    }
    let reason = refusal.map(str::trim);
    if reason.is_some_and(|words| !REASON.contains(&words.chars().count()) || words.contains('\0')) {
        return Err(ListingError::BadReason);
    }
    let live = match reason {
        Some(_) => None,
        None => Some(publish(tx, id, waiting.seller, &waiting.draft).await?),
    };
    let state = if live.is_some() { ProposalState::Live } else { ProposalState::Refused };
    let now = tx.now();
    tx.exec(
        sql("UPDATE listing_proposals SET state = $2, product_id = $3, offer_id = $4, decided_by = $5,
             decided_at_us = $6, reason = $7 WHERE id = $1")
        .bind(id)
        .bind(state)
        .bind(live.map(|(product, _)| product))
        .bind(live.map(|(_, offer)| offer))
        .bind(by)
        .bind(now)
        .bind(reason.map(str::to_owned)),
    )
    .await?;
    let decided = proposal(tx, id).await?;
    letters::decided(tx, config, &decided).await?;
    Ok(decided)
}

/// What waits for an operator, the oldest first.
pub async fn waiting(conn: &mut Conn, most: i64) -> Result<Vec<Proposal>, DbError> {
    let text = format!("{PROPOSAL} WHERE state = 'waiting' ORDER BY made_at_us, id LIMIT $1");
    conn.all(sql(text).bind(most)).await
}

/// One proposal of a seller.
///
/// # Errors
/// [`ListingError::NoSuchProposal`], also for another seller's.
pub async fn proposal_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    id: ListingProposalId,
) -> Result<Proposal, ListingError> {
    let found = proposal(conn, id).await?;
    if found.seller == seller { Ok(found) } else { Err(ListingError::NoSuchProposal) }
}

/// A seller's proposals before one, the newest first.
pub async fn proposals_before(
    conn: &mut Conn,
    seller: SellerId,
    before: Option<ListingProposalId>,
    most: i64,
) -> Result<Vec<Proposal>, DbError> {
    let cut = if before.is_some() { "AND id < $3" } else { "" };
    let text = format!("{PROPOSAL} WHERE seller_id = $1 {cut} ORDER BY id DESC LIMIT $2");
    conn.all(sql(text).bind(seller).bind(most).bind_all(before)).await
}

/// A seller's proposals, the newest first.
pub async fn proposals_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    most: i64,
) -> Result<Vec<Proposal>, DbError> {
    let text = format!("{PROPOSAL} WHERE seller_id = $1 ORDER BY made_at_us DESC, id DESC LIMIT $2");
    conn.all(sql(text).bind(seller).bind(most)).await
}
