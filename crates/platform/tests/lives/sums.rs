//! What the lives remember, added up by itself, against what the processor, the ledger and the stock say.

use super::World;
use super::more::{Gift, Kind};
use db::{Conn, sql};
use domain::courtesy::{Bearer, CourtesyState};
use domain::returns::{ExchangeState, ReturnState, TurnReason};
use domain::text_enum::TextEnum as _;
use domain::{Currency, OfferId, ReturnId};
use ledger::AccountRef;

/// What there is by now, in minor units.
#[derive(Default)]
pub struct Sums {
    /// What the processor gave back, by currency in the order of the markets.
    refunds: Vec<i64>,
    /// What operators gave of the platform's money, in the same order.
    courtesies: Vec<i64>,
    /// What they gave of each seller's.
    borne: Vec<i64>,
}

impl World {
    pub async fn sums(&self) -> Sums {
        let refunds =
            "SELECT CAST(COALESCE(SUM(o.amount_minor), 0) AS BIGINT) FROM payments_sandbox_operations o
            JOIN payments_sandbox_authorisations a ON a.auth_ref = o.auth_ref
            WHERE o.kind = 'refund' AND o.outcome = 'done' AND a.currency = $1";
        let borne = "SELECT CAST(COALESCE(SUM(g.amount_minor), 0) AS BIGINT) FROM ledger_postings g
            JOIN ledger_accounts a ON a.id = g.account_id JOIN ledger_transactions t ON t.id = g.tx_id
            WHERE t.kind = 'courtesy' AND g.layer = 'posted' AND a.purpose = 'seller_payable' AND a.owner_id = $1";
        let mut conn = self.platform.db.read().await.unwrap();
        let mut sums = Sums::default();
        for market in &self.markets {
            let (minor,): (i64,) = conn.one(sql(refunds).bind(market.currency)).await.unwrap();
            sums.refunds.push(minor);
            let account = AccountRef::courtesies(market.currency);
            let balance = ledger::balance(&mut conn, &account, None).await.unwrap();
            sums.courtesies.push(balance.posted.minor());
        }
        for (seller, _) in &self.sellers {
            let (minor,): (i64,) = conn.one(sql(borne).bind(seller.to_string())).await.unwrap();
            sums.borne.push(minor);
        }
        sums
    }

    /// Cards got what was promised to them, for what came back and for nothing, and nothing else; each gift cost its bearer.
    pub async fn what_was_promised_was_given(&self) {
        let (before, after) = (&self.memory.before, self.sums().await);
        let mut conn = self.platform.db.read().await.unwrap();
        for (id, amount) in &self.memory.promised {
            let row = returns::store::one(&mut conn, *id).await.unwrap();
            let had = (row.state.0, row.money(row.refunded_minor));
            assert_eq!(had, (ReturnState::Refunded, *amount), "promised for {id}");
        }
        let gifts = self.gifts_made(&mut conn).await;
        let of = |borne_by: Bearer, currency: Currency| -> i64 {
            let ours = |gift: &&&Gift| gift.borne_by == borne_by && gift.amount.currency() == currency;
            gifts.iter().filter(ours).map(|gift| gift.amount.minor()).sum()
        };
        for (n, currency) in self.markets.iter().map(|market| market.currency).enumerate() {
            let promised = self.memory.promised.values().filter(|money| money.currency() == currency);
            let returned: i64 = promised.map(|money| money.minor()).sum();
            let (platforms, sellers) = (of(Bearer::Platform, currency), of(Bearer::Seller, currency));
            let refunds = after.refunds[n] - before.refunds[n];
            assert_eq!(refunds, returned + platforms + sellers, "refunds in {currency}");
            assert_eq!(after.courtesies[n] - before.courtesies[n], platforms, "gifts in {currency}");
        }
        for (n, (seller, _)) in self.sellers.iter().enumerate() {
            let borne = |gift: &&&Gift| gift.borne_by == Bearer::Seller && gift.seller == *seller;
            let borne: i64 = gifts.iter().filter(borne).map(|gift| gift.amount.minor()).sum();
            assert_eq!(after.borne[n] - before.borne[n], borne, "gifts of {seller}");
        }
    }

    /// Those that the card has; the processor refuses one only when a bank has taken the charge back.
    async fn gifts_made(&self, conn: &mut Conn) -> Vec<&Gift> {
        let mut made = Vec::new();
        for gift in &self.memory.gifts {
            let state = sql("SELECT state FROM returns_courtesies WHERE courtesy_key = $1").bind(&gift.key);
            let (state,): (String,) = conn.one(state).await.unwrap();
            if state == CourtesyState::Refunded.as_str() {
                made.push(gift);
                continue;
            }
            assert_eq!(state, CourtesyState::Failed.as_str(), "{} is open", gift.key);
            let disputes =
                sql("SELECT CAST(COUNT(*) AS BIGINT) FROM disputes_disputes WHERE capture_id = $1");
            let (disputes,): (i64,) = conn.one(disputes.bind(gift.capture)).await.unwrap();
            assert!(disputes > 0, "{} was refused", gift.key);
        }
        made
    }

    /// Of the replacements that were set aside those that left are sold and no others, and what nobody sent went back to the
    /// shelf in the end.
    pub async fn replacements_left_or_went_back(&self) {
        let moved = |kind: &str| {
            format!(
                "SELECT e.return_id, m.offer_id, CAST(SUM(m.quantity) AS BIGINT) FROM inventory_movements m
                 JOIN returns_exchanges e ON e.hold_id = m.hold_id WHERE m.kind = '{kind}'
                 GROUP BY e.return_id, m.offer_id"
            )
        };
        let mut conn = self.platform.db.read().await.unwrap();
        let mut sold: Vec<(ReturnId, OfferId, i64)> = conn.all(sql(moved("sell"))).await.unwrap();
        let released: Vec<(ReturnId, OfferId, i64)> = conn.all(sql(moved("release"))).await.unwrap();
        drop(conn);
        let mut left: Vec<(ReturnId, OfferId, i64)> =
            self.memory.replaced.iter().map(|wish| (wish.id, wish.offer, wish.quantity)).collect();
        sold.sort_unstable();
        left.sort_unstable();
        assert_eq!(sold, left);
        for (wish, stays) in &self.memory.forgotten {
            let detail = self.returned(wish.order, wish.id).await;
            let exchange = detail.exchange.unwrap();
            let because = exchange.turned_because.as_ref().map(|because| because.0);
            let stands = (detail.row.state.0, exchange.state.0, because);
            assert_eq!(stands, (*stays, ExchangeState::Turned, Some(TurnReason::TooLate)), "{}", wish.id);
            assert!(released.contains(&(wish.id, wish.offer, wish.quantity)), "{} keeps its units", wish.id);
        }
    }

    /// Everything that lives can meet was met, and labels cost something in each currency.
    pub async fn every_kind_was_met(&self) {
        let met = &self.memory.met;
        let missed: Vec<&Kind> = Kind::ALL.iter().filter(|kind| !met.contains_key(*kind)).collect();
        assert!(missed.is_empty(), "the lives were too sheltered: never {missed:?}, but {met:?}");
        let mut conn = self.platform.db.read().await.unwrap();
        for currency in self.markets.iter().map(|market| market.currency) {
            let labels =
                sql("SELECT CAST(COALESCE(SUM(s.charged_minor), 0) AS BIGINT) FROM returns_shipping s
                              JOIN returns_returns r ON r.id = s.return_id WHERE r.currency = $1");
            let (labels,): (i64,) = conn.one(labels.bind(currency)).await.unwrap();
            assert!(labels > 0, "nobody paid for a label in {currency}");
        }
    }
}
