//! That nothing changes by the API without a key of the request's own, whichever operation is asked.

use crate::api::{answer, desk};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use server::routes_rules::{About, RULES};

/// The path with an id of the right kind in each place, as the description names them.
fn with_ids(description: &Value, method: &Method, path: &str) -> String {
    let operation = &description["paths"][path][method.as_str().to_lowercase()];
    let parameters = operation["parameters"].as_array().unwrap();
    let mut filled = path.to_owned();
    for parameter in parameters.iter().filter(|one| one["in"] == "path") {
        let schema = &parameter["schema"];
        let schema = match schema["$ref"].as_str() {
            Some(place) => description.pointer(place.trim_start_matches('#')).unwrap(),
            None => schema,
        };
        let name = parameter["name"].as_str().unwrap();
        let example =
            schema["examples"][0].as_str().unwrap_or_else(|| panic!("{path}: {name} has no example"));
        filled = filled.replace(&format!("{{{name}}}"), example);
    }
    assert!(!filled.contains('{'), "{filled}: something in the path is not described");
    filled
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_that_changes_something_wants_a_key_of_its_own() {
    let desk = desk().await;
    let (status, description) = desk.get("/api/v1/openapi.json").await;
    assert_eq!(status, StatusCode::OK);
    let mut tried = 0;
    for rule in RULES.iter().filter(|rule| matches!(rule.about, About::Key(_)) && rule.method != "GET") {
        let method: Method = rule.method.parse().unwrap();
        let path = with_ids(&description, &method, rule.path);
        for wrong in [None, Some("short"), Some("with spaces in it, long enough")] {
            let refused = desk.send(method.clone(), &path, &desk.key, wrong, None).await;
            let (status, problem) = answer(refused).await;
            assert_eq!(
                (status, &problem["code"]),
                (StatusCode::BAD_REQUEST, &json!("idempotency-key-missing")),
                "{method} {path} with {wrong:?}: {problem}"
            );
        }
        tried += 1;
    }
    assert!(tried > 50, "only {tried}");
}
