//! What a seller's rules would have decided about returns of late. Called by the seller's page and by programs, before rules
//! are said and after.

use crate::rules::WAS_ASKED_FOR;
use crate::{ReturnError, settings};
use db::{Conn, Text, placeholders, row, sql};
use domain::returns::{
    AskedLine, AskedReturn, EARLIER_RETURNS_DAYS, ReturnReason, ReturnRule, ReturnState, RuleOutcome,
    decide_return,
};
use domain::{AccountId, DurationUs, PartId, ProductId, ReturnId, SellerId, Timestamp};
use std::collections::{BTreeSet, HashMap};

/// So many days back requests are looked at.
pub const PREVIEW_DAYS: i64 = 90;
/// So many requests are read at the most, the latest ones.
const MOST_READ: i64 = 10_000;

/// How many requests of late each rule would have decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RulesPreview {
    /// All requests that were looked at.
    pub asked: i64,
    /// For each rule, in their order.
    pub by_rule: Vec<i64>,
    /// No rule fits, and the seller's switch approves.
    pub by_switch: i64,
    /// No rule fits, and somebody has to answer.
    pub by_person: i64,
}

row! {
    struct Past {
        id: ReturnId,
        part_id: PartId,
        state: Text<ReturnState>,
        claim_minor: i64,
        requested_at_us: Timestamp,
        delivered_at_us: Timestamp,
        account_id: Option<AccountId>,
        email: String,
        exchange_of: Option<ReturnId>,
    }
}

row! {
    struct PastLine { return_id: ReturnId, product_id: ProductId, reason: Text<ReturnReason> }
}

/// What these rules and the seller's switch, as it is now, would have decided about what was asked for in the last
/// [`PREVIEW_DAYS`]. Categories are those of today, every charge counts as free to be given back, and every return as the
/// first that was tried.
///
/// # Errors
/// When the database cannot be read.
pub async fn preview_rules(
    conn: &mut Conn,
    seller: SellerId,
    rules: &[ReturnRule],
) -> Result<RulesPreview, ReturnError> {
    let since = conn.now().minus(DurationUs::from_days(PREVIEW_DAYS));
    let past = past(conn, seller, since.minus(DurationUs::from_days(EARLIER_RETURNS_DAYS))).await?;
    let of_late: Vec<&Past> = past.iter().filter(|one| one.requested_at_us >= since).collect();
    let mut lines = lines_of(conn, &of_late).await?;
    let settings = settings(conn, seller).await?;
    let mut preview = RulesPreview { by_rule: vec![0; rules.len()], ..RulesPreview::default() };
    let known = Known::of(&past);
    // What these rules would have given without goods, by the part of an order: the earliest request comes first.
    let mut given: HashMap<PartId, i64> = HashMap::new();
    for one in of_late.into_iter().rev() {
        let given = given.entry(one.part_id).or_default();
        let asked = AskedReturn {
            lines: lines.remove(&one.id).unwrap_or_default(),
            card_minor: one.claim_minor,
            given_minor: *given,
            delivered_at: one.delivered_at_us,
            asked_at: one.requested_at_us,
            earlier: known.earlier(&past, one),
            exchange: one.exchange_of.is_some(),
        };
        let switch = settings.address.is_some() && settings.auto.approves(one.claim_minor);
        preview.asked += 1;
        let decided = decide_return(rules, switch, &asked);
        if decided.outcome == RuleOutcome::GiveBack {
            *given = given.saturating_add(one.claim_minor);
        }
        match decided.place {
            Some(place) => preview.by_rule[place - 1] += 1,
            None if switch => preview.by_switch += 1,
            None => preview.by_person += 1,
        }
    }
    Ok(preview)
}

/// What was asked for since then, the latest first; what the platform ordered was not.
async fn past(conn: &mut Conn, seller: SellerId, since: Timestamp) -> Result<Vec<Past>, ReturnError> {
    let text = format!(
        "SELECT r.id, r.part_id, r.state, r.claim_minor, r.requested_at_us, p.delivered_at_us, o.account_id,
             LOWER(o.email) AS email, x.return_id AS exchange_of
         FROM returns_returns r JOIN orders_orders o ON o.id = r.order_id JOIN orders_parts p ON p.id = r.part_id
         LEFT JOIN returns_exchanges x ON x.return_id = r.id
         WHERE r.seller_id = $1 AND r.requested_at_us >= $2 AND {WAS_ASKED_FOR} AND p.delivered_at_us IS NOT NULL
         ORDER BY r.requested_at_us DESC, r.id DESC LIMIT $3"
    );
    Ok(conn.all(sql(text).bind(seller).bind(since).bind(MOST_READ)).await?)
}

async fn lines_of(
    conn: &mut Conn,
    returns: &[&Past],
) -> Result<HashMap<ReturnId, Vec<AskedLine>>, ReturnError> {
    let mut rows: Vec<PastLine> = Vec::new();
    for some in returns.chunks(500) {
        let list = placeholders(1, some.len());
        let text =
            format!("SELECT return_id, product_id, reason FROM returns_lines WHERE return_id IN ({list})");
        let found: Vec<PastLine> = conn.all(sql(text).bind_all(some.iter().map(|one| one.id))).await?;
        rows.extend(found);
    }
    let products: BTreeSet<ProductId> = rows.iter().map(|row| row.product_id).collect();
    let products: Vec<ProductId> = products.into_iter().collect();
    let above = catalog::categories_above(conn, &products).await?;
    let mut lines: HashMap<ReturnId, Vec<AskedLine>> = HashMap::new();
    for row in rows {
        let categories = above.get(&row.product_id).cloned().unwrap_or_default();
        lines.entry(row.return_id).or_default().push(AskedLine { reason: row.reason.0, categories });
    }
    Ok(lines)
}

/// Whose returns are whose: places in the list of all of them.
#[derive(Default)]
struct Known {
    by_account: HashMap<AccountId, Vec<usize>>,
    by_email: HashMap<String, Vec<usize>>,
}

impl Known {
    fn of(past: &[Past]) -> Self {
        let mut known = Self::default();
        for (at, one) in past.iter().enumerate() {
            if let Some(account) = one.account_id {
                known.by_account.entry(account).or_default().push(at);
            }
            known.by_email.entry(one.email.clone()).or_default().push(at);
        }
        known
    }

    /// What the same shopper asked for in the year before, but for what was taken back: as a request counts it.
    fn earlier(&self, past: &[Past], one: &Past) -> i64 {
        let account = one.account_id.and_then(|account| self.by_account.get(&account));
        let same: BTreeSet<usize> =
            account.into_iter().chain(self.by_email.get(&one.email)).flatten().copied().collect();
        let since = one.requested_at_us.minus(DurationUs::from_days(EARLIER_RETURNS_DAYS));
        let before = |other: &&Past| {
            other.state.0 != ReturnState::Cancelled
                && other.requested_at_us >= since
                && (other.requested_at_us, other.id) < (one.requested_at_us, one.id)
        };
        same.iter().filter_map(|at| past.get(*at)).filter(before).count() as i64
    }
}
