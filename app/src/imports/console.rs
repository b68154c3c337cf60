//! The operator's imports, for any seller. Routes `/operator/imports` and `/operator/imports/{upload}`.
use std::collections::HashMap;

use domain::roles::{Action, Resource};
use domain::{Currency, SellerId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::import::{Upload, latest_uploads};
use platform::sellers::{self, Seller};

use super::api::{OperatorDiscardImport, OperatorStartImport, OperatorUndoImport};
use super::outcome::run_of;
use super::parts::{Exports, Paths, UploadCard, UploadForm, Uploads};
use super::work::any_upload;
use crate::access::{allow, live_from_now, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::islands::Live;
use crate::page::{param, query};
use crate::ui::*;

pub(super) const LIST: &str = "/operator/imports";
const MOST: i64 = 50;
const SELLERS: i64 = 500;
/// What the command line gives new offers, too.
const STOCK: &str = "25";

pub(super) fn page_of(upload: &Upload) -> String {
    format!("{LIST}/{}", upload.id)
}

pub async fn list_page() -> Result<AnyView, Failure> {
    allow(Action::ReadCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let sellers = sellers::list(&mut conn, None, SELLERS).await?;
    let own = sellers::platform_seller(&mut conn).await?;
    let uploads = latest_uploads(&mut conn, MOST).await?;
    let of: Vec<SellerId> = uploads.iter().map(|upload| upload.seller_id).collect();
    let names: HashMap<SellerId, Seller> = sellers::many(&mut conn, &of).await?;
    drop(conn);
    let asked: Option<SellerId> = query("for").and_then(|id| id.parse().ok());
    let chosen =
        sellers.iter().find(|seller| Some(seller.id) == asked).or(own.as_ref()).or(sellers.first()).cloned();
    let name = |upload: &Upload| names.get(&upload.seller_id).map(|seller| seller.name.clone());
    let rows = uploads.into_iter().map(|upload| (page_of(&upload), name(&upload), upload));
    let rows: Vec<_> = rows.map(|(href, name, upload)| (href, upload, name)).collect();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.imports_title()>
            {chosen.map(|chosen| view! { <ForSeller sellers chosen /> })}
            <Uploads rows />
        </ConsolePage>
    }
    .into_any())
}

/// Chooses a seller, and takes a file for that one.
#[component]
fn ForSeller(sellers: Vec<Seller>, chosen: Seller) -> AnyView {
    let t = Ctx::current().t();
    let options = sellers.into_iter().map(|seller| (seller.id.to_string(), seller.name)).collect();
    let form = FormState::default().or("for", chosen.id.to_string());
    let (action, currency): (String, Currency) = (format!("{LIST}/to/{}", chosen.id), chosen.currency);
    let seller = chosen.id;
    view! {
        <Form action=LIST get=true label=t.imports_seller() class="mb-6 flex flex-wrap items-end gap-3">
            <Select form=&form name="for" label=t.imports_seller() options submits=true class="max-w-md flex-1" />
            <Button kind=ButtonKind::Secondary>{t.imports_choose_seller()}</Button>
        </Form>
        <div class="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2">
            <UploadForm action currency stock=STOCK />
            <Exports seller />
        </div>
    }
    .into_any()
}

pub async fn upload_page() -> Result<AnyView, Failure> {
    allow(Action::ReadCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let id = param("upload");
    let seller = any_upload(&id).await?.seller_id;
    let stream = live_from_now(format!("/live/seller/{seller}")).await?;
    let upload = any_upload(&id).await?;
    let run = run_of(&upload).await?;
    let findings = platform().imports.keeps_findings(upload.id).await;
    let findings = findings.then(|| format!("{LIST}/{}/findings", upload.id));
    let paths = Paths {
        seller: None,
        page: page_of(&upload),
        findings,
        start: OperatorStartImport::PATH,
        undo: OperatorUndoImport::PATH,
        discard: OperatorDiscardImport::PATH,
    };
    let trail = vec![(LIST.to_owned(), t.imports_title()), (String::new(), upload.file_name.clone())];
    Ok(view! {
        <ConsolePage console=Console::Operator title=upload.file_name.clone()
            actions=view! { <Live stream regions="upload" on=t.live_on() off=t.live_off() /> }.into_any()>
            <Breadcrumbs trail />
            <UploadCard upload run paths />
        </ConsolePage>
    }
    .into_any())
}
