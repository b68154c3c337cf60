//! Conversations with shoppers about an order: reading them, answering, reporting, and saying that nothing is to be answered.
//! Messages with pictures are `message_pictures`, those with PDFs `message_documents`.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named};
use super::once::{Outcome, key_of, once, together};
use super::problem::Problem;
use super::types::{Code, MessageDocumentRef, MessageRef, OrderRef, PartRef, PictureRef, Time, limit};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::key::IdempotencyKey;
use domain::messages::{Complaint, Side};
use domain::review::{Prose, ProseKind};
use domain::{MessageId, PartId};
use platform::db::Conn;
use platform::messages::{
    self, Cursor, Document, Listed, Message as Row, MessageError, NewMessage, Party, SellerFilter, Sent,
    Thread,
};
use platform::pictures::Picture;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::collections::HashMap;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

domain::text_enum! {
    /// Which conversations a list shows.
    pub enum ConversationsShown {
        /// Those that wait for an answer.
        Waiting = "waiting",
        /// With something that nobody at the desk has read.
        Unread = "unread",
        All = "all",
    }
}
pub type ConversationsShownCode = Code<ConversationsShown>;

impl From<ConversationsShown> for SellerFilter {
    fn from(shown: ConversationsShown) -> Self {
        match shown {
            ConversationsShown::Waiting => Self::Waiting,
            ConversationsShown::Unread => Self::Unread,
            ConversationsShown::All => Self::All,
        }
    }
}

pub type SideCode = Code<Side>;

/// What stands in the place of an address or a number that a shopper wrote.
const HIDDEN: &str = "[hidden]";

/// One message. What shoppers write of addresses and numbers is hidden, as on the desk.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiMessage {
    pub id: MessageRef,
    /// Its number in the conversation, from 1.
    pub number: i64,
    /// Who wrote it.
    pub side: SideCode,
    /// Missing when it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// How many pictures came with it.
    pub pictures: i64,
    /// They themselves, for `GET /api/v1/messages/{order}/pictures/{picture}`.
    pub picture_ids: Vec<PictureRef>,
    /// The PDFs that came with it, for `GET /api/v1/messages/{order}/documents/{document}`.
    pub documents: Vec<MessageDocument>,
    pub sent_at: Time,
}

/// A PDF that came with a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageDocument {
    pub id: MessageDocumentRef,
    /// As it was called; empty for a name that cannot be shown.
    pub file_name: String,
    #[schema(minimum = 1)]
    pub bytes: i64,
}

impl From<Document> for MessageDocument {
    fn from(row: Document) -> Self {
        Self { id: row.id.into(), file_name: row.file_name, bytes: row.bytes }
    }
}

/// What came with messages, each message's in its order.
struct Enclosed {
    pictures: HashMap<MessageId, Vec<Picture>>,
    documents: HashMap<MessageId, Vec<Document>>,
}

async fn enclosed(conn: &mut Conn, ids: &[MessageId]) -> Result<Enclosed, MessageError> {
    let pictures = messages::pictures_of(conn, ids).await?;
    Ok(Enclosed { pictures, documents: messages::documents_of(conn, ids).await? })
}

fn shown(row: Row, enclosed: &mut Enclosed) -> ApiMessage {
    let (of, documents) = match row.is_removed() {
        true => (None, None),
        false => (enclosed.pictures.remove(&row.id), enclosed.documents.remove(&row.id)),
    };
    let text = match row.side.0 {
        Side::Seller => row.body.clone(),
        Side::Shopper => domain::masking::masked(&row.body, HIDDEN),
    };
    ApiMessage {
        id: row.id.into(),
        number: row.number,
        side: Code(row.side.0),
        text: (!row.is_removed()).then_some(text),
        pictures: if row.is_removed() { 0 } else { row.pictures },
        picture_ids: of.unwrap_or_default().into_iter().map(|picture| picture.id.into()).collect(),
        documents: documents.unwrap_or_default().into_iter().map(MessageDocument::from).collect(),
        sent_at: Time(row.sent_at_us),
    }
}

/// A conversation about one order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Conversation {
    /// The order of this seller, as in `GET /api/v1/orders`.
    pub id: PartRef,
    pub order_id: OrderRef,
    /// How many messages there are: the number of the last one.
    pub messages: i64,
    /// How many of the shopper's nobody has read.
    pub unread: i64,
    /// Since when the shopper waits for an answer; missing when nobody waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub waiting_since: Option<Time>,
    pub latest: ApiMessage,
}

fn listed(row: Listed, with: &mut Enclosed) -> Conversation {
    Conversation {
        id: row.thread.part_id.into(),
        order_id: row.thread.order_id.into(),
        messages: row.thread.messages,
        unread: row.unread,
        waiting_since: row.thread.waiting_since_us.map(Time),
        latest: shown(row.latest, with),
    }
}

/// Where the next page of conversations begins.
#[derive(Clone, Debug)]
pub struct ConversationCursor(Cursor);

impl<'de> Deserialize<'de> for ConversationCursor {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Cursor::parse(&text).map(Self).ok_or_else(|| de::Error::custom("this is no cursor"))
    }
}

impl PartialSchema for ConversationCursor {
    fn schema() -> RefOr<Schema> {
        let pattern = "^(waiting|latest)\\.[1-9][0-9]{0,15}\\.prt_[0-7][0-9a-hjkmnp-tv-z]{25}$";
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).into()
    }
}

impl ToSchema for ConversationCursor {}

/// Which conversations, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ConversationQuery {
    /// All when nothing is said.
    #[param(inline, required = false, nullable = false)]
    pub show: Option<ConversationsShownCode>,
    /// `next_cursor` of the page before; without one the list begins.
    #[param(inline, required = false, nullable = false)]
    pub cursor: Option<ConversationCursor>,
    /// How many at the most; 25 when nothing is said.
    #[param(minimum = 1, maximum = 100, required = false, nullable = false)]
    pub limit: Option<i64>,
}

/// A page of conversations.
#[derive(Debug, Serialize, ToSchema)]
pub struct Conversations {
    pub data: Vec<Conversation>,
    /// Where the next page begins; missing at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_cursor: Option<String>,
}

/// The seller's conversations.
///
/// Those that wait for an answer first, the longest at the top; then the others, the latest first.
#[utoipa::path(get, path = "/api/v1/messages", tag = "messages", operation_id = "list_conversations",
    params(ConversationQuery), responses((status = 200, description = "A page of conversations.", body = Conversations)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<ConversationQuery>,
) -> Result<Json<Conversations>, Problem> {
    let limit = limit(asked.limit)?;
    let filter = asked.show.map_or(SellerFilter::All, |code| code.0.into());
    let after = asked.cursor.map(|cursor| cursor.0);
    let mut conn = api.platform.db.read_together().await?;
    let mut rows = messages::lists::of_seller(&mut conn, caller.seller.id, filter, after, limit + 1).await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let next_cursor = rows.last().filter(|_| more).map(|row| Cursor::behind(&row.thread, filter).to_string());
    let latest: Vec<MessageId> = rows.iter().map(|row| row.latest.id).collect();
    let mut with = enclosed(&mut conn, &latest).await?;
    let data = rows.into_iter().map(|row| listed(row, &mut with)).collect();
    Ok(Json(Conversations { data, next_cursor }))
}

/// Which messages of a conversation.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MessagesQuery {
    /// Only those before this number: `before` of the answer before.
    #[param(minimum = 1, maximum = 1_000_000, required = false, nullable = false)]
    pub before: Option<i64>,
    /// How many at the most; 25 when nothing is said.
    #[param(minimum = 1, maximum = 100, required = false, nullable = false)]
    pub limit: Option<i64>,
}

/// Some messages of a conversation, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Messages {
    pub data: Vec<ApiMessage>,
    /// Ask with this for those before; missing at the beginning of the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub before: Option<i64>,
}

/// The conversation, if this seller has it.
pub(super) async fn own(api: &Api, caller: &Caller, part: PartId) -> Result<Thread, Problem> {
    let mut conn = api.platform.db.read().await?;
    let thread = messages::thread(&mut conn, part).await?;
    thread.filter(|thread| thread.seller_id == caller.seller.id).ok_or_else(Problem::not_found)
}

/// The messages of a conversation.
///
/// The last ones when nothing is said. Reading them here does not mark them as read.
#[utoipa::path(get, path = "/api/v1/messages/{order}", tag = "messages", operation_id = "list_messages",
    params(("order" = PartRef, Path, description = "The order's id."), MessagesQuery),
    responses((status = 200, description = "Some of its messages.", body = Messages)))]
pub async fn of_order(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(part): Named<PartId>,
    Asked(asked): Asked<MessagesQuery>,
) -> Result<Json<Messages>, Problem> {
    let limit = limit(asked.limit)?;
    if asked.before.is_some_and(|before| !(1..=1_000_000).contains(&before)) {
        return Err(Problem::malformed("`before` is 1 to 1,000,000."));
    }
    own(&api, &caller, part).await?;
    let mut conn = api.platform.db.read_together().await?;
    let rows = messages::store::messages(&mut conn, part, asked.before, limit).await?;
    let before = rows.first().map(|row| row.number).filter(|number| *number > 1);
    let ids: Vec<MessageId> = rows.iter().map(|row| row.id).collect();
    let mut with = enclosed(&mut conn, &ids).await?;
    let data = rows.into_iter().map(|row| shown(row, &mut with)).collect();
    Ok(Json(Messages { data, before }))
}

/// What is written to the shopper.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageText {
    /// 1 to 2,000 characters. Addresses and numbers in it are hidden from the shopper.
    #[schema(pattern = "^[A-Za-z0-9][A-Za-z0-9 .,!?'-]{0,499}$")]
    pub text: String,
    /// The number of the last message that was read: everything up to it counts as read.
    #[schema(minimum = 0, maximum = 1_000_000, default = 0)]
    #[serde(default)]
    pub seen: i64,
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageSent {
    pub id: MessageRef,
    /// Something of it is hidden from the shopper.
    pub masked: bool,
}

impl From<Sent> for MessageSent {
    fn from(sent: Sent) -> Self {
        Self { id: sent.id.into(), masked: sent.masked }
    }
}

pub(super) fn staff(caller: &Caller) -> Party {
    Party::Staff { seller: caller.seller.id, account: caller.key.made_by }
}

fn seen(number: i64) -> Result<i64, Problem> {
    match number {
        0..=1_000_000 => Ok(number),
        _ => Err(Problem::malformed("`seen` is 0 to 1,000,000.")),
    }
}

/// What a command has said, without files.
pub(super) fn new_message<T>(
    caller: &Caller,
    command: &Command<T>,
    part: PartId,
    text: &str,
    number: i64,
) -> Result<NewMessage, Problem> {
    let body = Prose::parse(ProseKind::Message, text)
        .map_err(|_| Problem::malformed("`text` is 1 to 2,000 characters, without control characters."))?;
    let key = IdempotencyKey::parse(&key_of(caller, command)).map_err(|error| Problem::unexpected(&error))?;
    let (pictures, documents) = (Vec::new(), Vec::new());
    Ok(NewMessage { key, party: staff(caller), part, body, pictures, documents, seen: seen(number)? })
}

/// Write to the shopper of an order.
#[utoipa::path(post, path = "/api/v1/messages/{order}", tag = "messages", operation_id = "send_message",
    params(("order" = PartRef, Path, description = "The order's id.")), request_body = MessageText,
    responses((status = 200, description = "It is sent.", body = MessageSent)))]
pub async fn send(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(part): Named<PartId>,
    command: Command<MessageText>,
) -> Result<Response<Body>, Problem> {
    let new = new_message(&caller, &command, part, &command.input.text, command.input.seen)?;
    let work = async { Ok(Outcome::Done(MessageSent::from(api.platform.messages.send(new).await?))) };
    once(&api, &caller, &command, work).await
}

/// Up to where a conversation was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The number of the last message that was read.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub seen: i64,
}

/// How a conversation stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConversationState {
    pub id: PartRef,
    pub messages: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub waiting_since: Option<Time>,
}

fn state(thread: Option<Thread>) -> Result<ConversationState, MessageError> {
    let thread = thread.ok_or(MessageError::NotFound)?;
    Ok(ConversationState {
        id: thread.part_id.into(),
        messages: thread.messages,
        waiting_since: thread.waiting_since_us.map(Time),
    })
}

/// Mark a conversation as read.
#[utoipa::path(post, path = "/api/v1/messages/{order}/read", tag = "messages", operation_id = "read_messages",
    params(("order" = PartRef, Path, description = "The order's id.")), request_body = Seen,
    responses((status = 200, description = "It is read.", body = ConversationState)))]
pub async fn read(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(part): Named<PartId>,
    command: Command<Seen>,
) -> Result<Response<Body>, Problem> {
    stands(&api, &caller, &command, part, Stand::Read).await
}

/// Say that nothing needs to be answered.
///
/// What the shopper wrote after `seen` still waits.
#[utoipa::path(post, path = "/api/v1/messages/{order}/settle", tag = "messages", operation_id = "settle_messages",
    params(("order" = PartRef, Path, description = "The order's id.")), request_body = Seen,
    responses((status = 200, description = "How it stands.", body = ConversationState)))]
pub async fn settle(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(part): Named<PartId>,
    command: Command<Seen>,
) -> Result<Response<Body>, Problem> {
    stands(&api, &caller, &command, part, Stand::Settled).await
}

pub type ComplaintCode = Code<Complaint>;

/// Which message is reported, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageReport {
    /// One of the shopper's in this conversation.
    pub message_id: MessageRef,
    pub complaint: ComplaintCode,
}

/// A message that is reported.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageReported {
    pub message_id: MessageRef,
}

/// Report a message of the shopper.
///
/// The shop looks at it, and hides it or keeps it; one that was reported already is looked at once. 409 `own-words` for a message
/// of the seller's own, `no-such-message` for one that is not in this conversation or was removed.
#[utoipa::path(post, path = "/api/v1/messages/{order}/report", tag = "messages", operation_id = "report_message",
    params(("order" = PartRef, Path, description = "The order's id.")), request_body = MessageReport,
    responses((status = 200, description = "It is reported.", body = MessageReported)))]
pub async fn report(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(part): Named<PartId>,
    command: Command<MessageReport>,
) -> Result<Response<Body>, Problem> {
    own(&api, &caller, part).await?;
    let (party, id, complaint) = (staff(&caller), command.input.message_id.0, command.input.complaint.0);
    let mut conn = api.platform.db.read().await?;
    let found = messages::store::message(&mut conn, id).await;
    drop(conn);
    match found {
        Ok(message) if message.part_id == part && !message.is_removed() => {}
        Ok(_) | Err(MessageError::NotFound) => {
            let detail = "There is no such message in this conversation, or it was removed.";
            return Err(Problem::conflict("no-such-message", detail));
        }
        Err(error) => return Err(error.into()),
    }
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            messages::report(tx, party, id, complaint).await?;
            Ok::<_, MessageError>(MessageReported { message_id: id.into() })
        })
    })
    .await
}

/// How the desk says that a conversation stands.
#[derive(Clone, Copy)]
enum Stand {
    Read,
    Settled,
}

async fn stands(
    api: &Api,
    caller: &Caller,
    command: &Command<Seen>,
    part: PartId,
    stand: Stand,
) -> Result<Response<Body>, Problem> {
    let (party, seen) = (staff(caller), seen(command.input.seen)?);
    together(api, caller, command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            match stand {
                Stand::Read => messages::mark_read(tx, party, part, seen).await?,
                Stand::Settled => messages::settle(tx, party, part, seen).await.map(drop)?,
            }
            state(messages::thread(tx, part).await?)
        })
    })
    .await
}
