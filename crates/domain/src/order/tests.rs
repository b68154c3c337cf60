use super::*;
use crate::text_enum::TextEnum;
use proptest::prelude::*;

#[test]
fn an_event_has_one_outcome_in_each_state() {
    for (i, (event, from, _)) in PART_TRANSITIONS.iter().enumerate() {
        assert!(
            !PART_TRANSITIONS[..i].iter().any(|(e, f, _)| e == event && f == from),
            "{event} from {from}"
        );
    }
    for (i, (event, from, _)) in ORDER_TRANSITIONS.iter().enumerate() {
        assert!(
            !ORDER_TRANSITIONS[..i].iter().any(|(e, f, _)| e == event && f == from),
            "{event} from {from}"
        );
    }
}

#[test]
fn every_change_belongs_to_somebody_and_nobody_may_make_an_impossible_one() {
    for (event, from, _) in PART_TRANSITIONS {
        assert!(
            Party::ALL.iter().any(|p| party_may(*p, *event, *from)),
            "{event} from {from} belongs to nobody"
        );
    }
    for (party, event, states) in PART_PARTIES {
        for state in *states {
            assert!(
                next_part_state(*state, *event).is_some(),
                "{party} may {event} from {state}, which cannot be"
            );
        }
    }
}

#[test]
fn the_buyer_can_take_back_until_the_seller_begins() {
    for state in PartState::ALL {
        let still = *state == PartState::Placed;
        assert_eq!(party_may(Party::Buyer, PartEvent::Undo, *state), still, "{state}");
        assert_eq!(party_may(Party::Buyer, PartEvent::Cancel, *state), still, "{state}");
        let seller = matches!(state, PartState::Placed | PartState::Accepted);
        assert_eq!(party_may(Party::Seller, PartEvent::Cancel, *state), seller, "{state}");
    }
}

#[test]
fn nothing_that_left_can_be_cancelled_or_undone() {
    for state in [PartState::PartlyShipped, PartState::Shipped, PartState::Delivered] {
        assert_eq!(state.next(PartEvent::Cancel), None);
        assert_eq!(state.next(PartEvent::Undo), None);
    }
}

#[test]
fn states_keep_their_texts() {
    let parts: Vec<_> = PartState::ALL.iter().map(|s| s.as_str()).collect();
    let expected =
        ["awaiting_payment", "placed", "accepted", "partly_shipped", "shipped", "delivered", "cancelled"];
    assert_eq!(parts, expected);
    let orders: Vec<_> = OrderState::ALL.iter().map(|s| s.as_str()).collect();
    assert_eq!(orders, ["awaiting_payment", "placed", "cancelled", "payment_failed", "completed"]);
    let shipments: Vec<_> = ShipmentState::ALL.iter().map(|s| s.as_str()).collect();
    assert_eq!(shipments, ["capturing", "shipped", "failed", "delivered"]);
}

#[test]
fn only_an_end_is_final() {
    let finals: Vec<_> = PartState::ALL.iter().filter(|s| s.is_final()).collect();
    assert_eq!(finals, [&PartState::Delivered, &PartState::Cancelled]);
    let finals: Vec<_> = OrderState::ALL.iter().filter(|s| s.is_final()).collect();
    assert_eq!(finals, [&OrderState::Cancelled, &OrderState::PaymentFailed, &OrderState::Completed]);
}

#[test]
fn a_refused_capture_does_not_become_a_delivery() {
    assert_eq!(next_shipment_state(ShipmentState::Failed, ShipmentEvent::Deliver), None);
    assert_eq!(next_shipment_state(ShipmentState::Capturing, ShipmentEvent::Deliver), None);
    assert_eq!(
        next_shipment_state(ShipmentState::Capturing, ShipmentEvent::Capture),
        Some(ShipmentState::Shipped)
    );
}

#[test]
fn the_undo_countdown_ends_at_zero() {
    let until = Timestamp::from_micros(1_000);
    assert_eq!(undo_left(until, Timestamp::from_micros(400)).as_micros(), 600);
    assert_eq!(undo_left(until, until).as_micros(), 0);
    assert_eq!(undo_left(until, Timestamp::from_micros(9_000)).as_micros(), 0);
}

#[test]
fn a_tracking_number_leads_to_the_carriers_page_and_nowhere_else() {
    assert_eq!(
        Carrier::Ups.tracking_url("1Z 999 AA1 0123456784").as_deref(),
        Some("https://www.ups.com/track?tracknum=1Z999AA10123456784")
    );
    assert_eq!(Carrier::Own.tracking_url("12345"), None);
    for bad in ["", "123", "1234&redirect=evil", "1234/../x", "<b>1234</b>", "١٢٣٤٥", &"1".repeat(41)] {
        assert_eq!(Carrier::Dhl.tracking_url(bad), None, "{bad}");
    }
    for carrier in Carrier::ALL {
        assert_eq!(carrier.name().is_some(), carrier.tracking_url("12345678").is_some(), "{carrier}");
    }
}

fn at(us: i64) -> Option<Timestamp> {
    Some(Timestamp::from_micros(us))
}

#[test]
fn the_order_page_shows_the_way_of_a_part() {
    use Step::*;
    let times = PartTimes {
        placed_at: Timestamp::from_micros(1),
        accepted_at: at(2),
        shipped_at: at(3),
        delivered_at: at(4),
        cancelled_at: at(5),
    };
    let cases: &[(PartState, &[Step], usize)] = &[
        (PartState::AwaitingPayment, &[AwaitingPayment, Preparing, Shipped, Delivered], 0),
        (PartState::Placed, &[Ordered, Preparing, Shipped, Delivered], 0),
        (PartState::Accepted, &[Ordered, Preparing, Shipped, Delivered], 1),
        (PartState::PartlyShipped, &[Ordered, Preparing, PartlyShipped, Delivered], 2),
        (PartState::Shipped, &[Ordered, Preparing, Shipped, Delivered], 2),
        (PartState::Delivered, &[Ordered, Preparing, Shipped, Delivered], 3),
        (PartState::Cancelled, &[Ordered, Preparing, Cancelled], 2),
    ];
    for (state, way, current) in cases {
        let steps = tracking_steps(*state, &times);
        assert_eq!(steps.iter().map(|s| s.step).collect::<Vec<_>>(), *way, "{state}");
        let here: Vec<_> =
            steps.iter().enumerate().filter(|(_, s)| s.state == StepState::Current).map(|(i, _)| i).collect();
        assert_eq!(here, [*current], "{state}");
        assert!(steps.iter().all(|s| (s.state == StepState::Upcoming) == s.at.is_none()), "{state}");
    }
}

proptest! {
    /// Whatever happens in whatever order, an end is an end, and a part that left its seller never becomes unpaid.
    #[test]
    fn a_part_only_moves_forward(events in prop::collection::vec(0..PartEvent::ALL.len(), 0..40)) {
        let rank = |s: PartState| PartState::ALL.iter().position(|x| *x == s).unwrap();
        let mut state = PartState::AwaitingPayment;
        for event in events {
            if let Some(next) = state.next(PartEvent::ALL[event]) {
                prop_assert!(!state.is_final());
                prop_assert!(rank(next) >= rank(state));
                state = next;
            }
        }
    }
}
