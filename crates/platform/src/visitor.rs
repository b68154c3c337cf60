//! Who makes a request: resolved once by the server from the cookies, asked by every page and server function.

use crate::cookies::{OpenedOrder, opened_orders};
use crate::{Platform, PlatformError, Secret, cookie};
use domain::GuestId;
use domain::roles::{self, Action, Actor, Denied, Resource, Seat};
use identity::{AccountSummary, Client, Session};
use orders::store::Order;
use sellers::SellerMembership;

/// The person behind a request.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// What the rules of `domain::roles` are asked with.
    pub actor: Actor,
    /// Set when signed in.
    pub session: Option<Session>,
    /// The token of the session, for signing out and for live streams.
    pub session_token: Option<Secret>,
    /// The guest that this browser was before (or without) signing in; its cart may be waiting.
    pub guest: Option<GuestId>,
    /// The sellers that this account works for.
    pub memberships: Vec<SellerMembership>,
    /// Guests' orders that links from mails opened in this browser. The codes are yet to be held against the orders.
    pub opened: Vec<OpenedOrder>,
    pub client: Client,
}

impl Visitor {
    /// Somebody about whom nothing is known.
    pub fn stranger(client: Client) -> Self {
        Self {
            actor: Actor::Guest(None),
            session: None,
            session_token: None,
            guest: None,
            memberships: Vec::new(),
            opened: Vec::new(),
            client,
        }
    }

    /// The account, when signed in.
    pub fn account(&self) -> Option<&AccountSummary> {
        self.session.as_ref().map(|s| &s.account)
    }

    /// The one check: whether this visitor may do this to the resource.
    ///
    /// # Errors
    /// [`Denied`] says how the refusal is answered.
    pub fn allow(&self, action: Action, resource: &Resource) -> Result<(), Denied> {
        roles::allow(&self.actor, action, resource)
    }
}

impl Platform {
    /// Who this visitor is to an order: the guest who placed it, where the link from a mail has opened it; else
    /// themselves.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn actor_for(&self, visitor: &Visitor, order: &Order) -> Result<Actor, PlatformError> {
        let Some(opened) = visitor.opened.iter().find(|o| o.order == order.id) else {
            return Ok(visitor.actor.clone());
        };
        let mut conn = self.db.read().await?;
        let opens = orders::link::opens(&mut conn, order, opened.code.reveal()).await?;
        Ok(if opens { Actor::Guest(order.guest_id) } else { visitor.actor.clone() })
    }

    /// Resolves the visitor. A request without our cookies asks the database nothing.
    ///
    /// # Errors
    /// When the database cannot be read. A token that is unknown or has ended is no error but a guest.
    pub async fn visitor(&self, cookie_headers: &[&str], client: Client) -> Result<Visitor, PlatformError> {
        let find = |name| cookie(cookie_headers.iter().copied(), name);
        let guest = find(self.cookies.guest_name()).and_then(identity::guest);
        let opened = find(self.cookies.opened_name()).map(opened_orders).unwrap_or_default();
        let visitor = Visitor { actor: Actor::Guest(guest), guest, opened, ..Visitor::stranger(client) };
        match find(self.cookies.session_name()) {
            // On the heap, so that those without a session do not carry its size.
            Some(token) => Box::pin(self.with_session(visitor, token)).await,
            None => Ok(visitor),
        }
    }

    /// The same visitor with the account of their session, when it still runs.
    async fn with_session(&self, mut visitor: Visitor, token: &str) -> Result<Visitor, PlatformError> {
        let Some(session) = self.identity.session(token).await? else { return Ok(visitor) };
        let mut conn = self.db.read().await?;
        visitor.memberships = sellers::memberships(&mut conn, session.account.id).await?;
        let seats = visitor.memberships.iter().map(|m| Seat { seller: m.seller_id, role: m.role }).collect();
        visitor.actor = Actor::Account { id: session.account.id, operator: session.account.operator, seats };
        visitor.session_token = Some(Secret::new(token));
        visitor.session = Some(session);
        Ok(visitor)
    }
}
