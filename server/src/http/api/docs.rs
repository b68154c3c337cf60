//! The description of the API: what the handlers say, and what is true of all of them. What a key needs comes from
//! `routes_rules`, and which refusals there are from what an operation reads, so neither can be forgotten.

use super::problem::{CONTENT_TYPE, ProblemDetails};
use crate::routes_rules::{self, About};
use domain::text_enum::TextEnum as _;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, Info, License, OpenApi, PathItem, Ref, RefOr, Required, Response, Server};
use utoipa::{PartialSchema as _, ToSchema as _};

const KEY: &str = "key";
const ABOUT: &str = "Everything that a seller does on the dashboard, for programs.

**Keys.** An owner of the shop makes a key on the page *API* and chooses its scopes. Send it as
`Authorization: Bearer orn_…`. A key sees its seller's things; anything else answers 404.

**Changing something** takes an `Idempotency-Key` header of your own making: 16 to 64 letters, digits, `_` and `-`. The
same request with the same key changes nothing more and gets the same answer, for seven days at least, without the
secret of a webhook, which is told once; another request with the same key gets 409. What was refused changed nothing and
may be tried again.

**Files** are sent as they are: the body is the file, a JPEG, PNG or WebP of at most 20 MB, or a catalogue of at most 64 MB.
Files of a message come with its words, and a file for a bank with its name, as `multipart/form-data`.

**Lists** come in pages. Pass `next_cursor` on as `cursor` until there is none. What is changed between two pages neither
hides nor repeats anything else.

**Amounts** are whole numbers of the currency's smallest unit. **Times** are RFC 3339 in UTC.

**Webhooks** tell an endpoint what happened, signed as Standard Webhooks says, at least once: `webhook-id` tells a repetition.
The body has `type`, `timestamp` and `data`, and `data` has ids by which the rest is read: an order's, a return's or a
dispute's of `order.*`, `return.*` and `dispute.*`; `part_id` and `message_id` of `message.received`, which is what a shopper
wrote; `question_id` and `product_id` of `question.asked`, about a product that the seller offers; `offer_id` of
`stock.out`; `payout_id` of `payout.paid` and of `payout.rejected`, which came back; `measure` and `level` of
`health.changed`; `appeal_id` of `appeal.decided`. A later kind or field is no break.

**Refusals** are problem details (RFC 9457). Decide by `code`; `detail` says what to do. 429 says in `Retry-After` how
many seconds to wait.";

/// The operations of one path, by the method's name.
pub fn operations(item: &mut PathItem) -> Vec<(&'static str, &mut Operation)> {
    let PathItem { get, post, patch, put, delete, .. } = item;
    let all = [("GET", get), ("POST", post), ("PATCH", patch), ("PUT", put), ("DELETE", delete)];
    all.into_iter().filter_map(|(method, operation)| operation.as_mut().map(|one| (method, one))).collect()
}

/// Adds what is true of every operation.
pub fn complete(mut api: OpenApi) -> OpenApi {
    api.info = Info::new("Orinoco for sellers", "1.0.0");
    api.info.description = Some(ABOUT.to_owned());
    api.info.license = Some(License::new("Apache-2.0"));
    api.servers = Some(vec![Server::new("/")]);
    let components = api.components.get_or_insert_with(Components::new);
    components.schemas.insert("Problem".to_owned(), ProblemDetails::schema());
    let mut refs = Vec::new();
    ProblemDetails::schemas(&mut refs);
    components.schemas.extend(refs);
    components.schemas.values_mut().for_each(one_and_no_more);
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A key of the seller's page “API”."))
        .build();
    components.add_security_scheme(KEY, SecurityScheme::Http(scheme));
    for (path, item) in &mut api.paths.paths {
        let names_something = path.contains('{');
        for (method, operation) in operations(item) {
            guarded(method, path, operation);
            refusals(method, names_something, operation);
        }
    }
    api
}

/// What is one of several things is written as an object with one field, and is refused with another one beside it.
fn one_and_no_more(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::OneOf(one)) = schema else { return };
    for item in &mut one.items {
        if let RefOr::T(Schema::Object(object)) = item {
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        }
    }
}

/// The key's scope, from the table of rules.
fn guarded(method: &str, path: &str, operation: &mut Operation) {
    let scope = routes_rules::find(method, path).and_then(|rule| match rule.about {
        About::Key(scope) => scope,
        _ => None,
    });
    let scopes: Vec<&str> = scope.iter().map(|scope| scope.as_str()).collect();
    if let Some(scope) = scope {
        let needs = format!("Needs the scope `{scope}`.");
        let before = operation.description.take().filter(|text| !text.is_empty());
        operation.description = Some(before.map_or(needs.clone(), |text| format!("{text}\n\n{needs}")));
    }
    operation.security = Some(vec![SecurityRequirement::new(KEY, scopes)]);
}

fn refusals(method: &str, names_something: bool, operation: &mut Operation) {
    let changes = method != "GET";
    if changes {
        let key = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[A-Za-z0-9_-]{16,64}$"));
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some("Made by you, new for each new request."))
            .schema(Some(key))
            .build();
        operation.parameters.get_or_insert_with(Vec::new).push(RefOr::T(key));
    }
    let asks = changes || operation.parameters.is_some();
    let is_json = operation.request_body.as_ref().is_some_and(|body| match body {
        RefOr::T(body) => body.content.contains_key("application/json"),
        RefOr::Ref(_) => true,
    });
    let all = [
        (400, asks, "It can never be done like this."),
        (401, true, "There is no such key, or it was revoked."),
        (403, true, "The key has not the scope."),
        (404, names_something, "There is no such thing, or it is another seller's."),
        (
            409,
            changes,
            "It cannot be done as things are now, or the Idempotency-Key came with another request before.",
        ),
        (413, changes, "The body is too large."),
        (415, is_json, "The body is no JSON."),
        (429, true, "Too many requests."),
        (500, true, "Something went wrong here."),
        (503, true, "It took too long, or the shop has closed it at the moment."),
    ];
    for (status, applies, what) in all {
        if applies {
            operation.responses.responses.insert(status.to_string(), RefOr::T(refusal(what)));
        }
    }
}

fn refusal(what: &str) -> Response {
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(what).content(CONTENT_TYPE, problem).build()
}
