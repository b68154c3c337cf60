//! The other half of the matrix: no form refuses whom it belongs to. Without it a route that refuses everybody would pass.

use crate::world::world;
use futures::StreamExt as _;
use http::StatusCode;
use platform::domain::roles;
use server::routes_rules::{About, RULES, Rule};

/// Forms that name a second thing which the matrix has not, and what is missing.
const MISSES: &[(&str, &str)] = &[
    ("/api/lists/item-move", "a second list"),
    ("/account/reviews/{product}/photos", "a review of one's own"),
    ("/api/reviews/photo-remove", "a photo"),
    ("/api/reviews/take-back", "a question of one's own"),
    ("/api/seller/offer", "an offer"),
    ("/api/seller/price-rule", "an offer"),
    ("/api/seller/feedback-answer", "what a buyer said of the seller"),
    ("/api/operator/content-save", "a page"),
    ("/api/operator/content-restore", "a version of a page"),
    ("/api/operator/content-withdraw", "a page"),
    ("/api/operator/content-unschedule", "a text that has not begun"),
    ("/api/operator/take-back", "something said that has not begun"),
    ("/api/operator/tax-withdraw", "a rate of tax that has not begun"),
    ("/api/operator/terms-withdraw", "terms that have not begun"),
    ("/api/operator/promotion-pause", "a promotion of the platform's"),
    ("/api/operator/appeal-answer", "an appeal"),
    ("/api/operator/courtesy-again", "what was to be given back and was refused"),
    ("/api/operator/synonym-remove", "a synonym"),
];

/// What comes of a form that one of its rightful users sends, in a shop of its own: `None` when it gets through.
async fn refused(rule: &'static Rule) -> Option<String> {
    let world = world().await;
    let resource = world.resource(rule)?;
    let rightful =
        world.people.iter().find(|(_, _, actor)| roles::allow(actor, rule.action, &resource).is_ok());
    let Some((name, cookie, _)) = rightful else { return Some(format!("nobody may use {}", rule.path)) };
    let status = world.ask(rule, cookie.as_deref()).await.status();
    let refuses = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&status);
    (refuses || status.is_server_error()).then(|| format!("{name}: {} answers {status}", rule.path))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_refuses_whom_it_belongs_to() {
    let forms: Vec<&Rule> =
        RULES.iter().filter(|rule| rule.method == "POST" && !matches!(rule.about, About::Key(_))).collect();
    assert!(forms.len() > 80);
    let refused: Vec<String> = futures::stream::iter(forms)
        .map(refused)
        .buffer_unordered(4)
        .filter_map(async |one| one)
        .collect()
        .await;
    let unexpected: Vec<&String> =
        refused.iter().filter(|one| !MISSES.iter().any(|(path, _)| one.contains(path))).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}
