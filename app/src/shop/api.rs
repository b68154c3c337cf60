//! The server functions of the product page: one click and its undo.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the one-click button sends. The key was made when the page was rendered; the rest is what it showed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OneClickForm {
    pub key: String,
    pub offer: String,
    pub quantity: String,
    pub price_minor: String,
    pub total_minor: String,
    pub currency: String,
    /// The address and the card that the page showed.
    pub address: String,
    pub method: String,
    pub slug: String,
}

/// Orders with one click. The same key gives the same order, however often it comes.
#[server(endpoint = "shop/one-click")]
pub async fn one_click(#[server(flatten)] form: OneClickForm) -> Result<(), ServerFnError> {
    use crate::access::{account, allow, platform};
    use crate::answer::{Failure, answer};
    use crate::ctx::Ctx;
    use domain::key::IdempotencyKey;
    use domain::roles::{Action, Resource};
    use domain::{Currency, Money};
    use platform::orders::{OneClick, Seen};

    answer(async move {
        allow(Action::BuyNow, &Resource::OwnAccount)?;
        let me = account()?;
        let ctx = Ctx::current();
        let malformed = || Failure::refused(ctx.t().form_malformed());
        if !me.one_click {
            return Err(Failure::refused(ctx.t().refused_one_click_off()));
        }
        let key = IdempotencyKey::parse(&form.key).map_err(|_| malformed())?;
        let offer = form.offer.parse().map_err(|_| malformed())?;
        let quantity: i64 = form.quantity.parse().map_err(|_| malformed())?;
        let minor = |text: &str| text.parse::<i64>().map_err(|_| malformed());
        let (price, total) = (minor(&form.price_minor)?, minor(&form.total_minor)?);
        let currency = Currency::parse(&form.currency).map_err(|_| malformed())?;
        let click = OneClick {
            key: key.as_str().to_owned(),
            account: me.id,
            email: me.email,
            locale: ctx.locale(),
            offer,
            quantity,
            seen: Seen {
                price: Money::new(price, currency),
                total: Money::new(total, currency),
                address: form.address.parse().map_err(|_| malformed())?,
                method: form.method.parse().map_err(|_| malformed())?,
            },
            shown: ctx.rate_of(currency),
            device: crate::track::device(),
        };
        let placed = platform().orders.one_click(click).await;
        if placed.is_ok() {
            crate::track::did(platform::activity::Kind::Cart, &[offer]).await;
        }
        super::refusals::after_one_click(&ctx, &form.slug, placed)
    })
    .await
}

/// Takes a one-click order back while its window is open and the seller has not begun.
#[server(endpoint = "shop/undo")]
pub async fn undo_order(order: String) -> Result<(), ServerFnError> {
    use crate::access::{allow_order, platform};
    use crate::answer::{Done, Failure, answer};
    use crate::ctx::Ctx;
    use crate::ui::Tone;
    use domain::OrderId;
    use domain::roles::Action;
    use platform::orders::store;

    answer(async move {
        let t = Ctx::current().t();
        let id: OrderId = order.parse().map_err(|_| Failure::NotFound)?;
        let platform = platform();
        let mut conn = platform.db.read().await?;
        let order = store::order(&mut conn, id).await.map_err(|e| super::refusals::refusal(t, e))?;
        drop(conn);
        allow_order(Action::ChangeOrder, &order).await?;
        let shopper = order.shopper().map_err(|e| super::refusals::refusal(t, e))?;
        platform.orders.undo(shopper, id).await.map_err(|e| super::refusals::refusal(t, e))?;
        Ok(Done::back().notice(Tone::Good, t.undo_done()))
    })
    .await
}

/// Picks a product to be compared, or puts it back.
#[server(endpoint = "compare/pick")]
pub async fn pick_compare(#[server(default)] product: String) -> Result<(), ServerFnError> {
    crate::answer::answer(async move { super::compare::toggle(&product) }).await
}

/// Puts everything back that was picked to be compared.
#[server(endpoint = "compare/clear")]
pub async fn clear_compare() -> Result<(), ServerFnError> {
    crate::answer::answer(async { Ok(super::compare::clear()) }).await
}
