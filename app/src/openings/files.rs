//! What was handed in, as a list, and the form that takes a document. Shared by the seller's desk and the operator's page.
use domain::SellerId;
use domain::opening::{DocumentKind, Requirement, SellerKind};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::openings::Document;

use super::api::RemoveDocument;
use super::words;
use crate::ctx::Ctx;
use crate::ui::*;

/// Who looks at documents.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// An owner, who may take them back while the opening is the seller's.
    Owner {
        changeable: bool,
    },
    Operator,
}

impl Reader {
    fn way(self, document: &Document) -> String {
        let (seller, id) = (document.seller_id, document.id);
        match self {
            Self::Owner { .. } => format!("/seller/opening/documents/{id}?seller={seller}"),
            Self::Operator => format!("/operator/sellers/{seller}/documents/{id}"),
        }
    }
}

#[component]
pub(super) fn Documents(seller: SellerId, documents: Vec<Document>, reader: Reader) -> AnyView {
    let t = Ctx::current().t();
    if documents.is_empty() {
        return view! { <p class="text-ink-soft">{t.opening_no_documents()}</p> }.into_any();
    }
    let rows = documents
        .into_iter()
        .map(|document| {
            let href = reader.way(&document);
            let name = if document.file_name.is_empty() { document.id.to_string() } else { document.file_name };
            let kind = words::document(t, document.kind.0);
            let named = kind.clone();
            let remove = (reader == Reader::Owner { changeable: true }).then(|| {
                view! {
                    <Form action=RemoveDocument::PATH swap="opening">
                        <Hidden name="seller" value=seller.to_string() />
                        <Hidden name="document" value=document.id.to_string() />
                        <Button kind=ButtonKind::Secondary>{t.opening_take_back()} <span class="sr-only">{named}</span></Button>
                    </Form>
                }
            });
            view! {
                <li class="flex flex-wrap items-center justify-between gap-3 py-3" data-document=document.kind.0.as_str()>
                    <div class="min-w-0 flex-1 basis-60">
                        <a class="link inline-flex min-h-tap items-center break-all" href=href><bdi>{name}</bdi></a>
                        <p class="text-sm text-ink-faint">{kind} " · " <DateText at=document.added_at_us time=true /></p>
                    </div>
                    {remove}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
}

/// Takes a file. Posted by the browser itself, because it sends one.
#[component]
pub(super) fn UploadForm(seller: SellerId, kind: SellerKind) -> AnyView {
    let t = Ctx::current().t();
    // What this kind of seller needs comes first.
    let mut kinds: Vec<DocumentKind> =
        Requirement::of(kind).iter().filter_map(|requirement| requirement.document()).collect();
    kinds.extend(DocumentKind::ALL.iter().copied().filter(|one| *one == DocumentKind::Other));
    let options = kinds.into_iter().map(|kind| (kind.to_string(), words::document(t, kind))).collect();
    let form = FormState::default();
    let hint = t.opening_file_hint(words::most_mb().to_string());
    view! {
        <form action=format!("/seller/opening/to/{seller}") method="post" enctype="multipart/form-data" class="grid gap-4 sm:grid-cols-2">
            <Select form=&form name="document_kind" label=t.opening_document_kind() options />
            <div class="field flex flex-col gap-1.5">
                <label for="f-file" class="text-sm font-semibold">{t.imports_file()}</label>
                <p id="f-file-hint" class="text-sm text-ink-faint">{hint}</p>
                <input class="control" type="file" id="f-file" name="file" required=true
                    accept=".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg" aria-describedby="f-file-hint" />
            </div>
            <div class="sm:col-span-2"><Button kind=ButtonKind::Secondary>{t.opening_hand_in()}</Button></div>
        </form>
    }
    .into_any()
}
