//! Products that the catalogue has not: the categories with what they ask for, and proposing one with its first offer and
//! its pictures.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named, PictureBytes, each_holds};
use super::fees::CommissionClassCode;
use super::offers::{ConditionCode, Units, sending};
use super::once::together;
use super::problem::Problem;
use super::types::{
    Amount, AmountSent, CategoryRef, Code, OfferRef, Page, PageQuery, ProductRef, ProposalRef, TableRef,
    Time, limit, page,
};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::commission::CommissionClass;
use domain::key::IdempotencyKey;
use domain::listing::{LONGEST_NAME, ListingRule};
use domain::{CategoryId, ListingProposalId, SellerId};
use platform::catalog::{self, CategoryTree};
use platform::listing::{
    self, Draft, LONGEST_DESCRIPTION, LONGEST_TITLE, LONGEST_UNIT, LONGEST_VALUE, ListingError,
    MOST_ATTRIBUTES, ProposalState,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

pub type ProposalStateCode = Code<ProposalState>;

/// A category, and what it asks of what is listed in it; what those above it ask for included.
#[derive(Debug, Serialize, ToSchema)]
pub struct Category {
    pub id: CategoryRef,
    /// The category above it; missing at the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub parent_id: Option<CategoryRef>,
    /// Its name, after the names of those above it.
    pub path: Vec<String>,
    /// The kind of goods by which the commission on what is sold there now is reckoned: its own, or that of the nearest category
    /// above it that has one.
    pub commission_class: CommissionClassCode,
    /// Names of attributes that a new product must have.
    pub required_attributes: Vec<String>,
    /// Whether an operator looks at a new product before shoppers do.
    pub needs_approval: bool,
    /// Brands that this seller may not offer here.
    pub refused_brands: Vec<String>,
}

fn category(
    tree: &CategoryTree,
    rule: ListingRule,
    seller: SellerId,
    (id, class): (CategoryId, CommissionClass),
) -> Category {
    let refuses = |brand: &String| rule.refused_brand(seller, Some(brand.as_str())).is_some();
    let mut refused_brands: Vec<String> =
        rule.brands.iter().map(|one| one.brand.clone()).filter(refuses).collect();
    refused_brands.sort_unstable();
    refused_brands.dedup();
    Category {
        id: id.into(),
        parent_id: tree.get(id).and_then(|one| one.parent_id).map(CategoryRef::from),
        path: tree.path(id).iter().map(|above| above.name.clone()).collect(),
        commission_class: Code(class),
        required_attributes: rule.required,
        needs_approval: rule.approval,
        refused_brands,
    }
}

/// The categories, with what they ask for.
///
/// In the order in which they were made.
#[utoipa::path(get, path = "/api/v1/categories", tag = "products", operation_id = "list_categories", params(PageQuery),
    responses((status = 200, description = "A page of categories.", body = Page<Category>)))]
pub async fn categories(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<Category>>, Problem> {
    let limit = limit(asked.limit)?;
    let after = asked.cursor.and_then(|cursor| cursor.id::<CategoryId>());
    let mut conn = api.platform.db.read_together().await?;
    let tree = catalog::category_tree(&mut conn).await?;
    let said = listing::in_force(&mut conn).await?;
    let is_later = |id: &CategoryId| after.is_none_or(|after| *id > after);
    let mut ids: Vec<CategoryId> = tree.all().iter().map(|one| one.id).filter(is_later).collect();
    ids.sort_unstable();
    ids.truncate(usize::try_from(limit + 1).unwrap_or(usize::MAX));
    let now = conn.now();
    let held = catalog::classes_at(&mut conn, &ids, now).await?;
    let rows: Vec<(CategoryId, CommissionClass)> =
        ids.into_iter().filter_map(|id| Some((id, held.get(&id)?.class))).collect();
    let seller = caller.seller.id;
    let shown = |row: (CategoryId, CommissionClass)| {
        category(&tree, listing::rule_of(&tree, &said, row.0), seller, row)
    };
    Ok(Json(page(rows, limit, |(id, _)| *id, shown)))
}

/// A proposed product, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Proposal {
    pub id: ProposalRef,
    pub state: ProposalStateCode,
    pub title: String,
    pub category_id: CategoryRef,
    pub sku: String,
    pub price: Amount,
    /// The product that it became, once it is live.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub product_id: Option<ProductRef>,
    /// The seller's offer of it, once it is live.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub offer_id: Option<OfferRef>,
    pub made_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub decided_at: Option<Time>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
}

/// How many pictures a proposed product has.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalPictures {
    pub id: ProposalRef,
    #[schema(minimum = 1, maximum = 8)]
    pub pictures: usize,
}

fn shown(row: listing::Proposal) -> Proposal {
    Proposal {
        id: row.id.into(),
        state: Code(row.state),
        title: row.draft.title,
        category_id: row.draft.category.into(),
        sku: row.draft.sku,
        price: row.draft.price.into(),
        product_id: row.product.map(ProductRef::from),
        offer_id: row.offer.map(OfferRef::from),
        made_at: Time(row.made_at),
        decided_at: row.decided_at.map(Time),
        reason: row.reason,
    }
}

/// The seller's proposed products.
///
/// The newest first.
#[utoipa::path(get, path = "/api/v1/proposals", tag = "products", operation_id = "list_proposals", params(PageQuery),
    responses((status = 200, description = "A page of proposals.", body = Page<Proposal>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<Proposal>>, Problem> {
    let limit = limit(asked.limit)?;
    let before = asked.cursor.and_then(|cursor| cursor.id::<ListingProposalId>());
    let mut conn = api.platform.db.read_together().await?;
    let rows = listing::proposals_before(&mut conn, caller.seller.id, before, limit + 1).await?;
    Ok(Json(page(rows, limit, |row| row.id, shown)))
}

/// One proposed product.
#[utoipa::path(get, path = "/api/v1/proposals/{proposal}", tag = "products", operation_id = "get_proposal",
    params(("proposal" = ProposalRef, Path, description = "The proposal's id.")),
    responses((status = 200, description = "The proposal.", body = Proposal)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ListingProposalId>,
) -> Result<Json<Proposal>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    Ok(Json(shown(listing::proposal_of_seller(&mut conn, caller.seller.id, id).await?)))
}

/// A fact about a product.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductAttribute {
    #[schema(min_length = 1, max_length = 80, example = "Material")]
    pub name: String,
    #[schema(min_length = 1, max_length = 1_000, example = "Cast iron")]
    pub value: String,
    /// Shown behind the value.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 20, example = "cm")]
    pub unit: Option<String>,
}

/// Whether a text has so many characters.
pub fn has(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.chars().count())
}

/// Whether it can be one at all.
pub fn is_fact(one: &ProductAttribute) -> bool {
    has(&one.name, 1, LONGEST_NAME)
        && has(&one.value, 1, LONGEST_VALUE)
        && one.unit.as_deref().is_none_or(|unit| has(unit, 1, LONGEST_UNIT))
}

pub fn attribute(one: &ProductAttribute) -> catalog::Attribute {
    catalog::Attribute {
        name: one.name.trim().to_owned(),
        value: one.value.trim().to_owned(),
        unit: one.unit.as_deref().map(|unit| unit.trim().to_owned()),
    }
}

/// A product to be proposed, with its first offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalMade {
    /// Says what else is asked for: `GET /api/v1/categories`.
    pub category_id: CategoryRef,
    #[schema(min_length = 1, max_length = 250)]
    pub title: String,
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 80)]
    pub brand: Option<String>,
    /// The EAN, UPC or ISBN, with its check digit.
    #[serde(default)]
    #[schema(nullable = false, pattern = "^[0-9]{8,14}$", example = "4006381333931")]
    pub ean: Option<String>,
    /// Plain text, with an empty line between paragraphs.
    #[serde(default)]
    #[schema(max_length = 20_000)]
    pub description: String,
    #[serde(default)]
    #[schema(max_items = 100)]
    pub attributes: Vec<ProductAttribute>,
    /// The seller's own number; no other offer of the seller has it.
    #[schema(min_length = 1, max_length = 100)]
    pub sku: String,
    pub condition: ConditionCode,
    /// In the seller's currency, more than nothing.
    pub price: AmountSent,
    /// Units that can be bought at once.
    pub stock: Units,
    /// The shipping table that it is sent by; without one it goes by the standard one, or for the simple fee.
    #[serde(default)]
    #[schema(nullable = false)]
    pub shipping_table_id: Option<TableRef>,
    /// One piece as it is packed, in grams.
    #[serde(default)]
    #[schema(nullable = false, minimum = 1, maximum = 10_000_000)]
    pub weight_g: Option<i64>,
    /// Days of work until the hand-over; without them it takes as long as the seller's other goods.
    #[serde(default)]
    #[schema(nullable = false, minimum = 0, maximum = 30)]
    pub handling_days: Option<u8>,
}

/// What can be right with no other field.
fn refuse_malformed(sent: &ProposalMade) -> Result<(), Problem> {
    let is_code = |code: &str| (8..=14).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
    let facts = &sent.attributes;
    each_holds(&[
        (has(&sent.title, 1, LONGEST_TITLE), "`title` has 1 to 250 characters."),
        (
            sent.brand.as_deref().is_none_or(|brand| has(brand, 1, LONGEST_NAME)),
            "`brand` has 1 to 80 characters.",
        ),
        (sent.ean.as_deref().is_none_or(is_code), "`ean` has 8 to 14 digits."),
        (has(&sent.description, 0, LONGEST_DESCRIPTION), "`description` has at most 20000 characters."),
        (
            facts.len() <= MOST_ATTRIBUTES && facts.iter().all(is_fact),
            "`attributes` are at most 100, with names of 1 to 80, values of 1 to 1000 and units of 1 to 20 characters.",
        ),
        (has(&sent.sku, 1, 100), "`sku` has 1 to 100 characters."),
    ])
}

fn read(sent: &ProposalMade, caller: &Caller) -> Result<Draft, Problem> {
    refuse_malformed(sent)?;
    Ok(Draft {
        title: sent.title.trim().to_owned(),
        brand: sent.brand.as_deref().map(|brand| brand.trim().to_owned()),
        code: sent.ean.clone(),
        category: sent.category_id.0,
        description: sent.description.trim().to_owned(),
        attributes: sent.attributes.iter().map(attribute).collect(),
        sku: sent.sku.trim().to_owned(),
        condition: sent.condition.0,
        price: sent.price.money(caller.seller.currency)?,
        stock: sent.stock.units(),
        sending: sending(sent.shipping_table_id, sent.weight_g, sent.handling_days)?,
    })
}

/// Propose a product that the catalogue has not, with its first offer.
///
/// Look for it first: 409 `code-known` names the product that has its code, to be offered with `POST /api/v1/offers`. It is
/// `live` at once, or `waiting` where its category needs approval or the shop itself is not approved yet. 409
/// `category-asks` says everything that the category asks for and the product lacks.
#[utoipa::path(post, path = "/api/v1/proposals", tag = "products", operation_id = "make_proposal",
    request_body = ProposalMade,
    responses((status = 201, description = "The proposal.", body = Proposal)))]
pub async fn make(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<ProposalMade>,
) -> Result<Response<Body>, Problem> {
    let draft = Arc::new(read(&command.input, &caller)?);
    let (seller, by) = (caller.seller.id, caller.key.made_by);
    // The request is known once in the transaction that proposes; its own key may come again when it is long forgotten.
    let own: ListingProposalId = api.platform.db.new_id();
    let key = IdempotencyKey::parse(&own.to_string()).map_err(|error| Problem::unexpected(&error))?;
    together(&api, &caller, &command, StatusCode::CREATED, move |tx| {
        let (key, draft) = (key.clone(), Arc::clone(&draft));
        Box::pin(async move {
            let made = listing::propose(tx, seller, &key, &draft, by).await?;
            Ok::<_, ListingError>(shown(made))
        })
    })
    .await
}

/// Add a picture to a proposed product.
///
/// The body is the file. A proposal has eight at the most, the first one is shown in lists, and the same one again stays once.
/// While it waits they are the proposal's; once it is `live` and the product is the seller's own, they are the product's,
/// too. 409 `no-picture` says that it is no JPEG, PNG or WebP, or that it is damaged.
#[utoipa::path(post, path = "/api/v1/proposals/{proposal}/pictures", tag = "products",
    operation_id = "add_proposal_picture",
    params(("proposal" = ProposalRef, Path, description = "The proposal's id.")),
    request_body(content = PictureBytes, content_type = "application/octet-stream", description = "The file."),
    responses((status = 200, description = "How many it has now.", body = ProposalPictures)))]
pub async fn picture(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ListingProposalId>,
    command: Command<PictureBytes>,
) -> Result<Response<Body>, Problem> {
    let seller = caller.seller.id;
    let mut conn = api.platform.db.read().await?;
    // Whose it is comes first: nothing is kept for somebody else's.
    listing::proposal_of_seller(&mut conn, seller, id).await?;
    drop(conn);
    let kept = api.platform.pictures.add(command.input.picture()?).await?.id;
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            let pictures = listing::add_pictures(tx, seller, id, &[kept]).await?;
            Ok::<_, ListingError>(ProposalPictures { id: id.into(), pictures })
        })
    })
    .await
}
