//! Who takes part: the shopper of an order, or somebody of the staff of the seller of one of its parts.

use crate::MessageError;
use db::Conn;
use domain::messages::{Side, can_write};
use domain::{AccountId, PartId, SellerId};
use orders::Shopper;
use orders::store::{self, Order, Part};

/// In whose name somebody writes, reads or reports. The caller has asked whether they may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    Shopper(Shopper),
    Staff {
        seller: SellerId,
        /// Known to the desk alone: to the shopper they are the seller.
        account: AccountId,
    },
}

impl Party {
    pub fn side(self) -> Side {
        match self {
            Self::Shopper(_) => Side::Shopper,
            Self::Staff { .. } => Side::Seller,
        }
    }

    /// Nothing for a guest.
    pub fn account(self) -> Option<AccountId> {
        match self {
            Self::Shopper(shopper) => shopper.account(),
            Self::Staff { account, .. } => Some(account),
        }
    }

    fn takes_part(self, order: &Order, part: &Part) -> bool {
        match self {
            Self::Shopper(shopper) => order.belongs_to(shopper),
            Self::Staff { seller, .. } => part.seller_id == seller,
        }
    }
}

/// The part and its order, when this party takes part in it; for anybody else there is no such thing.
pub(crate) async fn conversation(
    conn: &mut Conn,
    party: Party,
    part: PartId,
) -> Result<(Order, Part), MessageError> {
    let part = store::part(conn, part).await?;
    let order = store::order(conn, part.order_id).await?;
    let known = can_write(part.state.0, part.cancel_reason.as_deref());
    if known && party.takes_part(&order, &part) { Ok((order, part)) } else { Err(MessageError::NotFound) }
}
