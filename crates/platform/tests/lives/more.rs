//! What else becomes of an order of which nothing comes back at once: an operator gives something, a replacement is wanted,
//! the platform is asked about a decision, a part is cancelled in its seller's name. All of it is drawn from a stream of its
//! own, so that all other lives are as they would be, and in half of the cases it is what was met least so far.

use super::World;
use super::sums::Sums;
use domain::courtesy::{Bearer, CourtesyReason};
use domain::order::{CancelReason, Carrier, PartState};
use domain::returns::{AppealState, Grade, NoAppeal, Payer, ReturnReason, ReturnState, TurnReason};
use domain::review::{Prose, ProseKind};
use domain::text_enum::TextEnum as _;
use domain::{CaptureId, Money, OfferId, OrderId, ReturnId, SellerId};
use orders::parcels::{Parcel, ParcelLine};
use orders::{OrderError, Shopper};
use returns::{
    Appeal, Given, Graded, NewAppeal, NewCourtesy, NewReturn, Pick, Refunded, ReturnError, Sending, appeal,
    choices, claim, courtesy,
};
use std::collections::BTreeMap;

domain::text_enum! {
    /// What lives meet besides the usual.
    pub enum Kind {
        PlatformGives = "platform_gives",
        SellerGives = "seller_gives",
        Replaced = "replaced",
        Turned = "turned",
        Forgotten = "forgotten",
        Upheld = "upheld",
        RestOrdered = "rest_ordered",
        Anew = "anew",
        Fetched = "fetched",
        DroppedOff = "dropped_off",
        SellerPaysForTheWay = "seller_pays_for_the_way",
        OperatorCancels = "operator_cancels",
        PaidOnDemand = "paid_on_demand",
        PayoutsHeld = "payouts_held",
    }
}

/// Those that become of a parcel.
const OF_PARCELS: [Kind; 8] = [
    Kind::PlatformGives,
    Kind::SellerGives,
    Kind::Replaced,
    Kind::Turned,
    Kind::Forgotten,
    Kind::Upheld,
    Kind::RestOrdered,
    Kind::Anew,
];

/// What the lives know of themselves, to be added up beside what was written.
#[derive(Default)]
pub struct Memory {
    /// What the demo had before the lives.
    pub before: Sums,
    pub met: BTreeMap<Kind, u32>,
    /// Labels that were taken.
    pub labels: usize,
    /// What decisions, and what the platform ordered after them, promised to cards.
    pub promised: BTreeMap<ReturnId, Money>,
    pub gifts: Vec<Gift>,
    /// Accepted, and to leave later.
    pub due: Vec<Wish>,
    pub replaced: Vec<Wish>,
    /// Nobody does anything more for them: where their returns stay.
    pub forgotten: Vec<(Wish, ReturnState)>,
    /// How many payouts sellers had when theirs were stopped.
    pub held: BTreeMap<SellerId, usize>,
}

/// What an operator gave.
pub struct Gift {
    pub key: String,
    pub capture: CaptureId,
    pub seller: SellerId,
    pub borne_by: Bearer,
    pub amount: Money,
}

/// A replacement that somebody wants.
#[derive(Clone, Copy)]
pub struct Wish {
    pub order: OrderId,
    pub id: ReturnId,
    pub seller: SellerId,
    pub offer: OfferId,
    pub quantity: i64,
}

fn words() -> Prose {
    Prose::parse(ProseKind::Reason, "Lives have it so.").unwrap()
}

impl World {
    pub fn meets(&mut self, kind: Kind, what: impl std::fmt::Display) {
        *self.memory.met.entry(kind).or_default() += 1;
        self.step(format!("{kind}: {what}"));
    }

    /// Of an order's parcels, as long as nothing came back of them.
    pub async fn more_becomes(&mut self, shopper: Shopper, order: OrderId) {
        std::mem::swap(&mut self.random, &mut self.more);
        let mut conn = self.platform.db.read().await.unwrap();
        let parcels = orders::parcels::delivered(&mut conn, order).await.unwrap();
        drop(conn);
        for (parcel, lines) in parcels {
            let kind = self.next_kind();
            let line = &lines[self.random.below(lines.len())];
            match kind {
                Kind::PlatformGives => self.given(shopper, &parcel, line, Bearer::Platform).await,
                Kind::SellerGives => self.given(shopper, &parcel, line, Bearer::Seller).await,
                Kind::Replaced => self.replaced(shopper, &parcel, line).await,
                Kind::Turned => self.turned(shopper, &parcel, line).await,
                Kind::Forgotten => self.forgotten(shopper, &parcel, line).await,
                Kind::Upheld => self.upheld(shopper, &parcel, line).await,
                Kind::RestOrdered => self.rest_ordered(shopper, &parcel, line).await,
                _ => self.anew(shopper, &parcel, line).await,
            }
        }
        std::mem::swap(&mut self.random, &mut self.more);
    }

    fn next_kind(&mut self) -> Kind {
        if self.random.chance(50) {
            return self.random.one(&OF_PARCELS);
        }
        let met = |kind: &Kind| self.memory.met.get(kind).copied().unwrap_or(0);
        OF_PARCELS.into_iter().min_by_key(met).unwrap()
    }

    /// An operator gives some or all of a charge back, and some of it is sent back all the same.
    async fn given(&mut self, shopper: Shopper, parcel: &Parcel, line: &ParcelLine, borne_by: Bearer) {
        let Some(gift) = self.gift(parcel, borne_by).await else { return };
        if !self.random.chance(40) {
            return;
        }
        let Some(new) = self.asks(shopper, parcel, line).await else { return };
        let id = self.platform.returns.request(new).await.unwrap();
        self.given_back(parcel.order_id, id).await;
        let had = self.memory.promised.get(&id).map_or(0, |money| money.minor());
        let all = parcel.total_minor;
        assert!(gift.minor() + had <= all, "{gift} and {had} of {all} were given back for {id}");
    }

    /// What an operator gives of a charge, which cannot be more than is left; `None` where that is nothing, or was refused.
    async fn gift(&mut self, parcel: &Parcel, wanted: Bearer) -> Option<Money> {
        let mut conn = self.platform.db.read().await.unwrap();
        let most = courtesy::most(&mut conn, parcel.capture_id).await.unwrap();
        drop(conn);
        if !most.is_positive() {
            return None;
        }
        let minor = if self.random.chance(20) { most.minor() } else { self.random.units(most.minor()) };
        let (key, amount) = (format!("lives-gift-{}", parcel.capture_id), Money::new(minor, parcel.currency));
        let new = NewCourtesy {
            key: key.clone(),
            order: parcel.order_id,
            capture: parcel.capture_id,
            amount,
            borne_by: wanted,
            reason: self.random.one(CourtesyReason::ALL),
            note: words(),
            by: self.platform.db.new_id(),
        };
        let too_much = NewCourtesy { amount: Money::new(most.minor() + 1, parcel.currency), ..new.clone() };
        let too_much = self.platform.returns.give(too_much).await;
        assert!(matches!(too_much, Err(ReturnError::TooMuchGiven { left }) if left == most), "{too_much:?}");
        let given = self.platform.returns.give(new.clone()).await.unwrap();
        assert_eq!(self.platform.returns.give(new).await.unwrap(), given, "the same key");
        // Nobody owes the platform anything for its own sales.
        let (seller, capture) = (parcel.seller_id, parcel.capture_id);
        let borne_by = if seller == self.sellers[0].0 { Bearer::Platform } else { wanted };
        self.memory.gifts.push(Gift { key, capture, seller, borne_by, amount });
        let what = format!("{amount} of {most} for {}: {given:?}", parcel.order_id);
        if given == Given::Failed {
            // A bank has told the processor of it, which has not told us yet.
            self.step(what);
            return None;
        }
        let kind = if borne_by == Bearer::Platform { Kind::PlatformGives } else { Kind::SellerGives };
        self.meets(kind, what);
        Some(amount)
    }

    /// Some units of a line, no longer wanted; `None` where the card was charged nothing for them.
    async fn asks(&mut self, shopper: Shopper, parcel: &Parcel, line: &ParcelLine) -> Option<NewReturn> {
        let quantity = self.random.units(line.quantity);
        let picks = vec![Pick { line: line.line_id, quantity, reason: ReturnReason::NoLongerWanted }];
        let mut conn = self.platform.db.read().await.unwrap();
        let claim = match claim::quote(&mut conn, parcel.shipment_id, parcel.part_id, &picks).await {
            Ok(claim) => claim,
            Err(ReturnError::NothingToGiveBack) => return None,
            Err(error) => panic!("{error}"),
        };
        Some(NewReturn {
            key: format!("lives-more-{}-{}", parcel.shipment_id, parcel.part_id),
            shopper,
            order: parcel.order_id,
            shipment: parcel.shipment_id,
            part: parcel.part_id,
            seen: claim.card(),
            picks,
            note: None,
        })
    }

    /// The same, for something that can be had instead.
    async fn wished(&mut self, shopper: Shopper, parcel: &Parcel, line: &ParcelLine) -> Option<Wish> {
        let new = self.asks(shopper, parcel, line).await?;
        let mut conn = self.platform.db.read().await.unwrap();
        let claim = claim::quote(&mut conn, parcel.shipment_id, parcel.part_id, &new.picks).await.unwrap();
        let all = choices(&mut conn, &claim).await.unwrap();
        drop(conn);
        if all.is_empty() {
            return None;
        }
        let offer = all[self.random.below(all.len())].offer;
        let (order, seller, quantity) = (parcel.order_id, parcel.seller_id, new.picks[0].quantity);
        let id = self.platform.returns.request_exchange(new, offer).await.unwrap();
        self.step(format!("{id} is for {quantity} of {offer} instead"));
        Some(Wish { order, id, seller, offer, quantity })
    }

    /// It came back as it should; or a bank gave money back, and then there is no replacement.
    async fn accepted(&mut self, wish: Wish) -> bool {
        self.comes_back(wish.order, wish.id).await;
        let detail = self.returned(wish.order, wish.id).await;
        let graded = self.graded(&detail);
        match self.platform.returns.accept_exchange(wish.seller, wish.id, graded).await {
            Ok(()) => true,
            Err(ReturnError::BankGaveBack) => {
                self.becomes_a_refund(wish, TurnReason::NotSending).await;
                false
            }
            Err(error) => panic!("{error}"),
        }
    }

    async fn becomes_a_refund(&mut self, wish: Wish, because: TurnReason) {
        self.platform.returns.turn_exchange(wish.seller, wish.id, because).await.unwrap();
        self.meets(Kind::Turned, wish.id);
        self.given_back(wish.order, wish.id).await;
    }

    async fn replaced(&mut self, shopper: Shopper, parcel: &Parcel, line: &ParcelLine) {
        let Some(wish) = self.wished(shopper, parcel, line).await else { return };
        if !self.accepted(wish).await {
            return;
        }
        if self.random.chance(40) {
            self.memory.due.push(wish);
        } else {
            self.leaves(wish).await;
        }
    }

    /// The replacement is sent, and arrives soon or never.
    pub async fn leaves(&mut self, wish: Wish) {
        let how = Sending { carrier: Carrier::Ups, tracking: "1Z-LIVES".into() };
        match self.platform.returns.send_replacement(wish.seller, wish.id, how).await {
            Ok(()) => {}
            Err(ReturnError::BankGaveBack) => {
                return self.becomes_a_refund(wish, TurnReason::NotSending).await;
            }
            Err(error) => panic!("{error}"),
        }
        self.memory.replaced.push(wish);
        self.meets(Kind::Replaced, wish.id);
        if self.random.chance(50) {
            self.platform.returns.replacement_delivered(wish.seller, wish.id).await.unwrap();
        }
    }

    /// Before it is approved, before it comes back, or after that was looked at.
    async fn turned(&mut self, shopper: Shopper, parcel: &Parcel, line: &ParcelLine) {
        let Some(wish) = self.wished(shopper, parcel, line).await else { return };
        match self.random.below(3) {
            0 => {}
            1 => self.approved(wish.order, wish.id).await,
            _ => {
                if !self.accepted(wish).await {
                    return;
                }
            }
        }
        let because = self.random.one(TurnReason::SELLERS);
        self.becomes_a_refund(wish, because).await;
    }

    /// Its shopper does not send the goods, or its seller not the replacement.
    async fn forgotten(&mut self, shopper: Shopper, parcel: &Parcel, line: &ParcelLine) {
        let Some(wish) = self.wished(shopper, parcel, line).await else { return };
        if self.random.chance(50) {
            self.approved(wish.order, wish.id).await;
            self.memory.forgotten.push((wish, ReturnState::Approved));
        } else if self.accepted(wish).await {
            self.memory.forgotten.push((wish, ReturnState::Received));
        } else {
            return;
        }
        self.meets(Kind::Forgotten, wish.id);
    }

    /// Half of it or less is kept back, and the platform is asked about that.
    async fn appealed(&mut self, shopper: Shopper, parcel: &Parcel, line: &ParcelLine) -> Option<ReturnId> {
        let new = self.asks(shopper, parcel, line).await?;
        let id = self.platform.returns.request(new).await.unwrap();
        self.comes_back(parcel.order_id, id).await;
        let detail = self.returned(parcel.order_id, id).await;
        let kept_bps = Some(self.random.units(5_000));
        let graded = Graded { line: line.line_id, grade: Grade::Used, kept_bps, restock: false };
        self.decided(&detail, vec![graded]).await;
        match self.platform.returns.appeal(NewAppeal { shopper, id, words: words() }).await {
            Ok(()) => Some(id),
            // A share of next to nothing is nothing; the processor refused, because it knows of a bank.
            Err(ReturnError::NoAppeal(NoAppeal::NothingLeft | NoAppeal::NotDecided)) => None,
            Err(error) => panic!("{error}"),
        }
    }

    async fn appeal_about(&self, id: ReturnId) -> Appeal {
        let mut conn = self.platform.db.read().await.unwrap();
        appeal::of_return(&mut conn, id).await.unwrap().unwrap()
    }

    async fn upheld(&mut self, shopper: Shopper, parcel: &Parcel, line: &ParcelLine) {
        let Some(id) = self.appealed(shopper, parcel, line).await else { return };
        let by = self.platform.db.new_id();
        self.platform.returns.uphold(by, id, words()).await.unwrap();
        let other = self.platform.returns.overturn(by, id, words()).await;
        assert!(matches!(other, Err(ReturnError::AppealIsDecided)), "{other:?}");
        let known = self.appeal_about(id).await;
        assert_eq!((known.state.0, known.follow_id), (AppealState::Upheld, None));
        self.meets(Kind::Upheld, id);
    }

    /// What was kept back is given back: with what the card and the shopper's label had of it that is all that was claimed.
    async fn rest_ordered(&mut self, shopper: Shopper, parcel: &Parcel, line: &ParcelLine) {
        let Some(id) = self.appealed(shopper, parcel, line).await else { return };
        let by = self.platform.db.new_id();
        let ordered = self.platform.returns.overturn(by, id, words()).await.unwrap();
        let again = self.platform.returns.overturn(by, id, words()).await.unwrap();
        assert_eq!(again, ordered, "it is ordered once");
        let first = self.returned(parcel.order_id, id).await;
        let label = first.label.filter(|_| first.row.pays_return.0 == Payer::Shopper);
        let had = self.memory.promised.get(&id).map_or(0, |money| money.minor());
        let expected = first.row.claim_minor - had - label.map_or(0, |label| label.charged_minor);
        let rest = self.appeal_about(id).await.follow_id.unwrap();
        let detail = self.returned(parcel.order_id, rest).await;
        assert_eq!((detail.row.rest_of, detail.row.claim_minor), (Some(id), expected), "the rest of {id}");
        match ordered {
            Some(Refunded::Refunded | Refunded::Pending) => {
                self.memory.promised.insert(rest, Money::new(expected, parcel.currency));
                self.meets(Kind::RestOrdered, rest);
            }
            // All of the first decision went to the label, so that nobody heard of the bank before.
            Some(Refunded::Failed) => self.step(format!("{rest} was refused")),
            Some(Refunded::Closed) | None => panic!("{rest} is no rest: {ordered:?}"),
        }
    }

    /// Declined, and ordered all the same. Where a seller's settings have approved it, it is an ordinary return.
    async fn anew(&mut self, shopper: Shopper, parcel: &Parcel, line: &ParcelLine) {
        let Some(new) = self.asks(shopper, parcel, line).await else { return };
        let (order, returns) = (parcel.order_id, self.platform.returns.clone());
        let id = returns.request(new).await.unwrap();
        if self.returned(order, id).await.row.state.0 != ReturnState::Requested {
            return self.given_back(order, id).await;
        }
        returns.decline(parcel.seller_id, id, words()).await.unwrap();
        returns.appeal(NewAppeal { shopper, id, words: words() }).await.unwrap();
        let ordered = returns.overturn(self.platform.db.new_id(), id, words()).await.unwrap();
        assert_eq!(ordered, None, "there is no money yet");
        let follow = self.appeal_about(id).await.follow_id.unwrap();
        self.meets(Kind::Anew, format!("{follow} instead of {id}"));
        self.given_back(order, follow).await;
    }

    /// An operator cancels some of what no seller has begun, and its units are for sale again.
    pub async fn operator_cancels(&mut self, order: OrderId) {
        let mut conn = self.platform.db.read().await.unwrap();
        let detail = orders::store::detail(&mut conn, order).await.unwrap();
        drop(conn);
        for part in detail.parts.into_iter().filter(|part| part.part.state.0 == PartState::Placed) {
            let (id, seller) = (part.part.id, part.part.seller_id);
            let reason = self.more.one(CancelReason::FOR_PLATFORM);
            if self.memory.met.contains_key(&Kind::OperatorCancels) && !self.more.chance(60) {
                continue;
            }
            let offers: Vec<OfferId> = part.lines.iter().map(|line| line.offer_id).collect();
            let before = self.available(&offers).await;
            match self.platform.orders.cancel_by_seller(seller, id, reason).await {
                Ok(()) => {}
                // The card's answer about its first parcel is still to come.
                Err(OrderError::ParcelUnderWay { .. }) => continue,
                Err(error) => panic!("{error}"),
            }
            let after = self.available(&offers).await;
            let back: Vec<i64> = before.iter().zip(&after).map(|(before, after)| after - before).collect();
            let units: Vec<i64> = part.lines.iter().map(|line| line.quantity).collect();
            assert_eq!(back, units, "{id} was cancelled");
            let mut conn = self.platform.db.read().await.unwrap();
            let row = orders::store::part(&mut conn, id).await.unwrap();
            drop(conn);
            let known = (row.state.0, row.cancel_reason.as_deref());
            assert_eq!(known, (PartState::Cancelled, Some(reason.as_str())));
            self.meets(Kind::OperatorCancels, id);
        }
    }

    async fn available(&self, offers: &[OfferId]) -> Vec<i64> {
        let mut conn = self.platform.db.read().await.unwrap();
        let levels = inventory::levels(&mut conn, offers).await.unwrap();
        offers.iter().map(|offer| levels[offer].available).collect()
    }
}
