//! Reports by readers, and what the operator decides. Owns `reviews_reports`, `reviews_cases`, `reviews_decisions`.
//!
//! A report hides nothing: it opens a case. Hiding takes the thing out of every page, and a review out of the rating;
//! keeping closes the case, and shows again what was hidden. Decisions are only ever added.

use crate::ReviewError;
use crate::rating::{change_questions, change_rating};
use crate::subject::{Found, find, shown, table_of, uuid_of};
use crate::write::announce;
use db::{Conn, DbError, FromRow, Row, Text, Tx, placeholders, row, sql};
use domain::review::{
    Prose, REVIEW_HIDDEN, REVIEW_RESTORED, ReportReason, ReviewChanged, Subject, Verdict, Visibility,
};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, DecisionId, ProductId, QuestionId, ReviewId, Timestamp};
use std::collections::HashMap;
use uuid::Uuid;

/// Something that the operator has to look at, or has looked at.
#[derive(Debug, Clone)]
pub struct Case {
    pub subject: Subject,
    pub product_id: ProductId,
    pub open: bool,
    pub changed_at: Timestamp,
    /// How many named which reason, the most first.
    pub reasons: Vec<(ReportReason, i64)>,
    /// The thing itself; `None` when its author took it back.
    pub found: Option<Found>,
}

row! {
    /// One entry of the audit trail.
    pub struct Decision {
        pub id: DecisionId,
        pub subject_id: Uuid,
        pub verdict: Text<Verdict>,
        pub reason: String,
        /// The words as they were then.
        pub text: String,
        pub account_id: AccountId,
        pub at_us: Timestamp,
    }
}

/// How deciding ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    Done,
    /// It was decided just so already.
    Unchanged,
}

/// Reports something, once for each account. Returns whether this was the account's first report of it.
///
/// # Errors
/// [`ReviewError::NotFound`] for what is gone or hidden, [`ReviewError::OwnWords`].
pub async fn report(
    tx: &mut Tx,
    reporter: AccountId,
    subject: Subject,
    reason: ReportReason,
) -> Result<bool, ReviewError> {
    let found = shown(tx, subject).await?;
    if found.account_id == reporter {
        return Err(ReviewError::OwnWords);
    }
    let now = tx.now();
    let statement = sql("INSERT INTO reviews_reports (subject_id, account_id, reason, at_us)
         VALUES ($1, $2, $3, $4) ON CONFLICT (subject_id, account_id) DO NOTHING");
    let statement = statement.bind(uuid_of(subject)).bind(reporter).bind(Text(reason)).bind(now);
    if tx.exec(statement).await? == 0 {
        return Ok(false);
    }
    touch(tx, subject, found.product_id, true, 1).await?;
    Ok(true)
}

/// Opens or closes the case of something, and counts reports.
async fn touch(
    tx: &mut Tx,
    subject: Subject,
    product: ProductId,
    open: bool,
    reports: i64,
) -> Result<(), ReviewError> {
    let now = tx.now();
    let statement =
        sql("INSERT INTO reviews_cases (subject_id, subject, product_id, open, reports, changed_at_us)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (subject_id) DO UPDATE
         SET open = $4, reports = reviews_cases.reports + $5, changed_at_us = $6")
        .bind(uuid_of(subject))
        .bind(subject.to_string())
        .bind(product)
        .bind(open)
        .bind(reports)
        .bind(now);
    tx.exec(statement).await?;
    Ok(())
}

/// Asks the operator to look at something that was changed while it was hidden.
pub(crate) async fn look_again(tx: &mut Tx, subject: Subject, product: ProductId) -> Result<(), ReviewError> {
    touch(tx, subject, product, true, 0).await
}

/// Nothing is left to decide: the author took it back.
pub(crate) async fn close(tx: &mut Tx, subject: Subject) -> Result<(), ReviewError> {
    let statement = sql("UPDATE reviews_cases SET open = $2 WHERE subject_id = $1");
    tx.exec(statement.bind(uuid_of(subject)).bind(false)).await?;
    Ok(())
}

/// Hides something or keeps it; keeping what is hidden shows it again. The caller has asked who decides.
///
/// # Errors
/// [`ReviewError::NotFound`] for what is gone.
pub async fn decide(
    tx: &mut Tx,
    operator: AccountId,
    subject: Subject,
    verdict: Verdict,
    reason: &Prose,
) -> Result<Decided, ReviewError> {
    let found = find(tx, subject).await?.ok_or(ReviewError::NotFound)?;
    let wanted = match verdict {
        Verdict::Keep => Visibility::Shown,
        Verdict::Hide => Visibility::Hidden,
    };
    let open = case(tx, subject).await?.is_some_and(|case| case.open);
    if found.visibility.0 == wanted && !open {
        return Ok(Decided::Unchanged);
    }
    let (id, now) = (tx.new_id::<DecisionId>(), tx.now());
    let statement =
        sql("INSERT INTO reviews_decisions (id, subject_id, verdict, reason, text, account_id, at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(uuid_of(subject))
        .bind(Text(verdict))
        .bind(reason.as_str())
        .bind(&found.text)
        .bind(operator)
        .bind(now);
    tx.exec(statement).await?;
    touch(tx, subject, found.product_id, false, 0).await?;
    if found.visibility.0 != wanted {
        let text = format!("UPDATE {} SET visibility = $2 WHERE id = $1", table_of(subject));
        tx.exec(sql(text).bind(uuid_of(subject)).bind(Text(wanted))).await?;
        count(tx, subject, found.product_id, wanted).await?;
    }
    Ok(Decided::Done)
}

/// What is no longer, or again, shown leaves or enters the figures; a hidden review's photos are withheld.
async fn count(
    tx: &mut Tx,
    subject: Subject,
    product: ProductId,
    now: Visibility,
) -> Result<(), ReviewError> {
    let (shows, change) = (now == Visibility::Shown, if now == Visibility::Shown { 1 } else { -1 });
    match subject {
        Subject::Review(id) => count_review(tx, id, shows).await,
        Subject::Question(_) => change_questions(tx, product, change).await,
        Subject::Answer(id) => {
            let statement = sql("UPDATE reviews_questions SET answers = answers + $2
                 WHERE id = (SELECT question_id FROM reviews_answers WHERE id = $1)");
            tx.exec(statement.bind(id).bind(change)).await?;
            Ok(())
        }
        // A seller's rating is counted when it is read.
        Subject::Feedback(_) => Ok(()),
    }
}

async fn count_review(tx: &mut Tx, id: ReviewId, shows: bool) -> Result<(), ReviewError> {
    let review = crate::read::review(tx, id).await?.ok_or(ReviewError::NotFound)?;
    let stars = Some(review.stars);
    let (out, into) = if shows { (None, stars) } else { (stars, None) };
    if !shows {
        crate::photos::hide(tx, id).await?;
    }
    change_rating(tx, review.product_id, out, into).await?;
    let kind = if shows { REVIEW_RESTORED } else { REVIEW_HIDDEN };
    let changed: ReviewChanged = review.as_event();
    announce(tx, kind, &changed).await
}

struct Stored {
    subject_id: Uuid,
    subject: Subject,
    product_id: ProductId,
    open: bool,
    changed_at: Timestamp,
}

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let text: String = row.get("subject")?;
        let wrong =
            || DbError::Column { column: "subject".into(), problem: format!("`{text}` is no id of ours") };
        Ok(Self {
            subject_id: row.get("subject_id")?,
            subject: Subject::parse(&text).ok_or_else(wrong)?,
            product_id: row.get("product_id")?,
            open: row.get("open")?,
            changed_at: row.get("changed_at_us")?,
        })
    }
}

const CASE: &str = "subject_id, subject, product_id, open, changed_at_us";

/// How many cases wait.
pub async fn open_cases(conn: &mut Conn) -> Result<i64, ReviewError> {
    let statement = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_cases WHERE open = $1").bind(true);
    let (count,): (i64,) = conn.one(statement).await?;
    Ok(count)
}

/// Cases that wait, the longest first; or those that were decided, the latest first.
pub async fn cases(conn: &mut Conn, open: bool, limit: i64) -> Result<Vec<Case>, ReviewError> {
    let order = if open { "changed_at_us, subject_id" } else { "changed_at_us DESC, subject_id" };
    let text = format!("SELECT {CASE} FROM reviews_cases WHERE open = $1 ORDER BY {order} LIMIT $2");
    let rows: Vec<Stored> = conn.all(sql(text).bind(open).bind(limit)).await?;
    complete(conn, rows).await
}

/// The case of one thing, if there ever was one.
pub async fn case(conn: &mut Conn, subject: Subject) -> Result<Option<Case>, ReviewError> {
    let text = format!("SELECT {CASE} FROM reviews_cases WHERE subject_id = $1");
    let rows: Vec<Stored> = conn.all(sql(text).bind(uuid_of(subject))).await?;
    Ok(complete(conn, rows).await?.pop())
}

/// The case of one thing, or an empty one: the operator may look at anything that is there.
pub async fn case_of(conn: &mut Conn, subject: Subject) -> Result<Option<Case>, ReviewError> {
    if let Some(case) = case(conn, subject).await? {
        return Ok(Some(case));
    }
    let (found, changed_at) = (find(conn, subject).await?, conn.now());
    Ok(found.map(|found| Case {
        subject,
        product_id: found.product_id,
        open: false,
        changed_at,
        reasons: Vec::new(),
        found: Some(found),
    }))
}

async fn complete(conn: &mut Conn, rows: Vec<Stored>) -> Result<Vec<Case>, ReviewError> {
    let ids: Vec<Uuid> = rows.iter().map(|stored| stored.subject_id).collect();
    let mut reasons = reasons_of(conn, &ids).await?;
    let mut cases = Vec::with_capacity(rows.len());
    for stored in rows {
        cases.push(Case {
            subject: stored.subject,
            product_id: stored.product_id,
            open: stored.open,
            changed_at: stored.changed_at,
            reasons: reasons.remove(&stored.subject_id).unwrap_or_default(),
            found: find(conn, stored.subject).await?,
        });
    }
    Ok(cases)
}

type Reasons = HashMap<Uuid, Vec<(ReportReason, i64)>>;

async fn reasons_of(conn: &mut Conn, subjects: &[Uuid]) -> Result<Reasons, ReviewError> {
    let mut reasons = Reasons::new();
    if subjects.is_empty() {
        return Ok(reasons);
    }
    let text = format!(
        "SELECT subject_id, reason, CAST(COUNT(*) AS BIGINT) FROM reviews_reports WHERE subject_id IN ({})
         GROUP BY subject_id, reason ORDER BY COUNT(*) DESC, reason",
        placeholders(1, subjects.len())
    );
    let rows: Vec<(Uuid, String, i64)> = conn.all(sql(text).bind_all(subjects.iter().copied())).await?;
    for (subject, reason, count) in rows {
        let known = ReportReason::parse(&reason);
        reasons.entry(subject).or_default().extend(known.map(|reason| (reason, count)));
    }
    Ok(reasons)
}

/// Every decision about one thing, the latest first.
pub async fn decisions(conn: &mut Conn, subject: Subject) -> Result<Vec<Decision>, ReviewError> {
    let statement =
        sql("SELECT id, subject_id, verdict, reason, text, account_id, at_us FROM reviews_decisions
                         WHERE subject_id = $1 ORDER BY at_us DESC, id DESC");
    Ok(conn.all(statement.bind(uuid_of(subject))).await?)
}

/// A question that goes takes what was said about its answers with it.
pub(crate) async fn forget_answers(tx: &mut Tx, question: QuestionId) -> Result<(), ReviewError> {
    let answers = "SELECT id FROM reviews_answers WHERE question_id = $1";
    for text in [
        format!("DELETE FROM reviews_votes WHERE subject_id IN ({answers})"),
        format!("UPDATE reviews_cases SET open = $2 WHERE subject_id IN ({answers})"),
    ] {
        let closes = text.starts_with("UPDATE");
        let statement = sql(text).bind(question);
        tx.exec(if closes { statement.bind(false) } else { statement }).await?;
    }
    Ok(())
}
