//! What waits for the seller: the notices of the first screen, for programs.

use super::Api;
use super::auth::Caller;
use super::problem::Problem;
use axum::extract::State;
use axum::{Extension, Json};
use platform::{catalog, disputes, listing, messages, reporting, returns, reviews, sellers};
use serde::Serialize;
use utoipa::ToSchema;

/// How much waits for the seller, by what it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToDo {
    /// Orders to be sent.
    #[schema(minimum = 0)]
    pub orders: i64,
    /// Conversations in which a shopper waits for an answer.
    #[schema(minimum = 0)]
    pub messages: i64,
    /// Returns that are to be answered, received or refunded.
    #[schema(minimum = 0)]
    pub returns: i64,
    /// Replacements that are to be sent.
    #[schema(minimum = 0)]
    pub replacements: i64,
    /// Disputes that are to be answered.
    #[schema(minimum = 0)]
    pub disputes: i64,
    /// Questions about what the seller offers that nobody has answered.
    #[schema(minimum = 0)]
    pub questions: i64,
    /// Reviews without a reply.
    #[schema(minimum = 0)]
    pub reviews: i64,
    /// What buyers say of the seller itself and it has not answered.
    #[schema(minimum = 0)]
    pub feedback: i64,
    /// Active offers of which at most five units are left.
    #[schema(minimum = 0)]
    pub low_stock: i64,
    /// Active offers whose listing shoppers hardly find, or lacks what its category asks for; of the 500 that changed last. See
    /// `GET /api/v1/listing-quality`.
    #[schema(minimum = 0, maximum = 500)]
    pub listings: usize,
    /// What tax authorities ask about the seller and it has not said: said on the page of its settings, by a person.
    #[schema(minimum = 0)]
    pub tax_details: usize,
}

/// What waits for the seller.
#[utoipa::path(get, path = "/api/v1/todo", tag = "reports", operation_id = "get_todo",
    responses((status = 200, description = "How much waits now.", body = ToDo)))]
pub async fn now(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<ToDo>, Problem> {
    let seller = &caller.seller;
    let mut conn = api.platform.db.read_together().await?;
    let sales = reporting::dashboard(&mut conn, seller.id, seller.currency, seller.dispatch.zone).await?;
    let said = reviews::todo(&mut conn, seller.id).await?;
    let low = reporting::low_stock(&mut conn, seller.id, 1).await?;
    let tree = catalog::category_tree(&mut conn).await?;
    let listings = listing::to_fix(&mut conn, &tree, seller.id).await?.len();
    let told = sellers::tax_person(&mut conn, seller.id).await?;
    let tax_details = match seller.is_platform {
        true => 0,
        false => sellers::missing_tax_details(seller, told.as_ref()).len(),
    };
    Ok(Json(ToDo {
        orders: sales.to_ship,
        messages: messages::lists::waiting_count(&mut conn, seller.id).await?,
        returns: returns::lists::waiting_count(&mut conn, seller.id).await?,
        replacements: returns::lists::replacements_due(&mut conn, seller.id).await?,
        disputes: disputes::lists::waiting_count(&mut conn, seller.id).await?,
        questions: said.questions,
        reviews: said.reviews,
        feedback: said.feedback,
        low_stock: low.total,
        listings,
        tax_details,
    }))
}
