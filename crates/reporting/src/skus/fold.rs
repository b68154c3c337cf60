//! From events to what they change, by offer and day.

use super::rows::{self, Article, Dispute};
use crate::ReportingError;
use crate::rollup::{day_of, read};
use db::{Conn, StoredEvent, sql};
use domain::courtesy::{COURTESY_GIVEN, CourtesyGiven};
use domain::dispute::{DISPUTE_LOST, DISPUTE_OPENED, DISPUTE_WON, DisputeChanged};
use domain::events::{ORDER_SHIPPED, PartShipped};
use domain::margin::{self, Margin, Taken};
use domain::returns::{RETURN_CLOSED, RETURN_EXCHANGED, RETURN_REFUNDED, ReturnChanged, Worth};
use domain::{
    CourtesyId, Currency, DisputeId, OfferId, OrderId, PartId, ProductId, ReturnId, SellerId, ShipmentId,
    Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds that change a figure: each of them was appended with a transaction of the ledger.
pub(crate) const KINDS: &[&str] = &[
    ORDER_SHIPPED,
    RETURN_REFUNDED,
    RETURN_CLOSED,
    RETURN_EXCHANGED,
    DISPUTE_OPENED,
    DISPUTE_WON,
    DISPUTE_LOST,
];

/// Seller, currency, beginning of the day, offer.
pub(crate) type OfferKey = (SellerId, Currency, i64, OfferId);

/// What an offer's sums change by, and what it is.
#[derive(Debug, Clone)]
pub(crate) struct OfferDelta {
    pub(crate) product: ProductId,
    pub(crate) title: String,
    /// It is said by a parcel that left, not by one that comes back.
    pub(crate) newest: bool,
    pub(crate) margin: Margin,
}

/// What a run of events changes. Sorted, so that rows are always locked in the same order.
pub(crate) type Deltas = BTreeMap<OfferKey, OfferDelta>;

/// The steps of a dispute at which money moves.
#[derive(Debug, Clone, Copy)]
enum Step {
    Opened,
    Won,
    Lost,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Shipped(ShipmentId, PartId),
    Returned(ReturnId),
    Disputed(DisputeId, Step),
    /// It is about no article: no offer's figures have it.
    Given(CourtesyId),
}

/// An event that counts.
struct Told {
    seller: SellerId,
    order: OrderId,
    currency: Currency,
    at: Timestamp,
    what: What,
}

impl Told {
    fn of(event: &StoredEvent) -> Option<Self> {
        match event.kind.as_str() {
            ORDER_SHIPPED => read::<PartShipped>(event).map(|shipped| Self {
                seller: shipped.seller_id,
                order: shipped.order_id,
                currency: shipped.currency,
                at: event.at_us,
                what: What::Shipped(shipped.shipment_id, shipped.part_id),
            }),
            RETURN_REFUNDED | RETURN_CLOSED | RETURN_EXCHANGED => {
                read::<ReturnChanged>(event).map(|back| Self {
                    seller: back.seller_id,
                    order: back.order_id,
                    currency: back.currency,
                    at: event.at_us,
                    what: What::Returned(back.return_id),
                })
            }
            COURTESY_GIVEN => read::<CourtesyGiven>(event).map(|given| Self {
                seller: given.seller_id,
                order: given.order_id,
                currency: given.currency,
                at: event.at_us,
                what: What::Given(given.courtesy_id),
            }),
            DISPUTE_OPENED => Self::disputed(event, Step::Opened),
            DISPUTE_WON => Self::disputed(event, Step::Won),
            DISPUTE_LOST => Self::disputed(event, Step::Lost),
            _ => None,
        }
    }

    fn disputed(event: &StoredEvent, step: Step) -> Option<Self> {
        read::<DisputeChanged>(event).map(|dispute| Self {
            seller: dispute.seller_id,
            order: dispute.order_id,
            currency: dispute.currency,
            at: event.at_us,
            what: What::Disputed(dispute.dispute_id, step),
        })
    }

    /// The key of the ledger's transaction.
    fn ledger_key(&self) -> String {
        match self.what {
            What::Shipped(shipment, part) => format!("sale-{shipment}-{part}"),
            What::Returned(id) => format!("return:{id}"),
            What::Disputed(id, Step::Opened) => format!("dispute:{id}:opened"),
            What::Disputed(id, Step::Won) => format!("dispute:{id}:won"),
            What::Disputed(id, Step::Lost) => format!("dispute:{id}:lost"),
            What::Given(id) => format!("courtesy:{id}"),
        }
    }
}

/// An event's transaction of the ledger.
pub(crate) struct Moved {
    pub(crate) order: OrderId,
    pub(crate) currency: Currency,
    /// When the event was.
    pub(crate) at: Timestamp,
    pub(crate) key: String,
    /// What the platform's own goods cost that left, less those that came back as new.
    pub(crate) cost_minor: i64,
}

/// The transactions that the events tell of.
pub(crate) async fn moved(conn: &mut Conn, events: &[StoredEvent]) -> Result<Vec<Moved>, ReportingError> {
    let told: Vec<Told> = events.iter().filter_map(Told::of).collect();
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let own: Vec<(SellerId,)> =
        conn.all(sql("SELECT id FROM sellers_sellers WHERE is_platform = TRUE")).await?;
    let own: BTreeSet<SellerId> = own.into_iter().map(|(seller,)| seller).collect();
    let (mut shipments, mut returned) = (BTreeSet::new(), BTreeSet::new());
    for one in told.iter().filter(|one| own.contains(&one.seller)) {
        match one.what {
            What::Shipped(shipment, _) => {
                shipments.insert(shipment);
            }
            What::Returned(id) => {
                returned.insert(id);
            }
            What::Disputed(..) | What::Given(_) => {}
        }
    }
    let parcels = rows::parcels(conn, shipments).await?;
    let returns = rows::returns(conn, returned).await?;
    let mut moved = Vec::with_capacity(told.len());
    for one in told {
        let margins = match one.what {
            _ if !own.contains(&one.seller) => Vec::new(),
            What::Shipped(shipment, part) => match parcels.get(&(shipment, part)) {
                Some(parcel) => margin::sold(&parcel.units, 0, one.currency)?,
                None => Vec::new(),
            },
            What::Returned(id) => match returns.get(&id) {
                Some(back) => back.margins(0, one.currency)?,
                None => Vec::new(),
            },
            What::Disputed(..) | What::Given(_) => Vec::new(),
        };
        let key = one.ledger_key();
        let cost_minor = margins.iter().map(|margin| margin.cost_minor).sum();
        moved.push(Moved { order: one.order, currency: one.currency, at: one.at, key, cost_minor });
    }
    Ok(moved)
}

/// Sums up what the events say.
pub(crate) async fn fold(conn: &mut Conn, events: &[StoredEvent]) -> Result<Deltas, ReportingError> {
    let told: Vec<Told> = events.iter().filter_map(Told::of).collect();
    let mut deltas = Deltas::new();
    if told.is_empty() {
        return Ok(deltas);
    }
    let (mut shipments, mut returned, mut disputed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for one in &told {
        match one.what {
            What::Shipped(shipment, _) => shipments.insert(shipment),
            What::Returned(id) => returned.insert(id),
            What::Disputed(id, _) => disputed.insert(id),
            What::Given(_) => false,
        };
    }
    let returns = rows::returns(conn, returned).await?;
    let disputes = rows::disputes(conn, disputed).await?;
    shipments.extend(disputes.values().map(|dispute| dispute.shipment_id));
    let parcels = rows::parcels(conn, shipments).await?;
    let keys: Vec<String> = told.iter().map(Told::ledger_key).collect();
    let taxes = rows::fee_taxes(conn, &keys).await?;
    for one in &told {
        let tax = taxes.get(&one.ledger_key()).copied().unwrap_or(0);
        match one.what {
            What::Shipped(shipment, part) => {
                let Some(parcel) = parcels.get(&(shipment, part)) else { continue };
                let margins = margin::sold(&parcel.units, tax, one.currency)?;
                add(&mut deltas, one, &parcel.articles, &margins, true);
            }
            What::Returned(id) => {
                let Some(back) = returns.get(&id) else { continue };
                let margins = back.margins(tax, one.currency)?;
                add(&mut deltas, one, &back.articles, &margins, false);
            }
            What::Disputed(id, step) => {
                let Some(dispute) = disputes.get(&id) else { continue };
                let Some(parcel) = parcels.get(&(dispute.shipment_id, dispute.part_id)) else { continue };
                let worths: Vec<Worth> = parcel.units.iter().map(|line| line.worth).collect();
                let margins = margin::taken(&worths, &taken(dispute, step, tax), one.currency)?;
                add(&mut deltas, one, &parcel.articles, &margins, false);
            }
            What::Given(_) => {}
        }
    }
    Ok(deltas)
}

/// What a step of a dispute moves on the seller's balance.
fn taken(dispute: &Dispute, step: Step, fee_tax_minor: i64) -> Taken {
    match step {
        Step::Opened => {
            Taken { back_minor: dispute.amount_minor, fees_minor: dispute.fee_minor, ..Taken::default() }
        }
        Step::Won => Taken { back_minor: -dispute.amount_minor, ..Taken::default() },
        // What the bank took has the buyer's tax in it, which is no longer owed; what the platform had added is its own again.
        Step::Lost => {
            let back = dispute.relief();
            Taken {
                back_minor: back.subsidy_minor - back.tax_minor,
                commission_back_minor: back.commission_minor,
                fees_minor: back.fee_minor,
                fee_tax_minor,
            }
        }
    }
}

fn add(deltas: &mut Deltas, told: &Told, articles: &[Article], margins: &[Margin], newest: bool) {
    for (article, margin) in articles.iter().zip(margins) {
        let key = (told.seller, told.currency, day_of(told.at), article.offer);
        let delta = deltas.entry(key).or_insert_with(|| OfferDelta {
            product: article.product,
            title: article.title.clone(),
            newest,
            margin: Margin::default(),
        });
        if newest {
            delta.product = article.product;
            delta.title.clone_from(&article.title);
            delta.newest = true;
        }
        delta.margin.add(margin);
    }
}
