//! Reads the description of the API as far as the page shows it.
use serde_json::{Map, Value, json};

/// So deep an example goes: a description may name itself.
const DEEPEST: usize = 8;
const METHODS: [&str; 5] = ["get", "post", "patch", "put", "delete"];

/// Everything that the page shows.
#[derive(Debug)]
pub(super) struct Api {
    /// Markdown.
    pub about: String,
    pub rooms: Vec<Room>,
}

/// What belongs together.
#[derive(Debug)]
pub(super) struct Room {
    pub name: String,
    pub operations: Vec<Operation>,
}

#[derive(Debug)]
pub(super) struct Operation {
    /// In capitals.
    pub method: String,
    pub path: String,
    pub id: String,
    pub summary: String,
    /// Markdown.
    pub description: String,
    pub inputs: Vec<Input>,
    /// An example of what is sent.
    pub body: Option<String>,
    /// Status and what it means.
    pub answers: Vec<(String, String)>,
}

/// What stands in the address, the query or a header.
#[derive(Debug)]
pub(super) struct Input {
    pub name: String,
    /// `path`, `query` or `header`.
    pub place: String,
    pub required: bool,
    pub description: String,
    /// What may stand there, in few words: `string`, `one of: open, sent`.
    pub kind: String,
}

/// # Errors
/// When it is no JSON.
pub(super) fn api(json: &str) -> Result<Api, serde_json::Error> {
    let document: Value = serde_json::from_str(json)?;
    let mut rooms: Vec<Room> = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let Some(described) = item.get(method) else { continue };
            let name = text(&described["tags"][0]);
            let operation = operation(&document, method, path, described);
            match rooms.iter_mut().find(|room| room.name == name) {
                Some(room) => room.operations.push(operation),
                None => rooms.push(Room { name, operations: vec![operation] }),
            }
        }
    }
    Ok(Api { about: flowing(&text(&document["info"]["description"])), rooms })
}

/// Lines that were broken for those who read the source run on; an empty line begins a paragraph.
fn flowing(markdown: &str) -> String {
    markdown.split("\n\n").map(|part| part.replace('\n', " ")).collect::<Vec<_>>().join("\n\n")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn operation(document: &Value, method: &str, path: &str, described: &Value) -> Operation {
    let inputs = described["parameters"].as_array().into_iter().flatten().map(|input| Input {
        name: text(&input["name"]),
        place: text(&input["in"]),
        required: input["required"].as_bool().unwrap_or(false),
        description: text(&input["description"]),
        kind: kind(document, &input["schema"]),
    });
    let body = described["requestBody"]["content"]["application/json"].get("schema");
    let body = body.and_then(|schema| serde_json::to_string_pretty(&example(document, schema, 0)).ok());
    let answers = described["responses"].as_object().into_iter().flatten();
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        id: text(&described["operationId"]),
        summary: text(&described["summary"]),
        description: text(&described["description"]),
        inputs: inputs.collect(),
        body,
        answers: answers.map(|(status, answer)| (status.clone(), text(&answer["description"]))).collect(),
    }
}

/// The schema itself, where another place of the document has it.
fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let named = schema["$ref"].as_str().and_then(|name| name.strip_prefix('#'));
    named.and_then(|pointer| document.pointer(pointer)).unwrap_or(schema)
}

/// The one type of a schema; of one that may be null, the other.
fn type_of(schema: &Value) -> &str {
    match &schema["type"] {
        Value::Array(all) => {
            all.iter().filter_map(Value::as_str).find(|one| *one != "null").unwrap_or_default()
        }
        one => one.as_str().unwrap_or_default(),
    }
}

/// The first possibility of several that is not null.
fn choice(schema: &Value) -> Option<&Value> {
    let all = ["oneOf", "anyOf", "allOf"].iter().find_map(|name| schema[name].as_array())?;
    all.iter().find(|one| type_of(one) != "null" && one["type"] != "null")
}

fn kind(document: &Value, schema: &Value) -> String {
    let schema = resolved(document, schema);
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        return values.join(" | ");
    }
    if let Some(one) = choice(schema) {
        return kind(document, one);
    }
    let words = [type_of(schema), schema["format"].as_str().unwrap_or_default()];
    let bounds = [("minimum", "≥"), ("maximum", "≤")];
    let bounds =
        bounds.iter().filter_map(|(name, sign)| schema[*name].as_i64().map(|n| format!("{sign} {n}")));
    let words = words.iter().filter(|word| !word.is_empty()).map(|word| (*word).to_owned());
    words.chain(bounds).collect::<Vec<_>>().join(" ")
}

/// What could be sent: everything that must be there, or else the first of what may.
fn example(document: &Value, schema: &Value, depth: usize) -> Value {
    let schema = resolved(document, schema);
    let given = schema.get("example").or_else(|| schema.get("default")).or_else(|| schema["enum"].get(0));
    if let Some(given) = given {
        return given.clone();
    }
    if depth > DEEPEST {
        return Value::Null;
    }
    if let Some(one) = choice(schema) {
        return example(document, one, depth + 1);
    }
    match type_of(schema) {
        "object" => object(document, schema, depth),
        "array" => json!([example(document, &schema["items"], depth + 1)]),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        "boolean" => json!(true),
        "string" => json!(written(schema)),
        _ => Value::Null,
    }
}

fn object(document: &Value, schema: &Value, depth: usize) -> Value {
    let none = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let wanted = |name: &str| required.contains(&name);
    let all_may = required.is_empty();
    let shown = properties
        .iter()
        .filter(|(name, _)| wanted(name))
        .chain(properties.iter().take(usize::from(all_may)));
    Value::Object(shown.map(|(name, of)| (name.clone(), example(document, of, depth + 1))).collect())
}

/// A text that has the right form, as far as that is said.
fn written(schema: &Value) -> String {
    let pattern = schema["pattern"].as_str().unwrap_or_default().trim_start_matches('^');
    let prefix: String = pattern.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
    match schema["format"].as_str() {
        Some("date-time") => "2026-01-31T12:00:00Z".to_owned(),
        Some("date") => "2026-01-31".to_owned(),
        Some("uri") => "https://example.com/".to_owned(),
        _ if prefix.ends_with('_') => format!("{prefix}…"),
        _ => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described() -> Api {
        let document = json!({
            "info": { "description": "**Keys.** One\nline.\n\nAnother." },
            "paths": {
                "/things/{thing}": {
                    "patch": {
                        "tags": ["things"], "operationId": "change_thing", "summary": "Changes it.",
                        "parameters": [
                            { "name": "thing", "in": "path", "required": true, "schema": { "type": "string" } },
                            { "name": "show", "in": "query", "schema": { "$ref": "#/components/schemas/Show" } },
                            { "name": "limit", "in": "query", "schema": { "type": ["integer", "null"], "minimum": 1, "maximum": 100 } }
                        ],
                        "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Change" } } } },
                        "responses": { "200": { "description": "It is changed." } }
                    }
                },
                "/things": { "get": { "tags": ["things"], "responses": {} } },
                "/others": { "get": { "tags": ["others"], "responses": {} } }
            },
            "components": { "schemas": {
                "Show": { "type": "string", "enum": ["open", "sent"] },
                "Line": { "type": "object", "required": ["id", "units"], "properties": {
                    "id": { "type": "string", "pattern": "^lin_[0-9a-z]{26}$" },
                    "units": { "type": "integer", "minimum": 1 },
                    "note": { "type": "string" }
                } },
                "Change": { "type": "object", "required": ["lines", "show"], "properties": {
                    "lines": { "type": "array", "items": { "$ref": "#/components/schemas/Line" } },
                    "show": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Show" }] }
                } }
            } }
        });
        api(&document.to_string()).unwrap()
    }

    #[test]
    fn operations_stand_in_their_rooms() {
        let api = described();
        let rooms: Vec<_> =
            api.rooms.iter().map(|room| (room.name.as_str(), room.operations.len())).collect();
        assert_eq!(rooms, [("others", 1), ("things", 2)]);
        assert_eq!(api.about, "**Keys.** One line.\n\nAnother.");
        let change = &api.rooms[1].operations[1];
        assert_eq!(
            (change.method.as_str(), change.path.as_str(), change.id.as_str()),
            ("PATCH", "/things/{thing}", "change_thing")
        );
        assert_eq!(change.answers, [("200".to_owned(), "It is changed.".to_owned())]);
        let inputs: Vec<_> =
            change.inputs.iter().map(|i| (i.name.as_str(), i.required, i.kind.as_str())).collect();
        assert_eq!(
            inputs,
            [
                ("thing", true, "string"),
                ("show", false, "open | sent"),
                ("limit", false, "integer ≥ 1 ≤ 100")
            ]
        );
    }

    #[test]
    fn an_example_holds_what_must_be_sent() {
        let api = described();
        let body: Value = serde_json::from_str(api.rooms[1].operations[1].body.as_deref().unwrap()).unwrap();
        assert_eq!(body, json!({ "lines": [{ "id": "lin_…", "units": 1 }], "show": "open" }));
    }

    #[test]
    fn what_is_no_json_is_none() {
        assert!(api("{").is_err());
    }
}
