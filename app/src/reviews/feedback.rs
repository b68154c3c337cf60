//! What buyers say of a seller: rating one for a part of an order that arrived (route `/account/feedback/:part`), and what was
//! said, on the seller's own page and desk.
use domain::feature::Feature;
use domain::review::{Rating as Counted, Subject, Visibility};
use domain::roles::{Action, Resource};
use domain::{PartId, SellerId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::reviews::{self, Feedback, MayRate};

use super::api::{AnswerFeedback, GiveFeedback};
use super::form::stars_to_choose;
use super::parts::{ReportMenu, StarRow, Words};
use crate::access::{account_id, allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::seller::desk;
use crate::switches::closed_notice;
use crate::ui::*;

/// The forms' names, under which the pages find what was typed.
pub(super) const FORM: &str = "feedback";
pub(super) const ANSWER_FORM: &str = "feedback-answer";
/// So many are on a page of a seller's.
pub(crate) const SHOWN: u32 = 10;

pub async fn page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let part: PartId = param("part").parse().map_err(|_| Failure::NotFound)?;
    let closed = closed_notice(Feature::SellerRatings).await?;
    let mut conn = platform().db.read().await?;
    let may = reviews::may_rate(&mut conn, me, part).await?;
    let hidden = match &may {
        MayRate::Said(said) if said.visibility == Visibility::Hidden => {
            let last = reviews::decisions(&mut conn, Subject::Feedback(said.id)).await?.into_iter().next();
            Some(last.map(|decision| decision.reason).unwrap_or_default())
        }
        _ => None,
    };
    let seller = match &may {
        MayRate::Yes(seller) => platform::sellers::get(&mut conn, *seller).await?,
        MayRate::Said(said) => platform::sellers::get(&mut conn, said.seller_id).await?,
        MayRate::NotDelivered | MayRate::OwnGoods => None,
    };
    drop(conn);
    let name = seller.map(|seller| seller.name).unwrap_or_default();
    let body = match may {
        MayRate::Yes(_) => view! { {closed} {form(&ctx, part)} }.into_any(),
        MayRate::Said(said) => {
            let (feedback, seller) = (*said, name.clone());
            view! {
                {hidden.map(|reason| view! {
                    <Notice tone=Tone::Warn class="mb-4">{t.feedback_hidden()} " " <bdi>{reason}</bdi></Notice>
                })}
                <Notice tone=Tone::Info class="mb-4">{t.feedback_said()}</Notice>
                <FeedbackView feedback seller />
            }
            .into_any()
        }
        MayRate::OwnGoods => {
            view! { <EmptyState title=t.feedback_title() text=t.review_own_goods() icon=Icon::Star /> }
                .into_any()
        }
        MayRate::NotDelivered => {
            view! { <EmptyState title=t.feedback_title() text=t.feedback_not_yet() icon=Icon::Star /> }
                .into_any()
        }
    };
    Ok(view! {
        <ShopPage title=t.feedback_title() head=Head { private: true, ..Head::default() }>
            <div class="mx-auto max-w-3xl">
                <h1 class="mb-4 text-2xl font-bold sm:text-3xl">{t.feedback_title()}</h1>
                {(!name.is_empty()).then(|| view! { <p class="mb-6 font-medium"><bdi>{name}</bdi></p> })}
                {body}
            </div>
        </ShopPage>
    }
    .into_any())
}

fn form(ctx: &Ctx, part: PartId) -> AnyView {
    let t = ctx.t();
    let form = FormState::of(ctx, FORM);
    let choices = stars_to_choose(t);
    view! {
        <Form action=GiveFeedback::PATH class="flex flex-col gap-5">
            <Hidden name="part" value=part.to_string() />
            <RadioCards form=&form name="stars" label=t.feedback_stars() choices class="grid-cols-2 sm:grid-cols-5" />
            <TextArea form=&form name="words" label=t.feedback_words() hint=t.feedback_words_hint() rows=6 />
            <p class="text-sm text-ink-faint">{t.review_name_note()}</p>
            <div><Button>{t.review_publish()}</Button></div>
        </Form>
    }
    .into_any()
}

/// What one buyer said, with the seller's answer; buttons come as children.
#[component]
pub(crate) fn FeedbackView(
    feedback: Feedback,
    /// The seller's name.
    seller: String,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let t = Ctx::current().t();
    let name = if feedback.author.is_empty() { t.somebody() } else { feedback.author };
    let answer = feedback.answer.map(|answer| {
        view! {
            <div class="mt-1 border-s-2 border-accent ps-4">
                <p class="text-sm font-semibold">{t.reply_by()} " " <bdi>{seller}</bdi></p>
                <p class="text-sm text-ink-faint"><DateText at=answer.written_at /></p>
                <Words text=answer.body />
            </div>
        }
    });
    view! {
        <article id=feedback.id.to_string() class="flex flex-col gap-2 py-4" data-feedback=feedback.id.to_string()>
            <StarRow stars=feedback.stars />
            <p class="text-sm text-ink-faint"><bdi>{name}</bdi> " · " <DateText at=feedback.written_at /></p>
            <Words text=feedback.body />
            {answer}
            {children.map(|children| children())}
        </article>
    }
    .into_any()
}

/// The seller's rating by what its buyers said of it; nothing where nobody did.
#[component]
pub(crate) fn FeedbackRating(rating: Counted) -> AnyView {
    let t = Ctx::current().t();
    let Some(rating_tenths) = rating.tenths() else {
        return view! { <p class="text-ink-soft">{t.feedback_none()}</p> }.into_any();
    };
    let reviews = u64::try_from(rating.count()).unwrap_or(0);
    view! { <p data-feedback-rating=rating_tenths.to_string()><Rating rating_tenths reviews /></p> }
        .into_any()
}

/// What buyers said, on the seller's own page, where each can be reported.
#[component]
pub(crate) fn FeedbackSection(
    /// One page of it, the newest first.
    list: Vec<Feedback>,
    rating: Counted,
    seller: String,
    page: u32,
    pages: u32,
    href: Callback<u32, String>,
) -> AnyView {
    let t = Ctx::current().t();
    let rows = list
        .into_iter()
        .map(|feedback| {
            let (subject, seller) = (Subject::Feedback(feedback.id), seller.clone());
            let swap = "feedback".to_owned();
            view! {
                <li>
                    <FeedbackView feedback seller>
                        <ReportMenu subject swap />
                    </FeedbackView>
                </li>
            }
        })
        .collect_view();
    view! {
        <section id="feedback" aria-labelledby="feedback-title" class="mt-10">
            <h2 id="feedback-title" class="mb-2 text-xl font-bold">{t.feedback_section()}</h2>
            <FeedbackRating rating />
            <ul class="divide-y divide-line">{rows}</ul>
            <div class="mt-6"><Pagination page pages href label=t.feedback_pages() /></div>
        </section>
    }
    .into_any()
}

/// The same on the desk, where what was not answered can be: one at a time, so there is one form.
#[component]
pub(super) fn FeedbackDesk(
    list: Vec<Feedback>,
    seller: SellerId,
    name: String,
    /// The one that is answered now.
    open: Option<String>,
) -> AnyView {
    let t = Ctx::current().t();
    // The platform's people look at a desk and say nothing in its name.
    let may = allow(Action::ReplyForSeller, &Resource::Seller(seller)).is_ok();
    let rows = list
        .into_iter()
        .map(|feedback| {
            let (id, waits) = (feedback.id.to_string(), may && feedback.answer.is_none());
            let area = waits.then(|| answer_area(seller, id.clone(), open.as_deref() == Some(id.as_str())));
            let name = name.clone();
            view! { <li><FeedbackView feedback seller=name /> {area}</li> }
        })
        .collect_view();
    view! {
        <section id="feedback" class="mt-10" aria-labelledby="feedback-title">
            <h2 id="feedback-title" class="mb-3 text-lg font-bold">{t.feedback_section()}</h2>
            {if rows.is_empty() {
                view! { <p class="text-ink-soft">{t.feedback_none()}</p> }.into_any()
            } else {
                view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }.into_any()
            }}
        </section>
    }
    .into_any()
}

fn answer_area(seller: SellerId, id: String, open: bool) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    if !open {
        let href = desk::link(seller, &format!("/seller/reviews?answer={id}#{id}"));
        return view! { <a class="link mb-3 inline-flex min-h-tap items-center" href=href>{t.feedback_answer()}</a> }.into_any();
    }
    let form = FormState::of(&ctx, ANSWER_FORM);
    view! {
        <Form action=AnswerFeedback::PATH class="mb-4 flex w-full max-w-prose flex-col gap-3">
            <Hidden name="seller" value=seller.to_string() />
            <Hidden name="feedback" value=id />
            <TextArea form=&form name="answer" label=t.feedback_answer() hint=t.feedback_answer_hint() />
            <div><Button>{t.reply_send()}</Button></div>
        </Form>
    }
    .into_any()
}
