//! What an operator sees and does: figures, holding back, letting go on, sending again.

use crate::support::*;
use db::testing::{TestDb, on_both};
use domain::webhook::{Deed, DeliveryState, EndpointState, WebhookKind as K};
use domain::{DurationUs, Timestamp, WebhookEndpointId};
use webhooks::{EndpointChange, Fares, HoldBack, SendAgain, WebhookError, Which};

const URL: &str = "https://hooks.example/orinoco";

impl Shop {
    async fn hold(
        &self,
        endpoint: WebhookEndpointId,
        held: bool,
        reason: &str,
    ) -> Result<bool, WebhookError> {
        let by = self.owner;
        self.webhooks.hold_back(HoldBack { endpoint, held, reason: reason.into(), by }).await
    }

    async fn again(
        &self,
        endpoint: Option<WebhookEndpointId>,
        since: Timestamp,
    ) -> Result<i64, WebhookError> {
        let reason = "their network was down".into();
        self.webhooks.send_again(SendAgain { endpoint, since, reason, by: self.owner }).await
    }

    /// All messages to programs are switched off, or on again.
    async fn switch(&self, t: &TestDb, is_on: bool) {
        t.clock().advance(DurationUs::from_secs(1));
        let by = self.owner;
        let said = self.db.write(move |tx| {
            let feature = domain::feature::Feature::Webhooks;
            Box::pin(async move { switches::set(tx, feature, is_on, "A flood of them", by).await })
        });
        assert!(said.await.unwrap());
    }

    async fn fares(&self, which: Which) -> Vec<Fares> {
        webhooks::fares(&mut self.db.read().await.unwrap(), which, None, 10).await.unwrap()
    }

    /// In how many milliseconds each is due that is on its way.
    async fn due_ms(&self, id: WebhookEndpointId) -> Vec<i64> {
        let (log, now) = (self.log(id).await, self.db.now());
        let mut due: Vec<i64> =
            log.iter().filter_map(|one| Some(one.next_us?.since(now).as_micros() / 1_000)).collect();
        due.sort_unstable();
        due
    }

    async fn deeds(&self) -> Vec<(Deed, i64)> {
        let done = webhooks::deeds(&mut self.db.read().await.unwrap(), None, 100).await.unwrap();
        done.into_iter().map(|one| (one.deed.0, one.messages)).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_back_waits_without_a_try_and_is_sent_when_it_goes_on() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, _) = shop.endpoint(URL, &[K::OrderPlaced]).await;
            for reason in [" x ", "too\0slow"] {
                assert!(
                    matches!(shop.hold(id, true, reason).await, Err(WebhookError::BadReason)),
                    "{reason:?}"
                );
            }
            let unknown = shop.db.new_id();
            assert!(matches!(shop.hold(unknown, true, "too slow").await, Err(WebhookError::NotFound)));
            assert!(shop.hold(id, true, "It takes  half a minute").await.unwrap());
            assert!(!shop.hold(id, true, "again").await.unwrap());
            for _ in 0..3 {
                shop.happens("order.placed").await;
            }
            shop.live(t, 30, DurationUs::from_hours(1)).await;
            // Neither a lost job nor the seller's own hand gets around it.
            shop.webhooks.revive().await.unwrap();
            shop.tick().await;
            for on in [false, true] {
                shop.change(id, EndpointChange { on: Some(on), ..EndpointChange::default() }).await.unwrap();
            }
            let seller = shop.seller;
            let tried = shop.db.write(move |tx| Box::pin(webhooks::try_out(tx, seller, id))).await;
            assert!(matches!(tried, Err(WebhookError::IsHeld)));
            assert_eq!((shop.sender.sent().len(), shop.fares(Which::Held).await[0].waiting), (0, 3));
            let endpoint = webhooks::endpoint(&mut shop.db.read().await.unwrap(), seller, id).await.unwrap();
            let why = webhooks::held_because(&mut shop.db.read().await.unwrap(), &endpoint).await.unwrap();
            assert_eq!(why.as_deref(), Some("It takes half a minute"));
            assert!(shop.hold(id, false, "It is fast again").await.unwrap());
            assert_eq!(shop.due_ms(id).await, [0, 200, 400], "not all at once");
            shop.live(t, 5, DurationUs::from_secs(2)).await;
            assert_eq!((shop.sender.sent().len(), shop.fares(Which::Held).await.len()), (3, 0));
            assert_eq!(shop.deeds().await, [(Deed::Release, 0), (Deed::Hold, 0)]);
            assert_eq!(shop.mails().await, 2);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_is_seen_with_what_it_took_what_waits_and_what_it_said_last() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, _) = shop.endpoint(URL, &[K::OrderPlaced]).await;
            t.clock().advance(DurationUs::from_mins(1));
            let (other, _) = shop.endpoint("https://other.example/", &[K::OrderShipped]).await;
            shop.happens("order.placed").await;
            shop.tick().await;
            t.clock().advance(DurationUs::from_days(2));
            shop.sender.answer(Ok(503));
            shop.happens("order.placed").await;
            shop.tick().await;
            let all = shop.fares(Which::All).await;
            assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [other, id]);
            let one = &all[1];
            assert_eq!((one.day_tries, one.day_taken, one.week_tries, one.week_taken), (1, 0, 2, 1));
            assert_eq!((one.waiting, one.seller_id), (1, shop.seller));
            assert!(one.last_error.as_deref().unwrap().starts_with("503"));
            assert_eq!(all[0].week_tries, 0);
            let failing = shop.fares(Which::Failing).await;
            assert_eq!(failing.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(webhooks::fares_of(&mut conn, id).await.unwrap().waiting, 1);
            let before = webhooks::fares(&mut conn, Which::All, Some(other), 10).await.unwrap();
            assert_eq!(before.len(), 1);
            drop(conn);
            t.clock().advance(DurationUs::from_days(8));
            assert_eq!(shop.fares(Which::All).await[1].week_tries, 0);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_since_a_moment_is_sent_again_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, _) = shop.endpoint(URL, &[K::OrderPlaced]).await;
            shop.sender.answer(Ok(500));
            let seller = shop.seller;
            shop.db.write(move |tx| Box::pin(webhooks::try_out(tx, seller, id))).await.unwrap();
            shop.happens("order.placed").await;
            shop.live(t, 90, DurationUs::from_hours(1)).await;
            assert!(shop.log(id).await.iter().all(|one| one.state.0 == DeliveryState::Failed));
            assert_eq!(shop.state(id).await, EndpointState::Broken);
            let start = db::testing::START;
            assert!(matches!(shop.again(Some(id), start).await, Err(WebhookError::IsOff)));
            assert_eq!(shop.again(None, start).await.unwrap(), 0, "nothing is sent to what is off");
            shop.change(id, EndpointChange { on: Some(true), ..EndpointChange::default() }).await.unwrap();
            shop.sender.answer(Ok(204));
            assert_eq!(shop.again(Some(id), shop.db.now()).await.unwrap(), 0, "it failed before that");
            assert_eq!(shop.again(Some(id), start).await.unwrap(), 1);
            assert_eq!(shop.again(Some(id), start).await.unwrap(), 0, "it is on its way");
            let sent = shop.sender.sent().len();
            shop.tick().await;
            let log = shop.log(id).await;
            assert_eq!((shop.sender.sent().len(), log[0].state.0), (sent + 1, DeliveryState::Delivered));
            assert_eq!((log[1].kind.0, log[1].state.0), (K::Test, DeliveryState::Failed), "only a test");
            // One by its name, taken or not.
            let (delivery, by) = (log[0].id, shop.owner);
            let sent_again = shop
                .db
                .write(move |tx| Box::pin(async move { webhooks::send_one_again(tx, delivery, by).await }))
                .await;
            assert_eq!(sent_again.unwrap(), id);
            assert_eq!(shop.deeds().await, [(Deed::Replay, 1), (Deed::Replay, 1)]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_switched_off_for_everybody_waits_without_a_try_and_is_sent_once_when_it_is_on_again() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, _) = shop.endpoint(URL, &[K::OrderPlaced]).await;
            shop.switch(t, false).await;
            for _ in 0..3 {
                shop.happens("order.placed").await;
            }
            shop.live(t, 30, DurationUs::from_mins(5)).await;
            shop.webhooks.revive().await.unwrap();
            shop.tick().await;
            let log = shop.log(id).await;
            assert_eq!((log.len(), shop.sender.sent().len()), (3, 0));
            assert!(log.iter().all(|one| one.state.0 == DeliveryState::Pending && one.tries == 0));
            shop.switch(t, true).await;
            shop.live(t, 10, DurationUs::from_mins(1)).await;
            assert_eq!(shop.sender.sent().len(), 3, "each once");
            assert!(shop.log(id).await.iter().all(|one| one.state.0 == DeliveryState::Delivered));
        })
    })
    .await;
}
