//! What comes late: banks that take a part only, and what comes back of such a parcel after that was lost.

use super::World;
use db::{DbError, sql};
use domain::OrderId;
use domain::returns::ReturnReason;
use orders::Shopper;
use returns::{NewReturn, Pick, ReturnError, claim, returnable};

impl World {
    /// Of the disputes that nobody has read yet every second one is of three tenths only.
    pub async fn banks_take_parts(&self) {
        let cut = self.platform.db.write::<_, DbError, _>(move |tx| {
            Box::pin(async move {
                let unread = "SELECT d.dispute_ref, d.amount_minor FROM payments_sandbox_disputes d
                    WHERE d.state = 'open' AND NOT EXISTS (
                        SELECT 1 FROM disputes_disputes k WHERE k.processor_ref = d.dispute_ref)
                    ORDER BY d.dispute_ref";
                let unread: Vec<(String, i64)> = tx.all(sql(unread)).await?;
                for (dispute, minor) in unread.into_iter().step_by(2) {
                    let update =
                        "UPDATE payments_sandbox_disputes SET amount_minor = $2 WHERE dispute_ref = $1";
                    tx.exec(sql(update).bind(dispute).bind((minor * 3 / 10).max(1))).await?;
                }
                Ok(())
            })
        });
        cut.await.unwrap();
    }

    /// Of parcels of which a bank took a part for good a unit comes back. What is thought of it is drawn apart, so that all
    /// other lives are as they would be.
    pub async fn rest_goes_back(&mut self) {
        let lost = "SELECT DISTINCT d.order_id FROM disputes_disputes d
            JOIN payments_captures c ON c.id = d.capture_id
            WHERE d.state = 'lost' AND d.amount_minor < c.amount_minor ORDER BY d.order_id";
        let mut conn = self.platform.db.read().await.unwrap();
        let orders: Vec<(OrderId,)> = conn.all(sql(lost)).await.unwrap();
        drop(conn);
        std::mem::swap(&mut self.random, &mut self.late);
        for (order,) in orders {
            if let Some(shopper) = self.shoppers.remove(&order) {
                self.one_comes_back(shopper, order).await;
            }
        }
        std::mem::swap(&mut self.random, &mut self.late);
    }

    async fn one_comes_back(&mut self, shopper: Shopper, order: OrderId) {
        let mut conn = self.platform.db.read().await.unwrap();
        let now = conn.now();
        let mut asked = Vec::new();
        for parcel in returnable(&mut conn, order).await.unwrap() {
            let Some(line) = parcel.lines.iter().find(|line| line.left > 0 && now <= line.until) else {
                continue;
            };
            let pick = Pick { line: line.line.line_id, quantity: 1, reason: ReturnReason::NoLongerWanted };
            let (shipment, part) = (parcel.parcel.shipment_id, parcel.parcel.part_id);
            let claim = match claim::quote(&mut conn, shipment, part, &[pick]).await {
                Ok(claim) => claim,
                Err(ReturnError::NothingToGiveBack) => continue,
                Err(error) => panic!("{error}"),
            };
            asked.push(NewReturn {
                key: format!("lives-late-{shipment}-{part}"),
                shopper,
                order,
                shipment,
                part,
                picks: vec![pick],
                note: None,
                seen: claim.card(),
            });
        }
        drop(conn);
        for new in asked {
            let id = self.platform.returns.request(new).await.unwrap();
            self.given_back(order, id).await;
        }
    }
}
