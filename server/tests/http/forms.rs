//! Every page of the consoles as everybody who may open it: no form stands there that its reader's role may not send.
//! Pages and what their forms ask for come from the table of routes, so a form without a rule fails here.

use crate::common::text;
use crate::world::{World, world};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::domain::roles::{self, OperatorRole, Resource};
use server::forms::rule_of;
use server::routes_rules::{About, RULES};
use std::collections::BTreeSet;

/// Pages whose forms stand there only for what their address says.
const MORE: &[&str] = &["/operator/content/edit?page=imprint", "/operator/imports?for={seller}"];

/// Where the forms of a page are posted to.
fn posted(html: &str) -> Vec<String> {
    let tags = html.split("<form ").skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag);
    let of = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    tags.filter(|tag| of(tag, "method").as_deref() == Some("post"))
        .filter_map(|tag| of(tag, "action"))
        .collect()
}

/// Every page of the consoles as the one with this cookie reads it; what they may not read is left out.
async fn pages(world: &World, cookie: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.method == "GET") {
        if !matches!(rule.about, About::Platform | About::Seller(_)) || rule.path.starts_with("/live/") {
            continue;
        }
        let answer = world.ask(rule, Some(cookie)).await;
        let is_page = answer
            .headers()
            .get("content-type")
            .is_some_and(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/html")));
        if answer.status() == StatusCode::OK && is_page {
            found.push((rule.path.to_owned(), text(answer).await));
        }
    }
    for path in MORE {
        let path = path.replace("{seller}", &world.seller.to_string());
        let request = Request::get(&path).header("accept", "text/html").header("cookie", cookie);
        let answer = world.shop.ask(request.body(Body::empty()).unwrap()).await;
        if answer.status() == StatusCode::OK {
            found.push((path, text(answer).await));
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_a_form_that_their_role_may_not_send() {
    let world = world().await;
    for (name, cookie, actor) in &world.people {
        let Some(cookie) = cookie else { continue };
        let mut sent = BTreeSet::new();
        for (page, html) in pages(&world, cookie).await {
            for address in posted(&html) {
                let rule = rule_of(&address).unwrap_or_else(|| panic!("{page}: {address} has no rule"));
                let resource = match rule.about {
                    About::Platform => Resource::Platform,
                    About::Seller(_) => Resource::Seller(world.seller),
                    // The frame's, and what belongs to the reader alone.
                    _ => continue,
                };
                let may = roles::allow(actor, rule.action, &resource).is_ok();
                assert!(may, "{name}: {page} shows a form for {}, which they may not send", rule.path);
                sent.insert(rule.path);
            }
        }
        // Whoever may change things has forms for it: a page that hid all of them would pass otherwise.
        let administers = actor.operator_role() == Some(OperatorRole::Administrator);
        if administers || *name == "the seller's owner" {
            assert!(sent.len() >= 12, "{name} has only {sent:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_reads_a_sellers_settings_reads_them_and_changes_none() {
    let world = world().await;
    let settings = format!("/seller/settings?seller={}", world.seller);
    let ask = async |cookie: &str| {
        let request = Request::get(&settings).header("accept", "text/html").header("cookie", cookie);
        text(world.shop.ask(request.body(Body::empty()).unwrap()).await).await
    };
    let owner = ask(&world.shop.cookie_of("lucia@guayabo.example").await).await;
    assert!(posted(&owner).iter().any(|address| address == "/api/seller/shipping"), "{owner}");
    for reader in ["wires@orinoco.example", "ben@shopper.example"] {
        let page = ask(&world.shop.cookie_of(reader).await).await;
        assert!(posted(&page).iter().all(|address| !address.starts_with("/api/seller/")), "{reader}: {page}");
        assert!(page.contains("<fieldset") && page.contains("name=\"handling_days\""), "{reader}: {page}");
    }
}
