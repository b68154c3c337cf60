//! What the demo's shopper and a seller wrote to each other: one conversation that waits for an answer, one that had it and
//! of which the shopper reported the last message.

use super::people::{DemoAccount, Desks, input};
use crate::{Platform, PlatformError};
use domain::key::IdempotencyKey;
use domain::messages::Complaint;
use domain::review::{Prose, ProseKind};
use domain::{MessageId, PartId};
use messages::{MessageError, NewMessage, Party};
use orders::Shopper;
use sellers::StaffMember;

/// By whom and what, in order; of the newest order of Ada's at Casa Guayabo, and of the one before.
const TALKS: &[&[(Writer, &str)]] = &[
    &[(
        Writer::Shopper,
        "Hello! The card in the parcel does not say for how long it is guaranteed. Do you know, or whom do I ask?",
    )],
    &[
        (Writer::Shopper, "Will it leave before the weekend? You reach me at ada@shopper.example."),
        (Writer::Seller, "Yes, it leaves on Thursday. You find the number of the parcel on this page then."),
        (Writer::Seller, "Next time order at www.guayabo.example, it costs a tenth less there."),
    ],
];

#[derive(Clone, Copy)]
enum Writer {
    Shopper,
    Seller,
}

/// Writes what was not written yet.
pub async fn make(platform: &Platform, accounts: &[DemoAccount], desks: &Desks) -> Result<(), PlatformError> {
    let ada = accounts.iter().find(|account| account.email == "ada@shopper.example");
    let (Some(ada), Some(seller)) = (ada, desks.get("guayabo").copied()) else { return Ok(()) };
    let shopper = Shopper::Account(ada.id);
    let mut conn = platform.db.read().await?;
    let orders = orders::store::orders_of(&mut conn, shopper, None, 50).await?;
    let staff = sellers::staff(&mut conn, seller).await?;
    drop(conn);
    let Some(StaffMember { account_id: owner, .. }) = staff.first() else { return Ok(()) };
    let parts = orders.iter().flat_map(|order| &order.parts).map(|detail| &detail.part);
    let parts = parts.filter(|part| part.seller_id == seller).map(|part| part.id);
    let mut last = None;
    for (talk, part) in TALKS.iter().zip(parts) {
        for (seen, (writer, text)) in (0i64..).zip(*talk) {
            let party = match writer {
                Writer::Shopper => Party::Shopper(shopper),
                Writer::Seller => Party::Staff { seller, account: *owner },
            };
            last = Some((writer, write(platform, party, part, (seen, text)).await?));
        }
    }
    let Some((Writer::Seller, message)) = last else { return Ok(()) };
    let reported: Result<bool, MessageError> = platform
        .db
        .write(move |tx| {
            let party = Party::Shopper(shopper);
            Box::pin(messages::report(tx, party, message, Complaint::Outside))
        })
        .await;
    reported?;
    Ok(())
}

async fn write(
    platform: &Platform,
    party: Party,
    part: PartId,
    (seen, text): (i64, &str),
) -> Result<MessageId, PlatformError> {
    let new = NewMessage {
        key: input(IdempotencyKey::parse(&format!("demo-message-number-{seen}")))?,
        party,
        part,
        body: input(Prose::parse(ProseKind::Message, text))?,
        pictures: Vec::new(),
        documents: Vec::new(),
        seen,
    };
    Ok(platform.messages.send(new).await?.id)
}
