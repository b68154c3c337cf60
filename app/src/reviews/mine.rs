//! What one has reviewed, and what one could. Route `/account/reviews`.
use std::collections::HashMap;

use domain::ProductId;
use domain::review::Visibility;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::merged_among;
use platform::orders::purchases::{self, Purchase};
use platform::reviews::{self, Review};

use super::api::RemoveReview;
use super::parts::StarRow;
use crate::access::{account_id, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::shop::tiles::thumbnail;
use crate::ui::*;

/// More than anybody writes; the newest.
const MOST: usize = 200;

pub async fn page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let t = Ctx::current().t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let written = reviews::by_author(&mut conn, me, MOST as i64).await?;
    let bought = purchases::of_account(&mut conn, me, MOST).await?;
    let reviewed: Vec<ProductId> = written.iter().map(|review| review.product_id).collect();
    let merged = merged_among(&mut conn, &reviewed).await?;
    drop(conn);
    let of: HashMap<ProductId, Purchase> = bought.iter().map(|p| (p.product_id, p.clone())).collect();
    let waiting: Vec<Purchase> =
        bought.into_iter().filter(|p| written.iter().all(|r| r.product_id != p.product_id)).collect();
    let nothing = waiting.is_empty() && written.is_empty();
    let waiting_rows =
        waiting.iter().map(|purchase| view! { <WaitingRow purchase=purchase.clone() /> }).collect_view();
    let written_rows = written
        .into_iter()
        .filter_map(|review| {
            // Whoever reviewed both of two products that became one has one review that no page shows.
            let kept = merged.get(&review.product_id).copied();
            let purchase = of.get(&kept.unwrap_or(review.product_id)).cloned()?;
            Some(view! { <WrittenRow review purchase shown=kept.is_none() /> })
        })
        .collect_view();
    let list = "divide-y divide-line rounded-card border border-line bg-surface px-5";
    Ok(view! {
        <ShopPage title=t.my_reviews() head=Head { private: true, ..Head::default() }>
            <h1 class="mb-6 text-3xl font-bold">{t.my_reviews()}</h1>
            {nothing.then(|| view! {
                <EmptyState title=t.my_reviews_none_title() text=t.my_reviews_none_text() icon=Icon::Star>
                    <LinkButton href="/account/orders">{t.nav_orders()}</LinkButton>
                </EmptyState>
            })}
            {(!waiting.is_empty()).then(|| view! {
                <section class="mb-10" aria-labelledby="to-review">
                    <h2 id="to-review" class="mb-3 text-lg font-bold">{t.my_reviews_waiting()}</h2>
                    <ul class=list>{waiting_rows}</ul>
                </section>
            })}
            {(!written_rows.is_empty()).then(|| view! {
                <section aria-labelledby="written">
                    <h2 id="written" class="mb-3 text-lg font-bold">{t.my_reviews_written()}</h2>
                    <ul class=list>{written_rows}</ul>
                </section>
            })}
        </ShopPage>
    }
    .into_any())
}

#[component]
fn WaitingRow(purchase: Purchase) -> AnyView {
    let t = Ctx::current().t();
    let photo = thumbnail(purchase.picture_id, purchase.product_id);
    let href = format!("/account/reviews/{}", purchase.product_id);
    view! {
        <li class="flex flex-wrap items-center gap-4 py-3">
            <PhotoView photo size=72 class="picture-plate size-18 shrink-0 rounded-control border border-line object-contain p-1" />
            <a class="min-w-0 flex-1 basis-40 font-medium hover:text-accent" href=format!("/p/{}", purchase.slug)>
                <bdi>{purchase.title}</bdi>
            </a>
            <LinkButton href kind=ButtonKind::Secondary>{t.review_write()}</LinkButton>
        </li>
    }
    .into_any()
}

#[component]
fn WrittenRow(review: Review, purchase: Purchase, shown: bool) -> AnyView {
    let t = Ctx::current().t();
    let product = review.product_id.to_string();
    let end = if shown {
        let href = format!("/account/reviews/{product}");
        view! { <LinkButton href kind=ButtonKind::Secondary>{t.edit()}</LinkButton> }.into_any()
    } else {
        view! {
            <Form action=RemoveReview::PATH>
                <Hidden name="product" value=product />
                <Button kind=ButtonKind::Quiet>{t.review_remove()}</Button>
            </Form>
        }
        .into_any()
    };
    let hidden = (review.visibility == Visibility::Hidden)
        .then(|| view! { <Badge tone=Tone::Warn>{t.words_hidden_short()}</Badge> });
    view! {
        <li class="flex flex-wrap items-center gap-4 py-3">
            <div class="min-w-0 flex-1 basis-60">
                <a class="font-medium hover:text-accent" href=format!("/p/{}#{}", purchase.slug, review.id)><bdi>{purchase.title}</bdi></a>
                <p class="flex flex-wrap items-center gap-2"><StarRow stars=review.stars /> <bdi>{review.title}</bdi> {hidden}</p>
                <p class="text-sm text-ink-faint">
                    <DateText at=review.written_at />
                    {(review.votes > 0).then(|| view! { " · " {t.votes_count(review.votes)} })}
                </p>
            </div>
            {end}
        </li>
    }
    .into_any()
}
