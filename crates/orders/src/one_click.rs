//! One click, one order: the shopper's default address and card, and an undo while the seller has not begun.

use crate::cart::Shopper;
use crate::place::{PlaceOrder, Placed};
use crate::quote::{self, Quote, Wanted};
use crate::{OrderError, Orders};
use domain::address::Address;
use domain::contact::Email;
use domain::format::Locale;
use domain::order::OrderSource;
use domain::{AccountId, Money, OfferId};
use payments::{MethodRef, SavedMethod};

/// A click on the button. The key was made when the page was rendered, the price is the one that it showed.
#[derive(Debug, Clone)]
pub struct OneClick {
    pub key: String,
    pub account: AccountId,
    pub email: Email,
    pub locale: Locale,
    pub offer: OfferId,
    pub quantity: i64,
    pub price_seen: Money,
}

/// What the button's panel says before the click.
#[derive(Debug, Clone)]
pub struct OneClickPanel {
    pub address: Address,
    pub method: SavedMethod,
    pub quote: Quote,
}

impl Orders {
    /// Where it goes, how it is paid, when it comes and what it costs in all; `None` when the shopper has no
    /// default address or card, and so no button.
    pub async fn one_click_panel(
        &self,
        account: AccountId,
        offer: OfferId,
    ) -> Result<Option<OneClickPanel>, OrderError> {
        let mut conn = self.db.read().await?;
        let Some(address) = identity::addresses::default(&mut conn, account).await? else { return Ok(None) };
        let Some(method) = payments::default_method(&mut conn, account).await? else { return Ok(None) };
        let quote = match quote::quote(&mut conn, &[Wanted::one(offer)], Some(&address.address)).await {
            Ok(quote) => quote,
            Err(OrderError::NotForSale { .. }) => return Ok(None),
            Err(other) => return Err(other),
        };
        Ok(Some(OneClickPanel { address: address.address, method, quote }))
    }

    /// Orders with one click. Double clicks, retries and reloads carry the same key and get the same answer.
    pub async fn one_click(&self, click: OneClick) -> Result<Placed, OrderError> {
        let mut conn = self.db.read().await?;
        let address =
            identity::addresses::default(&mut conn, click.account).await?.ok_or(OrderError::NoAddress)?;
        let method =
            payments::default_method(&mut conn, click.account).await?.ok_or(OrderError::NoPaymentMethod)?;
        drop(conn);
        self.place(PlaceOrder {
            key: click.key,
            shopper: Shopper::Account(click.account),
            email: click.email,
            locale: click.locale,
            source: OrderSource::OneClick,
            lines: vec![Wanted {
                offer: click.offer,
                quantity: click.quantity,
                price_seen: Some(click.price_seen),
            }],
            address: address.address,
            method: MethodRef::Saved(method.id),
        })
        .await
    }
}
