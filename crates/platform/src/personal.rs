//! Everything that is kept about an account, put together. A capability that keeps something new about people adds a line
//! here; those that do not know `identity` are spoken for.

use db::{BoxFuture, Conn, Tx};
use domain::AccountId;
use domain::format::iso;
use identity::{
    AccountData, Identity, LetterData, Objection, OperatorInvitationData, Personal, PersonalData,
    PersonalError,
};
use lists::ListData;
use messages::MessageData;
use openings::OpeningData;
use orders::OrderData;
use returns::ReturnData;
use reviews::ReviewData;
use sellers::{AppealData, InvitationData, StaffData, TaxData};
use serde_json::{Value, json};
use std::sync::Arc;

/// Orders, the figures that count whose they were, which keep a stranger's key before the orders forget it, and what sellers told
/// banks about them.
struct BoughtData {
    orders: OrderData,
}

impl PersonalData for BoughtData {
    fn name(&self) -> &'static str {
        self.orders.name()
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        self.orders.export(conn, account)
    }

    fn objection<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Option<Objection>, PersonalError>> {
        self.orders.objection(conn, account)
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            reporting::forget_buyer(tx, account).await?;
            disputes::forget_buyer(tx, account).await?;
            self.orders.erase(tx, account).await
        })
    }
}

/// Saved cards. Payments stay for the books: they name the account, which by then is nobody.
struct CardData;

impl PersonalData for CardData {
    fn name(&self) -> &'static str {
        "cards"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let cards = payments::methods(conn, account).await?;
            let cards = cards.into_iter().map(|saved| {
                json!({
                    "brand": saved.card.brand.name(), "last4": saved.card.last4,
                    "expires": format!("{:02}/{}", saved.card.exp_month, saved.card.exp_year),
                    "default": saved.is_default,
                })
            });
            Ok(cards.collect())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            payments::forget_methods(tx, account).await?;
            Ok(())
        })
    }
}

/// Devices that messages are sent to.
struct DeviceData;

impl PersonalData for DeviceData {
    fn name(&self) -> &'static str {
        "devices"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let devices = notify::devices(conn, account).await?;
            // The address and the keys would let whoever reads the copy write to the device.
            Ok(devices.iter().map(|device| json!({ "added_at": iso(device.created_at_us) })).collect())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move { Ok(notify::erase(tx, account).await?) })
    }
}

/// What they were told in the shop itself.
struct NoticeData;

impl PersonalData for NoticeData {
    fn name(&self) -> &'static str {
        "notices"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let notices = notify::all(conn, account).await?;
            let notices = notices.iter().map(|one| {
                json!({
                    "at": iso(one.told_at_us), "about": one.kind.0, "title": one.title, "text": one.body,
                    "page": one.url, "read_at": one.read_at_us.map(iso),
                })
            });
            Ok(notices.collect())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move { Ok(notify::erase(tx, account).await?) })
    }
}

/// What they looked at and searched for, where they agreed that it is kept as theirs.
struct ActivityData;

impl PersonalData for ActivityData {
    fn name(&self) -> &'static str {
        "activity"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let done = activity::of_visitor(conn, &account.to_string()).await?;
            let done = done.iter().map(|one| {
                json!({ "at": iso(one.at_us), "what": one.kind, "product": one.product_id, "words": one.words })
            });
            Ok(done.collect())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move { Ok(activity::erase(tx, &account.to_string()).await?) })
    }
}

/// Every capability that keeps something about people. The account itself comes last: the others may ask it who it is.
pub(crate) fn personal(identity: &Identity, address_is_proven: bool) -> Personal {
    Personal::new(
        identity.clone(),
        vec![
            // Before the orders, which say whose returns and messages they are.
            Arc::new(ReturnData),
            Arc::new(MessageData),
            Arc::new(BoughtData { orders: OrderData }),
            Arc::new(CardData),
            Arc::new(ListData),
            Arc::new(ReviewData),
            Arc::new(DeviceData),
            Arc::new(NoticeData),
            Arc::new(ActivityData),
            // Before the seats, which say whose shop it is.
            Arc::new(OpeningData),
            Arc::new(AppealData),
            Arc::new(InvitationData { address_is_proven }),
            Arc::new(OperatorInvitationData { address_is_proven }),
            Arc::new(StaffData),
            Arc::new(TaxData),
            Arc::new(LetterData { address_is_proven }),
            Arc::new(AccountData),
        ],
    )
}
