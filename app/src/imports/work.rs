//! What the buttons of imports do: who is it, may they, whose upload is it, one call, where to go on.
use domain::roles::{Action, Resource};
use domain::{SellerId, UploadId};
use platform::import::{Scope, Upload, UploadError, upload};

use super::{console, desk};
use crate::access::{allow, platform};
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::ui::Tone;

/// What may be done with an upload.
#[derive(Clone, Copy, Debug)]
pub(super) enum Command {
    Start { skip_bad_rows: bool },
    Undo,
    Discard,
}

pub(super) fn start(skip: String) -> Command {
    Command::Start { skip_bad_rows: !skip.is_empty() }
}

/// An upload in the seller's own name; anything else does not exist at this desk.
pub(super) async fn sellers_upload(seller: SellerId, id: &str) -> Result<Upload, Failure> {
    let upload = any_upload(id).await?;
    let own = upload.seller_id == seller && upload.scope == Scope::Seller;
    if own { Ok(upload) } else { Err(Failure::NotFound) }
}

pub(super) async fn any_upload(id: &str) -> Result<Upload, Failure> {
    let id: UploadId = id.parse().map_err(|_| Failure::NotFound)?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    upload(&mut conn, id).await?.ok_or(Failure::NotFound)
}

pub(super) async fn of_seller(seller: String, id: String, command: Command) -> Result<Done, Failure> {
    let seller = crate::seller::desk::of_form(Action::ManageOffers, &seller).await?;
    let upload = sellers_upload(seller.id, &id).await?;
    run(upload.id, command, desk::page_of(&upload), format!("{}?seller={}", desk::LIST, seller.id)).await
}

pub(super) async fn of_operator(id: String, command: Command) -> Result<Done, Failure> {
    allow(Action::ManageCatalogue, &Resource::Platform)?;
    let upload = any_upload(&id).await?;
    run(upload.id, command, console::page_of(&upload), console::LIST.to_owned()).await
}

/// Does it, and goes on to the upload's page, or to the list when there is no page left.
async fn run(id: UploadId, command: Command, page: String, list: String) -> Result<Done, Failure> {
    let t = Ctx::current().t();
    let platform = platform();
    let imports = &platform.imports;
    let (done, next, words) = match command {
        Command::Start { skip_bad_rows } => (imports.start(id, skip_bad_rows).await, page, t.import_begun()),
        Command::Undo => (imports.undo(id).await, page, t.import_undo_begun()),
        Command::Discard => (imports.discard(id).await, list, t.import_given_up()),
    };
    match done {
        Ok(()) => Ok(Done::to(next).notice(Tone::Good, words)),
        Err(UploadError::WrongState { .. }) => Err(Failure::refused(t.import_wrong_state())),
        Err(UploadError::NotFound) => Err(Failure::NotFound),
        Err(other) => Err(other.into()),
    }
}
