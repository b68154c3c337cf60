//! What the seller offers, as a file.

use super::Api;
use super::auth::Caller;
use super::extract::Asked;
use super::imports::CatalogueFile;
use super::imports_types::FormatCode;
use crate::http::imports::exported;
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use domain::integration::ApiScope;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which file.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// What it is written in.
    #[param(inline)]
    pub format: FormatCode,
}

/// The seller's offers as a catalogue file.
///
/// Written while it is read: a connection that breaks off says that it is not whole. CSV for `shopify` and `books`, JSON lines
/// for `icecat` and `bestbuy`. What a unit costs is in it for a key that may read payouts.
#[utoipa::path(get, path = "/api/v1/export", tag = "products", operation_id = "export_offers", params(ExportQuery),
    responses((status = 200, description = "The file.",
        content((CatalogueFile = "text/csv"), (CatalogueFile = "application/x-ndjson")))))]
pub async fn download(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<ExportQuery>,
) -> Response<Body> {
    let seller = &caller.seller;
    let costs = caller.key.scopes.has(ApiScope::PayoutsRead);
    exported(&api.platform, asked.format.0, (seller.id, seller.currency), costs)
}
