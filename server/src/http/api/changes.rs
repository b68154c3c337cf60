//! The trail of a desk: who changed what there, people and programs.

use super::Api;
use super::auth::Caller;
use super::extract::Asked;
use super::problem::Problem;
use super::staff::StaffRoleCode;
use super::types::{AccountRef, ChangeRef, Code, KeyRef, Page, PageQuery, Time, limit, page};
use axum::extract::State;
use axum::{Extension, Json};
use domain::{AccountId, ApiKeyId, ChangeId};
use platform::db::changes::{Change, ChangesOf, changes};
use platform::identity::{AccountSummary, accounts};
use platform::integrations::keys;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

domain::text_enum! {
    /// Who did it.
    pub enum ChangedBy {
        Person = "person",
        Program = "program",
        /// Somebody who works for the shop; a desk is not told who.
        Platform = "platform",
    }
}
pub type ChangedByCode = Code<ChangedBy>;

/// A choice, a number, a day or an id that was sent; words of people are left out as `…`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeField {
    pub name: String,
    pub value: String,
}

/// Something that was changed at the desk.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskChange {
    pub id: ChangeRef,
    pub at: Time,
    pub by: ChangedByCode,
    /// For a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub account_id: Option<AccountRef>,
    /// Of the person, or of the key; missing once it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
    /// What the person was then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub role: Option<StaffRoleCode>,
    /// For a program.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub key_id: Option<KeyRef>,
    /// Method and path of what was asked for.
    #[schema(example = "PATCH /api/v1/store")]
    pub what: String,
    pub fields: Vec<ChangeField>,
}

/// Who they are that changed something.
struct Known {
    people: HashMap<AccountId, AccountSummary>,
    keys: HashMap<ApiKeyId, String>,
}

impl Known {
    fn shown(&self, note: Change) -> DeskChange {
        let person = note.account_id.and_then(|account| self.people.get(&account));
        let is_platforms = note.is_platforms(person.is_some_and(|person| person.operator.is_some()));
        let by = match (is_platforms, note.key_id) {
            (true, _) => ChangedBy::Platform,
            (false, Some(_)) => ChangedBy::Program,
            (false, None) => ChangedBy::Person,
        };
        let name = match by {
            ChangedBy::Platform => None,
            ChangedBy::Program => note.key_id.and_then(|key| self.keys.get(&key).cloned()),
            ChangedBy::Person => person.map(|person| person.name.clone()),
        };
        let account = note.account_id.filter(|_| by == ChangedBy::Person);
        let fields = note.fields.0.into_iter().map(|(name, value)| ChangeField { name, value });
        DeskChange {
            id: note.id.into(),
            at: Time(note.at_us),
            by: Code(by),
            account_id: account.map(AccountRef::from),
            name,
            role: note.seat_role.map(|role| Code(role.0)),
            key_id: note.key_id.map(KeyRef::from),
            what: note.route,
            fields: fields.collect(),
        }
    }
}

/// What was changed at the seller's desk.
///
/// The newest first: by its people, by its programs, by the shop.
#[utoipa::path(get, path = "/api/v1/changes", tag = "staff", operation_id = "list_changes", params(PageQuery),
    responses((status = 200, description = "A page of changes.", body = Page<DeskChange>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<DeskChange>>, Problem> {
    let limit = limit(asked.limit)?;
    let seller = caller.seller.id;
    let behind = asked.cursor.and_then(|cursor| cursor.id::<ChangeId>());
    let of = ChangesOf { seller: Some(seller), behind, ..ChangesOf::default() };
    let mut conn = api.platform.db.read_together().await?;
    let rows = changes(&mut conn, of, limit + 1).await?;
    let who: Vec<AccountId> = rows.iter().filter_map(|note| note.account_id).collect();
    let people = accounts(&mut conn, &who).await?;
    let keys = keys::of_seller(&mut conn, seller).await?;
    let known = Known { people, keys: keys.into_iter().map(|key| (key.id, key.name)).collect() };
    Ok(Json(page(rows, limit, |note| note.id, |note| known.shown(note))))
}
