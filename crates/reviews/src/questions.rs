//! Questions about a product and their answers. Owns `reviews_questions` and `reviews_answers`.
//!
//! Anybody with an account asks; who sells the product, bought it, or runs the shop answers. One who asked may take the
//! question back while nobody has answered, and everybody an answer of their own.

use crate::rating::change_questions;
use crate::read::{kept, names_of};
use crate::subject::{find, shown};
use crate::{ReviewError, ReviewsConfig, answer_letters, moderate, question_letters, votes};
use buybox::Market;
use db::{Conn, DbError, FromRow, NewEvent, Row, Text, Tx, placeholders, sql};
use domain::key::IdempotencyKey;
use domain::review::{Prose, QUESTION_ANSWERED, QUESTION_ASKED, QuestionChanged, Subject, Visibility, Voice};
use domain::{AccountId, AnswerId, ProductId, QuestionId, SellerId, Timestamp, TypedId as _};
use std::collections::HashMap;

/// Questions on one page.
pub const QUESTIONS_PER_PAGE: i64 = 5;

/// A question to be asked.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Made when the page was rendered.
    pub key: IdempotencyKey,
    pub account: AccountId,
    pub product: ProductId,
    pub body: Prose,
}

/// How asking or answering ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<I> {
    pub id: I,
    /// Not a repeat.
    pub new: bool,
}

/// In whose name somebody answers; the caller has asked whether they may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// A seller that the account works for.
    Seller(SellerId),
    Operator,
    /// One's own: whoever bought the product.
    Oneself,
}

/// An answer to be given.
#[derive(Debug, Clone)]
pub struct Reply {
    pub key: IdempotencyKey,
    pub account: AccountId,
    pub speaker: Speaker,
    pub question: QuestionId,
    pub body: Prose,
}

/// A question as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub product_id: ProductId,
    pub account_id: AccountId,
    /// First name.
    pub author: String,
    pub body: String,
    pub visibility: Visibility,
    pub votes: i64,
    pub written_at: Timestamp,
    /// Shown ones, those that helped most people first.
    pub answers: Vec<Answer>,
}

/// An answer as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub id: AnswerId,
    pub question_id: QuestionId,
    pub account_id: AccountId,
    /// A buyer's first name, a seller's name.
    pub author: String,
    pub voice: Voice,
    pub seller_id: Option<SellerId>,
    pub body: String,
    pub votes: i64,
    pub written_at: Timestamp,
}

/// One page of a product's questions.
#[derive(Debug, Clone, Default)]
pub struct QuestionPage {
    pub questions: Vec<Question>,
}

impl FromRow for Question {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            product_id: row.get("product_id")?,
            account_id: row.get("account_id")?,
            author: String::new(),
            body: row.get("body")?,
            visibility: row.get::<Text<Visibility>>("visibility")?.0,
            votes: row.get("votes")?,
            written_at: row.get("written_at_us")?,
            answers: Vec::new(),
        })
    }
}

impl FromRow for Answer {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            question_id: row.get("question_id")?,
            account_id: row.get("account_id")?,
            author: String::new(),
            voice: row.get::<Text<Voice>>("voice")?.0,
            seller_id: row.get("seller_id")?,
            body: row.get("body")?,
            votes: row.get("votes")?,
            written_at: row.get("written_at_us")?,
        })
    }
}

/// Asks about a product, or what it became, and tells those who sell it: the [`crate::MOST_TOLD`] sellers whose offers stand
/// first in this market. The same key with the same text is the same question.
///
/// # Errors
/// [`ReviewError::KeyReused`]; [`ReviewError::NotFound`] for a product that shoppers do not see;
/// [`ReviewError::TooMany`].
pub async fn ask(
    tx: &mut Tx,
    config: &ReviewsConfig,
    market: &Market,
    ask: &Ask,
) -> Result<Asked<QuestionId>, ReviewError> {
    let known = sql("SELECT id, body FROM reviews_questions WHERE account_id = $1 AND question_key = $2");
    let known: Option<(QuestionId, String)> = tx.opt(known.bind(ask.account).bind(ask.key.as_str())).await?;
    if let Some((id, body)) = known {
        return if body == ask.body.as_str() {
            Ok(Asked { id, new: false })
        } else {
            Err(ReviewError::KeyReused)
        };
    }
    let product = kept(tx, ask.product).await?;
    let asked = sql(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_questions WHERE product_id = $1 AND account_id = $2",
    );
    if tx.one::<(i64,)>(asked.bind(product).bind(ask.account)).await?.0 >= MOST_QUESTIONS {
        return Err(ReviewError::TooMany);
    }
    let found = catalog::product_by_id(tx, product).await?;
    found.filter(|p| p.status == catalog::ProductStatus::Active).ok_or(ReviewError::NotFound)?;
    let (id, now) = (tx.new_id::<QuestionId>(), tx.now());
    let statement = sql("INSERT INTO reviews_questions
             (id, question_key, product_id, account_id, body, visibility, written_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(id)
    .bind(ask.key.as_str())
    .bind(product)
    .bind(ask.account)
    .bind(ask.body.as_str())
    .bind(Text(Visibility::Shown))
    .bind(now);
    tx.exec(statement).await?;
    change_questions(tx, product, 1).await?;
    let asked = QuestionChanged { question_id: id, product_id: product, answer_id: None };
    announce(tx, QUESTION_ASKED, &asked).await?;
    question_letters::asked(tx, config, market, (ask.account, product, id)).await?;
    Ok(Asked { id, new: true })
}

/// Answers a question, and tells who asked it. The same key with the same text is the same answer.
///
/// # Errors
/// [`ReviewError::NotFound`] for a question that is gone or hidden, or about what the seller does not offer;
/// [`ReviewError::NotBought`] for an answer in one's own name; [`ReviewError::KeyReused`]; [`ReviewError::TooMany`].
pub async fn answer(
    tx: &mut Tx,
    config: &ReviewsConfig,
    reply: &Reply,
) -> Result<Asked<AnswerId>, ReviewError> {
    let known = sql("SELECT id, body FROM reviews_answers WHERE account_id = $1 AND answer_key = $2");
    let known: Option<(AnswerId, String)> =
        tx.opt(known.bind(reply.account).bind(reply.key.as_str())).await?;
    if let Some((id, body)) = known {
        let same = body == reply.body.as_str();
        return if same { Ok(Asked { id, new: false }) } else { Err(ReviewError::KeyReused) };
    }
    let given = sql(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_answers WHERE question_id = $1 AND account_id = $2",
    );
    if tx.one::<(i64,)>(given.bind(reply.question).bind(reply.account)).await?.0 >= MOST_ANSWERS {
        return Err(ReviewError::TooMany);
    }
    let asked = shown(tx, Subject::Question(reply.question)).await?;
    let product = asked.product_id;
    let (voice, seller) = match reply.speaker {
        Speaker::Operator => (Voice::Operator, None),
        Speaker::Seller(seller) => {
            let offers = catalog::offers_of(tx, product).await?;
            if !offers.iter().any(|offer| offer.seller_id == seller) {
                return Err(ReviewError::NotFound);
            }
            (Voice::Seller, Some(seller))
        }
        Speaker::Oneself => {
            let bought = orders::purchases::latest(tx, reply.account, product).await?;
            bought.ok_or(ReviewError::NotBought)?;
            (Voice::Buyer, None)
        }
    };
    let (id, now) = (tx.new_id::<AnswerId>(), tx.now());
    let statement = sql("INSERT INTO reviews_answers
             (id, answer_key, question_id, account_id, voice, seller_id, body, visibility, written_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(id)
    .bind(reply.key.as_str())
    .bind(reply.question)
    .bind(reply.account)
    .bind(Text(voice))
    .bind(seller)
    .bind(reply.body.as_str())
    .bind(Text(Visibility::Shown))
    .bind(now);
    tx.exec(statement).await?;
    count_answers(tx, reply.question, 1).await?;
    let answered = QuestionChanged { question_id: reply.question, product_id: product, answer_id: Some(id) };
    announce(tx, QUESTION_ANSWERED, &answered).await?;
    answer_letters::given(tx, config, reply, asked.account_id, id).await?;
    Ok(Asked { id, new: true })
}

async fn count_answers(tx: &mut Tx, question: QuestionId, change: i64) -> Result<(), ReviewError> {
    let statement = sql("UPDATE reviews_questions SET answers = answers + $2 WHERE id = $1");
    tx.exec(statement.bind(question).bind(change)).await?;
    Ok(())
}

async fn announce(tx: &mut Tx, kind: &'static str, changed: &QuestionChanged) -> Result<(), ReviewError> {
    let key = changed.question_id.to_string();
    Ok(tx.append(NewEvent { kind, key, topic: None, payload: changed }).await?)
}

/// Takes one's own question back while it has no shown answer. Taking it back again changes nothing.
///
/// # Errors
/// [`ReviewError::NotFound`] for somebody else's, [`ReviewError::HasAnswers`].
pub async fn remove_question(tx: &mut Tx, author: AccountId, id: QuestionId) -> Result<(), ReviewError> {
    let Some(found) = find(tx, Subject::Question(id)).await? else { return Ok(()) };
    if found.account_id != author {
        return Err(ReviewError::NotFound);
    }
    let answers = sql("SELECT answers FROM reviews_questions WHERE id = $1").bind(id);
    if tx.one::<(i64,)>(answers).await?.0 > 0 {
        return Err(ReviewError::HasAnswers);
    }
    moderate::forget_answers(tx, id).await?;
    tx.exec(sql("DELETE FROM reviews_answers WHERE question_id = $1").bind(id)).await?;
    tx.exec(sql("DELETE FROM reviews_questions WHERE id = $1").bind(id)).await?;
    votes::forget(tx, id.uuid()).await?;
    moderate::close(tx, Subject::Question(id)).await?;
    if found.is_shown() { change_questions(tx, found.product_id, -1).await } else { Ok(()) }
}

/// Takes one's own answer back. Taking it back again changes nothing.
///
/// # Errors
/// [`ReviewError::NotFound`] for somebody else's.
pub async fn remove_answer(tx: &mut Tx, author: AccountId, id: AnswerId) -> Result<(), ReviewError> {
    let Some(found) = find(tx, Subject::Answer(id)).await? else { return Ok(()) };
    if found.account_id != author {
        return Err(ReviewError::NotFound);
    }
    let statement = sql("DELETE FROM reviews_answers WHERE id = $1 RETURNING question_id");
    let (question,): (QuestionId,) = tx.one(statement.bind(id)).await?;
    votes::forget(tx, id.uuid()).await?;
    moderate::close(tx, Subject::Answer(id)).await?;
    if found.is_shown() { count_answers(tx, question, -1).await } else { Ok(()) }
}

/// Of one account about one product, and to one question.
const MOST_QUESTIONS: i64 = 20;
const MOST_ANSWERS: i64 = 5;
/// Those that helped most people; further ones no page shows.
const SHOWN_ANSWERS: i64 = 30;

const QUESTION: &str = "id, product_id, account_id, body, visibility, votes, written_at_us";
const ANSWER: &str = "id, question_id, account_id, voice, seller_id, body, votes, written_at_us";

/// A page of a product's questions: those that most people have too first.
pub async fn questions(conn: &mut Conn, product: ProductId, page: u32) -> Result<QuestionPage, ReviewError> {
    let text = format!(
        "SELECT {QUESTION} FROM reviews_questions WHERE product_id = $1 AND visibility = 'shown'
         ORDER BY votes DESC, written_at_us DESC, id DESC LIMIT $2 OFFSET $3"
    );
    let offset = i64::from(page.max(1) - 1) * QUESTIONS_PER_PAGE;
    let rows = conn.all(sql(text).bind(product).bind(QUESTIONS_PER_PAGE).bind(offset)).await?;
    Ok(QuestionPage { questions: complete(conn, rows).await? })
}

/// One question, shown or hidden.
pub async fn question(conn: &mut Conn, id: QuestionId) -> Result<Option<Question>, ReviewError> {
    let text = format!("SELECT {QUESTION} FROM reviews_questions WHERE id = $1");
    let rows = conn.all(sql(text).bind(id)).await?;
    Ok(complete(conn, rows).await?.pop())
}

/// Adds names and answers.
pub(crate) async fn complete(
    conn: &mut Conn,
    mut questions: Vec<Question>,
) -> Result<Vec<Question>, ReviewError> {
    if questions.is_empty() {
        return Ok(questions);
    }
    let text = format!(
        "SELECT {ANSWER} FROM
             (SELECT {ANSWER}, ROW_NUMBER() OVER
                  (PARTITION BY question_id ORDER BY votes DESC, written_at_us, id) AS place
              FROM reviews_answers WHERE visibility = 'shown' AND question_id IN ({})) AS ranked
         WHERE place <= {SHOWN_ANSWERS} ORDER BY votes DESC, written_at_us, id",
        placeholders(1, questions.len())
    );
    let answers: Vec<Answer> = conn.all(sql(text).bind_all(questions.iter().map(|q| q.id))).await?;
    let who = questions.iter().map(|q| q.account_id).chain(answers.iter().map(|a| a.account_id));
    let names = names_of(conn, who).await?;
    let desks: Vec<SellerId> = answers.iter().filter_map(|a| a.seller_id).collect();
    let sellers = sellers::many(conn, &desks).await?;
    let mut by_question: HashMap<QuestionId, Vec<Answer>> = HashMap::new();
    for mut answer in answers {
        answer.author = match answer.seller_id {
            Some(seller) => sellers.get(&seller).map(|s| s.name.clone()).unwrap_or_default(),
            None => names.get(&answer.account_id).cloned().unwrap_or_default(),
        };
        by_question.entry(answer.question_id).or_default().push(answer);
    }
    for question in &mut questions {
        question.author = names.get(&question.account_id).cloned().unwrap_or_default();
        question.answers = by_question.remove(&question.id).unwrap_or_default();
    }
    Ok(questions)
}
