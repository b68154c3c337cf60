//! Who works for the seller, and who is invited to. No key lets anybody in or out: that is the owners' own.

use super::Api;
use super::auth::Caller;
use super::problem::Problem;
use super::types::{AccountRef, Code, Time};
use axum::extract::State;
use axum::{Extension, Json};
use domain::roles::StaffRole;
use domain::{AccountId, SellerId};
use platform::identity::invitations::{Invitation, invitations};
use platform::identity::{AccountSummary, accounts};
use platform::sellers::{self, SellerError, StaffMember};
use serde::Serialize;
use utoipa::ToSchema;

pub type StaffRoleCode = Code<StaffRole>;

/// Somebody who works for the seller.
#[derive(Debug, Serialize, ToSchema)]
pub struct Member {
    pub account_id: AccountRef,
    pub role: StaffRoleCode,
    /// Missing once the account is gone, as is the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub email: Option<String>,
    pub since: Time,
}

/// Somebody who was asked to work for the seller and has not answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invited {
    pub email: String,
    pub role: StaffRoleCode,
    pub invited_at: Time,
    /// From then on the letter's link is refused.
    pub expires_at: Time,
}

/// Who works for the seller, the longest first, and who is invited.
#[derive(Debug, Serialize, ToSchema)]
pub struct Staff {
    pub data: Vec<Member>,
    pub invited: Vec<Invited>,
}

fn member(row: StaffMember, who: Option<AccountSummary>) -> Member {
    let (name, email) = who.map(|who| (who.name, who.email.to_string())).unzip();
    Member { account_id: row.account_id.into(), role: Code(row.role), name, email, since: Time(row.since) }
}

fn invited(row: Invitation<SellerId>) -> Invited {
    Invited {
        email: row.email.to_string(),
        role: Code(row.role),
        invited_at: Time(row.made_at),
        expires_at: Time(row.expires_at),
    }
}

/// Who works for the seller.
///
/// Each role opens its own pages; people are invited and taken out on the desk alone.
#[utoipa::path(get, path = "/api/v1/staff", tag = "staff", operation_id = "list_staff",
    responses((status = 200, description = "Members and invitations.", body = Staff)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Staff>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let members = sellers::staff(&mut conn, caller.seller.id).await?;
    let ids: Vec<AccountId> = members.iter().map(|one| one.account_id).collect();
    let mut people = accounts(&mut conn, &ids).await?;
    let open = invitations(&mut conn, caller.seller.id).await.map_err(SellerError::from)?;
    let shown = |row: StaffMember| {
        let who = people.remove(&row.account_id);
        member(row, who)
    };
    Ok(Json(Staff {
        data: members.into_iter().map(shown).collect(),
        invited: open.into_iter().map(invited).collect(),
    }))
}
