//! What a program is told when it does not get what it asked for: problem details as in RFC 9457, which say what to do.

use super::types::OfferRef;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use domain::listing::Lack;
use domain::{MoneyError, OfferId};
use platform::buybox::BuyBoxError;
use platform::catalog::CatalogError;
use platform::db::DbError;
use platform::fees::FeeError;
use platform::identity::IdentityError;
use platform::import::UploadError;
use platform::integrations::IntegrationError;
use platform::inventory::InventoryError;
use platform::invoices::InvoiceError;
use platform::listing::ListingError;
use platform::messages::MessageError;
use platform::orders::OrderError;
use platform::payments::PaymentError;
use platform::payouts::PayoutError;
use platform::pictures::PictureError;
use platform::pricing::PricingError;
use platform::reporting::ReportingError;
use platform::returns::ReturnError;
use platform::reviews::ReviewError;
use platform::sellers::SellerError;
use platform::webhooks::WebhookError;
use serde::Serialize;
use utoipa::ToSchema;

pub const CONTENT_TYPE: &str = "application/problem+json";

/// Why a request was refused (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDetails {
    /// The code as a URI; the same code always has the same one. It names and leads nowhere.
    #[serde(rename = "type")]
    #[schema(format = "uri", example = "urn:orinoco:problem:wrong-state")]
    kind: String,
    /// The status in words.
    #[schema(example = "Conflict")]
    title: String,
    /// The HTTP status again.
    #[schema(minimum = 400, maximum = 599, example = 409)]
    status: u16,
    /// Stable: what a program decides by.
    #[schema(example = "wrong-state")]
    code: String,
    /// What happened and what to do, in English, for whoever reads the log.
    detail: String,
    /// What is wrong with which rows, where a request has many; missing elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rows: Vec<RowRefused>,
}

/// What is wrong with one row.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowRefused {
    /// What the row is about.
    pub offer_id: OfferRef,
    /// The field; missing when it is the whole row.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "price")]
    pub field: Option<String>,
    /// Stable: what a program decides by.
    #[schema(example = "wrong-price")]
    pub code: String,
    pub detail: String,
}

impl RowRefused {
    pub fn whole(offer: OfferId, code: &str, detail: impl Into<String>) -> Self {
        Self { offer_id: offer.into(), field: None, code: code.to_owned(), detail: detail.into() }
    }

    pub fn field(offer: OfferId, field: &str, code: &str, detail: impl Into<String>) -> Self {
        Self { field: Some(field.to_owned()), ..Self::whole(offer, code, detail) }
    }
}

/// A refusal on its way out.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    /// What is wrong with which rows, where a request has many.
    rows: Vec<RowRefused>,
    header: Option<Box<(HeaderName, HeaderValue)>>,
}

impl Problem {
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), rows: Vec::new(), header: None }
    }

    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// 400: it can never be done like this.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", detail)
    }

    /// 404, for what is another seller's, too.
    pub fn not_found() -> Self {
        let detail =
            "There is no such thing among what belongs to this key's seller. Check the id and its prefix.";
        Self::new(StatusCode::NOT_FOUND, "not-found", detail)
    }

    /// 409: not as things are now.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    pub fn with(mut self, name: HeaderName, value: &str) -> Self {
        // A value that no header can hold is left out: the body says the same.
        self.header = HeaderValue::from_str(value).ok().map(|value| Box::new((name, value)));
        self
    }

    /// 409: none of the rows was taken, because of these.
    pub fn of_rows(rows: Vec<RowRefused>) -> Self {
        let detail = format!("Nothing was changed: {} of the rows cannot be taken, see `rows`.", rows.len());
        Self { rows, ..Self::conflict("rows-refused", detail) }
    }

    pub fn too_many(wait_s: u64) -> Self {
        let detail = format!("Too many requests. Wait {wait_s} seconds, then go on more slowly.");
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", detail)
            .with(header::RETRY_AFTER, &wait_s.to_string())
    }

    /// 500; logged here, once.
    pub fn unexpected(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a program's request failed");
        let detail = "Something went wrong here. Try again with the same Idempotency-Key; \
                      if it stays, write to the shop and name the x-request-id of this answer.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "unexpected", detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        let details = ProblemDetails {
            kind: format!("urn:orinoco:problem:{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Refused").to_owned(),
            status: self.status.as_u16(),
            code: self.code.to_owned(),
            detail: self.detail,
            rows: self.rows,
        };
        let mut response = (self.status, axum::Json(details)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
        if let Some(header) = self.header {
            let (name, value) = *header;
            headers.insert(name, value);
        }
        response
    }
}

pub(super) fn key_reused() -> Problem {
    let detail =
        "This Idempotency-Key came with another request before. Make a new key for each new request.";
    Problem::conflict("idempotency-key-reused", detail)
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        Self::unexpected(&error)
    }
}

impl From<IntegrationError> for Problem {
    fn from(error: IntegrationError) -> Self {
        match error {
            IntegrationError::KeyReused => key_reused(),
            other => Self::unexpected(&other),
        }
    }
}

/// What is said of an offer that an operator took down.
const TAKEN_DOWN: &str =
    "The shop took this offer down. It is not put up for sale until the shop shows it again.";

impl From<CatalogError> for Problem {
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::OfferNotFound(_) => Self::not_found(),
            CatalogError::VersionConflict { current } => Self::conflict(
                "version-conflict",
                format!(
                    "The offer was changed meanwhile: its version is {current}. Read it again, then decide."
                ),
            ),
            CatalogError::Price(_) => Self::conflict("wrong-price", error.to_string()),
            CatalogError::TakenDown => Self::conflict("taken-down", TAKEN_DOWN),
            other => Self::unexpected(&other),
        }
    }
}

impl From<InventoryError> for Problem {
    fn from(error: InventoryError) -> Self {
        match error {
            InventoryError::BelowZero { .. } => Self::conflict("below-zero", error.to_string()),
            InventoryError::QuantityOutOfRange => Self::malformed(error.to_string()),
            other => Self::unexpected(&other),
        }
    }
}

/// Everything that a category asks for and a product has not.
fn lacking(lacks: &[Lack]) -> String {
    let one = |lack: &Lack| match lack {
        Lack::Attribute(name) => format!("it needs the attribute `{name}`"),
        Lack::Brand(brand) => format!("`{brand}` is only for sellers whom the shop names"),
    };
    format!("The category asks for more: {}.", lacks.iter().map(one).collect::<Vec<_>>().join("; "))
}

impl From<ListingError> for Problem {
    fn from(error: ListingError) -> Self {
        let code = match error {
            ListingError::KeyReused => return key_reused(),
            ListingError::Catalog(CatalogError::Sku) => "wrong-sku",
            ListingError::Catalog(CatalogError::SkuTaken(_)) => "sku-taken",
            ListingError::Catalog(error) => return error.into(),
            ListingError::Inventory(error) => return error.into(),
            ListingError::NoSuchProposal | ListingError::NotDescribed => return Self::not_found(),
            ListingError::ChangeNeedsApproval => "change-needs-approval",
            ListingError::Lacks(lacks) => return Self::conflict("category-asks", lacking(&lacks)),
            ListingError::CodeKnown { product } => {
                let detail = format!(
                    "The product {product} has this code already: offer it with `POST /api/v1/offers`."
                );
                return Self::conflict("code-known", detail);
            }
            ListingError::NoSuchCategory => "no-such-category",
            ListingError::CodeNotShown => "code-not-shown",
            ListingError::Code(_) => "wrong-code",
            ListingError::Title
            | ListingError::BrandName
            | ListingError::Description
            | ListingError::Attributes => "wrong-text",
            ListingError::TooMany => "too-many-proposals",
            ListingError::TooManyPictures => "too-many-pictures",
            ListingError::Decided => "wrong-state",
            ListingError::NoSuchProduct => "no-such-product",
            ListingError::NoSuchTable => {
                let detail = "There is no such shipping table. Read the tables again.";
                return Self::conflict("no-such-table", detail);
            }
            ListingError::NotListed => "not-listed",
            ListingError::Exists(_) => "offer-exists",
            ListingError::Brand(_) => "restricted-brand",
            ListingError::OtherCurrency(_) => "other-currency",
            ListingError::Stock => return Self::malformed(error.to_string()),
            other => return Self::unexpected(&other),
        };
        Self::conflict(code, format!("{error}."))
    }
}

impl From<OrderError> for Problem {
    fn from(error: OrderError) -> Self {
        let code = match &error {
            OrderError::NotFound => return Self::not_found(),
            OrderError::KeyReused => return key_reused(),
            OrderError::TrackingMalformed => return Self::malformed(error.to_string()),
            OrderError::WrongState { .. } => "wrong-state",
            OrderError::WrongShipment => "wrong-shipment",
            OrderError::DifferentDeliveries => "different-deliveries",
            OrderError::ParcelUnderWay { .. } => "parcel-under-way",
            other => return Self::unexpected(other),
        };
        Self::conflict(code, format!("{error}. Read the order again to see what can be done with it."))
    }
}

impl From<ReturnError> for Problem {
    fn from(error: ReturnError) -> Self {
        let code = match error {
            ReturnError::NotFound => return Self::not_found(),
            ReturnError::KeyReused => return key_reused(),
            ReturnError::Order(order) => return order.into(),
            ReturnError::WrongState { .. } => "wrong-state",
            ReturnError::AmountChanged { .. } => "amount-changed",
            ReturnError::NoReturnAddress => "no-return-address",
            ReturnError::NotGraded { .. } => "not-graded",
            ReturnError::TooMuchKept { .. } => "too-much-kept",
            ReturnError::NothingToRestock { .. } => "nothing-to-restock",
            ReturnError::PickupChanged => "pickup-changed",
            ReturnError::Payment(PaymentError::Disputed) => "disputed",
            ReturnError::ReplacementSoldOut => "replacement-sold-out",
            ReturnError::ExchangeIsOpen => "exchange-open",
            ReturnError::NoExchange | ReturnError::WrongExchangeState { .. } => "wrong-state",
            ReturnError::NothingCameBack => "nothing-came-back",
            ReturnError::BankGaveBack => "disputed",
            ReturnError::TrackingMalformed => return Self::malformed(error.to_string()),
            ref other => return Self::unexpected(other),
        };
        Self::conflict(code, format!("{error}. Read the return again to see what can be done with it."))
    }
}

/// A file is larger than any that is taken.
pub(super) fn too_large(error: &dyn std::fmt::Display) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", format!("{error}."))
}

impl From<MessageError> for Problem {
    fn from(error: MessageError) -> Self {
        match error {
            MessageError::NotFound => Self::not_found(),
            MessageError::KeyReused => key_reused(),
            MessageError::OwnWords => Self::conflict("own-words", format!("{error}.")),
            MessageError::TooManyPictures | MessageError::TooManyDocuments => {
                Self::malformed(format!("{error}."))
            }
            MessageError::NoRoomForDocuments => Self::conflict("too-many-documents", format!("{error}.")),
            MessageError::NotADocument => Self::conflict("no-document", format!("{error}.")),
            MessageError::DocumentTooLarge => too_large(&error),
            MessageError::NoSuchPicture => Self::conflict("no-such-picture", format!("{error}.")),
            MessageError::TooOften { wait } => {
                Self::too_many(u64::try_from(wait.as_secs()).unwrap_or(1).max(1))
            }
            other => Self::unexpected(&other),
        }
    }
}

impl From<ReviewError> for Problem {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::NotFound => Self::not_found(),
            ReviewError::KeyReused => key_reused(),
            ReviewError::TooMany => Self::conflict("too-many-answers", format!("{error}.")),
            ReviewError::OwnWords => Self::conflict("own-words", format!("{error}.")),
            ReviewError::SaidAlready => Self::conflict("said-already", format!("{error}.")),
            other => Self::unexpected(&other),
        }
    }
}

impl From<PictureError> for Problem {
    fn from(error: PictureError) -> Self {
        let code = match error {
            PictureError::TooManyBytes { .. } => return too_large(&error),
            PictureError::TooLarge { .. } => "picture-too-large",
            PictureError::NotAPicture | PictureError::Damaged(_) => "no-picture",
            PictureError::BeingRemoved(_) => "picture-being-removed",
            ref other => return Self::unexpected(other),
        };
        Self::conflict(code, format!("{error}."))
    }
}

impl From<PricingError> for Problem {
    fn from(error: PricingError) -> Self {
        let code = match error {
            PricingError::NoSuchOffer(_) => return Self::not_found(),
            PricingError::Db(error) => return error.into(),
            PricingError::CostUnknown => "cost-unknown",
            PricingError::OtherCurrency(_) => "other-currency",
            PricingError::TooManyRules
            | PricingError::TooManyOwnOfProduct
            | PricingError::TooManyOfProduct => "too-many-rules",
            PricingError::NoSuchSheet => return Self::not_found(),
            PricingError::KeyReused => return key_reused(),
            PricingError::BadCount | PricingError::Twice(_) => return Self::malformed(format!("{error}.")),
            PricingError::Changed(offers) => {
                let changed = "It was changed meanwhile by somebody else. Read it again, then decide.";
                let row = |offer: OfferId| RowRefused::whole(offer, "version-conflict", changed);
                return Self::of_rows(offers.into_iter().map(row).collect());
            }
            PricingError::BadCell(offer) => {
                let detail = "Its price, time or cost cannot be that.";
                return Self::of_rows(vec![RowRefused::whole(offer, "wrong-cell", detail)]);
            }
            PricingError::TakenDown(offer) => {
                return Self::of_rows(vec![RowRefused::field(offer, "active", "taken-down", TAKEN_DOWN)]);
            }
            PricingError::BadStock(offer) => {
                let detail = "Its stock cannot change by so much.";
                return Self::of_rows(vec![RowRefused::field(offer, "stock", "wrong-stock", detail)]);
            }
            PricingError::Sold { offer, available } => {
                let detail = format!("Only {available} units are left, fewer than are taken away.");
                return Self::of_rows(vec![RowRefused::field(offer, "stock", "below-zero", detail)]);
            }
            ref other => return Self::unexpected(other),
        };
        Self::conflict(code, format!("{error}."))
    }
}

impl From<UploadError> for Problem {
    fn from(error: UploadError) -> Self {
        let code = match error {
            UploadError::NotFound => return Self::not_found(),
            UploadError::TooLarge { .. } => {
                return Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", format!("{error}."));
            }
            UploadError::Empty => {
                return Self::malformed("The body is the catalogue's own bytes, and there are none.");
            }
            UploadError::Compressed | UploadError::NotText | UploadError::Archive(_) => "no-catalogue",
            UploadError::TooMany { .. } => "too-many-imports",
            UploadError::WrongState { .. } => "wrong-state",
            ref other => return Self::unexpected(other),
        };
        Self::conflict(code, format!("{error}."))
    }
}

impl From<PayoutError> for Problem {
    fn from(error: PayoutError) -> Self {
        match error {
            PayoutError::NoSuchSeller | PayoutError::NoSuchPayout | PayoutError::NoSuchTransaction => {
                Self::not_found()
            }
            other => Self::unexpected(&other),
        }
    }
}

impl From<InvoiceError> for Problem {
    fn from(error: InvoiceError) -> Self {
        match error {
            InvoiceError::NotFound => Self::not_found(),
            other => Self::unexpected(&other),
        }
    }
}

impl From<WebhookError> for Problem {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::NotFound => Self::not_found(),
            WebhookError::Db(error) => error.into(),
            WebhookError::BadUrl | WebhookError::NothingTold => {
                Self::conflict("webhook-refused", format!("{error}."))
            }
            WebhookError::TooMany { .. } => Self::conflict("too-many-webhooks", format!("{error}.")),
            WebhookError::IsOff | WebhookError::IsHeld | WebhookError::Underway => {
                Self::conflict("wrong-state", format!("{error}."))
            }
            other => Self::unexpected(&other),
        }
    }
}

impl From<FeeError> for Problem {
    fn from(error: FeeError) -> Self {
        match error {
            FeeError::NoSuchInvoice => Self::not_found(),
            other => Self::unexpected(&other),
        }
    }
}

impl From<MoneyError> for Problem {
    fn from(error: MoneyError) -> Self {
        Self::unexpected(&error)
    }
}

impl From<SellerError> for Problem {
    fn from(error: SellerError) -> Self {
        Self::unexpected(&error)
    }
}

impl From<IdentityError> for Problem {
    fn from(error: IdentityError) -> Self {
        Self::unexpected(&error)
    }
}

impl From<BuyBoxError> for Problem {
    fn from(error: BuyBoxError) -> Self {
        Self::unexpected(&error)
    }
}

impl From<ReportingError> for Problem {
    fn from(error: ReportingError) -> Self {
        Self::unexpected(&error)
    }
}
