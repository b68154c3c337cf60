//! Returns: reading them, answering, receiving, giving back.

use super::Api;
use super::auth::Caller;
use super::exchanges::Exchange;
use super::extract::{Asked, Command, Named, Nothing};
use super::once::{Outcome, key_of, once};
use super::problem::Problem;
use super::return_rules::DecidingRule;
use super::types::{
    Amount, AmountSent, Code, Cursor, LineRef, OfferRef, OrderRef, Page, PartRef, ProductRef, ReturnRef,
    Time, limit, page,
};
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::{Extension, Json};
use domain::ReturnId;
use domain::calendar::{day_text, parse_day};
use domain::order::Carrier;
use domain::returns::{AppealState, Grade, Payer, ReturnReason, ReturnState};
use domain::review::{Prose, ProseKind};
use platform::returns::{Graded, Refund, Refunded, ReturnDetail, ReturnLine, SellerFilter, lists, store};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub type ReturnStateCode = Code<ReturnState>;
pub type AppealStateCode = Code<AppealState>;
pub type ReturnReasonCode = Code<ReturnReason>;
pub type GradeCode = Code<Grade>;
pub type PayerCode = Code<Payer>;
pub type CarrierCode = Code<Carrier>;

domain::text_enum! {
    /// Which returns a list shows.
    pub enum ReturnFilter {
        /// To answer, on the way, to look at, or waiting for the card's answer.
        ToDo = "to_do",
        /// Looked at, and the replacement is to be sent.
        ToReplace = "to_replace",
        Approved = "approved",
        Done = "done",
        All = "all",
    }
}
pub type ReturnFilterCode = Code<ReturnFilter>;

impl From<ReturnFilter> for SellerFilter {
    fn from(filter: ReturnFilter) -> Self {
        match filter {
            ReturnFilter::ToDo => Self::ToDo,
            ReturnFilter::ToReplace => Self::ToReplace,
            ReturnFilter::Approved => Self::Approved,
            ReturnFilter::Done => Self::Done,
            ReturnFilter::All => Self::All,
        }
    }
}

/// Units of one line that come back.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReturnedLine {
    pub line_id: LineRef,
    pub offer_id: OfferRef,
    pub product_id: ProductRef,
    pub title: String,
    pub quantity: i64,
    pub reason: ReturnReasonCode,
    /// The most that the card gets back for them.
    pub worth: Amount,
    /// How they came back; missing until somebody looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub grade: Option<GradeCode>,
    /// What of the worth is kept back, in basis points.
    pub kept_bps: i64,
    pub restock: bool,
}

/// The shop's label for the way back.
#[derive(Debug, Serialize, ToSchema)]
pub struct LabelOfReturn {
    /// As it was when the return was asked for.
    pub price: Amount,
    /// The number on it; missing until the buyer took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub number: Option<String>,
    /// What was moved for it with the refund: kept of it, or taken from your balance, as `pays_return` says. Of an exchange, what
    /// was taken from your balance when the replacement left.
    pub charged: Amount,
}

/// When a parcel with the shop's label is fetched at the order's address.
#[derive(Debug, Serialize, ToSchema)]
pub struct PickupOfReturn {
    #[schema(format = Date, example = "2026-12-07")]
    pub day: String,
    /// Whether you have confirmed it.
    pub confirmed: bool,
}

/// A return, and what became of it. What has not come is missing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Return {
    pub id: ReturnRef,
    pub order_id: OrderRef,
    /// The order of this seller, as in `GET /api/v1/orders`.
    pub part_id: PartRef,
    pub state: ReturnStateCode,
    pub pays_return: PayerCode,
    /// The most that the card gets back.
    pub claim: Amount,
    /// What the card got back.
    pub refunded: Amount,
    /// The buyer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub note: Option<String>,
    /// The seller's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub carrier: Option<CarrierCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tracking: Option<String>,
    /// Missing where none can be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub label: Option<LabelOfReturn>,
    /// Missing where the buyer drops it off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub pickup: Option<PickupOfReturn>,
    pub requested_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub answered_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub received_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ended_at: Option<Time>,
    /// What the buyer wants instead of the money; missing for an ordinary return.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub exchange: Option<Exchange>,
    /// What the buyer asked the platform about it; missing when they did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub appeal: Option<ReturnAppeal>,
    /// Which rule decided it when it was asked for; missing where none did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub decided_by: Option<DecidingRule>,
    /// The card gets its money and nothing is sent: a rule said so.
    pub returnless: bool,
    pub lines: Vec<ReturnedLine>,
}

/// An appeal about a return. The platform decides; what it orders is a return of its own.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReturnAppeal {
    pub state: AppealStateCode,
    /// The buyer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub words: Option<String>,
    /// The platform's words, once it has decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
    /// The return that was ordered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub return_id: Option<ReturnRef>,
    pub asked_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub decided_at: Option<Time>,
}

impl From<platform::returns::Appeal> for ReturnAppeal {
    fn from(row: platform::returns::Appeal) -> Self {
        Self {
            state: Code(row.state.0),
            words: row.words,
            reason: row.reason,
            return_id: row.follow_id.map(ReturnRef::from),
            asked_at: Time(row.asked_at_us),
            decided_at: row.decided_at_us.map(Time),
        }
    }
}

fn shown(detail: ReturnDetail) -> Return {
    let row = detail.row;
    let line = |one: ReturnLine| ReturnedLine {
        line_id: one.line_id.into(),
        offer_id: one.offer_id.into(),
        product_id: one.product_id.into(),
        title: one.title,
        quantity: one.quantity,
        reason: Code(one.reason),
        worth: row.money(one.worth.card_minor()).into(),
        grade: one.grade.map(Code),
        kept_bps: one.kept_bps,
        restock: one.restock,
    };
    let label = detail.label.map(|label| LabelOfReturn {
        price: row.money(label.price_minor).into(),
        number: label.code,
        charged: row.money(label.charged_minor).into(),
    });
    let pickup = detail.pickup.map(|pickup| PickupOfReturn {
        day: day_text(pickup.day),
        confirmed: pickup.confirmed_at_us.is_some(),
    });
    Return {
        decided_by: DecidingRule::of(detail.rule.as_ref(), &row),
        returnless: row.returnless,
        label,
        pickup,
        lines: detail.lines.into_iter().map(line).collect(),
        id: row.id.into(),
        order_id: row.order_id.into(),
        part_id: row.part_id.into(),
        state: Code(row.state.0),
        pays_return: Code(row.pays_return.0),
        claim: row.money(row.claim_minor).into(),
        refunded: row.money(row.refunded_minor).into(),
        carrier: row.carrier.map(|carrier| Code(carrier.0)),
        requested_at: Time(row.requested_at_us),
        answered_at: row.answered_at_us.map(Time),
        received_at: row.received_at_us.map(Time),
        ended_at: row.ended_at_us.map(Time),
        exchange: detail.exchange.map(Exchange::from),
        appeal: detail.appeal.map(ReturnAppeal::from),
        note: row.note,
        answer: row.answer,
        tracking: row.tracking,
    }
}

/// Which returns, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReturnQuery {
    /// All when nothing is said.
    #[param(inline, required = false, nullable = false)]
    pub show: Option<ReturnFilterCode>,
    /// `next_cursor` of the page before; without one the list begins.
    #[param(inline, required = false, nullable = false)]
    pub cursor: Option<Cursor>,
    /// How many at the most; 25 when nothing is said.
    #[param(minimum = 1, maximum = 100, required = false, nullable = false)]
    pub limit: Option<i64>,
}

/// The seller's returns.
///
/// The newest first.
#[utoipa::path(get, path = "/api/v1/returns", tag = "returns", operation_id = "list_returns", params(ReturnQuery),
    responses((status = 200, description = "A page of returns.", body = Page<Return>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<ReturnQuery>,
) -> Result<Json<Page<Return>>, Problem> {
    let limit = limit(asked.limit)?;
    let filter = asked.show.map_or(SellerFilter::All, |code| code.0.into());
    let before = asked.cursor.and_then(|cursor| cursor.id::<ReturnId>());
    let mut conn = api.platform.db.read_together().await?;
    let rows = lists::of_seller(&mut conn, caller.seller.id, filter, before, limit + 1).await?;
    Ok(Json(page(rows, limit, |row| row.row.id, shown)))
}

pub(super) async fn own(api: &Api, caller: &Caller, id: ReturnId) -> Result<ReturnDetail, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    Ok(store::of_seller_one(&mut conn, caller.seller.id, id).await?)
}

/// One return.
#[utoipa::path(get, path = "/api/v1/returns/{return}", tag = "returns", operation_id = "get_return",
    params(("return" = ReturnRef, Path, description = "The return's id.")),
    responses((status = 200, description = "The return.", body = Return)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReturnId>,
) -> Result<Json<Return>, Problem> {
    Ok(Json(shown(own(&api, &caller, id).await?)))
}

/// What became of a return. The rest of it is read with `GET`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReturnChanged {
    pub id: ReturnRef,
    pub state: ReturnStateCode,
    /// What the card got back.
    pub refunded: Amount,
}

async fn changed(api: &Api, caller: &Caller, id: ReturnId) -> Result<ReturnChanged, Problem> {
    let row = own(api, caller, id).await?.row;
    Ok(ReturnChanged {
        id: id.into(),
        state: Code(row.state.0),
        refunded: row.money(row.refunded_minor).into(),
    })
}

/// One step of it, once.
pub(super) async fn step<I, E>(
    api: &Api,
    caller: &Caller,
    command: &Command<I>,
    id: ReturnId,
    does: impl Future<Output = Result<(), E>>,
) -> Result<Response<Body>, Problem>
where
    Problem: From<E>,
{
    let work = async {
        does.await?;
        Ok(Outcome::Done(changed(api, caller, id).await?))
    };
    once(api, caller, command, work).await
}

/// A word to the buyer, if wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// 3 to 500 characters.
    #[serde(default)]
    #[schema(nullable = false, pattern = "^[A-Za-z0-9][A-Za-z0-9 .,!?'-]{1,498}[A-Za-z0-9.!?]$")]
    pub answer: Option<String>,
}

/// Why it is declined. The buyer reads it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// 3 to 500 characters.
    #[schema(pattern = "^[A-Za-z0-9][A-Za-z0-9 .,!?'-]{1,498}[A-Za-z0-9.!?]$")]
    pub answer: String,
}

fn words(text: &str) -> Result<Prose, Problem> {
    Prose::parse(ProseKind::Reason, text)
        .map_err(|_| Problem::malformed("`answer` has 3 to 500 characters, without control characters."))
}

/// Approve a return: the buyer may send it.
#[utoipa::path(post, path = "/api/v1/returns/{return}/approve", tag = "returns", operation_id = "approve_return",
    params(("return" = ReturnRef, Path, description = "The return's id.")), request_body = Approval,
    responses((status = 200, description = "It is approved.", body = ReturnChanged)))]
pub async fn approve(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReturnId>,
    command: Command<Approval>,
) -> Result<Response<Body>, Problem> {
    let answer = command.input.answer.as_deref().map(words).transpose()?;
    step(&api, &caller, &command, id, api.platform.returns.approve(caller.seller.id, id, answer)).await
}

/// Decline a return, with a reason.
#[utoipa::path(post, path = "/api/v1/returns/{return}/decline", tag = "returns", operation_id = "decline_return",
    params(("return" = ReturnRef, Path, description = "The return's id.")), request_body = Refusal,
    responses((status = 200, description = "It is declined.", body = ReturnChanged)))]
pub async fn decline(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReturnId>,
    command: Command<Refusal>,
) -> Result<Response<Body>, Problem> {
    let answer = words(&command.input.answer)?;
    step(&api, &caller, &command, id, api.platform.returns.decline(caller.seller.id, id, answer)).await
}

/// Say that a return came back.
#[utoipa::path(post, path = "/api/v1/returns/{return}/receive", tag = "returns", operation_id = "receive_return",
    params(("return" = ReturnRef, Path, description = "The return's id.")),
    responses((status = 200, description = "It is received.", body = ReturnChanged)))]
pub async fn receive(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReturnId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    step(&api, &caller, &command, id, api.platform.returns.receive(caller.seller.id, id)).await
}

/// Which day you confirm.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PickupConfirmed {
    /// As the return says it.
    #[schema(format = Date, example = "2026-12-07")]
    pub day: String,
}

/// Confirm when a return is fetched. The buyer is told.
#[utoipa::path(post, path = "/api/v1/returns/{return}/pickup", tag = "returns", operation_id = "confirm_pickup",
    params(("return" = ReturnRef, Path, description = "The return's id.")), request_body = PickupConfirmed,
    responses((status = 200, description = "It is confirmed.", body = ReturnChanged)))]
pub async fn pickup(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReturnId>,
    command: Command<PickupConfirmed>,
) -> Result<Response<Body>, Problem> {
    let day = parse_day(&command.input.day)
        .ok_or_else(|| Problem::malformed("`day` is no day like 2026-11-30."))?;
    step(&api, &caller, &command, id, api.platform.returns.confirm_pickup(caller.seller.id, id, day)).await
}

/// How the units of one line came back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GradedLine {
    pub line_id: LineRef,
    pub grade: GradeCode,
    /// What is kept back, in basis points; what is usual for the grade when nothing is said.
    #[serde(default)]
    #[schema(nullable = false, minimum = 0, maximum = 10_000)]
    pub kept_bps: Option<i64>,
    /// For sale again; otherwise written off.
    pub restock: bool,
}

/// The decision about what came back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Every line of the return.
    #[schema(min_items = 1, max_items = 200)]
    pub lines: Vec<GradedLine>,
    /// What the card gets back by your reckoning: the worth of each line less what is kept, and less a label that was taken
    /// and that the shopper pays for. Another amount is refused.
    pub expected: AmountSent,
}

/// Give back what the grades come to.
#[utoipa::path(post, path = "/api/v1/returns/{return}/refund", tag = "returns", operation_id = "refund_return",
    params(("return" = ReturnRef, Path, description = "The return's id.")), request_body = Decision,
    responses(
        (status = 200, description = "It is decided: see `state`.", body = ReturnChanged),
        (status = 202, description = "The card's answer is not there yet.", body = ReturnChanged)))]
pub async fn refund(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReturnId>,
    command: Command<Decision>,
) -> Result<Response<Body>, Problem> {
    let known = own(&api, &caller, id).await?;
    let input = &command.input;
    let bps = |line: &GradedLine| line.kept_bps.is_none_or(|bps| (0..=10_000).contains(&bps));
    if input.lines.is_empty() || !input.lines.iter().all(bps) {
        return Err(Problem::malformed("Grade every line; `kept_bps` is 0 to 10000."));
    }
    let graded = |line: &GradedLine| Graded {
        line: line.line_id.0,
        grade: line.grade.0,
        kept_bps: line.kept_bps,
        restock: line.restock,
    };
    let decision = Refund {
        key: key_of(&caller, &command),
        seller: caller.seller.id,
        id,
        graded: input.lines.iter().map(graded).collect(),
        seen: input.expected.money(known.row.currency)?,
    };
    let work = async {
        let done = api.platform.returns.refund(decision).await?;
        let now = changed(&api, &caller, id).await?;
        match done {
            Refunded::Refunded | Refunded::Closed => Ok(Outcome::Done(now)),
            Refunded::Pending => Ok(Outcome::UnderWay(now)),
            Refunded::Failed => {
                let detail =
                    "The card did not take the money back. Decide again, with a new Idempotency-Key.";
                Err(Problem::conflict("refund-failed", detail))
            }
        }
    };
    once(&api, &caller, &command, work).await
}
