//! The copy of an account's data, for its owner alone.
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::domain::ExportId;
use platform::domain::roles::{Action, Resource};
use platform::{Platform, identity};

use super::denied;
use super::files;
use super::pages::visitor_of;

/// `GET /account/data/{id}`: the file, as an attachment that no cache keeps.
pub async fn export(
    State(platform): State<Platform>,
    Path(id): Path<String>,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let found = async {
        let visitor = visitor_of(&platform, &parts).await?;
        if let Err(refusal) = visitor.allow(Action::ReadAccount, &Resource::OwnAccount) {
            return Ok(Err(refusal));
        }
        let (Some(account), Ok(id)) = (visitor.account(), id.parse::<ExportId>()) else {
            return Ok(Ok(None));
        };
        let mut conn = platform.db.read().await?;
        Ok::<_, platform::PlatformError>(Ok(identity::export_document(&mut conn, account.id, id).await?))
    };
    match found.await {
        Ok(Ok(Some(document))) => files::attachment("application/json", "my-data.json", document),
        Ok(Ok(None)) => StatusCode::NOT_FOUND.into_response(),
        Ok(Err(refusal)) => denied(refusal),
        Err(error) => {
            tracing::error!(%error, "a copy of somebody's data could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
