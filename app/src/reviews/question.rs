//! One question with its answers, and the form to answer it. Route `/questions/:question`.
use std::collections::HashSet;

use domain::review::{Subject, Visibility, Voice};
use domain::roles::{Action, Resource};
use domain::{AccountId, AnswerId, QuestionId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::orders::purchases;
use platform::reviews::{self, Answer, Question};

use super::api::{AnswerQuestion, TakeBack};
use super::parts::{ReportMenu, VoteButton, Words, voice_words};
use crate::access::{allow, platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "answer";

/// A question and what was answered. `links` leads to its own page, where it can be answered.
#[component]
pub(super) fn QuestionView(
    question: Question,
    me: Option<AccountId>,
    voted: HashSet<Subject>,
    links: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let subject = Subject::Question(question.id);
    let swap = if links { "questions" } else { "question" };
    let name = if question.author.is_empty() { t.somebody() } else { question.author.clone() };
    let mine = me == Some(question.account_id);
    let look = "font-semibold break-words whitespace-pre-line";
    let body = question.body;
    let heading = if links {
        view! { <h3 class=look dir="auto">{body}</h3> }.into_any()
    } else {
        view! { <h2 class=look dir="auto">{body}</h2> }.into_any()
    };
    let removable = mine && question.answers.is_empty();
    let votes = question.votes;
    let is_voted = voted.contains(&subject);
    let answers = question
        .answers
        .into_iter()
        .map(|answer| {
            let voted = voted.contains(&Subject::Answer(answer.id));
            view! { <li><AnswerView answer me voted swap /></li> }
        })
        .collect_view();
    let answer_link = links.then(|| {
        let href = format!("/questions/{}", question.id);
        view! { <a class="link inline-flex min-h-tap items-center" href=href>{t.question_answer()}</a> }
    });
    view! {
        <article id=subject.to_string() class="flex flex-col gap-1 py-4" data-question=subject.to_string()>
            {heading}
            <p class="text-sm text-ink-faint"><bdi>{name}</bdi> " · " <DateText at=question.written_at /></p>
            <ul class="flex flex-col gap-3 ps-4">{answers}</ul>
            <div class="flex flex-wrap items-center gap-x-4 gap-y-1">
                {answer_link}
                {(!mine).then(|| view! {
                    <VoteButton subject votes voted=is_voted swap />
                    <ReportMenu subject swap=swap.to_owned() />
                })}
                {removable.then(|| view! { <TakeBackButton subject /> })}
            </div>
        </article>
    }
    .into_any()
}

#[component]
fn TakeBackButton(subject: Subject) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Form action=TakeBack::PATH>
            <Hidden name="subject" value=subject.to_string() />
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.words_take_back()}</Button>
        </Form>
    }
    .into_any()
}

#[component]
fn AnswerView(answer: Answer, me: Option<AccountId>, voted: bool, swap: &'static str) -> AnyView {
    let t = Ctx::current().t();
    let subject = Subject::Answer(answer.id);
    let mine = me == Some(answer.account_id);
    let name = if answer.author.is_empty() { t.somebody() } else { answer.author };
    let tone = if answer.voice == Voice::Buyer { Tone::Plain } else { Tone::Info };
    let votes = answer.votes;
    view! {
        <div id=subject.to_string() class="flex flex-col gap-1 border-s-2 border-line ps-4">
            <Words text=answer.body />
            <p class="flex flex-wrap items-center gap-2 text-sm text-ink-faint">
                <bdi>{name}</bdi> <Badge tone>{voice_words(t, answer.voice)}</Badge> <DateText at=answer.written_at />
            </p>
            <div class="flex flex-wrap items-center gap-x-4 gap-y-1">
                {if mine {
                    view! { <TakeBackButton subject /> }.into_any()
                } else {
                    view! { <VoteButton subject votes voted swap /> <ReportMenu subject swap=swap.to_owned() /> }.into_any()
                }}
            </div>
        </div>
    }
    .into_any()
}

/// In whose names this visitor may answer: value and words.
async fn speakers(question: &Question) -> Result<Vec<(String, String)>, Failure> {
    let t = Ctx::current().t();
    let visitor = visitor();
    let Some(me) = visitor.account().map(|a| a.id) else { return Ok(Vec::new()) };
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let offers = platform::catalog::offers_of(&mut conn, question.product_id).await?;
    let mut speakers: Vec<(String, String)> = visitor
        .memberships
        .iter()
        .filter(|desk| visitor.actor.may(Action::ReplyForSeller, &Resource::Seller(desk.seller_id)))
        .filter(|desk| offers.iter().any(|offer| offer.seller_id == desk.seller_id))
        .map(|desk| (desk.seller_id.to_string(), t.speak_for(desk.name.clone())))
        .collect();
    if allow(Action::Moderate, &Resource::Platform).is_ok() {
        speakers.push(("operator".into(), t.speak_for_shop()));
    }
    if purchases::latest(&mut conn, me, question.product_id).await?.is_some() {
        speakers.push((String::new(), t.speak_as_buyer()));
    }
    Ok(speakers)
}

pub async fn page() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let id: QuestionId = param("question").parse().map_err(|_| Failure::NotFound)?;
    let platform = platform();
    let me = visitor().account().map(|a| a.id);
    let mut conn = platform.db.read().await?;
    let question = reviews::question(&mut conn, id).await?.ok_or(Failure::NotFound)?;
    // What is hidden is there for its author and for whoever decides about it.
    let sees_all = me == Some(question.account_id) || allow(Action::ReadReports, &Resource::Platform).is_ok();
    if question.visibility == Visibility::Hidden && !sees_all {
        return Err(Failure::NotFound);
    }
    let product = platform::catalog::product_by_id(&mut conn, question.product_id).await?;
    let product = product.ok_or(Failure::NotFound)?;
    let answers = question.answers.iter().map(|a| Subject::Answer(a.id));
    let subjects: Vec<Subject> = std::iter::once(Subject::Question(id)).chain(answers).collect();
    let voted = match me {
        Some(me) => reviews::voted(&mut conn, me, &subjects).await?,
        None => HashSet::new(),
    };
    drop(conn);
    let hidden = (question.visibility == Visibility::Hidden)
        .then(|| view! { <Notice tone=Tone::Warn class="mb-4">{t.words_hidden()}</Notice> });
    let speakers = speakers(&question).await?;
    let form = FormState::of(&ctx, FORM).or("speaker", speakers.first().map_or("", |s| &s.0));
    let key = platform.db.new_id::<AnswerId>().to_string();
    let answer = if speakers.is_empty() {
        view! { <p class="text-ink-soft">{t.answer_who()}</p> }.into_any()
    } else {
        view! {
            <Form action=AnswerQuestion::PATH class="flex max-w-prose flex-col gap-3">
                <Hidden name="question" value=id.to_string() />
                <Hidden name="key" value=key />
                <Select form=&form name="speaker" label=t.answer_as() options=speakers />
                <TextArea form=&form name="answer" label=t.answer_label() hint=t.question_hint() />
                <div><Button>{t.answer_send()}</Button></div>
            </Form>
        }
        .into_any()
    };
    let slug = product.slug.clone();
    Ok(view! {
        <ShopPage title=t.question_title() head=Head { private: true, ..Head::default() }>
            <div class="mx-auto max-w-3xl">
                <h1 class="mb-1 text-2xl font-bold">{t.question_title()}</h1>
                <p class="mb-4"><a class="link inline-flex min-h-tap items-center" href=format!("/p/{slug}#questions")><bdi>{product.title}</bdi></a></p>
                {hidden}
                <div id="question"><QuestionView question me voted links=false /></div>
                <section class="mt-4 border-t border-line pt-6" aria-labelledby="answer-title">
                    <h2 id="answer-title" class="mb-3 text-lg font-bold">{t.question_answer()}</h2>
                    {answer}
                </section>
            </div>
        </ShopPage>
    }
    .into_any())
}
