//! Carts. Owns `orders_carts`, `orders_cart_lines` and `orders_cart_keys`. A guest's cart becomes the account's at sign-in.

use crate::{OrderError, coupons, saved};
use catalog::OfferForSale;
use db::{Conn, Tx, row, sql};
use domain::key::IdempotencyKey;
use domain::{AccountId, CartId, DurationUs, GuestId, OfferId};
use std::collections::HashMap;

/// The most different offers in one cart.
pub const MAX_LINES: i64 = 100;
/// The most units of one offer.
pub const MAX_QUANTITY: i64 = 999;

/// How long a change may wait for a network and still be known when it comes again.
const KEYS_KEPT: DurationUs = DurationUs::from_days(90);

/// Whose cart it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shopper {
    Account(AccountId),
    Guest(GuestId),
}

impl Shopper {
    /// The word under which a cart, and the card of its checkout, are kept.
    pub fn owner(self) -> String {
        match self {
            Self::Account(id) => format!("account:{id}"),
            Self::Guest(id) => format!("guest:{id}"),
        }
    }

    pub fn account(self) -> Option<AccountId> {
        match self {
            Self::Account(id) => Some(id),
            Self::Guest(_) => None,
        }
    }

    pub fn guest(self) -> Option<GuestId> {
        match self {
            Self::Account(_) => None,
            Self::Guest(id) => Some(id),
        }
    }
}

row! {
    /// One offer in a cart.
    #[derive(Copy, PartialEq, Eq)]
    pub struct CartLine {
        pub offer_id: OfferId,
        pub quantity: i64,
    }
}

/// The cart's lines, oldest first.
pub async fn lines(conn: &mut Conn, shopper: Shopper) -> Result<Vec<CartLine>, OrderError> {
    Ok(conn
        .all(
            sql("SELECT l.offer_id, l.quantity FROM orders_cart_lines l JOIN orders_carts c ON c.id = l.cart_id
                 WHERE c.owner = $1 ORDER BY l.added_at_us, l.offer_id")
            .bind(shopper.owner()),
        )
        .await?)
}

/// How many units are in the cart, for the header's badge.
pub async fn count(conn: &mut Conn, shopper: Shopper) -> Result<i64, OrderError> {
    let (units,): (i64,) = conn
        .one(
            sql("SELECT CAST(COALESCE(SUM(l.quantity), 0) AS BIGINT) FROM orders_cart_lines l
                 JOIN orders_carts c ON c.id = l.cart_id WHERE c.owner = $1")
            .bind(shopper.owner()),
        )
        .await?;
    Ok(units)
}

async fn cart_of(tx: &mut Tx, shopper: Shopper) -> Result<CartId, OrderError> {
    let (id, now) = (tx.new_id::<CartId>(), tx.now());
    let (id,): (CartId,) = tx
        .one(
            sql("INSERT INTO orders_carts (id, owner, updated_at_us) VALUES ($1, $2, $3)
                 ON CONFLICT (owner) DO UPDATE SET updated_at_us = $3 RETURNING id")
            .bind(id)
            .bind(shopper.owner())
            .bind(now),
        )
        .await?;
    Ok(id)
}

/// Adds units of an offer that is for sale; more than [`MAX_QUANTITY`] becomes that. Returns the new quantity.
pub async fn add(tx: &mut Tx, shopper: Shopper, offer: OfferId, quantity: i64) -> Result<i64, OrderError> {
    if !(1..=MAX_QUANTITY).contains(&quantity) {
        return Err(OrderError::QuantityOutOfRange);
    }
    let sale = catalog::offers_for_sale(tx, &[offer]).await?;
    if !sale.get(&offer).is_some_and(|s| s.offer.active) {
        return Err(OrderError::NotForSale { offer });
    }
    let cart = cart_of(tx, shopper).await?;
    refuse_another_currency(tx, cart, offer, &sale).await?;
    let (count,): (i64,) = tx
        .one(
            sql("SELECT CAST(COUNT(*) AS BIGINT) FROM orders_cart_lines WHERE cart_id = $1 AND offer_id <> $2")
                .bind(cart)
                .bind(offer),
        )
        .await?;
    if count >= MAX_LINES {
        return Err(OrderError::CartFull);
    }
    put(tx, cart, offer, quantity, true).await
}

/// One cart is paid in one currency. Lines that are not for sale any more do not count.
async fn refuse_another_currency(
    tx: &mut Tx,
    cart: CartId,
    offer: OfferId,
    sale: &HashMap<OfferId, OfferForSale>,
) -> Result<(), OrderError> {
    let statement = sql("SELECT offer_id, quantity FROM orders_cart_lines WHERE cart_id = $1");
    let kept: Vec<CartLine> = tx.all(statement.bind(cart)).await?;
    let ids: Vec<OfferId> = kept.iter().map(|l| l.offer_id).collect();
    let currency = sale.get(&offer).map(|s| s.offer.price.currency());
    let others = catalog::offers_for_sale(tx, &ids).await?;
    let mixed = others.values().any(|s| s.is_for_sale() && Some(s.offer.price.currency()) != currency);
    if mixed { Err(OrderError::MixedCurrencies) } else { Ok(()) }
}

async fn put(tx: &mut Tx, cart: CartId, offer: OfferId, quantity: i64, add: bool) -> Result<i64, OrderError> {
    let now = tx.now();
    let kept = if add { "orders_cart_lines.quantity" } else { "0" };
    let text = format!(
        "INSERT INTO orders_cart_lines (cart_id, offer_id, quantity, added_at_us) VALUES ($1, $2, $3, $4)
         ON CONFLICT (cart_id, offer_id) DO UPDATE
         SET quantity = CASE WHEN {kept} + $3 > {MAX_QUANTITY} THEN {MAX_QUANTITY} ELSE {kept} + $3 END
         RETURNING quantity"
    );
    let (quantity,): (i64,) = tx.one(sql(text).bind(cart).bind(offer).bind(quantity).bind(now)).await?;
    Ok(quantity)
}

/// Sets the quantity of a line; 0 takes it out. An empty cart lets go of the card that was typed for it.
pub async fn set(tx: &mut Tx, shopper: Shopper, offer: OfferId, quantity: i64) -> Result<(), OrderError> {
    if !(0..=MAX_QUANTITY).contains(&quantity) {
        return Err(OrderError::QuantityOutOfRange);
    }
    let statement = if quantity == 0 {
        sql("DELETE FROM orders_cart_lines WHERE offer_id = $2
             AND cart_id = (SELECT id FROM orders_carts WHERE owner = $1)")
        .bind(shopper.owner())
        .bind(offer)
    } else {
        sql("UPDATE orders_cart_lines SET quantity = $3 WHERE offer_id = $2
             AND cart_id = (SELECT id FROM orders_carts WHERE owner = $1)")
        .bind(shopper.owner())
        .bind(offer)
        .bind(quantity)
    };
    tx.exec(statement).await?;
    if quantity == 0 && lines(tx, shopper).await?.is_empty() {
        payments::forget_held(tx, &shopper.owner()).await?;
    }
    Ok(())
}

/// What is asked of a cart; both carry the units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// [`add`]
    Add(i64),
    /// [`set`]
    Set(i64),
}

/// Does a change once, however often it comes: the answer to the first may have been lost. Returns whether it was done
/// now. The key counts for everybody's carts together, so that what a guest sent is not done again after signing in.
///
/// # Errors
/// Those of [`add`] and [`set`], which leave the key unused; [`OrderError::KeyReused`] for another change.
pub async fn once(
    tx: &mut Tx,
    shopper: Shopper,
    key: &IdempotencyKey,
    offer: OfferId,
    change: Change,
) -> Result<bool, OrderError> {
    let command = match change {
        Change::Add(quantity) => format!("add {offer} {quantity}"),
        Change::Set(quantity) => format!("set {offer} {quantity}"),
    };
    let now = tx.now();
    let statement = sql("INSERT INTO orders_cart_keys (command_key, command, done_at_us) VALUES ($1, $2, $3)
                         ON CONFLICT (command_key) DO NOTHING");
    if tx.exec(statement.bind(key.as_str()).bind(&command).bind(now)).await? == 0 {
        let statement = sql("SELECT command FROM orders_cart_keys WHERE command_key = $1");
        let (first,): (String,) = tx.one(statement.bind(key.as_str())).await?;
        return if first == command { Ok(false) } else { Err(OrderError::KeyReused) };
    }
    match change {
        Change::Add(quantity) => add(tx, shopper, offer, quantity).await.map(|_| true),
        Change::Set(quantity) => set(tx, shopper, offer, quantity).await.map(|()| true),
    }
}

/// Forgets the keys of changes that were done long ago. Called by the tidying worker.
pub async fn forget_keys(tx: &mut Tx) -> Result<u64, OrderError> {
    let before = tx.now().minus(KEYS_KEPT);
    Ok(tx.exec(sql("DELETE FROM orders_cart_keys WHERE done_at_us < $1").bind(before)).await?)
}

/// What a guest has becomes the account's at sign-in: the orders, what is saved for later, the card of the checkout under
/// way, and the cart merged into the account's. Of an offer in both carts the larger quantity stays; what the account's cart cannot hold, for its number of
/// lines or its currency, is left out.
pub async fn adopt(tx: &mut Tx, guest: GuestId, account: AccountId) -> Result<(), OrderError> {
    let statement =
        sql("UPDATE orders_orders SET account_id = $2 WHERE guest_id = $1 AND account_id IS NULL");
    tx.exec(statement.bind(guest).bind(account)).await?;
    saved::adopt(tx, guest, account).await?;
    payments::pass_held(tx, &Shopper::Guest(guest).owner(), &Shopper::Account(account).owner()).await?;
    let theirs = lines(tx, Shopper::Guest(guest)).await?;
    if theirs.is_empty() {
        return Ok(());
    }
    let mut mine = lines(tx, Shopper::Account(account)).await?;
    let cart = cart_of(tx, Shopper::Account(account)).await?;
    let ids: Vec<OfferId> = theirs.iter().map(|l| l.offer_id).collect();
    let sale = catalog::offers_for_sale(tx, &ids).await?;
    for line in theirs {
        let own = mine.iter().find(|l| l.offer_id == line.offer_id).map(|l| l.quantity);
        let full = own.is_none() && i64::try_from(mine.len()).unwrap_or(MAX_LINES) >= MAX_LINES;
        match refuse_another_currency(tx, cart, line.offer_id, &sale).await {
            Ok(()) if !full => {
                put(tx, cart, line.offer_id, line.quantity.max(own.unwrap_or(0)), false).await?;
                mine.push(line);
            }
            Ok(()) | Err(OrderError::MixedCurrencies) => {}
            Err(other) => return Err(other),
        }
    }
    let code = coupons::of_cart(tx, Shopper::Guest(guest)).await?;
    let named = sql("UPDATE orders_carts SET coupon_code = COALESCE($2, coupon_code) WHERE id = $1");
    tx.exec(named.bind(cart).bind(code)).await?;
    tx.exec(sql("DELETE FROM orders_carts WHERE owner = $1").bind(Shopper::Guest(guest).owner())).await?;
    Ok(())
}

/// Takes ordered offers out of the cart; units added since stay.
pub(crate) async fn take_ordered(
    tx: &mut Tx,
    shopper: Shopper,
    ordered: &[(OfferId, i64)],
) -> Result<(), OrderError> {
    for (offer, quantity) in ordered {
        let statement =
            sql("SELECT l.quantity FROM orders_cart_lines l JOIN orders_carts c ON c.id = l.cart_id
                             WHERE c.owner = $1 AND l.offer_id = $2");
        let in_cart: Option<(i64,)> = tx.opt(statement.bind(shopper.owner()).bind(*offer)).await?;
        if let Some((in_cart,)) = in_cart {
            set(tx, shopper, *offer, (in_cart - quantity).max(0)).await?;
        }
    }
    Ok(())
}
