//! How good the seller's listings are and what to fix, and how its offers stand in the buy box.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Named};
use super::problem::Problem;
use super::types::{Amount, Code, OfferRef, Page, PageQuery, ProductRef, limit, page};
use axum::extract::State;
use axum::{Extension, Json};
use domain::OfferId;
use domain::buy_box::Obstacle;
use domain::listing_quality::{ATTRIBUTES, DESCRIPTION, Fix, PICTURES, Part, TITLE};
use domain::place::Place;
use platform::buybox::{Stand, stands};
use platform::catalog::{self, SellerOffer};
use platform::db::Conn;
use platform::listing::{self, Judged};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

domain::text_enum! {
    /// What of a listing is looked at.
    pub enum ListingPart {
        Pictures = "pictures",
        Title = "title",
        /// Attributes that the category asks for.
        Required = "required",
        /// Attributes beside those.
        Attributes = "attributes",
        Description = "description",
        /// An EAN, UPC or ISBN.
        Code = "code",
        /// The offer's price beside the one that speaks for the product.
        Price = "price",
    }
}
pub type ListingPartCode = Code<ListingPart>;

domain::text_enum! {
    /// Why an offer cannot speak for its product, whatever it costs.
    pub enum BuyBoxObstacle {
        SoldOut = "sold_out",
        /// The seller's delivery does not take it to the shop's country.
        NotDelivered = "not_delivered",
        /// The seller is suspended, or on holiday.
        NotSelling = "not_selling",
        /// The seller's health: see `GET /api/v1/health`.
        Health = "health",
        /// A new article is in the box, and this one is used.
        NewComesFirst = "new_comes_first",
        /// The price is in another currency than the shop's.
        OtherCurrency = "other_currency",
    }
}
pub type BuyBoxObstacleCode = Code<BuyBoxObstacle>;

impl From<Obstacle> for BuyBoxObstacle {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::SoldOut => Self::SoldOut,
            Obstacle::NotDelivered => Self::NotDelivered,
            Obstacle::NotSelling => Self::NotSelling,
            Obstacle::Gate(_) => Self::Health,
            Obstacle::NewComesFirst => Self::NewComesFirst,
            Obstacle::Currency => Self::OtherCurrency,
        }
    }
}

/// Something to fix.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListingFix {
    pub part: ListingPartCode,
    /// How many points it brings.
    #[schema(minimum = 1, maximum = 20)]
    pub points: u8,
    /// What to do, in English.
    pub detail: String,
}

fn fix(fix: Fix, missing: &[String]) -> ListingFix {
    let (part, detail) = match fix.part {
        Part::Pictures => (ListingPart::Pictures, format!("Show it in {PICTURES} pictures or more.")),
        Part::Title => {
            let detail = format!("Give it a title of {} to {} characters.", TITLE.start(), TITLE.end());
            (ListingPart::Title, detail)
        }
        Part::Required => {
            (ListingPart::Required, format!("Its category also asks for: {}.", missing.join(", ")))
        }
        Part::Attributes => (ListingPart::Attributes, format!("Say {ATTRIBUTES} things about it or more.")),
        Part::Description => {
            (ListingPart::Description, format!("Describe it in {DESCRIPTION} characters or more."))
        }
        Part::Code => (ListingPart::Code, "Say its EAN, UPC or ISBN.".to_owned()),
        Part::Price => (ListingPart::Price, "Others cost less: see `buy_box`.".to_owned()),
    };
    ListingFix { part: Code(part), points: fix.points, detail }
}

/// How an offer stands in its product's buy box, for parcels to the shop's own country.
#[derive(Debug, Serialize, ToSchema)]
pub struct BuyBoxStand {
    /// Whether it speaks for its product.
    pub won: bool,
    /// What the one that does costs with delivery; missing when it is this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub winner_lands_at: Option<Amount>,
    /// The highest price at which this one would win once nothing else is in the way; missing where its price is low enough, and
    /// where none would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub price_to_win: Option<Amount>,
    /// What else is in the way.
    pub obstacles: Vec<BuyBoxObstacleCode>,
}

impl From<&Stand> for BuyBoxStand {
    fn from(stand: &Stand) -> Self {
        match stand {
            Stand::Won { .. } => {
                Self { won: true, winner_lands_at: None, price_to_win: None, obstacles: Vec::new() }
            }
            Stand::Lost { winner, loss, price } => Self {
                won: false,
                winner_lands_at: Some(winner.landed.into()),
                price_to_win: price.map(Amount::from),
                obstacles: loss.obstacles.iter().map(|one| Code((*one).into())).collect(),
            },
        }
    }
}

/// How good a listing is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListingQuality {
    pub offer_id: OfferRef,
    pub product_id: ProductRef,
    #[schema(maximum = 100)]
    pub score: u8,
    /// What is missing to the hundred points, the most points first.
    pub fixes: Vec<ListingFix>,
    /// Attributes that its category asks for in vain.
    pub missing_attributes: Vec<String>,
    /// Missing where nobody can buy the product from anybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub buy_box: Option<BuyBoxStand>,
}

fn shown(row: &SellerOffer, judged: Judged, stand: Option<&Stand>) -> ListingQuality {
    ListingQuality {
        offer_id: row.offer.id.into(),
        product_id: row.offer.product_id.into(),
        score: judged.quality.score,
        fixes: judged.quality.fixes.iter().map(|one| fix(*one, &judged.missing)).collect(),
        missing_attributes: judged.missing,
        buy_box: stand.map(BuyBoxStand::from),
    }
}

/// These offers, judged.
async fn judged(api: &Api, conn: &mut Conn, rows: &[SellerOffer]) -> Result<Vec<ListingQuality>, Problem> {
    let config = &api.platform.config;
    let place = Place::country(&config.country);
    let market = api.platform.buybox.market(conn, config.currency, place).await?;
    let stood = stands(conn, &market, rows).await?;
    let to_win: HashMap<OfferId, _> =
        stood.iter().filter_map(|(id, stand)| Some((*id, stand.price_to_win()?))).collect();
    let tree = catalog::category_tree(conn).await?;
    let mut judged = listing::judged(conn, &tree, rows, &to_win).await?;
    let of = |row: &SellerOffer| {
        let found = judged.remove(&row.offer.id)?;
        Some(shown(row, found, stood.get(&row.offer.id)))
    };
    Ok(rows.iter().filter_map(of).collect())
}

/// How good the seller's listings are, and what to fix.
///
/// In the order in which their offers were made.
#[utoipa::path(get, path = "/api/v1/listing-quality", tag = "products", operation_id = "list_listing_quality",
    params(PageQuery), responses((status = 200, description = "A page of listings.", body = Page<ListingQuality>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<ListingQuality>>, Problem> {
    let limit = limit(asked.limit)?;
    let after = asked.cursor.and_then(|cursor| cursor.id::<OfferId>());
    let mut conn = api.platform.db.read_together().await?;
    let rows = catalog::offers_of_seller_after(&mut conn, caller.seller.id, after, limit + 1).await?;
    let all = judged(&api, &mut conn, &rows).await?;
    Ok(Json(page(all, limit, |one| one.offer_id.0, std::convert::identity)))
}

/// How good one listing is, and what to fix.
#[utoipa::path(get, path = "/api/v1/offers/{offer}/quality", tag = "products", operation_id = "get_listing_quality",
    params(("offer" = OfferRef, Path, description = "The offer's id.")),
    responses((status = 200, description = "The listing.", body = ListingQuality)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<OfferId>,
) -> Result<Json<ListingQuality>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let row = catalog::offer_of_seller(&mut conn, caller.seller.id, id).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    let found = judged(&api, &mut conn, std::slice::from_ref(&row)).await?;
    found.into_iter().next().map(Json).ok_or_else(Problem::not_found)
}
