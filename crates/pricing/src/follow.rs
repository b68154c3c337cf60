//! Prices that follow: news of a product's offers make its rules look again, in the transaction that moves the place in the
//! log. A price that a rule sets is news, too; rules match and do not undercut, so they come to rest.
//!
//! What a seller takes off concerns all of its rules, a thousand at the most: news of that leave a job, which looks at each in
//! a transaction of its own.

use crate::PricingError;
use crate::charges::{Charges, delivery};
use crate::drafts::forget_old_drafts;
use crate::rules::{
    StoredPriceRule, after, concerned, has_rules, keep_reason, keep_step, rule_of, say, steps_since,
};
use buybox::{BuyBox, Market, Shelf};
use catalog::{Condition, Offer, OfferForSale, contending, offers_for_sale, set_price};
use db::{Conn, Db, NewJob, StoredEvent, Tx, Worker};
use domain::place::Place;
use domain::price_rule::{PriceReason, PriceRule};
use domain::shipping::price_for;
use domain::{AccountId, Currency, DurationUs, Money, OfferId, ProductId, SellerId};
use inventory::{STOCK_CHANGED, StockChanged};
use orders::reductions::{self, REDUCTIONS_CHANGED, ReductionsChanged};
use sellers::Seller;
use serde::{Deserialize, Serialize};

/// So often a rule changes the price of one offer within [`WINDOW`], unless that price has become a loss.
pub const MOST_CHANGES: i64 = 4;
/// An hour.
pub const WINDOW: DurationUs = DurationUs::from_mins(60);
/// An hour: a promotion that begins within it counts as begun, so that no unit is sold at a loss before the rule has looked
/// again. The tidying looks several times as often.
pub const HORIZON: DurationUs = DurationUs::from_mins(60);
/// The job that looks at all rules of one seller.
const LOOK_JOB: &str = "pricing.look";
/// Events that one transaction looks at.
const AT_ONCE: i64 = 200;
/// Rules that the sweep reads at once; each is looked at in a transaction of its own.
const SWEPT: i64 = 100;

/// What `offer.changed` says.
#[derive(Deserialize)]
struct Changed {
    offer: OfferId,
    product: ProductId,
}

/// Payload of [`LOOK_JOB`].
#[derive(Serialize, Deserialize)]
struct LookAgain {
    seller: SellerId,
}

/// What events are about.
#[derive(Default)]
struct News {
    products: Vec<ProductId>,
    offers: Vec<OfferId>,
    /// Who takes off something else than before.
    sellers: Vec<SellerId>,
}

/// What a rule needs to know.
struct Facts {
    /// Where the cheapest competing offer lands; `None` where none competes.
    landed: Option<Money>,
    /// The price at which this one lands there.
    matching: Option<Money>,
}

/// What an offer's rule says of it.
struct Looked {
    stored: StoredPriceRule,
    sale: OfferForSale,
    price: Money,
    reason: PriceReason,
    landed: Option<Money>,
    /// At the price that it has a sale is a loss.
    loses: bool,
}

/// The way to prices that follow others; cheap to clone.
#[derive(Clone)]
pub struct Pricing {
    db: Db,
    buybox: BuyBox,
    /// The shop's currency.
    home: Currency,
}

impl Pricing {
    pub fn new(db: Db, buybox: BuyBox, home: Currency) -> Self {
        Self { db, buybox, home }
    }

    /// Says that an offer's price follows others within these bounds, and looks at once.
    ///
    /// # Errors
    /// [`PricingError::NoSuchOffer`], [`PricingError::CostUnknown`], [`PricingError::OtherCurrency`],
    /// [`PricingError::TooManyRules`], [`PricingError::TooManyOwnOfProduct`], [`PricingError::TooManyOfProduct`].
    pub async fn follow_from_now(
        &self,
        seller: SellerId,
        offer: OfferId,
        rule: PriceRule,
        by: AccountId,
    ) -> Result<(), PricingError> {
        let own = self.clone();
        self.db
            .write(move |tx| {
                let own = own.clone();
                Box::pin(async move {
                    say(tx, seller, offer, rule, by).await?;
                    own.look(tx, offer).await
                })
            })
            .await
    }

    /// Looks at the rules that the next events of the log concern. Returns how many events there were; call again until 0.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn follow(&self) -> Result<usize, PricingError> {
        let own = self.clone();
        self.db
            .consume("pricing", AT_ONCE, move |tx, events| {
                let own = own.clone();
                Box::pin(async move {
                    let news = news(tx, &events).await?;
                    for offer in concerned(tx, &news.products, &news.offers).await? {
                        own.look_on(tx, offer).await?;
                    }
                    for seller in news.sellers {
                        look_later(tx, seller).await?;
                    }
                    Ok::<_, PricingError>(())
                })
            })
            .await
    }

    /// Looks at every rule: fees, holidays and an hour that is over are no news of an offer. Forgets old drafts.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn sweep(&self) -> Result<(), PricingError> {
        self.db.write(|tx| Box::pin(forget_old_drafts(tx))).await?;
        self.look_at_all(None).await
    }

    /// Registers the handler of the job that looks at all rules of a seller.
    pub fn register(&self, worker: Worker) -> Worker {
        let own = self.clone();
        worker.on(LOOK_JOB, move |job| {
            let own = own.clone();
            Box::pin(async move {
                let LookAgain { seller } = job.payload()?;
                Ok(own.look_at_all(Some(seller)).await?)
            })
        })
    }

    /// Looks at every rule, or at every one of a seller, each in a transaction of its own.
    async fn look_at_all(&self, seller: Option<SellerId>) -> Result<(), PricingError> {
        let mut last = None;
        loop {
            let mut conn = self.db.read().await?;
            let offers = after(&mut conn, seller, last, SWEPT).await?;
            drop(conn);
            for offer in &offers {
                let (own, offer) = (self.clone(), *offer);
                self.db
                    .write(move |tx| {
                        let own = own.clone();
                        Box::pin(async move { own.look_on(tx, offer).await })
                    })
                    .await?;
            }
            match offers.last() {
                Some(offer) => last = Some(*offer),
                None => return Ok(()),
            }
        }
    }

    /// Asks an offer's rule, if it has one, and does what it says.
    async fn look(&self, tx: &mut Tx, offer: OfferId) -> Result<(), PricingError> {
        match self.looked(tx, offer).await? {
            Some(looked) => obey(tx, &looked).await,
            None => Ok(()),
        }
    }

    /// The same where many are looked at: what is wrong with the rows of one is logged, and the others go on.
    async fn look_on(&self, tx: &mut Tx, offer: OfferId) -> Result<(), PricingError> {
        match self.looked(tx, offer).await {
            Ok(Some(looked)) => obey(tx, &looked).await,
            Ok(None) => Ok(()),
            Err(error) if error.is_of_one_row() => {
                tracing::warn!(%offer, %error, "a price that follows others could not be looked at");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Changes nothing.
    async fn looked(&self, tx: &mut Tx, offer: OfferId) -> Result<Option<Looked>, PricingError> {
        let Some(stored) = rule_of(tx, offer).await? else { return Ok(None) };
        let Some(sale) = offers_for_sale(tx, &[offer]).await?.remove(&offer) else { return Ok(None) };
        let (price, reason, landed, loses) = self.asked(tx, &stored, &sale).await?;
        Ok(Some(Looked { stored, sale, price, reason, landed, loses }))
    }

    /// What the rule says now, where the cheapest competing offer lands, and whether the price of now is a loss.
    async fn asked(
        &self,
        tx: &mut Tx,
        stored: &StoredPriceRule,
        sale: &OfferForSale,
    ) -> Result<(Money, PriceReason, Option<Money>, bool), PricingError> {
        let own = sale.offer.price;
        if !sale.is_for_sale() {
            return Ok((own, PriceReason::NotOnSale, None, false));
        }
        let Some(cost) = sale.offer.terms.cost else { return Ok((own, PriceReason::NoCost, None, false)) };
        let seller = sellers::get(tx, sale.offer.seller_id).await?;
        let seller = seller.ok_or(PricingError::NoSuchOffer(sale.offer.id))?;
        if !seller.may_sell(tx.now()) {
            return Ok((own, PriceReason::NotOnSale, None, false));
        }
        let market = self.buybox.market(tx, self.home, Place::country(&seller.country)).await?;
        let facts = facts(tx, &market, &sale.offer, &seller).await?;
        let charges = Charges::of(tx, &seller).await?;
        let before = tx.now().plus(HORIZON);
        let giving = reductions::of_seller(tx, seller.id, before).await?.on(sale);
        let loses = |price: Money| {
            let delivery = delivery(&seller, sale, price, market.place());
            let left = charges.least_left(sale, price, delivery, cost, &giving);
            // What cannot be reckoned is no sale to make.
            left.map_or(true, Money::is_negative)
        };
        let loses_now = loses(own);
        let (price, reason) = stored.rule.next(own, facts.matching, loses);
        Ok((price, reason, facts.landed, loses_now))
    }
}

/// Sets the price, if it is another, through the command that a person would use.
async fn obey(tx: &mut Tx, looked: &Looked) -> Result<(), PricingError> {
    let Looked { stored, sale, price, reason, landed, loses } = looked;
    let (offer, was, product) = (sale.offer.id, sale.offer.price, sale.offer.product_id);
    if *price == was {
        return Ok(keep_reason(tx, stored, product, *reason).await?);
    }
    let since = tx.now().minus(WINDOW);
    // What is sold at a loss does not wait for the hour to end.
    if !*loses && steps_since(tx, offer, since).await? >= MOST_CHANGES {
        return Ok(keep_reason(tx, stored, product, PriceReason::TooOften).await?);
    }
    let set = set_price(tx, offer, *price, Some(sale.offer.version)).await;
    set.map_err(|error| PricingError::of_offer(offer, error))?;
    keep_step(tx, offer, (was, *price), *reason, *landed).await?;
    keep_reason(tx, stored, product, *reason).await?;
    Ok(())
}

/// Leaves the job that looks at a seller's rules. None waits for another one: that may have looked at some of them already.
async fn look_later(tx: &mut Tx, seller: SellerId) -> Result<(), PricingError> {
    if !has_rules(tx, seller).await? {
        return Ok(());
    }
    let run_at = tx.now();
    let payload = LookAgain { seller };
    tx.enqueue(NewJob { kind: LOOK_JOB, key: None, payload: &payload, run_at }).await?;
    Ok(())
}

/// What events are about, each once. One that cannot be read is about nothing.
async fn news(conn: &mut Conn, events: &[StoredEvent]) -> Result<News, PricingError> {
    let (mut news, mut stocked) = (News::default(), Vec::new());
    for event in events {
        match event.kind.as_str() {
            "offer.changed" => {
                let Ok(changed) = event.payload::<Changed>() else { continue };
                news.products.push(changed.product);
                news.offers.push(changed.offer);
            }
            STOCK_CHANGED => stocked.extend(event.payload::<StockChanged>().map(|changed| changed.offer_id)),
            REDUCTIONS_CHANGED => {
                news.sellers.extend(event.payload::<ReductionsChanged>().map(|changed| changed.seller_id));
            }
            _ => {}
        }
    }
    let known = offers_for_sale(conn, &stocked).await?;
    news.products.extend(known.values().map(|sale| sale.offer.product_id));
    news.products.sort_unstable();
    news.products.dedup();
    news.offers.sort_unstable();
    news.offers.dedup();
    news.sellers.sort_unstable();
    news.sellers.dedup();
    Ok(news)
}

/// The cheapest offer of another seller that could be in the buy box: what cannot be bought, fails a gate, is in another
/// currency, or is used where this one is new, is no price to follow.
async fn facts(
    conn: &mut Conn,
    market: &Market,
    offer: &Offer,
    seller: &Seller,
) -> Result<Facts, PricingError> {
    let found = contending(conn, offer.product_id).await?;
    let mut shelf = Shelf::of(conn, found.offers).await?;
    if found.crowded {
        shelf.complete(conn, market, offer.product_id).await?;
    }
    shelf.offers.retain(|other| other.seller_id != seller.id);
    let used = offer.condition != Condition::New;
    let competing = market.contenders(&shelf.offers, &shelf.stock, &shelf.sellers);
    let landed = competing
        .into_iter()
        .filter(|other| other.is_eligible() && other.used == used)
        .map(|other| other.landed)
        .filter(|landed| landed.currency() == offer.price.currency())
        .min_by_key(|landed| landed.minor());
    let matching = landed.map(|landed| matching(landed, offer, seller, market.place()));
    Ok(Facts { landed, matching })
}

/// The price at which an offer lands there. What is not sent alone has no fee in the buy box, so it has none here.
fn matching(landed: Money, offer: &Offer, seller: &Seller, to: &Place) -> Money {
    if let Some(price) = price_for(landed, &seller.shipping, &seller.tables, offer.packing, to) {
        return price;
    }
    let fee = |price: Money| seller.fee_of_one(offer.packing, price, to);
    let Ok(whole) = fee(landed) else { return landed };
    let less = landed.sub(whole).ok().filter(|less| less.is_positive() && fee(*less).is_err());
    // Delivery alone costs as much: no price is low enough, and the floor is what there is.
    less.unwrap_or(Money::new(1, landed.currency()))
}
