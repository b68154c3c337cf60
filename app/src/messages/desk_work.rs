//! What the seller's server functions of messages do: who is it, may they, parse, one call, where to go on.
use domain::messages::Complaint;
use domain::roles::Action;
use domain::{MessageId, PartId, SellerId};
use platform::messages::{self, Party};

use super::words::sentence;
use super::work::{complaint_of, id_of, number_of};
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::ui::Tone;

/// The seller that the form names, in whose name this visitor may speak.
async fn staff(seller: &str) -> Result<(SellerId, Party), Failure> {
    let seller = desk::of_form(Action::SpeakForSeller, seller).await?.id;
    Ok((seller, Party::Staff { seller, account: account_id()? }))
}

/// Where the desk reads a conversation.
pub(super) fn page_of(seller: SellerId, part: PartId) -> String {
    format!("/seller/messages/{part}?seller={seller}")
}

pub(super) async fn read(seller: String, part: String, upto: String) -> Result<Done, Failure> {
    let (_, party) = staff(&seller).await?;
    let t = Ctx::current().t();
    let (part, upto): (PartId, i64) = (id_of(&part)?, number_of(&upto)?);
    platform()
        .db
        .write(move |tx| Box::pin(messages::mark_read(tx, party, part, upto)))
        .await
        .map_err(|e| sentence(t, e))?;
    Ok(Done::back())
}

pub(super) async fn settle(seller: String, part: String, seen: String) -> Result<Done, Failure> {
    let (seller, party) = staff(&seller).await?;
    let t = Ctx::current().t();
    let (part, seen): (PartId, i64) = (id_of(&part)?, number_of(&seen)?);
    let ended = platform()
        .db
        .write(move |tx| Box::pin(messages::settle(tx, party, part, seen)))
        .await
        .map_err(|e| sentence(t, e))?;
    let next = Done::to(page_of(seller, part));
    Ok(match ended {
        true => next.notice(Tone::Good, t.message_settled()),
        false => next.notice(Tone::Info, t.message_not_settled()),
    })
}

pub(super) async fn report(seller: String, message: String, complaint: String) -> Result<Done, Failure> {
    let (_, party) = staff(&seller).await?;
    let t = Ctx::current().t();
    let (id, complaint): (MessageId, Complaint) = (id_of(&message)?, complaint_of(&complaint)?);
    platform()
        .db
        .write(move |tx| Box::pin(messages::report(tx, party, id, complaint)))
        .await
        .map_err(|e| sentence(t, e))?;
    Ok(Done::back().notice(Tone::Good, t.report_done()))
}
