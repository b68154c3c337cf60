//! A seller's imports. Routes `/seller/imports` and `/seller/imports/{upload}`. Live while a job is at work.
use domain::SellerId;
use domain::feature::Feature;
use domain::roles::Action;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::import::{Upload, uploads_of_seller};

use super::api::{DiscardImport, StartImport, UndoImport};
use super::outcome::run_of;
use super::parts::{Exports, Paths, UploadCard, UploadForm, Uploads};
use super::work::sellers_upload;
use crate::access::{live_from_now, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::islands::Live;
use crate::page::param;
use crate::seller::desk;
use crate::switches::closed_notice;
use crate::ui::*;

pub(super) const LIST: &str = "/seller/imports";
const MOST: i64 = 50;

pub(super) fn page_of(upload: &Upload) -> String {
    format!("{LIST}/{}?seller={}", upload.id, upload.seller_id)
}

/// Where a seller's file is posted to.
fn takes(seller: SellerId) -> String {
    format!("{LIST}/to/{seller}")
}

pub async fn list_page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadCatalogue).await?;
    let t = Ctx::current().t();
    let closed = closed_notice(Feature::Catalogues).await?;
    let stream = live_from_now(format!("/live/seller/{}", seller.id)).await?;
    let platform = platform();
    let uploads = uploads_of_seller(&mut platform.db.read().await?, seller.id, MOST).await?;
    let rows: Vec<_> = uploads.into_iter().map(|upload| (page_of(&upload), upload, None)).collect();
    let (id, currency) = (seller.id, seller.currency);
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.imports_title()
            actions=view! { <Live stream regions="uploads" on=t.live_on() off=t.live_off() /> }.into_any()>
            {closed}
            <div class="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2">
                <UploadForm action=takes(id) currency stock="0" />
                <Exports seller=id />
            </div>
            <Uploads rows />
        </ConsolePage>
    }
    .into_any())
}

pub async fn upload_page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadCatalogue).await?;
    let t = Ctx::current().t();
    let stream = live_from_now(format!("/live/seller/{}", seller.id)).await?;
    let upload = sellers_upload(seller.id, &param("upload")).await?;
    let run = run_of(&upload).await?;
    let findings = platform().imports.keeps_findings(upload.id).await;
    let findings = findings.then(|| format!("{LIST}/{}/findings?seller={}", upload.id, seller.id));
    let paths = Paths {
        seller: Some(seller.id.to_string()),
        page: page_of(&upload),
        findings,
        start: StartImport::PATH,
        undo: UndoImport::PATH,
        discard: DiscardImport::PATH,
    };
    let trail = vec![
        (format!("{LIST}?seller={}", seller.id), t.imports_title()),
        (String::new(), upload.file_name.clone()),
    ];
    Ok(view! {
        <ConsolePage console=Console::Seller title=upload.file_name.clone()
            actions=view! { <Live stream regions="upload" on=t.live_on() off=t.live_off() /> }.into_any()>
            <Breadcrumbs trail />
            <UploadCard upload run paths />
        </ConsolePage>
    }
    .into_any())
}
