//! Where a product is bought: price, promise, one click with what it will do told before it, and what it did after.
use domain::feature::Feature;
use domain::format;
use domain::order::{OrderState, PartState, undo_left};
use domain::promotion::Running;
use domain::returns::window_days;
use domain::shipping::NoDelivery;
use domain::stock::is_told;
use domain::text_enum::TextEnum as _;
use domain::{AccountId, Money, OfferId, OrderId, Timestamp};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::Platform;
use platform::catalog::{Offer, Product};
use platform::orders::store::{self, OrderDetail};
use platform::orders::{self, OneClickPanel};
use platform::sellers::Seller;

use super::api::{OneClick, UndoOrder};
use super::delivery::{delivery_words, no_delivery};
use super::place::{PlaceView, PromiseView, Whereto};
use super::promotions::PromotionsOn;
use super::store::SellerLink;
use super::tiles::condition_words;
use crate::access::visitor;
use crate::answer::Failure;
use crate::basket::api::AddToCart;
use crate::basket::forms::new_key;
use crate::ctx::Ctx;
use crate::islands::Countdown;
use crate::switches::is_on;
use crate::ui::kept::{Piece, kept_with};
use crate::ui::*;

/// Everything that the box shows.
pub struct BuyBox {
    pub slug: String,
    pub title: String,
    pub offer: Offer,
    pub seller: Seller,
    pub available: i64,
    /// What delivery of one piece costs there, or why there is none.
    pub fee: Result<Money, NoDelivery>,
    /// What buying more takes off.
    pub promotions: Vec<Running>,
    /// Where it would go, which the delivery dates depend on.
    pub to: Whereto,
    pub panel: Option<OneClickPanel>,
    pub signed_in: bool,
    /// By the shopper, in the account's settings.
    pub switched_off: bool,
    /// What the last click did, or an earlier one that can still be undone.
    pub ordered: Option<OrderDetail>,
    /// The page was asked for by the click itself.
    pub fresh: bool,
    pub window: domain::DurationUs,
    /// After delivery, in which it can be returned when it is bought now; nothing where the shop does not say it.
    pub return_days: Option<i64>,
    pub now: Timestamp,
    /// Prices include tax in the country that it would go to.
    pub inclusive_market: bool,
}

/// Whether anything is ordered with one click now.
async fn clicks() -> Result<bool, Failure> {
    Ok(is_on(Feature::OneClick).await? && is_on(Feature::Ordering).await?)
}

/// How many days after delivery the product can be returned when this seller sells it now.
async fn days_to_return(platform: &Platform, product: &Product, seller: &Seller) -> Result<i64, Failure> {
    let mut conn = platform.db.read_together().await?;
    let said = platform::catalog::return_days_of(&mut conn, &[product.id]).await?;
    let own = platform::returns::settings(&mut conn, seller.id).await?.window_days;
    Ok(window_days(said.get(&product.id).copied(), own))
}

impl BuyBox {
    /// Reads what the box needs; an order that is not this shopper's is as if it were not asked for.
    pub async fn load(
        platform: &Platform,
        product: &Product,
        offer: &Offer,
        seller: Seller,
        available: i64,
        to: Whereto,
        ordered: Option<OrderId>,
    ) -> Result<Self, Failure> {
        let visitor = visitor();
        let panel = match visitor.account() {
            Some(account) if account.one_click && available > 0 && clicks().await? => {
                Box::pin(platform.orders.one_click_panel(account.id, offer.id)).await?
            }
            _ => None,
        };
        let shopper = super::refusals::shopper(&visitor);
        let now = platform.db.now();
        let clicked = match (ordered, shopper) {
            (Some(id), Some(shopper)) => {
                let mut conn = platform.db.read().await?;
                Box::pin(store::detail(&mut conn, id)).await.ok().filter(|d| d.order.belongs_to(shopper))
            }
            _ => None,
        };
        let fresh = clicked.is_some();
        let ordered = match (clicked, visitor.account()) {
            (None, Some(account)) => Box::pin(still_open(platform, account.id, offer.id, now)).await?,
            (clicked, _) => clicked,
        };
        let promotions = platform.promotions_on(offer, product.category_id).await?;
        let return_days = match platform.config.return_days {
            0 => None,
            _ => Some(days_to_return(platform, product, &seller).await?),
        };
        let inclusive_market = domain::tax::is_inclusive_market(&to.place.country);
        let fee = seller.fee_of_one(offer.packing, offer.price, &to.place);
        Ok(Self {
            slug: product.slug.clone(),
            title: product.title.clone(),
            offer: offer.clone(),
            seller,
            available,
            fee,
            promotions,
            to,
            panel,
            signed_in: visitor.account().is_some(),
            switched_off: visitor.account().is_some_and(|account| !account.one_click),
            ordered,
            fresh,
            window: platform.orders.config().one_click_window,
            return_days,
            now,
            inclusive_market,
        })
    }
}

impl BuyBox {
    /// Whether it is in stock and sent there; what is not sent alone may be with more.
    pub(super) fn can_be_bought(&self) -> bool {
        self.available > 0 && self.fee.map_or_else(|why| why == NoDelivery::Worth, |_| true)
    }

    /// Whether the shopper has just ordered this, so that a click would order it once more.
    pub(super) fn was_ordered(&self) -> bool {
        self.ordered.as_ref().is_some_and(|detail| {
            matches!(
                detail.order.state.0,
                OrderState::Placed | OrderState::Completed | OrderState::AwaitingPayment
            )
        })
    }

    /// Whether the price that is shown has its tax in it: as the click's own quote says, else by the habit of the country
    /// that it would go to.
    fn price_has_tax(&self) -> bool {
        let lines = self.panel.iter().flat_map(|panel| &panel.quote.parts).flat_map(|part| &part.lines);
        match lines.last() {
            Some(line) => line.tax_inclusive,
            None => self.inclusive_market,
        }
    }
}

/// The shopper's last one-click order of this offer while it can be undone or waits for the bank. A page that was
/// loaded again after an answer got lost shows it here, so that nobody orders twice to be sure.
async fn still_open(
    platform: &Platform,
    account: AccountId,
    offer: OfferId,
    now: Timestamp,
) -> Result<Option<OrderDetail>, Failure> {
    let mut conn = platform.db.read_together().await?;
    let Some(last) = orders::last_one_click(&mut conn, account, offer).await? else { return Ok(None) };
    let detail = store::detail(&mut conn, last.id).await?;
    let open = last.state.0 == OrderState::AwaitingPayment || can_undo(&detail, now);
    Ok(open.then_some(detail))
}

/// Whether the shopper can still take it back.
fn can_undo(detail: &OrderDetail, now: Timestamp) -> bool {
    let untouched = detail.parts.iter().all(|p| p.part.state.0 == PartState::Placed);
    let left = detail.order.undo_until_us.map_or(0, |until| undo_left(until, now).as_secs());
    detail.order.state.0 == OrderState::Placed && untouched && left > 0
}

/// The box. Its region is replaced in place by the answers of its forms.
#[component]
pub(crate) fn BuyBoxView(data: BuyBox) -> AnyView {
    let t = Ctx::current().t();
    let price = data.offer.price;
    let before = data.offer.deal(data.now).map(|deal| deal.prior);
    let shipping = data.fee.map_or_else(|why| no_delivery(t, why), |fee| delivery_words(t, fee));
    let handling = data.seller.handling_of([data.offer.terms.handling_days]);
    let promise = data.seller.promise_in(handling, data.now, &data.to.place);
    let stock = match data.available {
        0 => view! { <Badge tone=Tone::Bad>{t.sold_out()}</Badge> }.into_any(),
        left if is_told(left) => view! { <Badge tone=Tone::Warn>{t.only_left(left)}</Badge> }.into_any(),
        _ => view! { <Badge tone=Tone::Good>{t.in_stock()}</Badge> }.into_any(),
    };
    let condition = condition_words(t, data.offer.condition);
    let inclusive = data.price_has_tax();
    let again = data.was_ordered();
    let returns = data.return_days.map(|days| {
        view! {
            <p class="flex items-start gap-2 text-sm text-ink-soft" id="returns">
                <IconView icon=Icon::Return class="size-5 shrink-0 text-accent" />
                {t.returns_within(days)}
            </p>
        }
    });
    let can_be_bought = data.can_be_bought();
    let ordered = data.ordered.map(|detail| view! { <Ordered detail fresh=data.fresh now=data.now /> });
    let nowhere = data.available > 0 && !can_be_bought;
    let elsewhere =
        nowhere.then(|| view! { <PlaceView to=data.to.clone() back=format!("/p/{}", data.slug) /> });
    let buys = can_be_bought.then(|| {
        view! {
            <div>
                <PlaceView to=data.to back=format!("/p/{}", data.slug) />
                <PromiseView promise now=data.now zone=data.seller.dispatch.zone />
            </div>
            {match data.panel {
                Some(panel) => view! {
                    <OneClickForm panel slug=data.slug.clone() offer=data.offer.id again window=data.window />
                }.into_any(),
                // Who switched it off needs nothing set up.
                None if data.switched_off => ().into_any(),
                None if data.signed_in => view! {
                    <Notice tone=Tone::Info>
                        {t.one_click_setup()} " "
                        <a class="underline" href="/account/addresses">{t.one_click_addresses()}</a> " · "
                        <a class="underline" href="/account/cards">{t.one_click_cards()}</a>
                    </Notice>
                }.into_any(),
                None => view! {
                    <p class="text-sm text-ink-soft">
                        <a class="underline" href=format!("/sign-in?next=/p/{}", data.slug)>{t.nav_sign_in()}</a>
                        " " {t.one_click_sign_in()}
                    </p>
                }.into_any(),
            }}
            <CartForm offer=data.offer.clone() title=data.title.clone() quiet=data.signed_in && !data.switched_off />
        }
    });
    view! {
        <section id="buy" aria-label=t.buy_box() class="flex flex-col gap-4 rounded-card border border-line bg-surface p-5">
            {ordered}
            <div>
                <Price money=price before=before large=true />
                <YouPay money=price />
                <TaxHabit inclusive />
                <p class=if nowhere { "text-sm font-medium text-bad" } else { "text-sm text-ink-soft" }>{shipping}</p>
                <PromotionsOn running=data.promotions />
            </div>
            <div class="flex flex-wrap items-center gap-2">{stock} {condition.map(|words| view! { <Badge tone=Tone::Plain>{words}</Badge> })}</div>
            {elsewhere}
            {buys}
            {returns}
            <p class="text-sm text-ink-faint">{t.sold_by()} " " <SellerLink slug=data.seller.slug name=data.seller.name /></p>
        </section>
    }
    .into_any()
}

/// The one-click button, under the three things that it will do.
#[component]
fn OneClickForm(
    panel: OneClickPanel,
    slug: String,
    offer: OfferId,
    again: bool,
    window: domain::DurationUs,
) -> AnyView {
    let t = Ctx::current().t();
    let seen = panel.seen();
    let (total, price) = (seen.total, seen.price);
    let address = panel.address.address.lines().join(", ");
    let card = format!("{} •••• {}", panel.method.card.brand.name(), panel.method.card.last4);
    let arrives = panel.quote.parts.first().map(|p| format::promised(&p.promise, t.locale()));
    view! {
        <Form action=OneClick::PATH swap="buy" id="one-click" orders=true class="flex flex-col gap-3">
            <Hidden name="key" value=panel.key />
            <Hidden name="offer" value=offer.to_string() />
            <Hidden name="quantity" value="1" />
            <Hidden name="price_minor" value=price.minor().to_string() />
            <Hidden name="total_minor" value=total.minor().to_string() />
            <Hidden name="currency" value=price.currency().code() />
            <Hidden name="address" value=seen.address.to_string() />
            <Hidden name="method" value=seen.method.to_string() />
            <Hidden name="slug" value=slug />
            <dl class="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 rounded-control bg-sunken p-3 text-sm">
                <dt class="text-ink-faint">{t.one_click_to()}</dt>
                <dd class="min-w-0"><bdi>{address}</bdi></dd>
                <dt class="text-ink-faint">{t.one_click_card()}</dt>
                <dd><bdi>{card}</bdi></dd>
                <dt class="text-ink-faint">{t.one_click_when()}</dt>
                <dd>{arrives}</dd>
                <dt class="text-ink-faint">{t.one_click_total()}</dt>
                <dd class="font-semibold"><AmountAbout money=total /></dd>
            </dl>
            <Button size=ButtonSize::Large wide=true>{if again { t.one_click_again() } else { t.one_click_buy() }}</Button>
            <PayNote money=total />
            <p class="text-xs text-ink-faint">{t.one_click_undo_hint(format::period(window, t.locale()))}</p>
        </Form>
    }
    .into_any()
}

#[component]
fn CartForm(offer: Offer, title: String, quiet: bool) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let kind = if quiet { ButtonKind::Secondary } else { ButtonKind::Primary };
    let piece = Piece::ToCart { locale: ctx.locale(), quiet };
    kept_with(piece, [&title, &new_key(), &offer.id.to_string()], |[title, key, offer]| {
        view! {
            <Form action=AddToCart::PATH swap="buy" id="add-to-cart" later=title>
                <Hidden name="key" value=key />
                <Hidden name="offer" value=offer />
                <Hidden name="quantity" value="1" />
                <Button kind wide=true size=ButtonSize::Large>{t.add_to_cart()}</Button>
            </Form>
        }
        .into_any()
    })
}

/// What the last click did, with its undo.
#[component]
fn Ordered(detail: OrderDetail, fresh: bool, now: Timestamp) -> AnyView {
    let t = Ctx::current().t();
    let can_undo = can_undo(&detail, now);
    let order = detail.order;
    let link = format!("/orders/{}", order.id);
    let total = order.total();
    let left_s = order.undo_until_us.map_or(0, |until| undo_left(until, now).as_secs());
    let (tone, title) = match order.state.0 {
        OrderState::Placed | OrderState::Completed if fresh => (Tone::Good, t.ordered_title()),
        OrderState::Placed | OrderState::Completed => (Tone::Info, t.ordered_already()),
        OrderState::AwaitingPayment => (Tone::Info, t.ordered_pending()),
        OrderState::Cancelled => (Tone::Info, t.ordered_undone()),
        OrderState::PaymentFailed => (Tone::Bad, t.one_click_declined()),
    };
    let undo = can_undo.then(|| {
        view! {
            <Form action=UndoOrder::PATH swap="buy" id="undo" class="mt-3 flex flex-wrap items-center gap-3">
                <Hidden name="order" value=order.id.to_string() />
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small>{t.undo()}</Button>
                <span class="text-sm">
                    <Countdown left_s locale=t.locale() before="" over=t.undo_over() regions="buy" />
                </span>
            </Form>
        }
    });
    view! {
        <div id="ordered" data-state=order.state.0.as_str()>
            <Notice tone>
                <p class="font-semibold">{title}</p>
                <p class="text-sm">
                    <a class="underline" href=link>{t.ordered_view()}</a> " · " <OrderTotal total />
                </p>
                {undo}
            </Notice>
        </div>
    }
    .into_any()
}

#[component]
fn OrderTotal(total: Money) -> AnyView {
    view! { <Amount money=total /> }.into_any()
}
