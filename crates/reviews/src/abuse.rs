//! What shoppers report of products, offers and stores, and what the operator decides about it. Owns `reviews_abuse_*`. Called by
//! the page where things are reported and by the operator's desk.
//!
//! A report changes nothing: it waits, with all others of the same thing. A decision closes them all; it may hide the product,
//! take the offer down or suspend the seller, in one transaction.
//! Decisions are only ever added.

use crate::{ReviewError, ReviewsConfig, abuse_letters};
use catalog::{CatalogError, ProductStatus, take_down_offer, take_down_product};
use db::{Conn, Text, Tx, row, sql};
use domain::abuse::{AbuseReason, AbuseVerdict, MOST_A_DAY, Thing, ThingKind};
use domain::review::Prose;
use domain::{AbuseDecisionId, AbuseReportId, AccountId, DurationUs, GuestId, SellerId, Timestamp};
use sellers::{Seller, SellerStatus, suspend};
use uuid::Uuid;

/// Who reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reporter {
    Account(AccountId),
    Guest(GuestId),
}

/// What somebody reports.
#[derive(Debug, Clone)]
pub struct NewAbuse {
    pub by: Reporter,
    pub thing: Thing,
    pub reason: AbuseReason,
    pub words: Prose,
}

row! {
    /// One report.
    #[derive(PartialEq, Eq)]
    pub struct AbuseReport {
        pub id: AbuseReportId,
        /// Nothing for a guest, and once the account ended.
        pub account_id: Option<AccountId>,
        pub reason: Text<AbuseReason>,
        pub body: String,
        pub at_us: Timestamp,
        /// Nothing while it waits.
        pub decision_id: Option<AbuseDecisionId>,
    }
}

row! {
    /// One decision.
    #[derive(PartialEq, Eq)]
    pub struct AbuseDecision {
        pub id: AbuseDecisionId,
        pub verdict: Text<AbuseVerdict>,
        pub reason: String,
        /// How many reports it closed.
        pub reports: i64,
        pub account_id: AccountId,
        pub at_us: Timestamp,
    }
}

/// All reports of one thing that wait, or that were decided, and when the last one of them was made or decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbuseCase {
    pub thing: Thing,
    pub reports: i64,
    pub last_at: Timestamp,
    pub about: Option<About>,
}

/// What a thing is called and where it is; nothing of it once it is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub title: String,
    /// A path of the shop.
    pub href: String,
    /// Whose offer or store it is.
    pub seller: Option<SellerId>,
    /// Shoppers still find it: it is neither hidden, taken down nor suspended.
    pub shown: bool,
    /// An operator took it down, and nobody else shows it again.
    pub taken_down: bool,
}

row! {
    struct Grouped { thing: Text<ThingKind>, thing_id: Uuid, reports: i64, last_us: Timestamp }
}

/// What is decided about a thing, with the reason that its seller and the colleagues read.
#[derive(Debug, Clone)]
pub struct Judgement {
    pub by: AccountId,
    pub thing: Thing,
    pub verdict: AbuseVerdict,
    pub reason: Prose,
}

/// Keeps a report until somebody decides about its thing. Returns whether it is new: one reporter reports a thing once while
/// that waits.
///
/// # Errors
/// [`ReviewError::NotFound`] for what shoppers do not see; [`ReviewError::TooMany`] for more than [`MOST_A_DAY`] in a day.
pub async fn report_abuse(tx: &mut Tx, new: &NewAbuse) -> Result<bool, ReviewError> {
    if !about(tx, new.thing).await?.is_some_and(|about| about.shown) {
        return Err(ReviewError::NotFound);
    }
    let (account, guest) = match new.by {
        Reporter::Account(id) => (Some(id), None),
        Reporter::Guest(id) => (None, Some(id)),
    };
    if waits(tx, new.by, new.thing).await? {
        return Ok(false);
    }
    let now = tx.now();
    let since = now.minus(DurationUs::from_days(1));
    let column = match new.by {
        Reporter::Account(_) => "account_id",
        Reporter::Guest(_) => "guest_id",
    };
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_abuse_reports WHERE {column} = $1 AND at_us > $2"
    );
    let counted = match new.by {
        Reporter::Account(id) => sql(text).bind(id),
        Reporter::Guest(id) => sql(text).bind(id),
    };
    let (today,): (i64,) = tx.one(counted.bind(since)).await?;
    if today >= MOST_A_DAY {
        return Err(ReviewError::TooMany);
    }
    let id = tx.new_id::<AbuseReportId>();
    let added = tx
        .exec(
            sql("INSERT INTO reviews_abuse_reports (id, thing, thing_id, account_id, guest_id, reason, body, at_us)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING")
            .bind(id)
            .bind(Text(new.thing.kind()))
            .bind(new.thing.uuid())
            .bind(account)
            .bind(guest)
            .bind(Text(new.reason))
            .bind(new.words.as_str())
            .bind(now),
        )
        .await?;
    Ok(added > 0)
}

/// Whether this reporter's report of the thing waits already.
async fn waits(conn: &mut Conn, by: Reporter, thing: Thing) -> Result<bool, ReviewError> {
    let statement = match by {
        Reporter::Account(id) => {
            sql("SELECT id FROM reviews_abuse_reports WHERE account_id = $1 AND thing_id = $2 AND decision_id IS NULL")
                .bind(id)
        }
        Reporter::Guest(id) => {
            sql("SELECT id FROM reviews_abuse_reports WHERE guest_id = $1 AND thing_id = $2 AND decision_id IS NULL")
                .bind(id)
        }
    };
    let found: Option<(AbuseReportId,)> = conn.opt(statement.bind(thing.uuid())).await?;
    Ok(found.is_some())
}

/// Whether shoppers find its store.
fn is_shown(seller: &Seller) -> bool {
    seller.approved_at.is_some() && seller.suspended_at.is_none() && seller.status != SellerStatus::Closed
}

/// What a thing is called and where it is; `None` when there is none.
///
/// # Errors
/// Only the database's.
pub async fn about(conn: &mut Conn, thing: Thing) -> Result<Option<About>, ReviewError> {
    match thing {
        Thing::Product(id) => {
            let product = catalog::product_by_id(conn, id).await?;
            Ok(product.map(|product| About {
                href: format!("/p/{}", product.slug),
                shown: product.status == ProductStatus::Active,
                taken_down: product.taken_down_at.is_some(),
                title: product.title,
                seller: None,
            }))
        }
        Thing::Offer(id) => {
            let offer = match catalog::offer(conn, id).await {
                Err(CatalogError::OfferNotFound(_)) => return Ok(None),
                other => other?,
            };
            let Some(product) = catalog::product_by_id(conn, offer.product_id).await? else {
                return Ok(None);
            };
            let Some(seller) = sellers::get(conn, offer.seller_id).await? else { return Ok(None) };
            let shown = offer.active && product.status == ProductStatus::Active;
            Ok(Some(About {
                title: format!("{} · {}", product.title, seller.name),
                href: format!("/p/{}?offer={id}", product.slug),
                shown: shown && is_shown(&seller),
                taken_down: offer.taken_down_at.is_some(),
                seller: Some(seller.id),
            }))
        }
        Thing::Seller(id) => {
            let seller = sellers::get(conn, id).await?;
            Ok(seller.map(|seller| About {
                href: format!("/s/{}", seller.slug),
                shown: is_shown(&seller),
                taken_down: false,
                title: seller.name,
                seller: Some(id),
            }))
        }
    }
}

/// The things that were reported, with how many reports of each wait, the most first; or those that were decided, the last
/// one first.
///
/// # Errors
/// Only the database's.
pub async fn abuse_cases(conn: &mut Conn, open: bool, limit: i64) -> Result<Vec<AbuseCase>, ReviewError> {
    // What was decided says itself how many reports it closed, and there are far fewer decisions than reports.
    if !open {
        // All decisions there ever were.
        conn.expect_long();
    }
    let text = match open {
        true => {
            "SELECT thing, thing_id, CAST(COUNT(*) AS BIGINT) AS reports, MAX(at_us) AS last_us
             FROM reviews_abuse_reports WHERE decision_id IS NULL GROUP BY thing, thing_id
             ORDER BY reports DESC, last_us DESC, thing_id LIMIT $1"
        }
        false => {
            "SELECT thing, thing_id, CAST(SUM(reports) AS BIGINT) AS reports, MAX(at_us) AS last_us
             FROM reviews_abuse_decisions GROUP BY thing, thing_id ORDER BY last_us DESC, thing_id LIMIT $1"
        }
    };
    let mut cases = Vec::new();
    for row in conn.all::<Grouped>(sql(text).bind(limit)).await? {
        let thing = Thing::of(row.thing.0, row.thing_id);
        let about = about(conn, thing).await?;
        cases.push(AbuseCase { thing, reports: row.reports, last_at: row.last_us, about });
    }
    Ok(cases)
}

/// How many things wait for the operator.
///
/// # Errors
/// Only the database's.
pub async fn open_abuse(conn: &mut Conn) -> Result<i64, ReviewError> {
    let statement = sql("SELECT CAST(COUNT(DISTINCT thing_id) AS BIGINT) FROM reviews_abuse_reports
                         WHERE decision_id IS NULL");
    let (count,): (i64,) = conn.one(statement).await?;
    Ok(count)
}

/// The latest reports of a thing, the newest first, at most `limit`.
///
/// # Errors
/// Only the database's.
pub async fn abuse_reports(
    conn: &mut Conn,
    thing: Thing,
    limit: i64,
) -> Result<Vec<AbuseReport>, ReviewError> {
    let statement = sql("SELECT id, account_id, reason, body, at_us, decision_id FROM reviews_abuse_reports
                         WHERE thing_id = $1 ORDER BY id DESC LIMIT $2");
    Ok(conn.all(statement.bind(thing.uuid()).bind(limit)).await?)
}

/// What was decided about a thing, the last one first.
///
/// # Errors
/// Only the database's.
pub async fn abuse_decisions(conn: &mut Conn, thing: Thing) -> Result<Vec<AbuseDecision>, ReviewError> {
    let statement = sql("SELECT id, verdict, reason, reports, account_id, at_us FROM reviews_abuse_decisions
                         WHERE thing_id = $1 ORDER BY at_us DESC, id DESC");
    Ok(conn.all(statement.bind(thing.uuid())).await?)
}

/// Decides about a thing and closes the reports of it that wait; who reported with an account is told. Returns how many it
/// closed. The caller has asked who decides, and who may hide, take down and suspend.
///
/// # Errors
/// [`ReviewError::NotFound`] for what is gone, has no report, or cannot be decided so; what the command refuses with which the
/// seller is suspended.
pub async fn judge_abuse(
    tx: &mut Tx,
    config: &ReviewsConfig,
    judgement: &Judgement,
) -> Result<i64, ReviewError> {
    let Judgement { by, thing, verdict, reason } = judgement;
    let about = about(tx, *thing).await?.ok_or(ReviewError::NotFound)?;
    let waiting = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_abuse_reports
                       WHERE thing_id = $1 AND decision_id IS NULL");
    let (waiting,): (i64,) = tx.one(waiting.bind(thing.uuid())).await?;
    if waiting == 0 || !verdict.fits(thing.kind()) {
        return Err(ReviewError::NotFound);
    }
    carry_out(tx, *by, (*thing, &about), *verdict, reason).await?;
    let (id, now) = (tx.new_id::<AbuseDecisionId>(), tx.now());
    tx.exec(
        sql("INSERT INTO reviews_abuse_decisions (id, thing, thing_id, verdict, reason, reports, account_id, at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(id)
        .bind(Text(thing.kind()))
        .bind(thing.uuid())
        .bind(Text(*verdict))
        .bind(reason.as_str())
        .bind(waiting)
        .bind(*by)
        .bind(now),
    )
    .await?;
    let close =
        "UPDATE reviews_abuse_reports SET decision_id = $2 WHERE thing_id = $1 AND decision_id IS NULL";
    tx.exec(sql(close).bind(thing.uuid()).bind(id)).await?;
    abuse_letters::tell(tx, config, &(id, about.title, None)).await?;
    Ok(waiting)
}

/// Does what was decided. What is taken down stays so until it is shown again ([`crate::shown_again`]).
async fn carry_out(
    tx: &mut Tx,
    by: AccountId,
    (thing, about): (Thing, &About),
    verdict: AbuseVerdict,
    reason: &Prose,
) -> Result<(), ReviewError> {
    match (verdict, thing) {
        (AbuseVerdict::Hide, Thing::Product(id)) => {
            let down = take_down_product(tx, id).await;
            // One that became another product meanwhile is none any more.
            if matches!(down, Err(CatalogError::ProductNotFound(_))) {
                return Err(ReviewError::NotFound);
            }
            down?;
        }
        (AbuseVerdict::Stop, Thing::Offer(id)) => {
            take_down_offer(tx, id).await?;
        }
        (AbuseVerdict::Suspend, _) => {
            let seller = about.seller.ok_or(ReviewError::NotFound)?;
            suspend::decide(tx, seller, true, reason.as_str(), by).await?;
        }
        _ => {}
    }
    Ok(())
}

row! {
    struct Told { reason: Text<AbuseReason>, thing: Text<ThingKind>, thing_id: Uuid, body: String, at_us: Timestamp }
}

/// What an account reported: the thing, why, in which words and when, oldest first.
pub(crate) async fn reported_by(
    conn: &mut Conn,
    account: AccountId,
) -> Result<Vec<(Thing, AbuseReason, String, Timestamp)>, ReviewError> {
    let statement = sql("SELECT reason, thing, thing_id, body, at_us FROM reviews_abuse_reports
                         WHERE account_id = $1 ORDER BY id");
    let rows: Vec<Told> = conn.all(statement.bind(account)).await?;
    let told = |row: Told| (Thing::of(row.thing.0, row.thing_id), row.reason.0, row.body, row.at_us);
    Ok(rows.into_iter().map(told).collect())
}

/// Forgets who reported and in which words; that something was reported, and why, stays with the decision.
pub(crate) async fn forget(tx: &mut Tx, account: AccountId) -> Result<(), ReviewError> {
    let mine = sql("SELECT id FROM reviews_abuse_reports WHERE account_id = $1");
    for (id,) in tx.all::<(AbuseReportId,)>(mine.bind(account)).await? {
        mail::forget(tx, &abuse_letters::key(id)).await?;
    }
    let update = sql("UPDATE reviews_abuse_reports SET account_id = NULL, body = '' WHERE account_id = $1");
    tx.exec(update.bind(account)).await?;
    Ok(())
}

/// Decisions that do not say how many reports they closed, and reports of another thing than their decision is about.
pub(crate) const RULES: [(&str, &str, &str); 2] = [
    (
        "reviews_abuse_decisions",
        "a decision says how many reports it closed",
        "SELECT d.id, d.reports AS expected, COALESCE(c.n, 0) AS found FROM reviews_abuse_decisions d
         LEFT JOIN (SELECT decision_id, CAST(COUNT(*) AS BIGINT) AS n FROM reviews_abuse_reports
             WHERE decision_id IS NOT NULL GROUP BY decision_id) c ON c.decision_id = d.id
         WHERE d.reports <> COALESCE(c.n, 0)",
    ),
    (
        "reviews_abuse_reports",
        "a report was decided by a decision about its thing",
        "SELECT r.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM reviews_abuse_reports r
         JOIN reviews_abuse_decisions d ON d.id = r.decision_id
         WHERE d.thing_id <> r.thing_id OR d.thing <> r.thing",
    ),
];
