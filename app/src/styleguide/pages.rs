//! The style guide's pages.
use leptos::prelude::*;

use super::{parts, samples};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::ui::layout::{Console, ConsolePage, Head, MessagePage, NarrowPage, ShopPage};

/// The whole guide.
pub async fn page() -> Result<impl IntoView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    Ok(view! {
        <ShopPage title=t.guide_title() head=Head { private: true, ..Head::default() }>
            <div class="flex flex-col gap-12">
                <div>
                    <h1 class="text-4xl font-bold">{t.guide_title()}</h1>
                    <p class="mt-2 text-lg text-ink-soft">{t.guide_intro()}</p>
                </div>
                <parts::Layouts />
                <parts::Products />
                <parts::Buttons />
                <parts::Fields />
                <parts::States />
                <parts::Lists />
                <parts::Charts />
                <parts::LiveParts />
                <parts::Foundations />
            </div>
        </ShopPage>
    })
}

/// One layout by its name, with sample contents.
pub async fn layout() -> Result<impl IntoView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    Ok(match param("layout").as_str() {
        "console" => view! {
            <ConsolePage console=Console::Seller title=t.seller_today()>
                <samples::ConsoleSample />
            </ConsolePage>
        }
        .into_any(),
        "narrow" => view! {
            <NarrowPage title=t.nav_sign_in()>
                <h1 class="mb-6 text-3xl font-bold">{t.nav_sign_in()}</h1>
                <samples::FormSample />
            </NarrowPage>
        }
        .into_any(),
        "message" => view! {
            <MessagePage
                title=t.error_unexpected_title()
                text=t.error_unexpected_text()
                code=Some(ctx.request_id().to_owned())
            />
        }
        .into_any(),
        _ => return Err(Failure::NotFound),
    })
}
