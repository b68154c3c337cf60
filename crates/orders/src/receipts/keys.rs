//! The keys of mails about orders: each makes its mail happen once, and finds it again when its account ends. Called by
//! `receipts` and `personal`.

use crate::store::OrderDetail;
use domain::{OrderId, PartId, ShipmentId};

pub(super) fn placed(order: OrderId) -> String {
    format!("order-placed-{order}")
}

pub(super) fn not_paid(order: OrderId) -> String {
    format!("not-paid-{order}")
}

pub(super) fn cancelled(part: PartId) -> String {
    format!("cancelled-{part}")
}

pub(super) fn rest_cancelled(part: PartId) -> String {
    format!("rest-cancelled-{part}")
}

pub(super) fn shipped(shipment: ShipmentId, part: PartId) -> String {
    format!("shipped-{shipment}-{part}")
}

pub(super) fn delivered(shipment: ShipmentId, part: PartId) -> String {
    format!("delivered-{shipment}-{part}")
}

/// Those of all mails that may have been written about an order, whether they were or not.
pub(crate) fn keys_of(detail: &OrderDetail) -> Vec<String> {
    let order = detail.order.id;
    let mut keys = vec![placed(order), not_paid(order)];
    for part in &detail.parts {
        let id = part.part.id;
        keys.extend([cancelled(id), rest_cancelled(id)]);
        keys.extend(
            part.shipments.iter().flat_map(|parcel| [shipped(parcel.id, id), delivered(parcel.id, id)]),
        );
    }
    keys
}
