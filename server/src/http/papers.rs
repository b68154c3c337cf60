//! What is handed out as a PDF: `GET /orders/{order}/invoices/{invoice}` to who bought, `GET
//! /seller/orders/{part}/invoices/{invoice}?seller=…` and `GET /seller/payouts/{payout}/statement.pdf?seller=…` to who sold.
//! The address names the order or the part, so that its rule is theirs; a paper of another one does not exist. The platform's
//! invoice of its fees is at `/seller/invoices/{fee_invoice}/invoice.pdf?seller=…`, a year at `/seller/year.pdf?seller=…`.

use super::denied;
use super::pages::visitor_of;
use super::statements::{asked, asked_year, readable, refusal};
use app::printed;
use app::text::T;
use axum::body::Body;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect};
use platform::domain::format::Locale;
use platform::domain::roles::{self, Action, Resource};
use platform::domain::text_enum::TextEnum as _;
use platform::domain::{FeeInvoiceId, InvoiceId, OrderId, PartId, ReturnId};
use platform::fees::{self, FeeError, FeeInvoice};
use platform::invoices::{self, Invoice, InvoiceError};
use platform::orders::OrderError;
use platform::orders::store::Order;
use platform::papers::{self, Paper, PaperError};
use platform::payouts::{PayoutError, Statement, Year};
use platform::returns::{self, ReturnError};
use platform::sellers::Seller;
use platform::{Platform, PlatformError, orders, sellers};
use tokio::sync::Semaphore;

/// So many papers are made at the same time.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Why there is no paper.
enum NoPaper {
    NotFound,
    Refused(roles::Denied),
    Failed(String),
}

impl From<PlatformError> for NoPaper {
    fn from(error: PlatformError) -> Self {
        match error {
            PlatformError::Invoice(InvoiceError::NotFound)
            | PlatformError::Fee(FeeError::NoSuchInvoice)
            | PlatformError::Order(OrderError::NotFound) => Self::NotFound,
            other => Self::Failed(other.to_string()),
        }
    }
}

impl NoPaper {
    fn answer(self) -> Response<Body> {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND.into_response(),
            Self::Refused(refusal) => denied(refusal),
            Self::Failed(error) => unavailable(&error),
        }
    }
}

fn unavailable(error: &dyn std::fmt::Display) -> Response<Body> {
    tracing::error!(%error, "a paper cannot be written");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// An invoice of an order, in the language in which it was ordered.
pub async fn for_buyer(
    State(platform): State<Platform>,
    Path((order, invoice)): Path<(String, String)>,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let found = async {
        let order = readable_order(&platform, &order, &parts).await?;
        let invoice = one(&platform, &invoice).await?;
        if invoice.order_id == order.id { Ok(invoice) } else { Err(NoPaper::NotFound) }
    };
    match found.await {
        Ok(invoice) => of_invoice(T::new(invoice.content.0.locale), invoice).await,
        Err(none) => none.answer(),
    }
}

/// The slip of a return, with its label where one was taken, in the language in which it was ordered. Until the return is
/// approved there is none: back to its page.
pub async fn of_return(
    State(platform): State<Platform>,
    Path((order, id)): Path<(String, String)>,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let found = async {
        let order = readable_order(&platform, &order, &parts).await?;
        let id: ReturnId = id.parse().map_err(|_| NoPaper::NotFound)?;
        let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
        let detail = match returns::store::of_order_one(&mut conn, order.id, id).await {
            Err(ReturnError::NotFound) => return Err(NoPaper::NotFound),
            other => other.map_err(PlatformError::from)?,
        };
        let seller = sellers::get(&mut conn, detail.row.seller_id).await.map_err(PlatformError::from)?;
        let seller = seller.ok_or(NoPaper::NotFound)?;
        Ok((order, detail, seller))
    };
    let (order, detail, seller) = match found.await {
        Ok(found) => found,
        Err(none) => return none.answer(),
    };
    let Some(to) = &detail.row.ship_to else {
        let page = format!("/orders/{}/returns/{}", order.id, detail.row.id);
        return Redirect::to(&page).into_response();
    };
    let t = T::new(Locale::parse(&order.locale).unwrap_or(Locale::En));
    let paper = printed::return_slip(t, &detail, &to.0, &order.address.0, &seller.name);
    attachment(t, paper, &detail.row.id.to_string()).await
}

/// The order, if whoever asks may read it.
async fn readable_order(platform: &Platform, order: &str, parts: &Parts) -> Result<Order, NoPaper> {
    let id: OrderId = order.parse().map_err(|_| NoPaper::NotFound)?;
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    let order = orders::store::order(&mut conn, id).await.map_err(PlatformError::from)?;
    drop(conn);
    let visitor = visitor_of(platform, parts).await?;
    let actor = platform.actor_for(&visitor, &order).await?;
    let resource = Resource::Order { buyer: order.account_id, guest: order.guest_id, sellers: Vec::new() };
    roles::allow(&actor, Action::ReadOrder, &resource).map_err(NoPaper::Refused)?;
    Ok(order)
}

/// An invoice of a part, in the language of who looks.
pub async fn for_seller(
    State(platform): State<Platform>,
    Path((part, invoice)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let (seller, t) = match readable(&platform, query.as_deref(), Action::ReadInvoices, request).await {
        Ok(found) => found,
        Err(refused) => return refused,
    };
    let Ok(part) = part.parse::<PartId>() else { return StatusCode::NOT_FOUND.into_response() };
    match one(&platform, &invoice).await {
        Ok(invoice) if invoice.seller_id == seller && invoice.part_id == part => of_invoice(t, invoice).await,
        Ok(_) => StatusCode::NOT_FOUND.into_response(),
        Err(none) => none.answer(),
    }
}

/// A payout's statement; `open` is what has happened since the last payout.
pub async fn of_payout(
    State(platform): State<Platform>,
    Path(which): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let (seller, t, statement) = match asked(&platform, &which, query.as_deref(), request).await {
        Ok(found) => found,
        Err(refused) => return refused,
    };
    let known = async {
        let mut conn = platform.db.read().await?;
        sellers::get(&mut conn, seller).await?.ok_or(PayoutError::NoSuchSeller)
    };
    match known.await {
        Ok(seller) => of_statement(&platform, t, &seller, &statement, &which).await,
        Err(error) => refusal(&error),
    }
}

/// The file of a statement, whoever asked for it; `which` is the payout's id, or `open`.
pub(super) async fn of_statement(
    platform: &Platform,
    t: T,
    seller: &Seller,
    statement: &Statement,
    which: &str,
) -> Response<Body> {
    match printed::statement(t, seller, statement, platform.db.now()) {
        Ok(paper) => attachment(t, paper, &format!("statement-{which}")).await,
        Err(error) => refusal(&error),
    }
}

/// A seller's year.
pub async fn of_year(
    State(platform): State<Platform>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let (seller, t, year) = match asked_year(&platform, query.as_deref(), request).await {
        Ok(found) => found,
        Err(refused) => return refused,
    };
    of_year_read(&platform, t, &seller, &year).await
}

/// The file of a year, whoever asked for it.
pub(super) async fn of_year_read(platform: &Platform, t: T, seller: &Seller, year: &Year) -> Response<Body> {
    match printed::year(t, seller, year, platform.db.now()) {
        Ok(paper) => attachment(t, paper, &format!("year-{}", year.year)).await,
        Err(error) => refusal(&error),
    }
}

/// What the platform charged a seller in a month, in the language of who looks.
pub async fn of_fees(
    State(platform): State<Platform>,
    Path(invoice): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let (seller, t) = match readable(&platform, query.as_deref(), Action::ReadMoney, request).await {
        Ok(found) => found,
        Err(refused) => return refused,
    };
    match charged(&platform, &invoice).await {
        Ok(invoice) if invoice.seller_id == seller => of_fee_invoice(t, invoice).await,
        Ok(_) => StatusCode::NOT_FOUND.into_response(),
        Err(none) => none.answer(),
    }
}

async fn charged(platform: &Platform, id: &str) -> Result<FeeInvoice, NoPaper> {
    let id: FeeInvoiceId = id.parse().map_err(|_| NoPaper::NotFound)?;
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    Ok(fees::invoice(&mut conn, id).await.map_err(PlatformError::from)?)
}

/// The file of an invoice of fees, whoever asked for it.
pub(super) async fn of_fee_invoice(t: T, invoice: FeeInvoice) -> Response<Body> {
    match printed::fee_invoice(t, &invoice) {
        Ok(paper) => attachment(t, paper, &invoice.number).await,
        Err(error) => unavailable(&error),
    }
}

async fn one(platform: &Platform, id: &str) -> Result<Invoice, NoPaper> {
    let id: InvoiceId = id.parse().map_err(|_| NoPaper::NotFound)?;
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    Ok(invoices::one(&mut conn, id).await.map_err(PlatformError::from)?)
}

/// The file of an invoice, whoever asked for it.
pub(super) async fn of_invoice(t: T, invoice: Invoice) -> Response<Body> {
    match printed::invoice(t, &invoice) {
        Ok(paper) => attachment(t, paper, &invoice.number).await,
        Err(error) => unavailable(&error),
    }
}

/// The file of the slip of an order's parcel.
pub(super) async fn of_slip(t: T, paper: Paper, part: PartId) -> Response<Body> {
    attachment(t, paper, &format!("slip-{part}")).await
}

/// The file, which no cache keeps. A long one takes a while, so it is made beside what waits for the network.
async fn attachment(t: T, paper: Paper, name: &str) -> Response<Body> {
    // Each takes a core for a while: the others wait, and the shop goes on.
    let turn = TURNS.acquire().await;
    let made = tokio::task::spawn_blocking(move || {
        papers::pdf(&paper, &|page, pages| printed::page_of(t, page, pages))
    });
    let made = made.await;
    drop(turn);
    let file = match made.unwrap_or_else(|error| Err(PaperError::Pdf(error.to_string()))) {
        Ok(file) => file,
        Err(error) => return unavailable(&error),
    };
    let mut response = Response::new(Body::from(file));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.pdf\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
