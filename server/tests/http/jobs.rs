//! Jobs that failed for ever: the operator sees them and lets them run again, and nobody else does.

use crate::common::{TestShop, assert_status, header, post_as, post_form, text};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::db::ManualClock;
use platform::db::testing::START;
use platform::domain::contact::Email;
use platform::domain::format::Locale;
use platform::domain::{DurationUs, JobId};
use platform::mail::{Letter, MailError};
use std::sync::Arc;

const OPERATOR: &str = "operator@orinoco.example";
const REPLAY: &str = "/api/operator/replay-job";

/// A shop whose mails find no place until a mail's job has used up its attempts; the place is free again.
async fn failed_for_ever() -> (TestShop, JobId) {
    let clock = Arc::new(ManualClock::at(START));
    let shop = TestShop::at(clock.clone()).await;
    let platform = shop.platform();
    platform.seed(Some("a-demo-password")).await.unwrap();
    platform.settle().await.unwrap();
    let mails = platform.config.data_dir.join("mail");
    std::fs::remove_dir_all(&mails).unwrap();
    std::fs::write(&mails, "a file where the directory should be").unwrap();
    let letter = Letter::new(Locale::En, "Shop", "Too late").text("This letter waits for an operator.");
    let message = letter.message("jobs-test", &Email::parse("ada@shopper.example").unwrap());
    let written: Result<bool, MailError> = platform
        .db
        .write(move |tx| {
            let message = message.clone();
            Box::pin(async move { platform::mail::enqueue(tx, &message).await })
        })
        .await;
    assert!(written.unwrap());
    for _ in 0..platform::db::jobs::DEFAULT_MAX_ATTEMPTS {
        platform.settle().await.unwrap();
        clock.advance(DurationUs::from_hours(1));
    }
    let dead = platform.db.read().await.unwrap().dead_jobs(9).await.unwrap();
    assert_eq!(dead.iter().map(|job| job.kind.as_str()).collect::<Vec<_>>(), ["mail.send"]);
    std::fs::remove_file(&mails).unwrap();
    (shop, dead[0].id)
}

async fn jobs_page(shop: &TestShop, cookie: &str) -> String {
    let request = Request::get("/operator/jobs").header("cookie", cookie).header("accept", "text/html");
    let answer = shop.ask(request.body(Body::empty()).unwrap()).await;
    assert_status(&answer, StatusCode::OK);
    text(answer).await
}

/// How many jobs wait or are dead, and whether the letter is on its way.
async fn state(shop: &TestShop) -> (Vec<JobId>, bool) {
    let mut conn = shop.platform().db.read().await.unwrap();
    let dead = conn.dead_jobs(9).await.unwrap().into_iter().map(|job| job.id).collect();
    let mail = platform::mail::by_key(&mut conn, "jobs-test").await.unwrap().unwrap();
    (dead, mail.state == platform::mail::MailState::Sent)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_failed_for_ever_runs_again_when_the_operator_says_so() {
    let (shop, job) = failed_for_ever().await;
    let cookie = shop.cookie_of(OPERATOR).await;
    let listed = jobs_page(&shop, &cookie).await;
    assert!(listed.contains(&format!("data-job=\"{job}\"")) && listed.contains("mail.send"), "{listed}");

    let form = format!("job={job}");
    for (who, refusal) in [
        (None, vec![StatusCode::UNAUTHORIZED]),
        (Some("ada@shopper.example"), vec![StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
        (Some("lucia@guayabo.example"), vec![StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
    ] {
        let answer = post_as(&shop, who, REPLAY, form.clone()).await;
        assert!(refusal.contains(&answer.status()), "{who:?}: {}", answer.status());
    }
    shop.platform().settle().await.unwrap();
    assert_eq!(state(&shop).await, (vec![job], false), "a dead job stays dead by itself");

    let replayed = post_form(&shop, REPLAY, &cookie, &form).await;
    assert_eq!((replayed.status(), header(&replayed, "location")), (StatusCode::SEE_OTHER, "/operator/jobs"));
    assert!(!jobs_page(&shop, &cookie).await.contains(&job.to_string()));
    shop.platform().settle().await.unwrap();
    assert_eq!(state(&shop).await, (vec![], true), "it has run");
    let again = post_as(&shop, Some(OPERATOR), REPLAY, form).await;
    assert_status(&again, StatusCode::NOT_FOUND);
}
