//! What must hold of a world after all its lives, whatever they were.

use super::{USD, World};
use db::{Text, row, sql};
use domain::commission::CommissionClass;
use domain::plan::Plan;
use domain::text_enum::TextEnum as _;
use domain::{Money, SellerId, Timestamp};
use ledger::AccountRef;

row! {
    struct Charged {
        seller_id: SellerId,
        placed_at_us: Timestamp,
        commission_class: Text<CommissionClass>,
        quantity: i64,
        commission_base_minor: i64,
        commission_minor: i64,
        item_fee_minor: i64,
    }
}

impl World {
    pub async fn every_rule_holds(&self) {
        let broken: Vec<_> =
            self.platform.check().await.unwrap().into_iter().flat_map(|checked| checked.broken).collect();
        assert!(broken.is_empty(), "{broken:#?}");
    }

    /// What the processor charged, gave back and lost to banks, from its own rows, is what the ledger says it holds.
    pub async fn the_processor_agrees(&self) {
        let mut conn = self.platform.db.read().await.unwrap();
        let sum = |kind: &str| {
            format!(
                "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM payments_sandbox_operations
                 WHERE kind = '{kind}' AND outcome = 'done'"
            )
        };
        let (charged,): (i64,) = conn.one(sql(sum("capture"))).await.unwrap();
        let (refunded,): (i64,) = conn.one(sql(sum("refund"))).await.unwrap();
        let taken =
            "SELECT CAST(COALESCE(SUM(CASE WHEN state <> 'won' THEN amount_minor ELSE 0 END), 0) AS BIGINT),
                            CAST(COUNT(*) AS BIGINT) FROM payments_sandbox_disputes";
        let (taken, disputes): (i64, i64) = conn.one(sql(taken)).await.unwrap();
        let account = AccountRef::processor(self.platform.payments.processor_name(), USD);
        let held = ledger::balance(&mut conn, &account, None).await.unwrap().posted.minor();
        assert_eq!(held, charged - refunded - taken - disputes * 1_500);
        assert!(disputes > 0 && refunded > 0 && taken > 0, "the lives were too sheltered");
    }

    /// Whatever was changed since: each line was charged by the rule and the plan that held when it was ordered.
    pub async fn every_charge_is_of_its_time(&self) {
        let mut conn = self.platform.db.read().await.unwrap();
        let lines: Vec<Charged> = conn
            .all(sql(
                "SELECT p.seller_id, p.placed_at_us, l.commission_class, s.quantity, s.commission_base_minor,
                    s.commission_minor, s.item_fee_minor
                FROM orders_shipment_lines s JOIN orders_lines l ON l.id = s.line_id
                JOIN orders_parts p ON p.id = l.part_id WHERE s.commission_base_minor IS NOT NULL",
            ))
            .await
            .unwrap();
        let mut classes_of = std::collections::HashMap::new();
        let mut items = 0;
        for line in &lines {
            let terms = fees::terms_at(&mut conn, Some(line.seller_id), line.placed_at_us).await.unwrap();
            let rule = terms.rule(line.commission_class.0);
            let base = Money::new(line.commission_base_minor, USD);
            let fee = domain::commission::charge(&rule, base, line.quantity).unwrap().fee;
            assert_eq!(fee.minor(), line.commission_minor);
            let most = if terms.plan == Some(Plan::Individual) {
                terms.prices.item_minor * line.quantity
            } else {
                0
            };
            assert_eq!(line.item_fee_minor, most.min(line.commission_base_minor - line.commission_minor));
            items += line.item_fee_minor;
            classes_of.entry(line.commission_class.0.as_str()).or_insert_with(Vec::new).push(rule);
        }
        classes_of.values_mut().for_each(Vec::dedup);
        assert!(items > 0 && classes_of.values().any(|rules| rules.len() > 1), "nothing ever changed");
    }

    /// From nothing, statement by statement and line by line, to what the ledger says is owed.
    pub async fn statements_lead_to_what_is_owed(&self) {
        let mut conn = self.platform.db.read().await.unwrap();
        for seller in &self.sellers[1..] {
            let mut known = payouts::payouts_of(&mut conn, Some(*seller), 10_000).await.unwrap();
            known.reverse();
            let mut all = Vec::new();
            for payout in known {
                all.push(payouts::statement(&mut conn, *seller, payout.id).await.unwrap());
            }
            all.push(payouts::open_statement(&mut conn, *seller, USD).await.unwrap());
            assert!(all.len() > 1, "nobody was paid");
            let mut balance = 0;
            for statement in all {
                assert_eq!(statement.opening.minor(), balance);
                for line in &statement.lines {
                    balance += line.amount.minor();
                    assert_eq!(line.balance.minor(), balance);
                }
                assert_eq!(statement.closing.minor(), balance);
            }
            let owed = AccountRef::seller_payable(*seller, USD);
            let owed = ledger::balance(&mut conn, &owed, None).await.unwrap().posted.minor();
            assert_eq!(balance, -owed);
        }
    }
}
