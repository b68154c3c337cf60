//! What the two sides and the operator see of a conversation: messages with their pictures, the form that writes one, what
//! a list says of a thread.
use std::collections::HashMap;

use domain::masking::{Piece, hides_something, pieces};
use domain::messages::{Complaint, MOST_PICTURES, Side};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, CartId, MessageId, PartId};
use leptos::prelude::*;
use platform::db::Conn;
use platform::identity::AccountSummary;
use platform::messages::{self, Document, Listed, Message, Thread, documents_of, pictures_of};
use platform::pictures::Picture;

use super::words::{self, FORM, TEXT};
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// Messages of one page; earlier ones are a link away.
const PER_PAGE: i64 = 50;

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Viewer {
    Side(Side),
    /// Sees everything as it was written, and writes nothing.
    Operator,
}

impl Viewer {
    fn wrote(self, message: &Message) -> bool {
        self == Viewer::Side(message.side.0)
    }
}

/// A page of a conversation, as it was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conversation {
    pub thread: Option<Thread>,
    pub messages: Vec<Message>,
    pictures: HashMap<MessageId, Vec<Picture>>,
    documents: HashMap<MessageId, Vec<Document>>,
    /// Those of the seller's staff who wrote, for the desk.
    staff: HashMap<AccountId, AccountSummary>,
}

impl Conversation {
    pub(super) async fn read(
        conn: &mut Conn,
        part: PartId,
        before: Option<i64>,
        names: bool,
    ) -> Result<Self, Failure> {
        let thread = messages::thread(conn, part).await?;
        let found = messages::store::messages(conn, part, before, PER_PAGE).await?;
        let ids: Vec<MessageId> = found.iter().map(|message| message.id).collect();
        let pictures = pictures_of(conn, &ids).await?;
        let documents = documents_of(conn, &ids).await?;
        let of_staff = found.iter().filter(|message| names && message.side.0 == Side::Seller);
        let mut who: Vec<AccountId> = of_staff.filter_map(|message| message.account_id).collect();
        who.sort_unstable();
        who.dedup();
        let staff = platform::identity::accounts(conn, &who).await?;
        Ok(Self { thread, messages: found, pictures, documents, staff })
    }

    /// The number of the last message on this page, 0 when nothing was written: what a form says was seen.
    pub(super) fn seen(&self) -> i64 {
        self.messages.last().map_or(0, |message| message.number)
    }

    /// Whether this side has something to read here.
    pub(super) fn is_unread(&self, side: Side) -> bool {
        self.thread
            .as_ref()
            .is_some_and(|thread| thread.is_unread(side) && self.seen() > thread.read_by(side))
    }

    /// The number before which earlier messages are, if there are any.
    pub(super) fn earlier(&self) -> Option<i64> {
        self.messages.first().map(|message| message.number).filter(|first| *first > 1)
    }
}

/// How the two sides are called on a page.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub shopper: String,
    pub seller: String,
}

/// How a report is sent from a page: where to, and what says whose it is.
#[derive(Clone, Debug)]
pub(crate) struct ReportTo {
    pub action: &'static str,
    pub field: (&'static str, String),
}

/// The messages of a page, oldest first. `report` is there for who may report.
#[component]
pub(super) fn Messages(
    conversation: Conversation,
    viewer: Viewer,
    names: Names,
    report: Option<ReportTo>,
) -> AnyView {
    let t = Ctx::current().t();
    let Conversation { thread, messages, mut pictures, mut documents, staff } = conversation;
    if messages.is_empty() {
        return view! { <EmptyState title=t.messages_none_title() text=t.messages_none_text() icon=Icon::Talk /> }.into_any();
    }
    let read = match viewer {
        Viewer::Side(side) => thread.map_or(0, |thread| thread.read_by(side)),
        Viewer::Operator => i64::MAX,
    };
    let items = messages
        .into_iter()
        .map(|message| {
            let name = match message.side.0 {
                Side::Shopper => names.shopper.clone(),
                Side::Seller => names.seller.clone(),
            };
            let writer = message.account_id.and_then(|id| staff.get(&id)).map(|account| account.name.clone());
            let pictures = pictures.remove(&message.id).unwrap_or_default();
            let documents = documents.remove(&message.id).unwrap_or_default();
            let is_new = !viewer.wrote(&message) && message.number > read;
            let report = report.clone().filter(|_| !viewer.wrote(&message));
            view! { <MessageView message viewer name writer pictures documents is_new report /> }
        })
        .collect_view();
    view! { <ol class="flex flex-col gap-4">{items}</ol> }.into_any()
}

#[component]
fn MessageView(
    message: Message,
    viewer: Viewer,
    name: String,
    writer: Option<String>,
    pictures: Vec<Picture>,
    documents: Vec<Document>,
    is_new: bool,
    report: Option<ReportTo>,
) -> AnyView {
    let t = Ctx::current().t();
    let mine = viewer.wrote(&message);
    let removed = message.is_removed();
    let look = if mine { "ms-auto bg-accent-soft" } else { "me-auto border border-line bg-surface" };
    let id = message.id;
    let side = message.side.0;
    let who = if mine && writer.is_none() { t.message_you() } else { name };
    let hides = hides_something(&message.body);
    let note = (mine && hides && !removed).then(|| {
        let words = match side {
            Side::Shopper => t.message_masked_for_seller(),
            Side::Seller => t.message_masked_for_shopper(),
        };
        view! { <p class="mt-1 text-sm text-warn">{words}</p> }
    });
    let shows = !removed || viewer == Viewer::Operator;
    let gone = removed.then(|| view! { <p class="text-ink-faint italic">{t.message_removed()}</p> });
    let sent_at = message.sent_at_us;
    let body = shows.then(|| view! { <Body text=message.body whole=mine || viewer == Viewer::Operator /> });
    let photos = shows.then(|| view! { <Pictures pictures name=who.clone() /> });
    let papers = shows.then(|| view! { <Papers documents /> });
    let report = report.filter(|_| !removed).map(|to| view! { <ReportMenu message=id to /> });
    view! {
        <li id=id.to_string() class=format!("w-fit max-w-[min(40rem,92%)] rounded-card px-4 py-3 {look}")
            data-message=id.to_string() data-side=side.to_string()>
            <p class="mb-1 flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
                <bdi class="font-semibold">{who}</bdi>
                {writer.map(|writer| view! { <span>"(" <bdi>{writer}</bdi> ")"</span> })}
                <DateText at=sent_at time=true />
                {is_new.then(|| view! { <Badge tone=Tone::Info>{t.message_new()}</Badge> })}
            </p>
            {gone} {body} {note} {photos} {papers} {report}
        </li>
    }
    .into_any()
}

/// The words. `whole` for who wrote them and for the operator: what the other side does not see is struck through.
#[component]
fn Body(text: String, whole: bool) -> AnyView {
    let t = Ctx::current().t();
    let shown = pieces(&text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Shown(part) => part.to_owned().into_any(),
            Piece::Hidden(part) if whole => {
                view! { <s class="text-ink-faint">{part.to_owned()}</s> }.into_any()
            }
            Piece::Hidden(_) => view! { <span class="text-ink-faint">{t.message_hidden()}</span> }.into_any(),
        })
        .collect_view();
    view! { <p dir="auto" class="break-words whitespace-pre-line">{shown}</p> }.into_any()
}

#[component]
fn Pictures(pictures: Vec<Picture>, name: String) -> AnyView {
    if pictures.is_empty() {
        return ().into_any();
    }
    let alt = Ctx::current().t().message_picture(name);
    let shown = pictures
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
    view! { <ul class="mt-2 flex flex-wrap gap-2">{shown}</ul> }.into_any()
}

/// PDFs, to be saved: each leads to a file.
#[component]
pub(super) fn Papers(documents: Vec<Document>) -> AnyView {
    if documents.is_empty() {
        return ().into_any();
    }
    let shown = documents
        .into_iter()
        .map(|document| {
            let href = format!("/messages/documents/{}", document.id);
            let name = if document.file_name.is_empty() { document.id.to_string() } else { document.file_name };
            view! { <li><a class="link inline-flex min-h-tap items-center break-all" href=href data-paper=""><bdi>{name}</bdi></a></li> }
        })
        .collect_view();
    view! { <ul class="mt-2 flex flex-col">{shown}</ul> }.into_any()
}

/// Why somebody reports it: one button for each reason, so it is one tap and needs no script.
#[component]
fn ReportMenu(message: MessageId, to: ReportTo) -> AnyView {
    let t = Ctx::current().t();
    let reasons = Complaint::ALL
        .iter()
        .map(|complaint| {
            view! {
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small name="complaint" value=complaint.as_str()>
                    {words::complaint(t, *complaint)}
                </Button>
            }
        })
        .collect_view();
    let (name, value) = to.field;
    view! {
        <details>
            <summary class="flex min-h-tap items-center text-sm text-ink-faint hover:text-accent">{t.report()}</summary>
            <Form action=to.action class="flex flex-wrap gap-2 pb-2" label=t.report_why()>
                <Hidden name=name value=value />
                <Hidden name="message" value=message.to_string() />
                {reasons}
            </Form>
        </details>
    }
    .into_any()
}

/// Says that everything on the page was read. With script it sends itself as soon as somebody looks, and takes no place that
/// would be missing afterwards.
#[component]
pub(super) fn ReadForm(action: &'static str, fields: Vec<(&'static str, String)>, upto: i64) -> AnyView {
    let t = Ctx::current().t();
    let fields =
        fields.into_iter().map(|(name, value)| view! { <Hidden name=name value=value /> }).collect_view();
    view! {
        <form action=action method="post" data-swap="thread" data-when-seen="">
            {fields}
            <Hidden name="upto" value=upto.to_string() />
            <noscript>
                <div class="mt-4"><Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.message_mark_read()}</Button></div>
            </noscript>
        </form>
    }
    .into_any()
}

/// Writes a message, with pictures and PDFs if there are some. Posted by the browser itself, because it sends files; what was typed
/// comes back with the answer when something is wrong.
#[component]
pub(super) fn WriteForm(#[prop(into)] action: String, #[prop(into)] label: String, seen: i64) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, FORM);
    let key = platform().db.new_id::<CartId>().to_string();
    view! {
        <form id="write" action=action method="post" enctype="multipart/form-data" novalidate
            class="flex flex-col gap-4 rounded-card border border-line bg-surface p-4 sm:p-6">
            <Hidden name="key" value=key />
            <Hidden name="seen" value=seen.to_string() />
            <TextArea form=&form name=TEXT label=label hint=t.message_hint() rows=4 />
            <div class="flex flex-col gap-1.5">
                <label for="f-photo" class="text-sm font-semibold">
                    {t.message_pictures()} <span class="font-normal text-ink-faint">" (" {t.form_optional()} ")"</span>
                </label>
                <p id="f-photo-hint" class="text-sm text-ink-faint">{t.message_pictures_hint(MOST_PICTURES)}</p>
                <input class="control" type="file" id="f-photo" name="photo" multiple=true
                    accept="image/jpeg,image/png,image/webp" aria-describedby="f-photo-hint" />
            </div>
            <div class="flex flex-col gap-1.5">
                <label for="f-paper" class="text-sm font-semibold">
                    {t.message_papers()} <span class="font-normal text-ink-faint">" (" {t.form_optional()} ")"</span>
                </label>
                <p id="f-paper-hint" class="text-sm text-ink-faint">{words::papers_hint(t)}</p>
                <input class="control" type="file" id="f-paper" name="paper" multiple=true
                    accept=".pdf,application/pdf" aria-describedby="f-paper-hint" />
            </div>
            <div><Button>{t.message_send()}</Button></div>
        </form>
    }
    .into_any()
}

/// The first words of the latest message, as this side reads them.
pub(super) fn excerpt(t: T, listed: &Listed, side: Side) -> String {
    const LONGEST: usize = 160;
    let latest = &listed.latest;
    if latest.is_removed() {
        return t.message_removed();
    }
    let text = match latest.side.0 == side {
        true => latest.body.clone(),
        false => domain::masking::masked(&latest.body, &t.message_hidden()),
    };
    let mut first: String = text.chars().take(LONGEST).collect();
    if text.chars().count() > LONGEST {
        first.push('…');
    }
    first
}

/// "2 new".
#[component]
pub(crate) fn UnreadBadge(unread: i64) -> AnyView {
    let t = Ctx::current().t();
    (unread > 0).then(|| view! { <Badge tone=Tone::Info>{t.messages_unread(unread)}</Badge> }).into_any()
}
