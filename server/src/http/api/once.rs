//! One request, one answer: what makes a repeat harmless. The rows are `integrations::requests`.

use super::Api;
use super::auth::Caller;
use super::extract::Command;
use super::problem::Problem;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use platform::db::{BoxFuture, DbError, Tx};
use platform::integrations::{Answer, IntegrationError, command_key, requests};
use serde::Serialize;
use std::sync::Arc;

/// On an answer that was given before.
const REPEATED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// What came of a command.
pub enum Outcome<T> {
    /// It is done: a repeat gets this answer.
    Done(T),
    /// It goes on: a repeat asks again.
    UnderWay(T),
}

/// The key under which the command behind a request runs.
pub fn key_of<T>(caller: &Caller, command: &Command<T>) -> String {
    command_key(caller.seller.id, &command.key)
}

fn written<T: Serialize>(status: StatusCode, body: &T) -> Result<Answer, Problem> {
    let body = serde_json::to_string(body).map_err(|error| Problem::unexpected(&error))?;
    Ok(Answer { status: status.as_u16(), body })
}

fn sent(answer: Answer, repeated: bool) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if repeated {
        headers.insert(REPEATED, HeaderValue::from_static("true"));
    }
    response
}

/// Why a command in one transaction came to nothing.
#[derive(Debug, thiserror::Error)]
enum Failed<E> {
    #[error(transparent)]
    Work(E),
    #[error(transparent)]
    Integration(#[from] IntegrationError),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("the answer cannot be written")]
    Written(Problem),
}

/// Runs a command and keeps its answer, in one transaction: done whole and known, or neither.
///
/// # Errors
/// The command's, and a key that came with another request before.
pub async fn together<I, T, E>(
    api: &Api,
    caller: &Caller,
    command: &Command<I>,
    status: StatusCode,
    work: impl for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
) -> Result<Response<Body>, Problem>
where
    T: Serialize + Send + 'static,
    E: std::error::Error + Into<Problem> + Send + 'static,
{
    together_but(api, caller, command, status, |told| told, work).await
}

/// The same, of an answer with something that is told once: only what `rest` leaves of it is kept, and repeated.
///
/// # Errors
/// The command's, and a key that came with another request before.
pub async fn together_but<I, T, E>(
    api: &Api,
    caller: &Caller,
    command: &Command<I>,
    status: StatusCode,
    rest: fn(T) -> T,
    work: impl for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
) -> Result<Response<Body>, Problem>
where
    T: Serialize + Send + 'static,
    E: std::error::Error + Into<Problem> + Send + 'static,
{
    let (seller, work) = (caller.seller.id, Arc::new(work));
    let (key, hash) = (command.key.clone(), command.hash.clone());
    let done: Result<(Answer, bool), Failed<E>> = api
        .platform
        .db
        .write(move |tx| {
            let (work, key, hash) = (Arc::clone(&work), key.clone(), hash.clone());
            Box::pin(async move {
                if let Some(answer) = requests::begin(tx, seller, &key, &hash).await? {
                    return Ok((answer, true));
                }
                let body = work(tx).await.map_err(Failed::Work)?;
                let told = written(status, &body).map_err(Failed::Written)?;
                let kept = written(status, &rest(body)).map_err(Failed::Written)?;
                let given = requests::finish(tx, seller, &key, &kept).await?;
                Ok((if given == kept { told } else { given }, false))
            })
        })
        .await;
    match done {
        Ok((answer, repeated)) => Ok(sent(answer, repeated)),
        Err(Failed::Work(error)) => Err(error.into()),
        Err(Failed::Integration(error)) => Err(error.into()),
        Err(Failed::Db(error)) => Err(error.into()),
        Err(Failed::Written(problem)) => Err(problem),
    }
}

/// Runs a command that has steps outside of one transaction and can be repeated under its own key or state; keeps its
/// answer when it is done. What is refused is not kept: nothing was changed.
///
/// # Errors
/// The command's, and a key that came with another request before.
pub async fn once<I, T: Serialize>(
    api: &Api,
    caller: &Caller,
    command: &Command<I>,
    work: impl Future<Output = Result<Outcome<T>, Problem>>,
) -> Result<Response<Body>, Problem> {
    let (seller, key, hash) = (caller.seller.id, command.key.clone(), command.hash.clone());
    let known: Result<Option<Answer>, IntegrationError> = api
        .platform
        .db
        .write(move |tx| {
            let (key, hash) = (key.clone(), hash.clone());
            Box::pin(async move { requests::begin(tx, seller, &key, &hash).await })
        })
        .await;
    if let Some(answer) = known? {
        return Ok(sent(answer, true));
    }
    let done = match work.await {
        Ok(done) => done,
        Err(problem) => {
            // Unless something went wrong here: then nobody knows yet what was done, and the key stays with its request.
            if problem.status().is_client_error() {
                let key = command.key.clone();
                let given: Result<(), IntegrationError> = api
                    .platform
                    .db
                    .write(move |tx| {
                        let key = key.clone();
                        Box::pin(async move { requests::give_back(tx, seller, &key).await })
                    })
                    .await;
                given?;
            }
            return Err(problem);
        }
    };
    let answer = match done {
        Outcome::UnderWay(body) => return Ok(sent(written(StatusCode::ACCEPTED, &body)?, false)),
        Outcome::Done(body) => written(StatusCode::OK, &body)?,
    };
    let key = command.key.clone();
    let kept: Result<Answer, IntegrationError> = api
        .platform
        .db
        .write(move |tx| {
            let (key, answer) = (key.clone(), answer.clone());
            Box::pin(async move { requests::finish(tx, seller, &key, &answer).await })
        })
        .await;
    Ok(sent(kept?, false))
}
