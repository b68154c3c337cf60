//! Looking changes nothing: every page, file and stream, asked for by everybody.

use crate::world::{World, world};
use axum::body::Body;
use http::Request;
use platform::db::sql;
use server::routes_rules::{About, RULES};
use std::collections::BTreeMap;

/// What may follow from looking, and why.
const MAY_CHANGE: &[&str] = &[
    // What was looked at, for shoppers who agreed to it and for the operator's counts: that is what it is.
    "activity_events",
    // When a session was last used, which its owner reads in the list of devices.
    "identity_sessions",
];

/// Every table as text.
async fn everything(world: &World) -> BTreeMap<String, String> {
    let mut conn = world.shop.platform().db.read().await.unwrap();
    let tables: Vec<(String,)> =
        conn.all(sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).await.unwrap();
    let mut all = BTreeMap::new();
    for (table,) in tables.into_iter().filter(|(table,)| !MAY_CHANGE.contains(&table.as_str())) {
        let columns: Vec<(String,)> =
            conn.all(sql(format!("SELECT name FROM pragma_table_info('{table}')"))).await.unwrap();
        let quoted: Vec<String> = columns.iter().map(|(name,)| format!("quote(\"{name}\")")).collect();
        let text = format!(
            "SELECT COALESCE(group_concat(line, char(10)), '') FROM
             (SELECT {} AS line FROM \"{table}\" ORDER BY 1)",
            quoted.join(" || ',' || ")
        );
        let (rows,): (String,) = conn.one(sql(text)).await.unwrap();
        all.insert(table, rows);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn no_get_changes_anything() {
    let world = world().await;
    // What the world's making left to be followed would be followed by the first page that reports.
    world.shop.platform().settle().await.unwrap();
    let before = everything(&world).await;
    assert!(before.len() > 60 && before.values().filter(|rows| !rows.is_empty()).count() > 30);
    let slugs: Vec<(String,)> = {
        let mut conn = world.shop.platform().db.read().await.unwrap();
        conn.all(sql("SELECT slug FROM catalog_products ORDER BY id LIMIT 3")).await.unwrap()
    };
    let by_name: Vec<String> = slugs
        .iter()
        .flat_map(|(slug,)| [format!("/p/{slug}"), format!("/quick/{slug}"), format!("/p/{slug}?ordered=1")])
        .chain(["/c/kitchen", "/search?q=steel", "/help/delivery", "/suggest?q=ke"].map(str::to_owned))
        .collect();
    let mut asked = 0;
    for (name, cookie, _) in &world.people {
        for rule in RULES.iter().filter(|rule| rule.method == "GET" && !matches!(rule.about, About::Key(_))) {
            let status = world.ask(rule, cookie.as_deref()).await.status();
            assert!(!status.is_server_error(), "{name}: GET {} answers {status}", rule.path);
            asked += 1;
        }
        for path in &by_name {
            let request = Request::get(path).header("accept", "text/html");
            let request = cookie.iter().fold(request, |request, cookie| request.header("cookie", cookie));
            let answer = world.shop.ask(request.body(Body::empty()).unwrap()).await;
            assert!(answer.status().is_success(), "{name}: GET {path} answers {}", answer.status());
            asked += 1;
        }
    }
    assert!(asked > 300, "only {asked} pages were asked for");
    let after = everything(&world).await;
    for (table, rows) in before {
        let now = &after[&table];
        let new: Vec<&str> =
            now.lines().filter(|line| !rows.lines().any(|old| old == *line)).take(3).collect();
        assert!(*now == rows, "{table} was changed by a GET: {new:?}");
    }
}
