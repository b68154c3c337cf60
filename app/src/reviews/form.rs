//! Writing one's review of a product, and changing it. Route `/account/reviews/:product`.
use domain::ProductId;
use domain::feature::Feature;
use domain::review::{Stars, Subject, Visibility};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::reviews::{self, May};

use super::api::{RemoveReview, SaveReview};
use super::photos::PhotosCard;
use crate::access::{account_id, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::{param, query};
use crate::shop::tiles::thumbnail;
use crate::switches::closed_notice;
use crate::text::T;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "review";

fn stars_words(t: T, stars: Stars) -> String {
    match stars.get() {
        5 => t.stars_5(),
        4 => t.stars_4(),
        3 => t.stars_3(),
        2 => t.stars_2(),
        _ => t.stars_1(),
    }
}

/// From one star to five, in words.
pub(super) fn stars_to_choose(t: T) -> Vec<Choice> {
    let choice = |stars: Stars| Choice {
        value: stars.get().to_string(),
        title: t.stars_count(stars.get()),
        text: stars_words(t, stars),
        ..Choice::default()
    };
    Stars::ALL.into_iter().map(choice).collect()
}

pub async fn page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let id: ProductId = param("product").parse().map_err(|_| Failure::NotFound)?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let id = platform::catalog::merged_into(&mut conn, id).await?.unwrap_or(id);
    let product = platform::catalog::product_by_id(&mut conn, id).await?.ok_or(Failure::NotFound)?;
    let may = reviews::may_review(&mut conn, me, id).await?;
    let review = reviews::of_author(&mut conn, me, id).await?;
    let hidden = match review.as_ref().filter(|r| r.visibility == Visibility::Hidden) {
        Some(review) => {
            let last = reviews::decisions(&mut conn, Subject::Review(review.id)).await?.into_iter().next();
            Some(last.map(|d| d.reason).unwrap_or_default())
        }
        None => None,
    };
    let photos = match &review {
        Some(review) => reviews::photos_of(&mut conn, &[review.id]).await?.remove(&review.id),
        None => None,
    };
    drop(conn);
    let purchase = match may {
        May::Yes(purchase) => purchase,
        refused => {
            let text = if refused == May::OwnGoods { t.review_own_goods() } else { t.review_not_bought() };
            let href = format!("/p/{}", product.slug);
            return Ok(view! {
                <ShopPage title=t.review_title() head=Head { private: true, ..Head::default() }>
                    <h1 class="sr-only">{t.review_title()}</h1>
                    <EmptyState title=product.title text icon=Icon::Star>
                        <LinkButton href kind=ButtonKind::Secondary>{t.review_see_product()}</LinkButton>
                    </EmptyState>
                </ShopPage>
            }
            .into_any());
        }
    };
    let closed = closed_notice(Feature::Reviews).await?;
    let asked = query("stars").and_then(|s| Stars::parse(&s).ok()).map(|s| s.get().to_string());
    let mut form = FormState::of(&ctx, FORM).or("stars", asked.unwrap_or_default());
    let written = review.is_some();
    if let Some(review) = review {
        form = form
            .or("stars", review.stars.get().to_string())
            .or("title", review.title)
            .or("body", review.body);
    }
    let choices = stars_to_choose(t);
    let photo = thumbnail(purchase.picture_id, id);
    let title = if written { t.review_change() } else { t.review_write() };
    let href = format!("/p/{}#reviews", product.slug);
    Ok(view! {
        <ShopPage title=title.clone() head=Head { private: true, ..Head::default() }>
            <div class="mx-auto max-w-3xl">
                <h1 class="mb-4 text-2xl font-bold sm:text-3xl">{title}</h1>
                <a href=href class="mb-6 flex items-center gap-4 hover:text-accent">
                    <PhotoView photo size=72 class="picture-plate size-18 shrink-0 rounded-control border border-line object-contain p-1" />
                    <bdi class="font-medium">{product.title}</bdi>
                </a>
                {hidden.map(|reason| view! {
                    <Notice tone=Tone::Warn class="mb-6">{t.words_hidden()} " " <bdi>{reason}</bdi></Notice>
                })}
                {closed}
                <Form action=SaveReview::PATH class="flex flex-col gap-5">
                    <Hidden name="product" value=id.to_string() />
                    <RadioCards form=&form name="stars" label=t.review_stars() choices class="grid-cols-2 sm:grid-cols-5" />
                    <Field form=&form name="title" label=t.review_headline() hint=t.review_headline_hint() />
                    <TextArea form=&form name="body" label=t.review_text() hint=t.review_text_hint() rows=8 />
                    <p class="text-sm text-ink-faint">{t.review_name_note()}</p>
                    <div><Button>{if written { t.save() } else { t.review_publish() }}</Button></div>
                </Form>
                {written.then(|| view! {
                    <PhotosCard product=id photos=photos.unwrap_or_default() />
                    <Form action=RemoveReview::PATH class="mt-8 border-t border-line pt-4">
                        <Hidden name="product" value=id.to_string() />
                        <Button kind=ButtonKind::Quiet>{t.review_remove()}</Button>
                    </Form>
                })}
            </div>
        </ShopPage>
    }
    .into_any())
}
