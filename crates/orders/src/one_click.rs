//! One click, one order: the shopper's default address and card, and an undo while the seller has not begun.
//!
//! The key of a click is made when the page is rendered, from what the click would follow: the shopper's last
//! one-click order of the same offer, or none. Every page that was rendered before a click therefore has that
//! click's key, in however many tabs; a page rendered after it shows the order and has the next key.

use crate::cart::Shopper;
use crate::place::{PlaceOrder, Placed, input_hash};
use crate::quote::{self, Quote, Wanted};
use crate::store::{self, Order};
use crate::{OrderError, Orders, bundles};
use db::{Conn, sql};
use domain::contact::Email;
use domain::format::Locale;
use domain::order::{Device, OrderSource};
use domain::rate::Rate;
use domain::{AccountId, AddressId, MethodId, Money, OfferId, OrderId};
use identity::addresses::SavedAddress;
use payments::{MethodRef, SavedMethod};

/// A click on the button. The key was made when the page was rendered; the rest is what the page showed.
#[derive(Debug, Clone)]
pub struct OneClick {
    pub key: String,
    pub account: AccountId,
    pub email: Email,
    pub locale: Locale,
    pub offer: OfferId,
    pub quantity: i64,
    pub seen: Seen,
    /// As in [`PlaceOrder`].
    pub shown: Option<Rate>,
    pub device: Option<Device>,
}

/// What the page showed beside the button, and the shopper agreed to with the click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Of one unit.
    pub price: Money,
    pub total: Money,
    pub address: AddressId,
    pub method: MethodId,
}

/// What the button's panel says before the click.
#[derive(Debug, Clone)]
pub struct OneClickPanel {
    /// The key of the click, the same on every page until it is clicked.
    pub key: String,
    pub address: SavedAddress,
    pub method: SavedMethod,
    pub price: Money,
    pub quote: Quote,
}

impl OneClickPanel {
    /// What the click agrees to.
    pub fn seen(&self) -> Seen {
        Seen { price: self.price, total: self.quote.total, address: self.address.id, method: self.method.id }
    }
}

impl Orders {
    /// Where it goes, how it is paid, when it comes and what it costs in all, with the parcel that it would join;
    /// `None` when the shopper has no default address or card, and so no button.
    pub async fn one_click_panel(
        &self,
        account: AccountId,
        offer: OfferId,
    ) -> Result<Option<OneClickPanel>, OrderError> {
        let mut conn = self.db.read().await?;
        let Some(address) = identity::addresses::default(&mut conn, account).await? else { return Ok(None) };
        let Some(method) = payments::default_method(&mut conn, account).await? else { return Ok(None) };
        let mut quote = match quote::quote(&mut conn, &[Wanted::one(offer)], Some(&address.address)).await {
            Ok(quote) => quote,
            Err(OrderError::NotForSale { .. } | OrderError::NotDelivered { .. }) => return Ok(None),
            Err(other) => return Err(other),
        };
        bundles::join(&mut conn, account, &address.address, &mut quote).await?;
        let last = last_one_click(&mut conn, account, offer).await?;
        let key = key_after(account, offer, last.map(|order| order.id));
        let line = quote.parts.first().and_then(|p| p.lines.first()).ok_or(OrderError::NothingToOrder)?;
        Ok(Some(OneClickPanel { key, address, method, price: line.sale.offer.price, quote }))
    }

    /// Orders with one click. Double clicks, retries and reloads carry the same key and get the same answer,
    /// whatever has become of the default address, the card or the price since.
    ///
    /// # Errors
    /// Those of [`Orders::place`]; [`OrderError::TermsChanged`] when the default address or card is not the one that
    /// the page showed.
    pub async fn one_click(&self, click: OneClick) -> Result<Placed, OrderError> {
        let key = scoped(&click);
        let mut conn = self.db.read().await?;
        if let Some(known) = store::order_by_key(&mut conn, &key).await? {
            let same = is_of(&mut conn, &known, &click).await?;
            drop(conn);
            return if same { self.settle_payment(known).await } else { Err(OrderError::KeyReused) };
        }
        let address =
            identity::addresses::default(&mut conn, click.account).await?.ok_or(OrderError::NoAddress)?;
        let method =
            payments::default_method(&mut conn, click.account).await?.ok_or(OrderError::NoPaymentMethod)?;
        drop(conn);
        if (address.id, method.id) != (click.seen.address, click.seen.method) {
            return Err(OrderError::TermsChanged);
        }
        self.place(PlaceOrder {
            key,
            shopper: Shopper::Account(click.account),
            email: click.email,
            locale: click.locale,
            source: OrderSource::OneClick,
            lines: vec![Wanted {
                offer: click.offer,
                quantity: click.quantity,
                price_seen: Some(click.seen.price),
            }],
            address: address.address,
            method: MethodRef::Saved(method.id),
            total_seen: Some(click.seen.total),
            gift: None,
            shown: click.shown,
            device: click.device,
        })
        .await
    }
}

/// The shopper's newest one-click order of an offer, whatever became of it.
pub async fn last_one_click(
    conn: &mut Conn,
    account: AccountId,
    offer: OfferId,
) -> Result<Option<Order>, OrderError> {
    let statement = sql("SELECT o.id FROM orders_orders o JOIN orders_parts p ON p.order_id = o.id
                         JOIN orders_lines l ON l.part_id = p.id
                         WHERE o.account_id = $1 AND o.source = 'one_click' AND l.offer_id = $2
                         ORDER BY o.id DESC LIMIT 1");
    let last: Option<(OrderId,)> = conn.opt(statement.bind(account).bind(offer)).await?;
    match last {
        Some((id,)) => Ok(Some(store::order(conn, id).await?)),
        None => Ok(None),
    }
}

fn key_after(account: AccountId, offer: OfferId, last: Option<OrderId>) -> String {
    input_hash(&serde_json::json!(["one-click", account, offer, last]))
}

/// The stored key is the account's own: nobody can take a key away from somebody else.
fn scoped(click: &OneClick) -> String {
    input_hash(&serde_json::json!(["one-click", click.account, click.key]))
}

/// Whether an order is what this click asked for.
async fn is_of(conn: &mut Conn, order: &Order, click: &OneClick) -> Result<bool, OrderError> {
    let parts: Vec<_> = store::parts_of(conn, order.id).await?.into_iter().map(|p| p.id).collect();
    let lines = store::lines_of(conn, &parts).await?;
    let ordered: Vec<_> = lines.iter().map(|l| (l.offer_id, l.quantity)).collect();
    Ok(order.account_id == Some(click.account) && ordered == [(click.offer, click.quantity)])
}
