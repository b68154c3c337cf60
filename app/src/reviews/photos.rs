//! Photos of one's review: those that stand with it, and the form that adds some. Server only.
use domain::ProductId;
use domain::review::MOST_PHOTOS;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::pictures::{Picture, PictureError};

use super::api::RemovePhoto;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// What is wrong with a photo, when its sender can do something about it.
pub fn refusal_words(t: T, error: &PictureError) -> Option<String> {
    match error {
        PictureError::TooManyBytes { .. } | PictureError::TooLarge { .. } => Some(t.photos_too_large()),
        PictureError::NotAPicture | PictureError::Damaged(_) => Some(t.photos_unreadable()),
        _ => None,
    }
}

/// What the page says after `count` photos were added.
pub fn added_words(t: T, count: usize) -> String {
    if count == 0 { t.photos_none_chosen() } else { t.photos_added(count) }
}

/// The photos of a written review.
#[component]
pub(super) fn PhotosCard(product: ProductId, photos: Vec<Picture>) -> AnyView {
    let t = Ctx::current().t();
    let room = photos.len() < MOST_PHOTOS;
    let shown = photos
        .into_iter()
        .map(|picture| {
            let photo = Photo { src: picture.src(160, "jpg"), webp: Some(picture.src(160, "webp")) };
            view! {
                <li class="flex flex-col items-center gap-1">
                    <PhotoView photo alt=t.photos_own() size=96 class="size-24 rounded-control border border-line object-cover" />
                    <Form action=RemovePhoto::PATH>
                        <Hidden name="product" value=product.to_string() />
                        <Hidden name="photo" value=picture.id.to_string() />
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.remove()}</Button>
                    </Form>
                </li>
            }
        })
        .collect_view();
    let action = format!("/account/reviews/{product}/photos");
    let add = room.then(|| {
        view! {
            // Posted by the browser itself: it sends files.
            <form action=action method="post" enctype="multipart/form-data" class="flex flex-col gap-3">
                <label for="f-photo" class="text-sm font-semibold">{t.photos_choose()}</label>
                <p id="f-photo-hint" class="text-sm text-ink-faint">{t.photos_hint()}</p>
                <input class="control" type="file" id="f-photo" name="photo" multiple=true
                    accept="image/jpeg,image/png,image/webp" aria-describedby="f-photo-hint" />
                <div><Button kind=ButtonKind::Secondary>{t.photos_add()}</Button></div>
            </form>
        }
    });
    view! {
        <Card title=t.photos_title() id="photos" class="mt-8">
            <ul class="mb-4 flex flex-wrap gap-4 empty:hidden">{shown}</ul>
            {add}
        </Card>
    }
    .into_any()
}
