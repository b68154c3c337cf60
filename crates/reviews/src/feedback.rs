//! What buyers say of a seller. Owns `reviews_feedback`.
//!
//! Whoever was delivered a part of an order rates its seller for it, once, with words; the seller answers once. Both stay as
//! they were said. An operator hides it as anything else that was reported. Whoever may answer is told of it.

use crate::rating::stars_of;
use crate::read::names_of;
use crate::{Asked, ReviewError, ReviewsConfig, letters, moderate, votes};
use db::{Conn, DbError, FromRow, NewEvent, Row, Text, Tx, sql};
use domain::review::{
    FEEDBACK_ANSWERED, FEEDBACK_GIVEN, FeedbackChanged, Prose, Rating, Stars, Subject, Visibility,
};
use domain::{AccountId, FeedbackId, PartId, ProductId, SellerId, Timestamp, TypedId as _};
use orders::purchases;

/// What a seller said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackAnswer {
    pub body: String,
    pub written_at: Timestamp,
}

/// What one buyer said of a seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    pub id: FeedbackId,
    pub part_id: PartId,
    /// Of the part's first line.
    pub product_id: ProductId,
    pub seller_id: SellerId,
    pub account_id: AccountId,
    /// The author's first name; all that anybody else sees of them.
    pub author: String,
    pub stars: Stars,
    pub body: String,
    pub visibility: Visibility,
    pub written_at: Timestamp,
    pub answer: Option<FeedbackAnswer>,
}

/// One page of what was said of a seller.
#[derive(Debug, Clone, Default)]
pub struct FeedbackPage {
    pub feedback: Vec<Feedback>,
    pub total: i64,
}

/// Whether somebody may rate a seller for a part of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MayRate {
    Yes(SellerId),
    /// It was said already.
    Said(Box<Feedback>),
    /// It is no part of theirs, or has not arrived.
    NotDelivered,
    /// They work for the seller.
    OwnGoods,
}

const FEEDBACK: &str =
    "SELECT id, part_id, product_id, seller_id, account_id, stars, body, visibility, written_at_us,
    answer, answered_at_us FROM reviews_feedback";

const SHOWN: &str = "WHERE seller_id = $1 AND visibility = 'shown'";

impl FromRow for Feedback {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let wrong =
            |e: domain::field::Problem| DbError::Column { column: "stars".into(), problem: e.to_string() };
        let (answer, at): (Option<String>, Option<Timestamp>) =
            (row.get("answer")?, row.get("answered_at_us")?);
        Ok(Self {
            id: row.get("id")?,
            part_id: row.get("part_id")?,
            product_id: row.get("product_id")?,
            seller_id: row.get("seller_id")?,
            account_id: row.get("account_id")?,
            author: String::new(),
            stars: Stars::new(row.get("stars")?).map_err(wrong)?,
            body: row.get("body")?,
            visibility: row.get::<Text<Visibility>>("visibility")?.0,
            written_at: row.get("written_at_us")?,
            answer: answer.zip(at).map(|(body, written_at)| FeedbackAnswer { body, written_at }),
        })
    }
}

/// Whether this account may rate the seller of this part.
pub async fn may_rate(conn: &mut Conn, account: AccountId, part: PartId) -> Result<MayRate, ReviewError> {
    let Some(bought) = purchases::delivered(conn, account, part).await? else {
        return Ok(MayRate::NotDelivered);
    };
    if let Some(said) = of_part(conn, part).await? {
        return Ok(MayRate::Said(Box::new(said)));
    }
    let desks = sellers::memberships(conn, account).await?;
    let is_own = desks.iter().any(|desk| desk.seller_id == bought.seller_id);
    Ok(if is_own { MayRate::OwnGoods } else { MayRate::Yes(bought.seller_id) })
}

async fn of_part(conn: &mut Conn, part: PartId) -> Result<Option<Feedback>, ReviewError> {
    let found: Option<Feedback> = conn.opt(sql(format!("{FEEDBACK} WHERE part_id = $1")).bind(part)).await?;
    Ok(named(conn, found.into_iter().collect()).await?.pop())
}

/// One of them, hidden or not: for whoever decides about it.
pub async fn feedback(conn: &mut Conn, id: FeedbackId) -> Result<Option<Feedback>, ReviewError> {
    let found: Option<Feedback> = conn.opt(sql(format!("{FEEDBACK} WHERE id = $1")).bind(id)).await?;
    Ok(named(conn, found.into_iter().collect()).await?.pop())
}

/// The same with the authors' first names.
async fn named(conn: &mut Conn, mut feedback: Vec<Feedback>) -> Result<Vec<Feedback>, ReviewError> {
    let names = names_of(conn, feedback.iter().map(|one| one.account_id)).await?;
    for one in &mut feedback {
        one.author = names.get(&one.account_id).cloned().unwrap_or_default();
    }
    Ok(feedback)
}

/// Rates the seller of a part of one's own order that was delivered, and tells those who may answer. The same again changes
/// nothing.
///
/// # Errors
/// [`ReviewError::NotBought`] also for what has not arrived; [`ReviewError::OwnGoods`]; [`ReviewError::SaidAlready`].
pub async fn give_feedback(
    tx: &mut Tx,
    config: &ReviewsConfig,
    author: AccountId,
    part: PartId,
    stars: Stars,
    body: &Prose,
) -> Result<Asked<FeedbackId>, ReviewError> {
    match may_rate(tx, author, part).await? {
        MayRate::NotDelivered => return Err(ReviewError::NotBought),
        MayRate::OwnGoods => return Err(ReviewError::OwnGoods),
        MayRate::Said(said) if said.stars == stars && said.body == body.as_str() => {
            return Ok(Asked { id: said.id, new: false });
        }
        MayRate::Said(_) => return Err(ReviewError::SaidAlready),
        MayRate::Yes(_) => {}
    }
    let bought = purchases::delivered(tx, author, part).await?.ok_or(ReviewError::NotBought)?;
    let (id, now) = (tx.new_id::<FeedbackId>(), tx.now());
    let statement = sql("INSERT INTO reviews_feedback
             (id, part_id, product_id, seller_id, account_id, stars, body, visibility, written_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(id)
    .bind(part)
    .bind(bought.product_id)
    .bind(bought.seller_id)
    .bind(author)
    .bind(stars.get())
    .bind(body.as_str())
    .bind(Text(Visibility::Shown))
    .bind(now);
    tx.exec(statement).await?;
    let given = FeedbackChanged { feedback_id: id, seller_id: bought.seller_id, stars };
    announce(tx, FEEDBACK_GIVEN, &given).await?;
    letters::given(tx, config, bought.seller_id, id).await?;
    Ok(Asked { id, new: true })
}

/// Answers in the seller's name, once. Returns `false` when just that was answered already. `seller` is one that `staff` works
/// for: the caller has asked.
///
/// # Errors
/// [`ReviewError::NotFound`] for what is gone or hidden, or was said of another seller; [`ReviewError::SaidAlready`].
pub async fn answer_feedback(
    tx: &mut Tx,
    staff: AccountId,
    seller: SellerId,
    id: FeedbackId,
    body: &Prose,
) -> Result<bool, ReviewError> {
    let found: Option<Feedback> = tx.opt(sql(format!("{FEEDBACK} WHERE id = $1")).bind(id)).await?;
    let is_own = |one: &Feedback| one.seller_id == seller && one.visibility == Visibility::Shown;
    let found = found.filter(is_own).ok_or(ReviewError::NotFound)?;
    if let Some(answer) = found.answer {
        return if answer.body == body.as_str() { Ok(false) } else { Err(ReviewError::SaidAlready) };
    }
    let now = tx.now();
    let statement = sql("UPDATE reviews_feedback SET answer = $2, answered_by = $3, answered_at_us = $4
         WHERE id = $1 AND answer IS NULL");
    if tx.exec(statement.bind(id).bind(body.as_str()).bind(staff).bind(now)).await? == 0 {
        return Ok(false);
    }
    let answered = FeedbackChanged { feedback_id: id, seller_id: seller, stars: found.stars };
    announce(tx, FEEDBACK_ANSWERED, &answered).await?;
    Ok(true)
}

/// Appends what happened, for those who work for the seller.
async fn announce(tx: &mut Tx, kind: &'static str, changed: &FeedbackChanged) -> Result<(), ReviewError> {
    let (key, topic) = (changed.feedback_id.to_string(), Some(changed.seller_id.to_string()));
    Ok(tx.append(NewEvent { kind, key, topic, payload: changed }).await?)
}

/// A page of what is shown of a seller, the newest first; pages count from 1.
pub async fn feedback_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    page: u32,
    per_page: u32,
) -> Result<FeedbackPage, ReviewError> {
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_feedback {SHOWN}");
    let (total,): (i64,) = conn.one(sql(text).bind(seller)).await?;
    let text = format!("{FEEDBACK} {SHOWN} ORDER BY written_at_us DESC, id DESC LIMIT $2 OFFSET $3");
    let offset = i64::from(page.max(1) - 1) * i64::from(per_page);
    let statement = sql(text).bind(seller).bind(i64::from(per_page)).bind(offset);
    let found: Vec<Feedback> = conn.all(statement).await?;
    Ok(FeedbackPage { feedback: named(conn, found).await?, total })
}

/// What is shown of a seller for whoever answers it: what has no answer yet first, then the newest.
pub async fn feedback_to_answer(
    conn: &mut Conn,
    seller: SellerId,
    limit: i64,
) -> Result<Vec<Feedback>, ReviewError> {
    let text = format!(
        "{FEEDBACK} {SHOWN}
         ORDER BY CASE WHEN answer IS NULL THEN 0 ELSE 1 END, written_at_us DESC, id DESC LIMIT $2"
    );
    let found: Vec<Feedback> = conn.all(sql(text).bind(seller).bind(limit)).await?;
    named(conn, found).await
}

/// What is shown of a seller before one of them, the newest first, for programs that read page by page; if asked, only what
/// has no answer.
pub async fn feedback_before(
    conn: &mut Conn,
    seller: SellerId,
    before: Option<FeedbackId>,
    unanswered: bool,
    limit: i64,
) -> Result<Vec<Feedback>, ReviewError> {
    let which = if unanswered { "AND answer IS NULL" } else { "" };
    let cut = if before.is_some() { "AND id < $3" } else { "" };
    let text = format!("{FEEDBACK} {SHOWN} {which} {cut} ORDER BY id DESC LIMIT $2");
    let found: Vec<Feedback> = conn.all(sql(text).bind(seller).bind(limit).bind_all(before)).await?;
    named(conn, found).await
}

/// How much of what is shown of a seller it has not answered.
pub(crate) async fn unanswered(conn: &mut Conn, seller: SellerId) -> Result<i64, ReviewError> {
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_feedback {SHOWN} AND answer IS NULL");
    let (count,): (i64,) = conn.one(sql(text).bind(seller)).await?;
    Ok(count)
}

/// Everything that an account said of sellers, the oldest first.
pub(crate) async fn said_by(conn: &mut Conn, author: AccountId) -> Result<Vec<Feedback>, ReviewError> {
    let text = format!("{FEEDBACK} WHERE account_id = $1 ORDER BY written_at_us, id");
    Ok(conn.all(sql(text).bind(author)).await?)
}

/// How buyers rated a seller. Hidden ones count nowhere.
pub async fn feedback_rating(conn: &mut Conn, seller: SellerId) -> Result<Rating, ReviewError> {
    stars_of(conn, "reviews_feedback", seller).await
}

/// What an account said of sellers goes with it.
pub(crate) async fn forget(tx: &mut Tx, author: AccountId) -> Result<(), ReviewError> {
    let mine = sql("SELECT id FROM reviews_feedback WHERE account_id = $1 ORDER BY id");
    for (id,) in tx.all::<(FeedbackId,)>(mine.bind(author)).await? {
        tx.exec(sql("DELETE FROM reviews_feedback WHERE id = $1").bind(id)).await?;
        votes::forget(tx, id.uuid()).await?;
        moderate::close(tx, Subject::Feedback(id)).await?;
    }
    Ok(())
}
