//! Who asks and what they may: the first lines of every page and server function.
//!
//! The server resolves the visitor once per request; `allow` is the one authorisation check.
use domain::AccountId;
use domain::roles::{self, Action, Denied, Resource};
use leptos::prelude::{expect_context, use_context};
use platform::identity::{AccountSummary, Client};
use platform::orders::store::Order;
use platform::{Platform, Visitor};

use crate::answer::{Failure, set_cookie};
use crate::ctx::{Asks, Ctx};
use crate::page::request_head;
use crate::seller::desk;

/// Every capability of the shop. Panics outside of a page or server function.
pub fn platform() -> Platform {
    expect_context::<Platform>()
}

/// Who makes this request.
pub fn visitor() -> Visitor {
    use_context::<Visitor>().unwrap_or_else(|| Visitor::stranger(Client::default()))
}

/// The one authorisation check: `allow(Action::ReadSeller, &Resource::Seller(id))?`.
///
/// # Errors
/// The failure that answers the refusal: sign in first, 403, or 404 for what must not be told.
pub fn allow(action: Action, resource: &Resource) -> Result<(), Failure> {
    visitor().allow(action, resource).map_err(refusal)
}

/// [`allow`] as yes or no: whether a page shows something.
pub fn may(action: Action, resource: &Resource) -> bool {
    visitor().allow(action, resource).is_ok()
}

/// Whether this visitor's role may send a form to this address. A form of a console is shown by what the table of routes
/// asks for, at a seller's desk of the seller whose desk it is; what any other form wants, its page knows.
pub fn may_send(address: &str) -> bool {
    match Ctx::try_current().and_then(|ctx| ctx.asks_of(address)) {
        Some(Asks::OfPlatform(action)) => may(action, &Resource::Platform),
        Some(Asks::OfSeller(action)) => {
            desk::at_hand().is_none_or(|seller| may(action, &Resource::Seller(seller)))
        }
        None => true,
    }
}

/// [`allow`] for an order; whose it is then is who a command is given in the name of. A guest's order is also open to
/// whoever came by the link in its mails.
///
/// # Errors
/// As [`allow`].
pub async fn allow_order(action: Action, order: &Order) -> Result<(), Failure> {
    let actor = platform().actor_for(&visitor(), order).await?;
    let resource = Resource::Order { buyer: order.account_id, guest: order.guest_id, sellers: Vec::new() };
    roles::allow(&actor, action, &resource).map_err(refusal)
}

/// The account of this visitor, who must be signed in.
///
/// # Errors
/// [`Failure::NotSignedIn`].
pub fn account() -> Result<AccountSummary, Failure> {
    let visitor = visitor();
    visitor.allow(Action::ReadAccount, &Resource::OwnAccount).map_err(refusal)?;
    visitor.account().cloned().ok_or(Failure::NotSignedIn)
}

/// The id of this visitor's account, who must be signed in.
///
/// # Errors
/// [`Failure::NotSignedIn`].
pub fn account_id() -> Result<AccountId, Failure> {
    Ok(account()?.id)
}

/// The address of a live stream from now on, to be taken before the page reads what it shows: what happens between
/// reading and connecting then comes with the stream.
///
/// # Errors
/// When the log cannot be read.
pub async fn live_from_now(stream: String) -> Result<String, Failure> {
    let position = platform().db.read().await?.last_position().await?;
    Ok(format!("{stream}?after={position}"))
}

/// Signs this browser in: the answer carries the cookie. The guest that it was is forgotten.
pub fn sign_in_cookie(token: &str) {
    let cookies = platform().cookies;
    set_cookie(&cookies.session(token));
    set_cookie(&cookies.end_guest());
    if half_sign_in().is_some() {
        set_cookie(&cookies.end_half());
    }
}

/// The password was right: this browser may ask for the code, and nothing else is open to it.
pub fn half_sign_in_cookie(token: &str) {
    set_cookie(&platform().cookies.half(token));
}

/// The half sign-in of this browser, if it has one. It is no part of the visitor: nobody is signed in by it.
pub fn half_sign_in() -> Option<String> {
    let parts = request_head()?;
    crate::ctx::cookie(&parts.headers, platform().cookies.half_name())
        .filter(|token| !token.is_empty())
        .map(str::to_owned)
}

/// What a guest's mail links to: when the code opens the order, the answer's cookie remembers it.
///
/// # Errors
/// When the order cannot be read.
pub async fn open_by_link(order: &Order, code: &str) -> Result<bool, Failure> {
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let opens = platform::orders::link::opens(&mut conn, order, code).await?;
    if opens {
        set_cookie(&platform.cookies.opened(&visitor().opened, order.id, code));
    }
    Ok(opens)
}

/// Signs this browser out.
pub fn sign_out_cookie() {
    set_cookie(&platform().cookies.end_session());
}

/// The guest behind this request; one who comes for the first time gets a cookie. For the first thing in a cart.
pub fn guest_or_new() -> domain::GuestId {
    if let Some(guest) = visitor().guest {
        return guest;
    }
    let (token, guest) = platform::identity::new_guest();
    set_cookie(&platform().cookies.guest(token.reveal()));
    guest
}

fn refusal(denied: Denied) -> Failure {
    match denied {
        Denied::SignInFirst => Failure::NotSignedIn,
        Denied::Forbidden => Failure::Forbidden,
        Denied::Hidden => Failure::NotFound,
    }
}
