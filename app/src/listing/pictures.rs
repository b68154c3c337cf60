//! Pictures of a proposed product: those that it has, and the form that adds some. Server only.
use domain::PictureId;
use leptos::prelude::*;
use platform::listing::MOST_PICTURES;

use crate::access::may_send;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// What the page says after `count` pictures were added.
pub fn added_words(t: T, count: usize) -> String {
    if count == 0 { t.photos_none_chosen() } else { t.photos_added(count) }
}

/// What it says when there is no room for them.
pub fn too_many_words(t: T) -> String {
    t.propose_too_many_pictures(i64::try_from(MOST_PICTURES).unwrap_or(i64::MAX))
}

/// What it says when the product was refused meanwhile.
pub fn decided_words(t: T) -> String {
    t.listing_decided_before()
}

/// The pictures of one proposal, small.
pub(super) fn shown(pictures: &[PictureId]) -> Option<AnyView> {
    let at = |id: PictureId, ext| platform::pictures::url(id, 160, ext);
    let all = pictures.iter().map(|id| {
        let photo = Photo { src: at(*id, "jpg"), webp: Some(at(*id, "webp")) };
        view! { <li><PhotoView photo size=72 class="size-18 rounded-control border border-line object-contain" /></li> }
    });
    let all = all.collect_view();
    (!pictures.is_empty()).then(|| view! { <ul class="mt-2 flex flex-wrap gap-3">{all}</ul> }.into_any())
}

/// The form that adds some, while there is room.
pub(super) fn form(proposal: &str, title: &str, has: usize) -> Option<AnyView> {
    let t = Ctx::current().t();
    let action = format!("/seller/proposals/{proposal}/pictures");
    if has >= MOST_PICTURES || !may_send(&action) {
        return None;
    }
    // Each proposal has a field of its own: two of one id on a page would be one to its label.
    let (id, label_for) = (format!("picture-{proposal}"), format!("picture-{proposal}"));
    let label = t.propose_pictures_of(title.to_owned());
    Some(
        view! {
            // Posted by the browser itself: it sends files.
            <form action=action method="post" enctype="multipart/form-data" class="mt-2 flex flex-wrap items-end gap-3">
                <div class="field flex min-w-0 flex-col gap-1.5">
                    <label for=label_for class="text-sm font-semibold">{label}</label>
                    <input class="control" type="file" id=id name="picture" multiple=true accept="image/jpeg,image/png,image/webp" />
                </div>
                <Button kind=ButtonKind::Secondary>{t.photos_add()}</Button>
            </form>
        }
        .into_any(),
    )
}
