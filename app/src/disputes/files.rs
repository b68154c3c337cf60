//! Files that go to a bank: the list of them, and the form that attaches one. Shared by the seller's desk and the operator's
//! list.
use domain::SellerId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::disputes::{Dispute, Document};

use super::api::RemoveDocument;
use super::words;
use crate::ctx::Ctx;
use crate::ui::*;

/// The list.
#[component]
pub(super) fn Files(
    documents: Vec<Document>,
    /// Whose desk it is; without one it is the operator's.
    #[prop(optional_no_strip)]
    seller: Option<SellerId>,
    /// Whether they can be taken back.
    changeable: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let rows = documents.into_iter().map(|document| {
        let (dispute, id) = (document.dispute_id, document.id);
        let href = match seller {
            Some(seller) => format!("/seller/disputes/{dispute}/documents/{id}?seller={seller}"),
            None => format!("/operator/disputes/{dispute}/documents/{id}"),
        };
        let name = if document.file_name.is_empty() { id.to_string() } else { document.file_name };
        let named = name.clone();
        let remove = seller.filter(|_| changeable).map(|seller| {
            view! {
                <Form action=RemoveDocument::PATH>
                    <Hidden name="seller" value=seller.to_string() />
                    <Hidden name="dispute" value=dispute.to_string() />
                    <Hidden name="paper" value=id.to_string() />
                    <Button kind=ButtonKind::Secondary>{t.opening_take_back()} <span class="sr-only">{named}</span></Button>
                </Form>
            }
        });
        view! {
            <li class="relative flex flex-wrap items-center justify-between gap-3 py-2" data-file=id.to_string()>
                <div class="min-w-0 flex-1 basis-60">
                    <a class="link inline-flex min-h-tap items-center break-all" href=href><bdi>{name}</bdi></a>
                    <p class="text-sm text-ink-faint"><DateText at=document.added_at_us time=true /></p>
                </div>
                {remove}
            </li>
        }
        .into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
}

/// The files of one dispute at the desk, and the form while it can be answered.
#[component]
pub(super) fn Attached(row: Dispute, documents: Vec<Document>, open: bool) -> AnyView {
    let t = Ctx::current().t();
    if documents.is_empty() && !open {
        return ().into_any();
    }
    let list = (!documents.is_empty())
        .then(|| view! { <Files documents seller=Some(row.seller_id) changeable=open /> });
    let form = open.then(|| {
        view! {
            // Posted by the browser itself: it sends a file.
            <form action=format!("/seller/disputes/{}/documents", row.id) method="post" enctype="multipart/form-data" class="flex flex-col gap-3">
                <label for="f-file" class="text-sm font-semibold">{t.imports_file()}</label>
                <p id="f-file-hint" class="text-sm text-ink-faint">{words::files_hint(t)}</p>
                <input class="control" type="file" id="f-file" name="file" required=true
                    accept=".pdf,.png,.jpg,.jpeg,.webp,application/pdf,image/png,image/jpeg,image/webp" aria-describedby="f-file-hint" />
                <div><Button kind=ButtonKind::Secondary>{t.dispute_file_add()}</Button></div>
            </form>
        }
    });
    view! {
        <Card title=t.dispute_files() id="files">
            <div class="flex flex-col gap-4">{list} {form}</div>
        </Card>
    }
    .into_any()
}
