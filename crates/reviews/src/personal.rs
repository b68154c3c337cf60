//! What reviews keep about an account. Its words go with it, but for a question that others have answered, which stays as
//! nobody's; decisions and a seller's replies are the shop's and the seller's. Called by `identity::personal`.

use crate::{abuse, by_author, feedback, remove, remove_answer, remove_question};
use db::{BoxFuture, Conn, Tx, sql};
use domain::format::iso;
use domain::{AccountId, AnswerId, QuestionId, Timestamp};
use identity::{PersonalData, PersonalError};
use serde_json::{Value, json};
use uuid::Uuid;

/// Reviews, questions, answers, votes and reports.
pub struct ReviewData;

const TABLES: [&str; 4] = ["reviews_reviews", "reviews_questions", "reviews_answers", "reviews_feedback"];

impl PersonalData for ReviewData {
    fn name(&self) -> &'static str {
        "reviews"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let reviews = by_author(conn, account, i64::MAX).await?;
            let reviews = reviews.into_iter().map(|review| {
                json!({
                    "product": review.product_id, "stars": review.stars.get(), "title": review.title,
                    "text": review.body, "photos": review.photos, "written_at": iso(review.written_at),
                })
            });
            let reviews: Vec<Value> = reviews.collect();
            let questions = written(conn, "reviews_questions", account).await?;
            let answers = written(conn, "reviews_answers", account).await?;
            let of_sellers = feedback::said_by(conn, account).await?.into_iter().map(|said| {
                json!({
                    "seller": said.seller_id, "stars": said.stars.get(), "text": said.body,
                    "written_at": iso(said.written_at),
                })
            });
            let of_sellers: Vec<Value> = of_sellers.collect();
            let reported = abuse::reported_by(conn, account).await?;
            let reported = reported.into_iter().map(|(thing, reason, words, at)| {
                json!({ "thing": thing.to_string(), "reason": reason, "text": words, "reported_at": iso(at) })
            });
            let reported: Vec<Value> = reported.collect();
            Ok(json!({
                "reviews": reviews, "questions": questions, "answers": answers, "of_sellers": of_sellers,
                "reported": reported,
            }))
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            for review in by_author(tx, account, i64::MAX).await? {
                remove(tx, account, review.product_id).await?;
            }
            let mine = sql("SELECT id FROM reviews_answers WHERE account_id = $1");
            for (id,) in tx.all::<(AnswerId,)>(mine.bind(account)).await? {
                remove_answer(tx, account, id).await?;
            }
            let mine = sql("SELECT id FROM reviews_questions WHERE account_id = $1 AND answers = 0");
            for (id,) in tx.all::<(QuestionId,)>(mine.bind(account)).await? {
                remove_question(tx, account, id).await?;
            }
            feedback::forget(tx, account).await?;
            abuse::forget(tx, account).await?;
            take_votes_back(tx, account).await?;
            let counted = sql("UPDATE reviews_cases SET reports = reports - 1
                               WHERE subject_id IN (SELECT subject_id FROM reviews_reports WHERE account_id = $1)");
            tx.exec(counted.bind(account)).await?;
            tx.exec(sql("DELETE FROM reviews_reports WHERE account_id = $1").bind(account)).await?;
            Ok(())
        })
    }
}

/// Text and time of everything that an account has written into this table.
async fn written(
    conn: &mut Conn,
    table: &'static str,
    account: AccountId,
) -> Result<Vec<Value>, PersonalError> {
    let text =
        format!("SELECT body, written_at_us FROM {table} WHERE account_id = $1 ORDER BY written_at_us");
    let rows: Vec<(String, Timestamp)> = conn.all(sql(text).bind(account)).await?;
    Ok(rows.into_iter().map(|(body, at)| json!({ "text": body, "written_at": iso(at) })).collect())
}

/// Also the votes for what has been hidden since.
async fn take_votes_back(tx: &mut Tx, account: AccountId) -> Result<(), PersonalError> {
    let voted = sql("SELECT subject_id FROM reviews_votes WHERE account_id = $1 ORDER BY subject_id");
    for (subject,) in tx.all::<(Uuid,)>(voted.bind(account)).await? {
        for table in TABLES {
            let text = format!("UPDATE {table} SET votes = votes - 1 WHERE id = $1");
            tx.exec(sql(text).bind(subject)).await?;
        }
    }
    tx.exec(sql("DELETE FROM reviews_votes WHERE account_id = $1").bind(account)).await?;
    Ok(())
}
