//! What comes back: for any reason, with a label where one can be had, fetched or dropped off, and worth something or nothing.

use super::more::Kind;
use super::{USD, World};
use domain::returns::{Grade, LabelTerms, Payer, ReturnReason, ReturnState, pickup_days};
use domain::{AccountId, Money, OrderId, ReturnId, SellerId};
use orders::Shopper;
use returns::{
    Graded, NewReturn, Pick, Refund, Refunded, ReturnDetail, ReturnError, SayLabelPrice, claim,
    save_label_terms, say_label_price,
};

impl World {
    /// Those who sell in dollars have labels, too; two of them pay for the way back, whatever the reason.
    pub async fn labels(&self) {
        let by: AccountId = self.platform.db.new_id();
        let said = SayLabelPrice { price: Money::new(599, USD), starts_at: None, by };
        let written = self
            .platform
            .db
            .write::<_, ReturnError, _>(move |tx| Box::pin(async move { say_label_price(tx, &said).await }));
        written.await.unwrap();
        for (seller, seller_pays) in [(0, false), (1, true), (2, true)] {
            self.label_terms(self.sellers[seller].0, seller_pays).await;
        }
    }

    pub async fn label_terms(&self, seller: SellerId, seller_pays: bool) {
        let terms = LabelTerms { offered: true, seller_pays };
        let written = self.platform.db.write::<_, ReturnError, _>(move |tx| {
            Box::pin(async move { save_label_terms(tx, seller, terms).await })
        });
        written.await.unwrap();
    }

    /// Some of what arrived goes back, for any reason, and is worth something or nothing.
    pub async fn sent_back(&mut self, shopper: Shopper, order: OrderId) {
        let mut conn = self.platform.db.read().await.unwrap();
        let parcels = orders::parcels::delivered(&mut conn, order).await.unwrap();
        drop(conn);
        for (parcel, lines) in parcels {
            if !self.random.chance(70) {
                continue;
            }
            let reasons = [ReturnReason::Damaged, ReturnReason::NoLongerWanted, ReturnReason::WrongItem];
            let reason = self.random.one(&reasons);
            let picks: Vec<Pick> = lines
                .iter()
                .map(|line| Pick { line: line.line_id, quantity: self.random.units(line.quantity), reason })
                .collect();
            let mut conn = self.platform.db.read().await.unwrap();
            let seen =
                claim::quote(&mut conn, parcel.shipment_id, parcel.part_id, &picks).await.unwrap().card();
            drop(conn);
            let new = NewReturn {
                key: format!("lives-{}-{}", parcel.shipment_id, parcel.part_id),
                shopper,
                order,
                shipment: parcel.shipment_id,
                part: parcel.part_id,
                picks,
                note: None,
                seen,
            };
            let id = match self.platform.returns.request(new).await {
                Ok(id) => id,
                Err(ReturnError::NothingToGiveBack) => continue,
                Err(error) => panic!("{error}"),
            };
            self.given_back(order, id).await;
        }
    }

    /// However far it is: it comes back, its seller looks at it, and gives back what that comes to.
    pub async fn given_back(&mut self, order: OrderId, id: ReturnId) {
        self.comes_back(order, id).await;
        let detail = self.returned(order, id).await;
        let graded = self.graded(&detail);
        self.decided(&detail, graded).await;
    }

    /// Its seller lets it come back, if the seller's settings have not.
    pub async fn approved(&self, order: OrderId, id: ReturnId) {
        let row = self.returned(order, id).await.row;
        if row.state.0 == ReturnState::Requested {
            self.platform.returns.approve(row.seller_id, id, None).await.unwrap();
        }
    }

    /// It is at its seller, if it was not.
    pub async fn comes_back(&mut self, order: OrderId, id: ReturnId) {
        self.approved(order, id).await;
        let detail = self.returned(order, id).await;
        if detail.row.state.0 == ReturnState::Received {
            return;
        }
        if detail.label.is_some() {
            self.with_a_label(&detail).await;
        }
        self.platform.returns.receive(detail.row.seller_id, id).await.unwrap();
    }

    /// Of three parcels one is fetched, of one the shopper thinks better of that, and one is dropped off: counted and not
    /// drawn, because two streams come here.
    async fn with_a_label(&mut self, detail: &ReturnDetail) {
        let (row, returns) = (&detail.row, &self.platform.returns);
        let (id, seller) = (row.id, row.seller_id);
        let mut conn = self.platform.db.read().await.unwrap();
        let shopper = orders::store::order(&mut conn, row.order_id).await.unwrap().shopper().unwrap();
        let days = pickup_days("US", conn.now().utc_day());
        drop(conn);
        returns.take_label(shopper, id).await.unwrap();
        let which = self.memory.labels;
        let day = days[which % days.len()];
        let how = match which % 3 {
            0 => {
                returns.pick_up(shopper, id, day).await.unwrap();
                returns.confirm_pickup(seller, id, day).await.unwrap();
                let late = returns.drop_off(shopper, id).await;
                assert!(matches!(late, Err(ReturnError::PickupConfirmed)), "{late:?}");
                Kind::Fetched
            }
            1 => {
                returns.pick_up(shopper, id, day).await.unwrap();
                returns.drop_off(shopper, id).await.unwrap();
                let nobody = returns.confirm_pickup(seller, id, day).await;
                assert!(matches!(nobody, Err(ReturnError::PickupChanged)), "{nobody:?}");
                Kind::DroppedOff
            }
            _ => Kind::DroppedOff,
        };
        self.memory.labels += 1;
        self.meets(how, id);
        let own_fault = detail.lines.iter().any(|line| line.reason.is_sellers_fault());
        if row.pays_return.0 == Payer::Seller && !own_fault {
            self.meets(Kind::SellerPaysForTheWay, id);
        }
    }

    /// Any grade, with what is usual kept back.
    pub fn graded(&mut self, detail: &ReturnDetail) -> Vec<Graded> {
        let mut graded = Vec::with_capacity(detail.lines.len());
        for line in &detail.lines {
            let grade = self.random.one(&[Grade::AsNew, Grade::Used, Grade::Damaged]);
            let restock = grade == Grade::AsNew;
            graded.push(Graded { line: line.line_id, grade, kept_bps: None, restock });
        }
        graded
    }

    /// Its seller decides, and what the card was promised is remembered.
    pub async fn decided(&mut self, detail: &ReturnDetail, graded: Vec<Graded>) {
        let (id, seller) = (detail.row.id, detail.row.seller_id);
        let seen = returns::outcome::outcome(detail, &graded).unwrap().card();
        let refund = Refund { key: format!("lives-refund-{id}"), seller, id, graded, seen };
        let decided = self.platform.returns.refund(refund).await;
        self.step(format!("{id} is worth {seen}: {decided:?}"));
        match decided {
            Ok(Refunded::Refunded | Refunded::Pending) => {
                self.memory.promised.insert(id, seen);
            }
            Ok(Refunded::Closed) => assert!(!seen.is_positive(), "{id} promised {seen}"),
            // The bank was faster.
            Ok(Refunded::Failed) | Err(ReturnError::Payment(payments::PaymentError::Disputed)) => {}
            Err(error) => panic!("{error}"),
        }
    }

    pub async fn returned(&self, order: OrderId, id: ReturnId) -> ReturnDetail {
        let mut conn = self.platform.db.read().await.unwrap();
        returns::store::of_order_one(&mut conn, order, id).await.unwrap()
    }
}
