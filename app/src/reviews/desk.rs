//! What waits for a seller: questions without an answer, reviews to reply to. Route `/seller/reviews`.
use domain::roles::{Action, Resource};
use std::collections::HashMap;

use domain::{ProductId, ReviewId, SellerId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::product_by_id;
use platform::reviews::{self, Question, Review};

use super::api::ReplyToReview;
use super::feedback::FeedbackDesk;
use super::parts::ReviewView;
use crate::access::{may, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::seller::desk;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
pub(super) const REPLY_FORM: &str = "reply";
const PER_PAGE: u32 = 20;
const QUESTIONS: i64 = 50;
const FEEDBACK: i64 = 50;

/// Title and address of a product.
type Titles = HashMap<ProductId, (String, String)>;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadCatalogue).await?;
    let t = Ctx::current().t();
    let page: u32 = query("page").and_then(|p| p.parse().ok()).unwrap_or(1).clamp(1, 1_000);
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let questions = reviews::waiting_questions(&mut conn, seller.id, QUESTIONS).await?;
    let found = reviews::reviews_of_seller(&mut conn, seller.id, page, PER_PAGE).await?;
    let said = reviews::feedback_to_answer(&mut conn, seller.id, FEEDBACK).await?;
    let photos =
        reviews::photos_of(&mut conn, &found.reviews.iter().map(|r| r.id).collect::<Vec<_>>()).await?;
    let mut titles = Titles::new();
    let products = questions.iter().map(|q| q.product_id).chain(found.reviews.iter().map(|r| r.product_id));
    for id in products {
        if !titles.contains_key(&id)
            && let Some(product) = product_by_id(&mut conn, id).await?
        {
            titles.insert(id, (product.title, product.slug));
        }
    }
    drop(conn);
    // The platform's people look at a desk and say nothing in its name.
    let replies = may(Action::ReplyForSeller, &Resource::Seller(seller.id));
    let title_of = |id: &ProductId| titles.get(id).cloned().unwrap_or_default();
    let question_rows = questions
        .into_iter()
        .map(|question| {
            let (title, _) = title_of(&question.product_id);
            view! { <QuestionRow question title answers=replies /> }
        })
        .collect_view();
    // One reply is written at a time, so there is one form.
    let replying: Option<ReviewId> = query("reply").and_then(|id| id.parse().ok());
    let rows = found
        .reviews
        .into_iter()
        .map(|review| {
            let (title, slug) = title_of(&review.product_id);
            let photos = photos.get(&review.id).cloned().unwrap_or_default();
            let open = replying == Some(review.id);
            let reply = replies
                .then(|| view! { <ReplyArea review=review.clone() seller=seller.id open page /> });
            view! {
                <li>
                    <p class="-mb-3 pt-4 text-sm"><a class="link inline-flex min-h-tap items-center" href=format!("/p/{slug}")><bdi>{title}</bdi></a></p>
                    <ReviewView review photos>{reply}</ReviewView>
                </li>
            }
        })
        .collect_view();
    let pages = found.total.unsigned_abs().div_ceil(u64::from(PER_PAGE)) as u32;
    let href = Callback::new(move |page: u32| desk::here(&format!("/seller/reviews?page={page}")));
    let list = "divide-y divide-line rounded-card border border-line bg-surface px-5";
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.seller_reviews()>
            <section class="mb-10" aria-labelledby="questions-title">
                <h2 id="questions-title" class="mb-3 text-lg font-bold">{t.desk_questions()}</h2>
                {if question_rows.is_empty() {
                    view! { <p class="text-ink-soft">{t.desk_questions_none()}</p> }.into_any()
                } else {
                    view! { <ul class=list>{question_rows}</ul> }.into_any()
                }}
            </section>
            <section aria-labelledby="reviews-title">
                <h2 id="reviews-title" class="mb-3 text-lg font-bold">{t.reviews_title()}</h2>
                {if rows.is_empty() {
                    view! { <EmptyState title=t.desk_reviews_none_title() text=t.desk_reviews_none_text() icon=Icon::Star /> }.into_any()
                } else {
                    view! { <ul class=list>{rows}</ul> }.into_any()
                }}
                <div class="mt-6"><Pagination page pages href /></div>
            </section>
            <FeedbackDesk list=said seller=seller.id name=seller.name.clone() open=query("answer") />
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn QuestionRow(question: Question, title: String, answers: bool) -> AnyView {
    let t = Ctx::current().t();
    let href = format!("/questions/{}", question.id);
    view! {
        <li class="flex flex-wrap items-center justify-between gap-3 py-3" id=question.id.to_string() data-question=question.id.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                <p class="font-medium break-words" dir="auto">{question.body}</p>
                <p class="text-sm text-ink-faint"><bdi>{title}</bdi> " · " <DateText at=question.written_at /></p>
            </div>
            {answers.then(|| view! { <LinkButton href kind=ButtonKind::Secondary>{t.question_answer()}</LinkButton> })}
        </li>
    }
    .into_any()
}

#[component]
fn ReplyArea(review: Review, seller: SellerId, open: bool, page: u32) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let words = if review.reply.is_some() { t.reply_change() } else { t.reply_write() };
    if !open {
        let href = desk::link(seller, &format!("/seller/reviews?page={page}&reply={0}#{0}", review.id));
        return view! { <a class="link inline-flex min-h-tap items-center" href=href>{words}</a> }.into_any();
    }
    let form = FormState::of(&ctx, REPLY_FORM).or("reply", review.reply.map(|r| r.body).unwrap_or_default());
    view! {
        <Form action=ReplyToReview::PATH class="flex w-full max-w-prose flex-col gap-3">
            <Hidden name="seller" value=seller.to_string() />
            <Hidden name="review" value=review.id.to_string() />
            <TextArea form=&form name="reply" label=words hint=t.reply_hint() />
            <div><Button>{t.reply_send()}</Button></div>
        </Form>
    }
    .into_any()
}
