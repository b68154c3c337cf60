//! What several pages show of a review, a question or an answer.
use domain::field::Problem;
use domain::review::{ProseKind, Stars, Subject};
use domain::review::{ReportReason, Voice};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::pictures::Picture;
use platform::reviews::{Review, ReviewReply};

use super::api::{ReportWords, VoteFor};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// What is wrong with a text, and how to fix it.
pub(crate) fn prose_words(t: T, kind: ProseKind, problem: Problem) -> String {
    let (shortest, longest) = kind.lengths();
    match problem {
        Problem::Missing => t.field_missing(),
        Problem::TooShort => t.prose_too_short(shortest),
        Problem::TooLong => t.prose_too_long(longest),
        Problem::BadCharacter => t.prose_bad_character(),
        Problem::Malformed | Problem::Unknown => t.prose_no_words(),
    }
}

pub(super) fn reason_words(t: T, reason: ReportReason) -> String {
    match reason {
        ReportReason::Spam => t.report_spam(),
        ReportReason::Offensive => t.report_offensive(),
        ReportReason::OffTopic => t.report_off_topic(),
        ReportReason::Private => t.report_private(),
        ReportReason::Untrue => t.report_untrue(),
    }
}

/// Who answers: a name, and what they are to the product.
pub(super) fn voice_words(t: T, voice: Voice) -> String {
    match voice {
        Voice::Seller => t.voice_seller(),
        Voice::Buyer => t.voice_buyer(),
        Voice::Operator => t.voice_operator(),
    }
}

pub(super) fn subject_words(t: T, subject: Subject) -> String {
    match subject {
        Subject::Review(_) => t.subject_review(),
        Subject::Question(_) => t.subject_question(),
        Subject::Answer(_) => t.subject_answer(),
        Subject::Feedback(_) => t.subject_feedback(),
    }
}

/// One review's stars.
#[component]
pub(super) fn StarRow(stars: Stars) -> AnyView {
    let t = Ctx::current().t();
    let width = stars.get() * 20;
    view! {
        <span class="inline-flex shrink-0">
            <span class="sr-only">{t.stars_of_five(stars.get())}</span>
            <svg class="stars mirror h-5 w-25" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
                <rect width="100" height="20" class="fill-line" />
                <rect width=width height="20" class="fill-star" />
            </svg>
        </span>
    }
    .into_any()
}

/// A text in the author's own words: its paragraphs, in its own direction.
#[component]
pub(super) fn Words(text: String) -> AnyView {
    let paragraphs = text
        .split("\n\n")
        .map(|p| view! { <p dir="auto" class="break-words whitespace-pre-line">{p.to_owned()}</p> })
        .collect_view();
    view! { <div class="flex max-w-prose flex-col gap-2">{paragraphs}</div> }.into_any()
}

/// A review with its photos and reply; buttons come as children.
#[component]
pub(super) fn ReviewView(
    review: Review,
    photos: Vec<Picture>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let t = Ctx::current().t();
    let name = if review.author.is_empty() { t.somebody() } else { review.author.clone() };
    let alt = t.review_photo(name.clone());
    let photos = photos
        .into_iter()
        .map(|picture| {
            let photo = Photo { src: picture.src(160, "jpg"), webp: Some(picture.src(160, "webp")) };
            let href = picture.src(1_280, "jpg");
            view! {
                <li><a href=href class="block rounded-control">
                    <PhotoView photo alt=alt.clone() size=96 class="size-24 rounded-control border border-line object-cover" />
                </a></li>
            }
        })
        .collect_view();
    view! {
        <article id=review.id.to_string() class="flex flex-col gap-2 py-5" data-review=review.id.to_string()>
            <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <StarRow stars=review.stars />
                <h3 class="font-semibold" dir="auto">{review.title}</h3>
            </div>
            <p class="text-sm text-ink-faint">
                <bdi>{name}</bdi> " · " <DateText at=review.written_at /> " · " {t.review_verified()}
                {review.edited_at.map(|_| view! { " · " {t.review_edited()} })}
            </p>
            <Words text=review.body />
            {(review.photos > 0).then(|| view! { <ul class="flex flex-wrap gap-2">{photos}</ul> })}
            {review.reply.map(|reply| view! { <ReplyView reply /> })}
            {children.map(|children| view! { <div class="flex flex-wrap items-center gap-x-4 gap-y-1">{children()}</div> })}
        </article>
    }
    .into_any()
}

#[component]
pub(super) fn ReplyView(reply: ReviewReply) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <div class="mt-1 border-s-2 border-accent ps-4">
            <p class="text-sm font-semibold">{t.reply_by()} " " <bdi>{reply.seller}</bdi></p>
            <p class="text-sm text-ink-faint"><DateText at=reply.written_at /></p>
            <Words text=reply.body />
        </div>
    }
    .into_any()
}

/// How many it helped, and the button to say so or take it back.
#[component]
pub(super) fn VoteButton(subject: Subject, votes: i64, voted: bool, swap: &'static str) -> AnyView {
    let t = Ctx::current().t();
    let (button, helped) = if voted { (t.vote_undo(), "") } else { (t.vote_helpful(), "on") };
    let count =
        (votes > 0).then(|| view! { <span class="text-sm text-ink-faint">{t.votes_count(votes)}</span> });
    view! {
        <Form action=VoteFor::PATH swap class="flex items-center gap-3">
            <Hidden name="subject" value=subject.to_string() />
            <Hidden name="helped" value=helped />
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small>{button}</Button>
            {count}
        </Form>
    }
    .into_any()
}

/// Why somebody reports it: one button for each reason, so it is one tap and needs no script.
#[component]
pub(super) fn ReportMenu(subject: Subject, swap: String) -> AnyView {
    let t = Ctx::current().t();
    if allow(Action::ReadReports, &Resource::Platform).is_ok() {
        let href = format!("/operator/reports/{subject}");
        return view! { <a class="link inline-flex min-h-tap items-center text-sm" href=href>{t.case_look()}</a> }.into_any();
    }
    let reasons = ReportReason::ALL
        .iter()
        .map(|reason| {
            view! {
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small name="reason" value=reason.as_str()>
                    {reason_words(t, *reason)}
                </Button>
            }
        })
        .collect_view();
    view! {
        <details>
            <summary class="flex min-h-tap items-center text-sm text-ink-faint hover:text-accent">{t.report()}</summary>
            <Form action=ReportWords::PATH swap class="flex flex-wrap gap-2 pb-2" label=t.report_why()>
                <Hidden name="subject" value=subject.to_string() />
                {reasons}
            </Form>
        </details>
    }
    .into_any()
}
