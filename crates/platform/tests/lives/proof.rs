//! What must hold of a world after all its lives, whatever they were.

use super::World;
use db::{Text, row, sql};
use domain::commission::{CommissionClass, local_minor};
use domain::plan::Plan;
use domain::text_enum::TextEnum as _;
use domain::{CategoryId, Currency, Money, SellerId, Timestamp};
use ledger::AccountRef;

row! {
    struct Charged {
        seller_id: SellerId,
        placed_at_us: Timestamp,
        currency: Currency,
        commission_class: Text<CommissionClass>,
        category_id: CategoryId,
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

    /// What the processor charged, gave back and lost to banks, from its own rows, is what the ledger says it holds, in each
    /// currency.
    pub async fn the_processor_agrees(&self) {
        let mut conn = self.platform.db.read().await.unwrap();
        let (mut all_refunded, mut all_disputes, mut all_taken) = (0, 0, 0);
        for currency in self.markets.iter().map(|market| market.currency) {
            let sum = |kind: &str| {
                format!(
                    "SELECT CAST(COALESCE(SUM(o.amount_minor), 0) AS BIGINT) FROM payments_sandbox_operations o
                     JOIN payments_sandbox_authorisations a ON a.auth_ref = o.auth_ref
                     WHERE o.kind = '{kind}' AND o.outcome = 'done' AND a.currency = $1"
                )
            };
            let (charged,): (i64,) = conn.one(sql(sum("capture")).bind(currency)).await.unwrap();
            let (refunded,): (i64,) = conn.one(sql(sum("refund")).bind(currency)).await.unwrap();
            let taken =
                "SELECT CAST(COALESCE(SUM(CASE WHEN state <> 'won' THEN amount_minor ELSE 0 END), 0) AS BIGINT),
                        CAST(COUNT(*) AS BIGINT) FROM payments_sandbox_disputes WHERE currency = $1";
            let (taken, disputes): (i64, i64) = conn.one(sql(taken).bind(currency)).await.unwrap();
            let account = AccountRef::processor(self.platform.payments.processor_name(), currency);
            let held = ledger::balance(&mut conn, &account, None).await.unwrap().posted.minor();
            let fee = local_minor(1_500, currency).unwrap();
            // 2.9 % and 30 of each capture of an order, and never more than it.
            let kept = "SELECT CAST(COALESCE(SUM(CASE WHEN fee > amount THEN amount ELSE fee END), 0) AS BIGINT) FROM (
                    SELECT c.amount_minor AS amount, (c.amount_minor * 290 + 5000) / 10000 + 30 AS fee
                    FROM payments_captures c WHERE c.state = 'captured' AND c.currency = $1) s";
            let (kept,): (i64,) = conn.one(sql(kept).bind(currency)).await.unwrap();
            assert_eq!(held, charged - refunded - taken - disputes * fee - kept, "{currency}");
            assert!(charged > 0, "{currency}: the lives were too sheltered");
            all_refunded += refunded;
            all_disputes += disputes;
            all_taken += taken;
        }
        let tried = [all_refunded, all_disputes, all_taken];
        assert!(tried.iter().all(|sum| *sum > 0), "the lives were too sheltered: {tried:?}");
    }

    /// Promotions of every kind, sellers' and the platform's, took something off, the deal ran out, and parcels cost what their weight says.
    pub async fn everything_was_tried(&self) {
        let mut conn = self.platform.db.read().await.unwrap();
        let tried: Vec<(String, String, i64, i64)> = conn
            .all(sql("SELECT p.funded_by, CASE WHEN p.limit_units IS NOT NULL THEN 'deal'
                        WHEN p.off_minor IS NOT NULL THEN 'less'
                        WHEN p.category_id IS NOT NULL THEN 'category' ELSE p.kind END,
                    CAST(SUM(l.off_minor) AS BIGINT), CAST(SUM(l.subsidy_minor) AS BIGINT)
                 FROM orders_promotions p JOIN orders_line_promotions l ON l.promotion_id = p.id
                 GROUP BY 1, 2 ORDER BY 1, 2"))
            .await
            .unwrap();
        let kinds: Vec<(&str, &str)> =
            tried.iter().map(|(by, kind, ..)| (by.as_str(), kind.as_str())).collect();
        let of = |by, kinds: &[&'static str]| kinds.iter().map(|kind| (by, *kind)).collect::<Vec<_>>();
        let all = [
            of("platform", &["buy_get", "category", "deal", "from_units", "less"]),
            of("seller", &["buy_get", "deal", "from_units", "set"]),
        ];
        assert_eq!(kinds, all.concat());
        assert!(tried.iter().all(|(_, _, off, _)| *off > 0), "{tried:?}");
        let adds = |(by, _, _, added): &(String, String, i64, i64)| (by == "platform") == (*added > 0);
        assert!(tried.iter().all(adds), "{tried:?}");
        let (back,): (i64,) = conn
            .one(sql("SELECT CAST(COALESCE(SUM(-g.amount_minor), 0) AS BIGINT) FROM ledger_postings g
                 JOIN ledger_accounts a ON a.id = g.account_id JOIN ledger_transactions t ON t.id = g.tx_id
                 WHERE a.purpose = 'marketing' AND a.owner_id LIKE 'pro_%'
                     AND t.kind IN ('return', 'dispute')"))
            .await
            .unwrap();
        assert!(back > 0, "nothing came back to a promotion");
        let (labels,): (i64,) = conn
            .one(sql("SELECT CAST(COALESCE(SUM(charged_minor), 0) AS BIGINT) FROM returns_shipping"))
            .await
            .unwrap();
        assert!(labels > 0, "nobody paid for a label");
        let by_weight = [395, 1_190, 895, 2_345];
        let fees: Vec<(i64,)> = conn
            .all(
                sql("SELECT DISTINCT shipping_minor FROM orders_parts WHERE seller_id = $1 ORDER BY 1")
                    .bind(self.sellers[2].0),
            )
            .await
            .unwrap();
        assert!(fees.iter().filter(|(fee,)| by_weight.contains(fee)).count() > 2, "{fees:?}");
    }

    /// Whatever was changed since: each line was charged by the rule and the plan that held when it was ordered.
    pub async fn every_charge_is_of_its_time(&self) {
        let mut conn = self.platform.db.read().await.unwrap();
        let lines: Vec<Charged> = conn
            .all(sql(
                "SELECT p.seller_id, p.placed_at_us, o.currency, l.commission_class, c.category_id, s.quantity,
                    s.commission_base_minor, s.commission_minor, s.item_fee_minor
                FROM orders_shipment_lines s JOIN orders_lines l ON l.id = s.line_id
                JOIN orders_parts p ON p.id = l.part_id JOIN orders_orders o ON o.id = p.order_id
                JOIN catalog_products c ON c.id = l.product_id
                WHERE s.commission_base_minor IS NOT NULL",
            ))
            .await
            .unwrap();
        let mut classes_of = std::collections::HashMap::new();
        let mut items = 0;
        for line in &lines {
            let category = line.category_id;
            let held = catalog::classes_at(&mut conn, &[category], line.placed_at_us).await.unwrap();
            assert_eq!(held[&category].class, line.commission_class.0, "of {category} when it was ordered");
            let terms = fees::terms_at(&mut conn, Some(line.seller_id), line.placed_at_us).await.unwrap();
            let rule = terms.rule(line.commission_class.0);
            let base = Money::new(line.commission_base_minor, line.currency);
            let fee = domain::commission::charge(&rule, base, line.quantity).unwrap().fee;
            assert_eq!(fee.minor(), line.commission_minor);
            let most = if terms.plan == Some(Plan::Individual) {
                terms.prices.item(line.currency).unwrap().minor() * line.quantity
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
        for (seller, currency) in &self.sellers[1..] {
            let mut known = payouts::payouts_of(&mut conn, Some(*seller), 10_000).await.unwrap();
            known.reverse();
            let mut all = Vec::new();
            for payout in known {
                all.push(payouts::statement(&mut conn, *seller, payout.id).await.unwrap());
            }
            all.push(payouts::open_statement(&mut conn, *seller, *currency).await.unwrap());
            // Who has named no bank is owed all of it.
            assert_eq!(all.len() > 1, currency.code() != "JPY", "paid in {currency}");
            let mut balance = 0;
            for statement in all {
                assert_eq!(statement.opening.minor(), balance);
                for line in &statement.lines {
                    balance += line.amount.minor();
                    assert_eq!(line.balance.minor(), balance);
                }
                assert_eq!(statement.closing.minor(), balance);
            }
            let owed = AccountRef::seller_payable(*seller, *currency);
            let owed = ledger::balance(&mut conn, &owed, None).await.unwrap().posted.minor();
            assert_eq!(balance, -owed);
        }
    }
}
