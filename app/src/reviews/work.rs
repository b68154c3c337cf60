//! What the server functions of reviews do: who is it, may they, parse, one call, where to go on.
use domain::field::Problem;
use domain::key::IdempotencyKey;
use domain::review::{Prose, ProseKind, ReportReason, Stars, Subject, Verdict};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, FeedbackId, PartId, PictureId, ProductId, QuestionId, ReviewId};
use platform::reviews::{self, Ask, Decided, Draft, Reply, ReviewError, Saved, Speaker};

use super::api::{AnswerForm, AskForm, DecideForm, FeedbackAnswerForm, FeedbackForm, ReplyForm, ReviewForm};
use super::parts::prose_words;
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::seller::desk::{link, of_form};
use crate::shop::market::market;
use crate::text::T;
use crate::ui::Tone;

/// A named error as a sentence; others are our fault.
fn words(t: T, error: ReviewError) -> Failure {
    let text = match error {
        ReviewError::NotFound => return Failure::NotFound,
        ReviewError::NotBought => t.review_not_bought(),
        ReviewError::OwnGoods => t.review_own_goods(),
        ReviewError::OwnWords => t.review_own_words(),
        ReviewError::TooManyPhotos => t.review_too_many_photos(),
        ReviewError::TooMany => t.review_too_many(),
        ReviewError::SaidAlready => t.feedback_said(),
        ReviewError::HasAnswers => t.question_has_answers(),
        ReviewError::KeyReused | ReviewError::NoSuchPhoto => t.form_malformed(),
        other => return other.into(),
    };
    Failure::refused(text)
}

/// Who writes, votes or reports: anybody with an account.
fn author() -> Result<AccountId, Failure> {
    allow(Action::Contribute, &Resource::OwnAccount)?;
    account_id()
}

fn id_of<I: std::str::FromStr>(text: &str) -> Result<I, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

fn subject_of(text: &str) -> Result<Subject, Failure> {
    Subject::parse(text).ok_or(Failure::NotFound)
}

pub(super) async fn save(form: ReviewForm) -> Result<Done, Failure> {
    let me = author()?;
    let t = Ctx::current().t();
    let product: ProductId = id_of(&form.product)?;
    let mut invalid = Invalid::new(super::form::FORM, &form);
    let stars = Stars::parse(&form.stars);
    if stars.is_err() {
        invalid = invalid.field("stars", t.review_choose_stars());
    }
    let (title, body) =
        (Prose::parse(ProseKind::Title, &form.title), Prose::parse(ProseKind::Review, &form.body));
    for (name, kind, problem) in
        [("title", ProseKind::Title, title.as_ref().err()), ("body", ProseKind::Review, body.as_ref().err())]
    {
        if let Some(problem) = problem {
            invalid = invalid.field(name, prose_words(t, kind, *problem));
        }
    }
    let (Ok(stars), Ok(title), Ok(body)) = (stars, title, body) else { return Err(invalid.into()) };
    let saved = platform()
        .db
        .write(move |tx| {
            let (title, body) = (title.clone(), body.clone());
            Box::pin(async move {
                // Photos come and go by their own form.
                let photos = match reviews::of_author(tx, me, product).await? {
                    Some(review) => {
                        let photos = reviews::photos_of(tx, &[review.id]).await?;
                        photos.into_values().flatten().map(|p| p.id).collect()
                    }
                    None => Vec::new(),
                };
                reviews::save(tx, me, product, &Draft { stars, title, body, photos }).await
            })
        })
        .await
        .map_err(|e| words(t, e))?;
    let said = match saved {
        Saved::Written(_) => t.review_written(),
        Saved::Edited(_) | Saved::Unchanged(_) => t.review_changed(),
    };
    Ok(Done::to(format!("/account/reviews/{product}")).notice(Tone::Good, said))
}

pub(super) async fn remove(product: String) -> Result<Done, Failure> {
    let me = author()?;
    let t = Ctx::current().t();
    let product: ProductId = id_of(&product)?;
    platform()
        .db
        .write(move |tx| Box::pin(reviews::remove(tx, me, product)))
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to("/account/reviews").notice(Tone::Good, t.review_removed()))
}

pub(super) async fn remove_photo(product: String, photo: String) -> Result<Done, Failure> {
    let me = author()?;
    let t = Ctx::current().t();
    let (product, photo): (ProductId, PictureId) = (id_of(&product)?, id_of(&photo)?);
    platform()
        .db
        .write(move |tx| Box::pin(reviews::remove_photo(tx, me, product, photo)))
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to(format!("/account/reviews/{product}")).notice(Tone::Good, t.photos_removed()))
}

pub(super) async fn vote(subject: String, helped: String) -> Result<Done, Failure> {
    let me = author()?;
    let t = Ctx::current().t();
    let (subject, helped) = (subject_of(&subject)?, !helped.is_empty());
    platform()
        .db
        .write(move |tx| Box::pin(reviews::vote(tx, me, subject, helped)))
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::back().at(&subject.to_string()))
}

pub(super) async fn report(subject: String, reason: String) -> Result<Done, Failure> {
    let me = author()?;
    let t = Ctx::current().t();
    let subject = subject_of(&subject)?;
    let reason = ReportReason::parse(&reason).ok_or_else(|| Failure::refused(t.report_choose()))?;
    platform()
        .db
        .write(move |tx| Box::pin(reviews::report(tx, me, subject, reason)))
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::back().notice(Tone::Good, t.report_done()))
}

pub(super) async fn ask(form: AskForm) -> Result<Done, Failure> {
    let me = author()?;
    let t = Ctx::current().t();
    let key = IdempotencyKey::parse(&form.key).map_err(|_| Failure::refused(t.form_malformed()))?;
    let product: ProductId = id_of(&form.product)?;
    let invalid = Invalid::new(super::section::ASK_FORM, &form);
    let body = typed(t, invalid, "question", ProseKind::Question, &form.question)?;
    let ask = Ask { key, account: me, product, body };
    let platform = platform();
    let market = market(&mut platform.db.read().await?).await?;
    let config = platform.reviews.clone();
    platform
        .db
        .write(move |tx| {
            let (ask, market, config) = (ask.clone(), market.clone(), config.clone());
            Box::pin(async move { reviews::ask(tx, &config, &market, &ask).await })
        })
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::back().notice(Tone::Good, t.question_asked()))
}

/// A text of a form, or what is wrong with it beside its field.
fn typed(t: T, invalid: Invalid, name: &str, kind: ProseKind, text: &str) -> Result<Prose, Failure> {
    Prose::parse(kind, text)
        .map_err(|problem: Problem| invalid.field(name, prose_words(t, kind, problem)).into())
}

pub(super) async fn answer(form: AnswerForm) -> Result<Done, Failure> {
    let me = author()?;
    let t = Ctx::current().t();
    let key = IdempotencyKey::parse(&form.key).map_err(|_| Failure::refused(t.form_malformed()))?;
    let question: QuestionId = id_of(&form.question)?;
    let speaker = match form.speaker.as_str() {
        "" => Speaker::Oneself,
        "operator" => {
            allow(Action::Moderate, &Resource::Platform)?;
            Speaker::Operator
        }
        seller => {
            let seller = id_of(seller)?;
            allow(Action::ReplyForSeller, &Resource::Seller(seller))?;
            Speaker::Seller(seller)
        }
    };
    let invalid = Invalid::new(super::question::FORM, &form);
    let body = typed(t, invalid, "answer", ProseKind::Answer, &form.answer)?;
    let reply = Reply { key, account: me, speaker, question, body };
    let platform = platform();
    let config = platform.reviews.clone();
    platform
        .db
        .write(move |tx| {
            let (reply, config) = (reply.clone(), config.clone());
            Box::pin(async move { reviews::answer(tx, &config, &reply).await })
        })
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to(format!("/questions/{question}")).notice(Tone::Good, t.question_answered()))
}

pub(super) async fn take_back(subject: String) -> Result<Done, Failure> {
    let me = author()?;
    let t = Ctx::current().t();
    let subject = subject_of(&subject)?;
    let platform = platform();
    // Where the question stood is gone with it.
    let next = match subject {
        Subject::Question(id) => {
            let mut conn = platform.db.read().await?;
            let question = reviews::question(&mut conn, id).await.map_err(|e| words(t, e))?;
            let product = match question {
                Some(q) => platform::catalog::product_by_id(&mut conn, q.product_id).await?,
                None => None,
            };
            Done::to(product.map_or("/".to_owned(), |p| format!("/p/{}", p.slug)))
        }
        _ => Done::back(),
    };
    platform
        .db
        .write(move |tx| {
            Box::pin(async move {
                match subject {
                    Subject::Question(id) => reviews::remove_question(tx, me, id).await,
                    Subject::Answer(id) => reviews::remove_answer(tx, me, id).await,
                    // A review is taken back by the product that it is about, and what was said of a seller stays.
                    Subject::Review(_) | Subject::Feedback(_) => Err(ReviewError::NotFound),
                }
            })
        })
        .await
        .map_err(|e| words(t, e))?;
    Ok(next.notice(Tone::Good, t.words_taken_back()))
}

pub(super) async fn reply(form: ReplyForm) -> Result<Done, Failure> {
    let seller = of_form(Action::ReplyForSeller, &form.seller).await?.id;
    let me = account_id()?;
    let t = Ctx::current().t();
    let review: ReviewId = id_of(&form.review)?;
    let invalid = Invalid::new(super::desk::REPLY_FORM, &form);
    let body = typed(t, invalid, "reply", ProseKind::Reply, &form.reply)?;
    platform()
        .db
        .write(move |tx| {
            let body = body.clone();
            Box::pin(async move { reviews::reply(tx, me, seller, review, &body).await })
        })
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to(link(seller, "/seller/reviews")).at(&review.to_string()).notice(Tone::Good, t.reply_sent()))
}

pub(super) async fn give_feedback(form: FeedbackForm) -> Result<Done, Failure> {
    let me = author()?;
    let t = Ctx::current().t();
    let part: PartId = id_of(&form.part)?;
    let mut invalid = Invalid::new(super::feedback::FORM, &form);
    let stars = Stars::parse(&form.stars);
    if stars.is_err() {
        invalid = invalid.field("stars", t.review_choose_stars());
    }
    let body = typed(t, invalid.clone(), "words", ProseKind::Reply, &form.words)?;
    let Ok(stars) = stars else { return Err(invalid.into()) };
    let platform = platform();
    let config = platform.reviews.clone();
    platform
        .db
        .write(move |tx| {
            let (config, body) = (config.clone(), body.clone());
            Box::pin(async move { reviews::give_feedback(tx, &config, me, part, stars, &body).await })
        })
        .await
        .map_err(|e| match e {
            ReviewError::NotBought => Failure::refused(t.feedback_not_yet()),
            other => words(t, other),
        })?;
    Ok(Done::to(format!("/account/feedback/{part}")).notice(Tone::Good, t.feedback_given()))
}

pub(super) async fn answer_feedback(form: FeedbackAnswerForm) -> Result<Done, Failure> {
    let seller = of_form(Action::ReplyForSeller, &form.seller).await?.id;
    let me = account_id()?;
    let t = Ctx::current().t();
    let feedback: FeedbackId = id_of(&form.feedback)?;
    let invalid = Invalid::new(super::feedback::ANSWER_FORM, &form);
    let body = typed(t, invalid, "answer", ProseKind::Reply, &form.answer)?;
    platform()
        .db
        .write(move |tx| {
            let body = body.clone();
            Box::pin(async move { reviews::answer_feedback(tx, me, seller, feedback, &body).await })
        })
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to(link(seller, "/seller/reviews"))
        .at(&feedback.to_string())
        .notice(Tone::Good, t.feedback_answered()))
}

pub(super) async fn decide(form: DecideForm) -> Result<Done, Failure> {
    allow(Action::Moderate, &Resource::Platform)?;
    let me = account_id()?;
    let t = Ctx::current().t();
    let subject = subject_of(&form.subject)?;
    let verdict = Verdict::parse(&form.verdict).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    let invalid = Invalid::new(super::queue::FORM, &form);
    let reason = typed(t, invalid, "reason", ProseKind::Reason, &form.reason)?;
    let decided = platform()
        .db
        .write(move |tx| {
            let reason = reason.clone();
            Box::pin(async move { reviews::decide(tx, me, subject, verdict, &reason).await })
        })
        .await
        .map_err(|e| words(t, e))?;
    platform().pictures_were_decided();
    let said = match (decided, verdict) {
        (Decided::Unchanged, _) => t.case_unchanged(),
        (Decided::Done, Verdict::Hide) => t.case_hidden(),
        (Decided::Done, Verdict::Keep) => t.case_kept(),
    };
    Ok(Done::to(format!("/operator/reports/{subject}")).notice(Tone::Good, said))
}
