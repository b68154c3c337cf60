//! The server functions of reviews, questions and answers. The work behind each is in `work`.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A review as typed; photos are sent by a form of their own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    pub product: String,
    pub stars: String,
    pub title: String,
    pub body: String,
}

/// Writes one's review of a product, or changes it.
#[server(endpoint = "reviews/save")]
pub async fn save_review(#[server(flatten)] form: ReviewForm) -> Result<(), ServerFnError> {
    let typed = crate::answer::Invalid::new(super::form::FORM, &form);
    crate::answer::answer_keeping(Some(typed), super::work::save(form)).await
}

/// Takes one's review back.
#[server(endpoint = "reviews/remove")]
pub async fn remove_review(#[server(default)] product: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::remove(product)).await
}

/// Takes a photo out of one's review. Adding some is a form that sends files: the server's own route.
#[server(endpoint = "reviews/photo-remove")]
pub async fn remove_photo(
    #[server(default)] product: String,
    #[server(default)] photo: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::remove_photo(product, photo)).await
}

/// Says that a review, a question or an answer helped, or takes that back; `helped` is empty then.
#[server(endpoint = "reviews/vote")]
pub async fn vote_for(
    #[server(default)] subject: String,
    #[server(default)] helped: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::vote(subject, helped)).await
}

/// Asks the operator to look at a review, a question or an answer.
#[server(endpoint = "reviews/report")]
pub async fn report_words(
    #[server(default)] subject: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::report(subject, reason)).await
}

/// A question as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AskForm {
    pub product: String,
    pub key: String,
    pub question: String,
}

/// Asks about a product.
#[server(endpoint = "reviews/ask")]
pub async fn ask_question(#[server(flatten)] form: AskForm) -> Result<(), ServerFnError> {
    let typed = crate::answer::Invalid::new(super::section::ASK_FORM, &form);
    crate::answer::answer_keeping(Some(typed), super::work::ask(form)).await
}

/// An answer as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    pub question: String,
    pub key: String,
    /// A seller's id, `operator`, or empty for one's own name.
    pub speaker: String,
    pub answer: String,
}

/// Answers a question: as its buyer, for a seller, for the shop.
#[server(endpoint = "reviews/answer")]
pub async fn answer_question(#[server(flatten)] form: AnswerForm) -> Result<(), ServerFnError> {
    let typed = crate::answer::Invalid::new(super::question::FORM, &form);
    crate::answer::answer_keeping(Some(typed), super::work::answer(form)).await
}

/// Takes one's own question or answer back.
#[server(endpoint = "reviews/take-back")]
pub async fn take_back(#[server(default)] subject: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::take_back(subject)).await
}

/// A seller's reply to a review, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplyForm {
    pub seller: String,
    pub review: String,
    pub reply: String,
}

/// Replies to a review of what was bought from the seller, or changes the reply.
#[server(endpoint = "seller/reply")]
pub async fn reply_to_review(#[server(flatten)] form: ReplyForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::reply(form)).await
}

/// What a buyer says of a seller, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedbackForm {
    pub part: String,
    pub stars: String,
    pub words: String,
}

/// Rates the seller of a part of one's own order that was delivered.
#[server(endpoint = "reviews/feedback")]
pub async fn give_feedback(#[server(flatten)] form: FeedbackForm) -> Result<(), ServerFnError> {
    let typed = crate::answer::Invalid::new(super::feedback::FORM, &form);
    crate::answer::answer_keeping(Some(typed), super::work::give_feedback(form)).await
}

/// A seller's answer to what a buyer said of it, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedbackAnswerForm {
    pub seller: String,
    pub feedback: String,
    pub answer: String,
}

/// Answers what a buyer said of the seller, once.
#[server(endpoint = "seller/feedback-answer")]
pub async fn answer_feedback(#[server(flatten)] form: FeedbackAnswerForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::answer_feedback(form)).await
}

/// What the operator decides, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecideForm {
    pub subject: String,
    pub verdict: String,
    pub reason: String,
}

/// Hides a review, a question or an answer, or keeps it.
#[server(endpoint = "operator/decide")]
pub async fn decide_case(#[server(flatten)] form: DecideForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::decide(form)).await
}
