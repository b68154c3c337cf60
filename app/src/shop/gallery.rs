//! The pictures of a product: a row to swipe through with its dots, and the largest of each in a dialog. Without script the
//! dots are links to the pictures, and a picture leads to its largest.
use leptos::prelude::*;
use std::sync::Arc;

use platform::catalog::Content;

use super::tiles::photo;
use crate::ctx::Ctx;
use crate::ui::*;

/// The largest width that is asked for.
const LARGEST_PX: u32 = 4_096;

#[component]
pub(super) fn Gallery(content: Arc<Content>) -> AnyView {
    let t = Ctx::current().t();
    let product = &content.product;
    let shown: Vec<(Photo, String)> = if content.pictures.is_empty() {
        let drawn = photo(None, product.id, 640);
        let largest = drawn.src.clone();
        vec![(drawn, largest)]
    } else {
        content.pictures.iter().map(|p| (photo(Some(p), product.id, 640), p.src(LARGEST_PX, "jpg"))).collect()
    };
    let count = shown.len();
    let largest: Vec<String> = shown.iter().map(|(_, largest)| largest.clone()).collect();
    let slides = shown
        .into_iter()
        .enumerate()
        .map(|(at, (photo, largest))| {
            let label = t.gallery_zoom(at + 1, count);
            view! {
                <li id=format!("picture-{}", at + 1) class="w-full shrink-0 snap-center">
                    <a href=largest data-zoom=at.to_string() aria-label=label class="block cursor-zoom-in rounded-card">
                        <PhotoView photo alt=product.title.clone() size=640 sizes="(min-width: 64rem) 36rem, 100vw"
                            first={at == 0} most_important={at == 0}
                            class="picture-plate aspect-square w-full rounded-card border border-line object-contain p-4" />
                    </a>
                </li>
            }
        })
        .collect_view();
    let dots = (count > 1).then(|| {
        let dots = (1..=count)
            .map(|at| {
                view! {
                    <li><a href=format!("#picture-{at}") aria-label=t.gallery_picture(at, count) aria-current=(at == 1).then_some("true") class="dot"></a></li>
                }
            })
            .collect_view();
        view! { <ul data-dots="" class="flex flex-wrap justify-center">{dots}</ul> }
    });
    view! {
        <div class="flex min-w-0 flex-col gap-2 lg:row-span-2 lg:self-start">
            <ul data-slides="" class="no-bar flex min-w-0 snap-x snap-mandatory gap-3 overflow-x-auto">{slides}</ul>
            {dots}
            <Zoom largest title=product.title.clone() />
        </div>
    }
    .into_any()
}

/// The largest pictures, loaded when they are looked at: as large as the screen, or at their own size to look around in.
#[component]
fn Zoom(largest: Vec<String>, title: String) -> AnyView {
    let t = Ctx::current().t();
    let count = largest.len();
    let slides = largest
        .into_iter()
        .enumerate()
        .map(|(at, src)| {
            let alt = t.gallery_picture(at + 1, count);
            view! { <li><img src=src alt=alt loading="lazy" decoding="async" /></li> }
        })
        .collect_view();
    let step = "tap rounded-full border border-line bg-raised hover:bg-sunken";
    let steps = (count > 1).then(|| {
        view! {
            <button type="button" data-step="-1" aria-label=t.previous() class=step><IconView icon=Icon::Forward class="size-5 rotate-180" /></button>
            <button type="button" data-step="1" aria-label=t.next() class=step><IconView icon=Icon::Forward class="size-5" /></button>
        }
    });
    view! {
        <dialog id="zoom" aria-label=title class="zoom">
            <ul data-slides="" tabindex="0" aria-label=t.gallery_pictures() class="no-bar picture-plate flex h-[calc(100dvh-4.5rem)] snap-x snap-mandatory overflow-x-auto">{slides}</ul>
            <form method="dialog" class="flex h-18 items-center justify-center gap-4">
                {steps}
                <button type="button" data-size="" aria-pressed="false" aria-label=t.gallery_full_size() class=format!("{step} aria-pressed:bg-accent-soft aria-pressed:text-accent-strong")><IconView icon=Icon::Plus class="size-5" /></button>
                <button class=step aria-label=t.close()><IconView icon=Icon::Close class="size-5" /></button>
            </form>
        </dialog>
    }
    .into_any()
}
