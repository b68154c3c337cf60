//! Finding a product by a picture: the form, and what is said of the file. Server only.
use domain::{SellerId, format};
use leptos::prelude::*;
use platform::pictures::Fingerprint;

use super::find::PATH;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// The page with what looks like this picture. Its address says what the picture looks like, so the picture itself is kept
/// nowhere, and the page can be loaded again.
pub fn address(seller: SellerId, fingerprint: &Fingerprint) -> String {
    format!("{PATH}?seller={seller}&like={fingerprint}")
}

/// The page as it was before a picture was sent.
pub fn back(seller: SellerId) -> String {
    format!("{PATH}?seller={seller}")
}

/// What is said when no file was chosen.
pub fn nothing_words(t: T) -> String {
    t.photos_none_chosen()
}

/// What is said of a picture that shows a plain surface.
pub fn plain_words(t: T) -> String {
    t.listing_picture_plain()
}

/// The form that sends a picture.
pub(super) fn form(seller: SellerId) -> AnyView {
    let t = Ctx::current().t();
    let action = format!("/seller/products/by-picture/{seller}");
    view! {
        // Posted by the browser itself: it sends a file. Without `capture` a phone offers both its camera and what it has.
        <form action=action method="post" enctype="multipart/form-data" class="flex flex-wrap items-end gap-3" id="by-picture">
            <div class="field flex min-w-0 flex-1 flex-col gap-1.5">
                <label for="f-picture" class="text-sm font-semibold">{t.listing_picture_label()}</label>
                <p id="f-picture-hint" class="text-sm text-ink-faint">{t.listing_picture_hint()}</p>
                <input class="control" type="file" id="f-picture" name="picture" accept="image/*" aria-describedby="f-picture-hint" />
            </div>
            <Button kind=ButtonKind::Secondary>{t.listing_picture_find()}</Button>
        </form>
    }
    .into_any()
}

/// How alike a product's picture is.
pub(super) fn badge(percent: u8) -> AnyView {
    let t = Ctx::current().t();
    let percent = format::percent(i64::from(percent) * 100, t.writing());
    view! { <Badge>{t.listing_alike(percent)}</Badge> }.into_any()
}
