//! The ledger's transaction behind a line of a statement: what it did to the seller's balance, and where the rest went.

use super::Api;
use super::auth::Caller;
use super::extract::Named;
use super::payouts::LineKindCode;
use super::problem::Problem;
use super::types::{Amount, Code, OrderRef, PartRef, Time, TransactionRef};
use axum::extract::State;
use axum::{Extension, Json};
use domain::LedgerTxId;
use platform::payouts::{self, OtherParty, OtherPosting, OwnPosting, SellerTransaction};
use serde::Serialize;
use utoipa::ToSchema;

pub type OtherPartyCode = Code<OtherParty>;

/// A posting on the seller's own account.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostingOwn {
    pub kind: LineKindCode,
    /// What the seller got; negative for what was taken.
    pub amount: Amount,
}

impl From<OwnPosting> for PostingOwn {
    fn from(posting: OwnPosting) -> Self {
        Self { kind: Code(posting.group), amount: posting.amount.into() }
    }
}

/// What the transaction did elsewhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostingOther {
    pub party: OtherPartyCode,
    /// With the seller's sign, so that all of a transaction is nothing. Missing where another seller has a share in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub amount: Option<Amount>,
}

impl From<OtherPosting> for PostingOther {
    fn from(posting: OtherPosting) -> Self {
        Self { party: Code(posting.party), amount: posting.amount.map(Amount::from) }
    }
}

/// A transaction of the ledger as the seller may see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Posting {
    pub id: TransactionRef,
    pub at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub order_id: Option<OrderRef>,
    /// The order of this seller, as in `GET /api/v1/orders`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub part_id: Option<PartRef>,
    pub own: Vec<PostingOwn>,
    pub others: Vec<PostingOther>,
}

impl From<SellerTransaction> for Posting {
    fn from(found: SellerTransaction) -> Self {
        Self {
            id: found.id.into(),
            at: Time(found.at),
            order_id: found.order.map(OrderRef::from),
            part_id: found.part.map(PartRef::from),
            own: found.own.into_iter().map(PostingOwn::from).collect(),
            others: found.others.into_iter().map(PostingOther::from).collect(),
        }
    }
}

/// The transaction behind a line of a statement.
///
/// By the line's `transaction_id`.
#[utoipa::path(get, path = "/api/v1/postings/{transaction}", tag = "payouts", operation_id = "get_posting",
    params(("transaction" = TransactionRef, Path, description = "The transaction's id.")),
    responses((status = 200, description = "The transaction.", body = Posting)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<LedgerTxId>,
) -> Result<Json<Posting>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    Ok(Json(payouts::transaction(&mut conn, caller.seller.id, id).await?.into()))
}
