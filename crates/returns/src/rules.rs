//! A seller's rules about what is decided the moment a return is asked for. Owns `returns_rules`. Called by every request,
//! by the seller's page and by programs.
//!
//! Each saying is all rules in their order and is kept: a return names the saying and the rule that decided it.

use crate::claim::Claim;
use crate::outcome::{self, Graded};
use crate::refund::{self, Refund, detail_of};
use crate::store::{self, Return};
use crate::{ReturnError, ReturnsConfig, settings};
use db::{Conn, Json, Tx, row, sql};
use domain::returns::{
    AskedLine, AskedReturn, EARLIER_RETURNS_DAYS, Grade, RETURN_APPROVED, ReturnEvent, ReturnRule,
    ReturnState, RuleOutcome, decide_return, next_return_state, validate_return_rules,
};
use domain::text_enum::TextEnum as _;
use domain::{DurationUs, ProductId, ReturnId, SellerId, Timestamp};
use orders::parcels::Parcel;
use orders::store::Order;
use std::collections::{BTreeSet, HashMap};

/// What a seller said last, or then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReturnRules {
    /// From 1, one more with each saying; 0 as long as nothing was said.
    pub revision: i64,
    pub said_at: Option<Timestamp>,
    /// In their order: the first one that fits decides.
    pub rules: Vec<ReturnRule>,
}

row! {
    struct SaidRow { revision: i64, rules: Json<Vec<ReturnRule>>, said_at_us: Timestamp }
}

impl From<SaidRow> for ReturnRules {
    fn from(row: SaidRow) -> Self {
        Self { revision: row.revision, said_at: Some(row.said_at_us), rules: row.rules.0 }
    }
}

/// What is decided about a return, and by which saying and rule of it; none where the switch or nothing decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    pub outcome: RuleOutcome,
    /// Revision and place, both from 1.
    pub by: Option<(i64, i64)>,
}

/// The seller's rules now.
///
/// # Errors
/// When the database cannot be read.
pub async fn rules(conn: &mut Conn, seller: SellerId) -> Result<ReturnRules, ReturnError> {
    let statement = sql("SELECT revision, rules, said_at_us FROM returns_rules WHERE seller_id = $1
                         ORDER BY revision DESC LIMIT 1");
    let row: Option<SaidRow> = conn.opt(statement.bind(seller)).await?;
    Ok(row.map(ReturnRules::from).unwrap_or_default())
}

/// What the seller said then; nothing for a revision that there is not.
///
/// # Errors
/// When the database cannot be read.
pub async fn rules_at(conn: &mut Conn, seller: SellerId, revision: i64) -> Result<ReturnRules, ReturnError> {
    let statement = sql("SELECT revision, rules, said_at_us FROM returns_rules
                         WHERE seller_id = $1 AND revision = $2");
    let row: Option<SaidRow> = conn.opt(statement.bind(seller).bind(revision)).await?;
    Ok(row.map(ReturnRules::from).unwrap_or_default())
}

/// From now on these are the seller's rules, for returns that are asked for. What is so already is not said again. `seen`: the
/// revision that was changed, where somebody looked at one.
///
/// # Errors
/// [`ReturnError::Rule`], [`ReturnError::NoSuchCategory`], [`ReturnError::RulesChanged`] when another one is in force by now,
/// [`ReturnError::NoReturnAddress`] for approving without saying where to. Nothing is written then.
pub async fn say_rules(
    tx: &mut Tx,
    seller: SellerId,
    seen: Option<i64>,
    new: &[ReturnRule],
) -> Result<ReturnRules, ReturnError> {
    validate_return_rules(new)?;
    let current = rules(tx, seller).await?;
    if current.rules == new {
        return Ok(current);
    }
    if seen.is_some_and(|seen| seen != current.revision) {
        return Err(ReturnError::RulesChanged);
    }
    let approves = new.iter().any(|rule| rule.outcome == RuleOutcome::Approve);
    if approves && settings(tx, seller).await?.address.is_none() {
        return Err(ReturnError::NoReturnAddress);
    }
    let tree = catalog::category_tree(tx).await?;
    let unknown = |rule: &ReturnRule| rule.category.is_some_and(|id| tree.get(id).is_none());
    if let Some(at) = new.iter().position(unknown) {
        return Err(ReturnError::NoSuchCategory { place: at + 1 });
    }
    let (revision, now) = (current.revision + 1, tx.now());
    let document = serde_json::to_string(new).map_err(db::DbError::from)?;
    let statement =
        sql("INSERT INTO returns_rules (seller_id, revision, rules, said_at_us) VALUES ($1, $2, $3, $4)");
    tx.exec(statement.bind(seller).bind(revision).bind(document).bind(now)).await?;
    Ok(ReturnRules { revision, said_at: Some(now), rules: new.to_vec() })
}

/// What was said before this moment. A saying that began later than the request that sees it is not for that request.
async fn in_force(conn: &mut Conn, seller: SellerId) -> Result<ReturnRules, ReturnError> {
    let now = conn.now();
    let statement = sql("SELECT revision, rules, said_at_us FROM returns_rules
                         WHERE seller_id = $1 AND said_at_us <= $2 ORDER BY revision DESC LIMIT 1");
    let row: Option<SaidRow> = conn.opt(statement.bind(seller).bind(now)).await?;
    Ok(row.map(ReturnRules::from).unwrap_or_default())
}

/// What is decided about this claim when it is asked for now. Money is given back without goods only while all of it is there
/// to give, and only for a parcel of which nothing was declined or taken back: where a bank or somebody at the shop was faster,
/// and where another reason was tried before, a person looks.
///
/// # Errors
/// When the database cannot be read.
pub async fn decide(conn: &mut Conn, claim: &Claim, exchange: bool) -> Result<Decided, ReturnError> {
    let said = in_force(conn, claim.parcel.seller_id).await?;
    let asked = asked_of(conn, claim, &said.rules, exchange).await?;
    let decision = decide_return(&said.rules, claim.at_once, &asked);
    let place = decision.place.and_then(|place| i64::try_from(place).ok());
    let decided = Decided { outcome: decision.outcome, by: place.map(|place| (said.revision, place)) };
    let possible = match decided.outcome {
        RuleOutcome::AskPerson => true,
        RuleOutcome::Approve => settings(conn, claim.parcel.seller_id).await?.address.is_some(),
        RuleOutcome::GiveBack => {
            let capture = payments::capture(conn, claim.parcel.capture_id).await?;
            let left = capture.amount.minor() - capture.refunded.minor() - capture.disputed.minor();
            left >= claim.card().minor() && !was_asked_in_vain(conn, &claim.parcel).await?
        }
    };
    Ok(if possible { decided } else { Decided { outcome: RuleOutcome::AskPerson, by: None } })
}

/// What rules look at, as it is now.
async fn asked_of(
    conn: &mut Conn,
    claim: &Claim,
    rules: &[ReturnRule],
    exchange: bool,
) -> Result<AskedReturn, ReturnError> {
    let (parcel, now) = (&claim.parcel, conn.now());
    let products: BTreeSet<ProductId> = claim.lines.iter().map(|line| line.line.product_id).collect();
    let products: Vec<ProductId> = products.into_iter().collect();
    let mut above = HashMap::new();
    if rules.iter().any(|rule| rule.category.is_some()) {
        above = catalog::categories_above(conn, &products).await?;
    }
    let mut earlier = 0;
    if rules.iter().any(|rule| rule.fewer_than.is_some()) {
        let order = orders::store::order(conn, parcel.order_id).await?;
        earlier = earlier_returns(conn, parcel.seller_id, &order, now).await?;
    }
    let mut given_minor = 0;
    if rules.iter().any(|rule| rule.outcome == RuleOutcome::GiveBack) {
        given_minor = given_without_goods(conn, parcel).await?;
    }
    let line = |line: &crate::claim::ClaimLine| AskedLine {
        reason: line.reason,
        categories: above.get(&line.line.product_id).cloned().unwrap_or_default(),
    };
    Ok(AskedReturn {
        lines: claim.lines.iter().map(line).collect(),
        card_minor: claim.card().minor(),
        given_minor,
        delivered_at: parcel.delivered_at_us,
        asked_at: now,
        earlier,
        exchange,
    })
}

/// What rules gave back of this part of an order without anything being sent, in minor units.
async fn given_without_goods(conn: &mut Conn, parcel: &Parcel) -> Result<i64, ReturnError> {
    let statement = sql("SELECT CAST(COALESCE(SUM(claim_minor), 0) AS BIGINT) FROM returns_returns
                         WHERE order_id = $1 AND part_id = $2 AND returnless = TRUE");
    let (minor,): (i64,) = conn.one(statement.bind(parcel.order_id).bind(parcel.part_id)).await?;
    Ok(minor)
}

/// Whether a return of this parcel was declined or taken back: who asks for it once more says something else than before.
async fn was_asked_in_vain(conn: &mut Conn, parcel: &Parcel) -> Result<bool, ReturnError> {
    let statement =
        sql("SELECT CAST(COUNT(*) AS BIGINT) FROM returns_returns WHERE order_id = $1 AND part_id = $2
                         AND shipment_id = $3 AND state IN ('declined', 'cancelled')");
    let statement = statement.bind(parcel.order_id).bind(parcel.part_id).bind(parcel.shipment_id);
    let (count,): (i64,) = conn.one(statement).await?;
    Ok(count > 0)
}

/// Of returns `r`: somebody asked for it, and no appeal ordered it.
pub(crate) const WAS_ASKED_FOR: &str = "r.rest_of IS NULL
             AND NOT EXISTS (SELECT 1 FROM returns_appeals a WHERE a.follow_id = r.id)";

/// Returns that whoever placed this order asked this seller for in the year before, but for those that they took back. Who
/// has an account is known by its address, too: orders without signing in are theirs as well. Both sides are made small by the
/// database, which may know fewer letters than we do.
async fn earlier_returns(
    conn: &mut Conn,
    seller: SellerId,
    order: &Order,
    now: Timestamp,
) -> Result<i64, ReturnError> {
    let since = now.minus(DurationUs::from_days(EARLIER_RETURNS_DAYS));
    let whose = if order.account_id.is_some() { "OR o.account_id = $4" } else { "" };
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM returns_returns r JOIN orders_orders o ON o.id = r.order_id
         WHERE r.seller_id = $1 AND r.requested_at_us >= $2 AND r.state <> 'cancelled' AND {WAS_ASKED_FOR}
             AND (LOWER(o.email) = LOWER($3) {whose})"
    );
    let statement = sql(text).bind(seller).bind(since).bind(&order.email).bind_all(order.account_id);
    let (count,): (i64,) = conn.one(statement).await?;
    Ok(count)
}

/// The return says which rule decided it.
pub(crate) async fn keep(tx: &mut Tx, id: ReturnId, decided: &Decided) -> Result<(), ReturnError> {
    let Some((revision, place)) = decided.by else { return Ok(()) };
    let statement = sql("UPDATE returns_returns SET rule_revision = $2, rule_place = $3 WHERE id = $1");
    tx.exec(statement.bind(id).bind(revision).bind(place)).await?;
    Ok(())
}

/// Begins to give the money back for what is not sent: through the states of every return, in one transaction, and with the
/// decision of a seller who writes the goods off and keeps nothing.
pub(crate) async fn give_back(tx: &mut Tx, config: &ReturnsConfig, row: &Return) -> Result<(), ReturnError> {
    let (id, now) = (row.id, tx.now());
    let approved = row.next(ReturnEvent::Approve)?;
    let wrong = ReturnError::WrongState { state: approved };
    let next: ReturnState = next_return_state(approved, ReturnEvent::Receive).ok_or(wrong)?;
    tx.exec(
        sql("UPDATE returns_returns SET state = $2, answered_at_us = $3, approved_at_once = TRUE, returnless = TRUE
             WHERE id = $1")
        .bind(id)
        .bind(next.as_str())
        .bind(now),
    )
    .await?;
    store::announce(tx, RETURN_APPROVED, row, 0).await?;
    let row = store::one(tx, id).await?;
    let seller = row.seller_id;
    let detail = detail_of(tx, row).await?;
    let written_off = |line: &store::ReturnLine| Graded {
        line: line.line_id,
        grade: Grade::Empty,
        kept_bps: Some(0),
        restock: false,
    };
    let graded: Vec<Graded> = detail.lines.iter().map(written_off).collect();
    let seen = outcome::outcome(&detail, &graded)?.card();
    // No page's key has a colon.
    let input = Refund { key: format!("rule:{id}"), seller, id, graded, seen };
    refund::begin(tx, config, &input).await
}

/// The rules that decided these returns.
pub(crate) async fn of_rows(
    conn: &mut Conn,
    rows: &[Return],
) -> Result<HashMap<ReturnId, ReturnRule>, ReturnError> {
    let key_of = |row: &Return| Some((row.seller_id, row.rule_revision?));
    let keys: BTreeSet<(SellerId, i64)> = rows.iter().filter_map(key_of).collect();
    let mut said: HashMap<(SellerId, i64), ReturnRules> = HashMap::new();
    for (seller, revision) in keys {
        said.insert((seller, revision), rules_at(conn, seller, revision).await?);
    }
    let mut found = HashMap::new();
    for row in rows {
        let (Some(key), Some(place)) = (key_of(row), row.rule_place) else { continue };
        let at = usize::try_from(place - 1).ok();
        let rule = said.get(&key).zip(at).and_then(|(said, at)| said.rules.get(at));
        found.extend(rule.map(|rule| (row.id, rule.clone())));
    }
    Ok(found)
}
