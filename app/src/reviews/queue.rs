//! What readers reported, for the operator to decide. Routes `/operator/reports` and `/operator/reports/:subject`.
use domain::review::{Subject, Visibility};
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::pictures::Picture;
use platform::reviews::{self, Case};

use super::api::DecideCase;
use super::parts::{Words, reason_words, subject_words};
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::reports::{self, REVIEWS, Waiting, desk, is_of_decided, verdicts};
use crate::text::T;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "decide";
const MOST: i64 = 100;

/// "Advertising (2), untrue (1)".
fn reasons(t: T, case: &Case) -> String {
    let one = |(reason, count): &(_, i64)| t.reported_times(reason_words(t, *reason), *count);
    case.reasons.iter().map(one).collect::<Vec<_>>().join(" · ")
}

pub async fn list_page() -> Result<AnyView, Failure> {
    allow(Action::ReadReports, &Resource::Platform)?;
    let t = Ctx::current().t();
    let mut conn = platform().db.read().await?;
    let waiting = Waiting::load(&mut conn).await?;
    let cases = reviews::cases(&mut conn, !is_of_decided(), MOST).await?;
    drop(conn);
    let rows = cases.into_iter().map(|case| view! { <CaseRow case /> }.into_any()).collect();
    Ok(desk(waiting, REVIEWS, t.reports_none_text(), rows))
}

#[component]
fn CaseRow(case: Case) -> AnyView {
    let t = Ctx::current().t();
    let href = format!("{REVIEWS}/{}", case.subject);
    let why = reasons(t, &case);
    let (state, text) = match &case.found {
        None => (Some(t.case_gone()), String::new()),
        Some(found) if !found.is_shown() => (Some(t.words_hidden_short()), found.text.clone()),
        Some(found) => (None, found.text.clone()),
    };
    let state = state.map(|words| view! { <Badge tone=Tone::Warn>{words}</Badge> });
    view! {
        <li class="relative flex flex-wrap items-center justify-between gap-3 py-3" data-case=case.subject.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                <p class="flex flex-wrap items-center gap-2">
                    <a href=href class="cover font-medium hover:text-accent">{subject_words(t, case.subject)}</a> {state}
                </p>
                <p class="line-clamp-2 break-words" dir="auto">{text}</p>
                <p class="text-sm text-ink-faint">{why} " " <DateText at=case.changed_at time=true /></p>
            </div>
        </li>
    }
    .into_any()
}

pub async fn case_page() -> Result<AnyView, Failure> {
    allow(Action::ReadReports, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let subject = Subject::parse(&param("subject")).ok_or(Failure::NotFound)?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let case = reviews::case_of(&mut conn, subject).await?.ok_or(Failure::NotFound)?;
    let trail = reviews::decisions(&mut conn, subject).await?;
    let who: Vec<_> = trail.iter().map(|d| d.account_id).collect();
    let names = platform::identity::accounts(&mut conn, &who).await?;
    let product = platform::catalog::product_by_id(&mut conn, case.product_id).await?;
    let photos = match subject {
        Subject::Review(id) => reviews::photos_of(&mut conn, &[id]).await?.remove(&id).unwrap_or_default(),
        Subject::Question(_) | Subject::Answer(_) | Subject::Feedback(_) => Vec::new(),
    };
    // What is said of a seller is hard to judge without knowing of whom.
    let seller = match subject {
        Subject::Feedback(id) => match reviews::feedback(&mut conn, id).await? {
            Some(said) => platform::sellers::get(&mut conn, said.seller_id).await?,
            None => None,
        },
        Subject::Review(_) | Subject::Question(_) | Subject::Answer(_) => None,
    };
    drop(conn);
    let form = FormState::of(&ctx, FORM);
    let seller = seller.map(|s| {
        let href = format!("/s/{}", s.slug);
        view! { <p><a class="link inline-flex min-h-tap items-center" href=href><bdi>{s.name}</bdi></a></p> }
    });
    let product = product.map(|p| {
        let href = format!("/p/{}", p.slug);
        view! { <p><a class="link inline-flex min-h-tap items-center" href=href><bdi>{p.title}</bdi></a></p> }
    });
    let why = reasons(t, &case);
    let body = match case.found {
        None => view! { <Notice tone=Tone::Info>{t.case_gone()}</Notice> }.into_any(),
        Some(found) => {
            let hidden = found.visibility.0 == Visibility::Hidden;
            view! {
                <Card id="case">
                    {hidden.then(|| view! { <Badge tone=Tone::Warn class="mb-3">{t.words_hidden_short()}</Badge> })}
                    <Words text=found.text />
                    <Photos photos />
                    <p class="mt-3 text-sm text-ink-faint">{why}</p>
                </Card>
                <Form action=DecideCase::PATH class="mt-6 flex max-w-prose flex-col gap-3">
                    <Hidden name="subject" value=subject.to_string() />
                    <TextArea form=&form name="reason" label=t.case_reason() hint=t.case_reason_hint() rows=2 />
                    {verdicts(t, hidden)}
                </Form>
            }
            .into_any()
        }
    };
    let decided = trail.into_iter();
    let decided = decided.map(|one| (one.verdict.0, one.account_id, one.at_us, one.reason, one.text));
    let trail = reports::trail(t, decided, &names);
    Ok(view! {
        <ConsolePage console=Console::Operator title=subject_words(t, subject)>
            {seller}
            {product}
            {body}
            {trail}
        </ConsolePage>
    }
    .into_any())
}

/// What is decided about along with the words. Hidden ones are handed out to whoever decides, and to nobody else.
#[component]
fn Photos(photos: Vec<Picture>) -> AnyView {
    let t = Ctx::current().t();
    let shown = photos
        .into_iter()
        .map(|picture| {
            let photo = Photo { src: picture.src(320, "jpg"), webp: Some(picture.src(320, "webp")) };
            view! {
                <li>
                    <a href=picture.src(1280, "jpg")>
                        <PhotoView photo alt=t.case_photo() size=160 class="size-40 rounded-control border border-line object-cover" />
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="mt-3 flex flex-wrap gap-3 empty:hidden">{shown}</ul> }.into_any()
}
