//! Messages that one side reported, for the operator to decide. Routes `/operator/reports/messages` and
//! `/operator/reports/messages/:message`.
use domain::MessageId;
use domain::masking::{Piece, pieces};
use domain::messages::Side;
use domain::review::Visibility;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::messages::{self, Case, Document, Message, documents_of, pictures_of};
use platform::pictures::Picture;

use super::api::DecideMessage;
use super::parts::Papers;
use super::words;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::reports::{self, MESSAGES, Waiting, desk, is_of_decided, verdicts};
use crate::text::T;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "message-decide";
const MOST: i64 = 100;
/// Messages beside the one that is decided about.
const AROUND: i64 = 10;

pub async fn list_page() -> Result<AnyView, Failure> {
    allow(Action::ReadSales, &Resource::Platform)?;
    let t = Ctx::current().t();
    let mut conn = platform().db.read().await?;
    let waiting = Waiting::load(&mut conn).await?;
    let cases = match is_of_decided() {
        true => messages::decided(&mut conn, MOST).await?,
        false => messages::reports(&mut conn, MOST).await?,
    };
    drop(conn);
    let rows = cases.into_iter().map(|case| view! { <CaseRow case /> }.into_any()).collect();
    Ok(desk(waiting, MESSAGES, t.messages_reports_none(), rows))
}

fn side_words(t: T, side: Side) -> String {
    match side {
        Side::Shopper => t.message_by_shopper(),
        Side::Seller => t.message_by_seller(),
    }
}

#[component]
fn CaseRow(case: Case) -> AnyView {
    let t = Ctx::current().t();
    let Case { message, report, .. } = case;
    let why = report.map(|report| words::complaint(t, report.complaint.0)).unwrap_or_default();
    let hidden = (message.visibility.0 == Visibility::Hidden)
        .then(|| view! { <Badge tone=Tone::Warn>{t.words_hidden_short()}</Badge> });
    let href = format!("{MESSAGES}/{}", message.id);
    let text = if message.body.is_empty() { t.message_removed() } else { message.body };
    view! {
        <li class="relative flex flex-wrap items-center justify-between gap-3 py-3" data-case=message.id.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                <p class="flex flex-wrap items-center gap-2">
                    <a href=href class="cover font-medium hover:text-accent">{side_words(t, message.side.0)}</a> {hidden}
                </p>
                <p class="line-clamp-2 break-words" dir="auto">{text}</p>
                <p class="text-sm text-ink-faint">{why} " " <DateText at=message.sent_at_us time=true /></p>
            </div>
        </li>
    }
    .into_any()
}

pub async fn case_page() -> Result<AnyView, Failure> {
    allow(Action::ReadSales, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let id: MessageId = param("message").parse().map_err(|_| Failure::NotFound)?;
    let mut conn = platform().db.read().await?;
    let case = messages::case(&mut conn, id).await.map_err(|e| words::sentence(t, e))?;
    let trail = messages::decisions(&mut conn, id).await?;
    let who: Vec<_> = trail.iter().map(|decision| decision.account_id).collect();
    let names = platform::identity::accounts(&mut conn, &who).await?;
    let part = case.message.part_id;
    let around = messages::store::messages(&mut conn, part, Some(case.message.number + 3), AROUND).await?;
    let mut pictures = pictures_of(&mut conn, &[id]).await?;
    let mut documents = documents_of(&mut conn, &[id]).await?;
    drop(conn);
    let form = FormState::of(&ctx, FORM);
    let hidden = case.message.visibility.0 == Visibility::Hidden;
    let gone = case.message.body.is_empty();
    let why = case.report.as_ref().map(|report| words::complaint(t, report.complaint.0)).unwrap_or_default();
    let decide = (!gone).then(|| {
        view! {
            <Form action=DecideMessage::PATH class="mt-6 flex max-w-prose flex-col gap-3">
                <Hidden name="message" value=id.to_string() />
                <TextArea form=&form name="reason" label=t.case_reason() hint=t.message_reason_hint() rows=2 />
                {verdicts(t, hidden)}
            </Form>
        }
    });
    let photos = pictures.remove(&id).unwrap_or_default();
    let papers = documents.remove(&id).unwrap_or_default();
    let lines = around
        .into_iter()
        .map(|message| {
            let (photos, papers) = match message.id == id {
                true => (photos.clone(), papers.clone()),
                false => (Vec::new(), Vec::new()),
            };
            view! { <Line current=message.id == id message photos papers /> }
        })
        .collect_view();
    let decided = trail.into_iter();
    let decided = decided.map(|one| (one.verdict.0, one.account_id, one.at_us, one.reason, one.text));
    let trail = reports::trail(t, decided, &names);
    let href = format!("/orders/{}/messages/{part}", case.thread.order_id);
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.message_one()>
            <div class="mb-4 flex flex-wrap items-center gap-3">
                <a class="link inline-flex min-h-tap items-center" href=href>{t.messages_whole()}</a>
                {hidden.then(|| view! { <Badge tone=Tone::Warn>{t.words_hidden_short()}</Badge> })}
                <span class="text-sm text-ink-faint">{why}</span>
            </div>
            <Card id="case"><ol class="flex flex-col gap-3">{lines}</ol></Card>
            {decide}
            {trail}
        </ConsolePage>
    }
    .into_any())
}

/// One of the messages around the one that is decided about, as it was written.
#[component]
fn Line(message: Message, photos: Vec<Picture>, papers: Vec<Document>, current: bool) -> AnyView {
    let t = Ctx::current().t();
    let look = if current { "rounded-control bg-accent-soft px-3 py-2" } else { "px-3 text-ink-soft" };
    let text = pieces(&message.body)
        .into_iter()
        .map(|piece| match piece {
            Piece::Shown(part) => part.to_owned().into_any(),
            Piece::Hidden(part) => view! { <s>{part.to_owned()}</s> }.into_any(),
        })
        .collect_view();
    let photos = photos
        .into_iter()
        .map(|picture| {
            let photo = Photo { src: picture.src(320, "jpg"), webp: Some(picture.src(320, "webp")) };
            view! { <li><PhotoView photo alt=t.case_photo_of_message() size=160 class="size-40 rounded-control border border-line object-cover" /></li> }
        })
        .collect_view();
    view! {
        <li class=look aria-current=current.then_some("true") data-side=message.side.0.to_string()>
            <p class="text-sm text-ink-faint">{side_words(t, message.side.0)} " · " <DateText at=message.sent_at_us time=true /></p>
            <p dir="auto" class="break-words whitespace-pre-line">{text}</p>
            <ul class="mt-2 flex flex-wrap gap-3 empty:hidden">{photos}</ul>
            <Papers documents=papers />
        </li>
    }
    .into_any()
}
