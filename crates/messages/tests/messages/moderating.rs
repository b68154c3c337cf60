//! Reports by either side, and what the operator decides about them.

use crate::common::{Shop, reason};
use db::testing::on_both;
use domain::messages::{Complaint, MESSAGE_HIDDEN, MESSAGE_RESTORED};
use domain::review::Verdict;
use domain::{AccountId, DurationUs, MessageId};
use messages::{Decided, MessageError, Party};

async fn report(shop: &Shop, party: Party, id: MessageId) -> Result<bool, MessageError> {
    shop.write(move |tx| Box::pin(messages::report(tx, party, id, Complaint::Fraud))).await
}

async fn decide(shop: &Shop, id: MessageId, verdict: Verdict) -> Result<Decided, MessageError> {
    let (operator, why): (AccountId, _) = (shop.owner, reason("It asks for a code."));
    shop.write(move |tx| {
        let why = why.clone();
        Box::pin(async move { messages::decide(tx, operator, id, verdict, &why).await })
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_side_reports_the_other_once_and_never_itself() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("report").await;
            let asked = shop.asks(lamp, "a", "Tell me your code").await.id;
            let answered = shop.answers(lamp, "b", "Never").await.id;
            assert!(matches!(report(&shop, lamp.party(), asked).await, Err(MessageError::OwnWords)));
            assert!(matches!(report(&shop, shop.staff(), answered).await, Err(MessageError::OwnWords)));
            assert!(report(&shop, shop.staff(), asked).await.unwrap());
            assert!(!report(&shop, shop.staff(), asked).await.unwrap(), "once is enough");
            t.clock().advance(DurationUs::from_mins(1));
            assert!(report(&shop, lamp.party(), answered).await.unwrap());
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(messages::open_reports(&mut conn).await.unwrap(), 2);
            let waiting = messages::reports(&mut conn, 10).await.unwrap();
            let said: Vec<_> = waiting.iter().map(|case| case.message.body.as_str()).collect();
            assert_eq!(said, ["Tell me your code", "Never"], "the longest first");
            assert_eq!(waiting[0].report.as_ref().unwrap().account_id, Some(shop.helper));
            assert_eq!(waiting[0].thread.order_id, lamp.order);
            assert!(!shop.all(lamp.part).await[0].is_removed(), "a report hides nothing");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_is_removed_for_both_comes_back_the_same_way_and_leaves_a_trail() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("hide").await;
            let id = shop.asks(lamp, "a", "Tell me your code").await.id;
            report(&shop, shop.staff(), id).await.unwrap();
            assert_eq!(decide(&shop, id, Verdict::Hide).await.unwrap(), Decided::Done);
            assert_eq!(decide(&shop, id, Verdict::Hide).await.unwrap(), Decided::Unchanged);
            assert!(shop.all(lamp.part).await[0].is_removed());
            assert!(matches!(report(&shop, shop.staff(), id).await, Err(MessageError::NotFound)));
            shop.assert_sound().await;
            t.clock().advance(DurationUs::from_mins(1));
            assert_eq!(decide(&shop, id, Verdict::Keep).await.unwrap(), Decided::Done);
            assert!(!shop.all(lamp.part).await[0].is_removed());
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(messages::open_reports(&mut conn).await.unwrap(), 0);
            assert_eq!(messages::reports(&mut conn, 10).await.unwrap().len(), 0);
            assert_eq!(messages::decided(&mut conn, 10).await.unwrap().len(), 1);
            let trail = messages::decisions(&mut conn, id).await.unwrap();
            assert_eq!(trail.len(), 2);
            assert!(trail.iter().all(|d| d.text == "Tell me your code" && d.account_id == shop.owner));
            drop(conn);
            shop.db.sequence_events().await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let kinds = [MESSAGE_HIDDEN, MESSAGE_RESTORED];
            let log =
                conn.events_after(0, db::events::Filter { kinds: &kinds, topic: None }, 10).await.unwrap();
            assert_eq!(log.iter().map(|e| e.kind.as_str()).collect::<Vec<_>>(), kinds);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_cannot_be_decided_about() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let nothing: MessageId = shop.db.new_id();
            assert!(matches!(decide(&shop, nothing, Verdict::Hide).await, Err(MessageError::NotFound)));
            let case = messages::case(&mut shop.db.read().await.unwrap(), nothing).await;
            assert!(matches!(case, Err(MessageError::NotFound)));
        })
    })
    .await;
}
