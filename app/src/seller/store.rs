//! What a seller says of itself on its own page: story and logo. Route `/seller/store`.
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::pictures::Picture;
use platform::sellers::{Seller, SellerError, shopfront, show_logo, tell_story};

use super::api::{RemoveLogo, SaveStore, StoreForm};
use super::desk;
use crate::access::{platform, visitor};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::shop::store::{LogoView, address};
use crate::text::T;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "store";

fn here(seller: &Seller) -> String {
    format!("/seller/store?seller={}", seller.id)
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSettings).await?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let front = shopfront(&mut platform().db.read().await?, seller.id).await?;
    let owner = visitor().allow(Action::ManageSeller, &Resource::Seller(seller.id)).is_ok();
    let form = FormState::of(&ctx, FORM).or("story", front.story);
    let href = address(&seller.slug);
    let body = if owner {
        view! {
            <LogoCard logo=front.logo seller=seller.clone() />
            <Card title=t.store_story() id="story">
                <Form action=SaveStore::PATH class="flex flex-col gap-4">
                    <Hidden name="seller" value=seller.id.to_string() />
                    <TextArea form=&form name="story" label=t.store_story() hint=t.store_story_hint() optional=true />
                    <div><Button>{t.save()}</Button></div>
                </Form>
            </Card>
        }
        .into_any()
    } else {
        view! { <p class="text-ink-soft">{t.store_owner_only()}</p> }.into_any()
    };
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.store_title()>
            <div id="store" class="flex max-w-2xl flex-col gap-6">
                <p>{t.store_text()} " " <a class="link inline-flex min-h-tap items-center" href=href>{t.store_look()}</a></p>
                {body}
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn LogoCard(logo: Option<Picture>, seller: Seller) -> AnyView {
    let t = Ctx::current().t();
    let action = format!("/seller/store/logo/{}", seller.id);
    let shown = logo.map(|picture| {
        view! {
            <div class="mb-4 flex flex-wrap items-center gap-4">
                <LogoView picture />
                <Form action=RemoveLogo::PATH>
                    <Hidden name="seller" value=seller.id.to_string() />
                    <Button kind=ButtonKind::Danger>{t.store_logo_remove()}</Button>
                </Form>
            </div>
        }
    });
    view! {
        <Card title=t.store_logo() id="logo">
            {shown}
            // Posted by the browser itself: it sends a file.
            <form action=action method="post" enctype="multipart/form-data" class="flex flex-col gap-3">
                <label for="f-logo" class="text-sm font-semibold">{t.store_logo_choose()}</label>
                <p id="f-logo-hint" class="text-sm text-ink-faint">{t.store_logo_hint()}</p>
                <input class="control" type="file" id="f-logo" name="logo"
                    accept="image/jpeg,image/png,image/webp" aria-describedby="f-logo-hint" />
                <div><Button kind=ButtonKind::Secondary>{t.store_logo_add()}</Button></div>
            </form>
        </Card>
    }
    .into_any()
}

/// What the page says after a form with a logo.
pub fn logo_words(t: T, kept: bool) -> String {
    if kept { t.store_logo_kept() } else { t.store_logo_none() }
}

/// Who is it, may they, parse, one call.
pub(super) async fn save(form: StoreForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?;
    let t = Ctx::current().t();
    let (id, story) = (seller.id, form.story.clone());
    let told: Result<(), SellerError> = platform()
        .db
        .write(move |tx| {
            let story = story.clone();
            Box::pin(async move { tell_story(tx, id, &story).await })
        })
        .await;
    match told {
        Ok(()) => Ok(Done::to(here(&seller)).notice(Tone::Good, t.store_saved())),
        Err(SellerError::BadStory) => {
            Err(Invalid::new(FORM, &form).field("story", t.store_story_wrong()).into())
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn remove_logo(seller: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &seller).await?;
    let t = Ctx::current().t();
    let id = seller.id;
    platform().db.write(move |tx| Box::pin(show_logo(tx, id, None))).await?;
    Ok(Done::to(here(&seller)).notice(Tone::Good, t.store_logo_gone()))
}
