//! How a page or a server function ends. Owns the mapping from what happened to a status, a redirect, a notice.
//! Called by every server function (`answer`) and every page (`page`).
use std::collections::BTreeMap;
use std::error::Error;
use std::future::Future;

use domain::roles::Denied;
use http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use serde::Serialize;

use crate::ctx::Ctx;
use crate::flash::{Flash, NoticeText, Undo};
use crate::page::request_head;
use crate::ui::Tone;

/// Sent by `public/assets/boot.js` when it posts a form in place: the answer is then not a redirect, which a
/// script cannot see, but an empty 200 that names the next page in [`NEXT_HEADER`].
pub const IN_PLACE_HEADER: &str = "x-in-place";
/// Names the next page in the answer to a form that was posted in place.
pub const NEXT_HEADER: &str = "x-next";

/// Why a page cannot be shown or a command was not done. By `?` a `Denied` becomes its answer and every other
/// error becomes `Unexpected`; match on the named errors that a person can do something about first.
#[derive(Debug)]
pub enum Failure {
    /// Go and sign in, then come back here.
    NotSignedIn,
    /// This person may not.
    Forbidden,
    /// There is no such thing, or it is somebody else's and they need not know.
    NotFound,
    /// The form must be corrected.
    Invalid(Invalid),
    /// Not done for a reason that the person must know; nothing was changed.
    Refused { status: StatusCode, text: String },
    /// A fault of ours. Logged once with the request's id, and the page shows that id.
    Unexpected(Box<dyn Error + Send + Sync>),
}

impl<E: Error + Send + Sync + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        let error: Box<dyn Error + Send + Sync> = Box::new(error);
        match error.downcast_ref::<Denied>() {
            Some(Denied::SignInFirst) => Failure::NotSignedIn,
            Some(Denied::Forbidden) => Failure::Forbidden,
            Some(Denied::Hidden) => Failure::NotFound,
            None => Failure::Unexpected(error),
        }
    }
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        Failure::Invalid(invalid)
    }
}

impl Failure {
    /// Not done, in words: "Only 2 left. Nothing was ordered."
    pub fn refused(text: impl Into<String>) -> Failure {
        Failure::Refused { status: StatusCode::CONFLICT, text: text.into() }
    }

    /// The answer's status, for pages and for programs alike.
    pub fn status(&self) -> StatusCode {
        match self {
            Failure::NotSignedIn => StatusCode::UNAUTHORIZED,
            Failure::Forbidden => StatusCode::FORBIDDEN,
            Failure::NotFound => StatusCode::NOT_FOUND,
            Failure::Invalid(invalid) if invalid.refused => StatusCode::CONFLICT,
            Failure::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Failure::Refused { status, .. } => *status,
            Failure::Unexpected(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Failure::NotSignedIn => "not_signed_in",
            Failure::Forbidden => "forbidden",
            Failure::NotFound => "not_found",
            Failure::Invalid(invalid) if invalid.refused => "refused",
            Failure::Invalid(_) => "invalid",
            Failure::Refused { .. } => "refused",
            Failure::Unexpected(_) => "unexpected",
        }
    }

    /// Writes our own faults to the log, once, with the request's id. Others are people's everyday life.
    pub(crate) fn log(&self, ctx: &Ctx) {
        if let Failure::Unexpected(error) = self {
            let mut causes = String::new();
            let mut cause = error.source();
            while let Some(inner) = cause {
                causes.push_str(&format!(": {inner}"));
                cause = inner.source();
            }
            tracing::error!(request_id = ctx.request_id(), path = ctx.path(), "{error}{causes}");
        }
    }
}

/// A form that must be corrected: the sentences by field, and what was typed.
#[derive(Clone, Debug, Default)]
pub struct Invalid {
    form: String,
    tone: Option<Tone>,
    /// Nothing that was typed is wrong.
    refused: bool,
    errors: BTreeMap<String, String>,
    typed: BTreeMap<String, String>,
}

impl Invalid {
    /// `form` is the name that the page's `FormState::of` asks for; `typed` is the server function's form struct.
    pub fn new(form: &str, typed: &impl Serialize) -> Invalid {
        let mut invalid = Invalid { form: form.to_owned(), ..Invalid::default() };
        if let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(typed) {
            for (name, value) in fields {
                let text = match value {
                    serde_json::Value::String(text) => text,
                    serde_json::Value::Number(number) => number.to_string(),
                    serde_json::Value::Bool(true) => "on".to_owned(),
                    _ => continue,
                };
                invalid.typed.insert(name, text);
            }
        }
        invalid
    }

    /// Names what is wrong with one field. An empty field name speaks about the whole form.
    pub fn field(mut self, name: &str, sentence: impl Into<String>) -> Invalid {
        self.errors.entry(name.to_owned()).or_insert_with(|| sentence.into());
        self
    }

    /// Takes a password, card number or the like out of what goes back to the browser.
    pub fn secret(mut self, name: &str) -> Invalid {
        self.typed.remove(name);
        self
    }

    /// Nothing is wrong, but the person should look at something before they go on.
    pub fn look(mut self, sentence: impl Into<String>) -> Invalid {
        self.tone = Some(Tone::Info);
        self.field("", sentence)
    }

    /// Not done for a reason that lies in no field, as [`Failure::refused`]; what was typed stays.
    pub fn refused(mut self, sentence: impl Into<String>) -> Invalid {
        self.refused = true;
        self.field("", sentence)
    }

    /// Puts a value into what goes back to the browser.
    pub fn typed(mut self, name: &str, value: impl Into<String>) -> Invalid {
        self.typed.insert(name.to_owned(), value.into());
        self
    }

    /// The first sentence, for a form that has no field to say it at.
    pub fn first(&self) -> Option<String> {
        self.errors.values().next().cloned()
    }

    /// Whether a field was named.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// `Err` once a field was named: `invalid.check()?`.
    pub fn check(self) -> Result<(), Failure> {
        if self.has_errors() { Err(Failure::Invalid(self)) } else { Ok(()) }
    }
}

/// A command that was done: where to go next, and what to say there.
#[derive(Clone, Debug)]
pub struct Done {
    next: String,
    notice: Option<NoticeText>,
    again: Option<Invalid>,
    cookies: Vec<String>,
    once: Option<(&'static str, &'static str, String)>,
}

impl Done {
    /// The next page: a path of this site. Anything else becomes `/`, so a form cannot send people away.
    pub fn to(next: impl AsRef<str>) -> Done {
        Done {
            next: local_path(next.as_ref()).to_owned(),
            notice: None,
            again: None,
            cookies: Vec::new(),
            once: None,
        }
    }

    /// Back to the page that holds the form.
    pub fn back() -> Done {
        Done::to(back_path())
    }

    /// Back to the page that holds the form, without this part of its query.
    pub fn back_without(name: &str) -> Done {
        let back = back_path();
        let Some((path, query)) = back.split_once('?') else { return Done::to(back) };
        let others = query.split('&').filter(|pair| pair.split('=').next() != Some(name));
        let others = others.collect::<Vec<_>>().join("&");
        if others.is_empty() { Done::to(path) } else { Done::to(format!("{path}?{others}")) }
    }

    /// Goes on to the element of this id on the next page.
    pub fn at(mut self, id: &str) -> Done {
        self.next = format!("{}#{id}", self.next);
        self
    }

    /// Says it on the next page.
    pub fn notice(mut self, tone: Tone, text: impl Into<String>) -> Done {
        self.notice = Some(NoticeText::new(tone, text));
        self
    }

    /// Offers to take it back beside what is said.
    pub fn undo(mut self, undo: Undo) -> Done {
        if let Some(notice) = &mut self.notice {
            notice.undo = Some(undo);
        }
        self
    }

    /// Fills a form of the next page with what was typed.
    pub fn again(mut self, form: Invalid) -> Done {
        self.again = Some(form);
        self
    }

    /// Leaves a value for the next page alone, which reads it with `FormState::of(form).value(name)`: what is shown once
    /// and kept nowhere.
    pub fn once(mut self, form: &'static str, name: &'static str, value: impl Into<String>) -> Done {
        self.once = Some((form, name, value.into()));
        self
    }

    /// Adds a `Set-Cookie` header.
    pub fn cookie(mut self, set_cookie: impl Into<String>) -> Done {
        self.cookies.push(set_cookie.into());
        self
    }
}

/// Runs a command and answers it: to a browser's form with a redirect (or in place), to a program with a status.
///
/// # Errors
/// To programs only: the failure's stable code.
pub async fn answer(work: impl Future<Output = Result<Done, Failure>>) -> Result<(), ServerFnError> {
    answer_keeping(None, work).await
}

/// [`answer`] to a form that is long to fill in: what was `typed` comes back where its feature is switched off.
///
/// # Errors
/// As [`answer`].
pub async fn answer_keeping(
    typed: Option<Invalid>,
    work: impl Future<Output = Result<Done, Failure>>,
) -> Result<(), ServerFnError> {
    let ctx = Ctx::current();
    let back = back_path();
    let done = async {
        crate::switches::must_be_on(ctx.path()).await.map_err(|closed| match (closed, typed) {
            (Failure::Refused { text, .. }, Some(typed)) => Failure::Invalid(typed.refused(text)),
            (closed, _) => closed,
        })?;
        work.await
    };
    match done.await {
        Ok(done) => {
            for cookie in &done.cookies {
                set_cookie(cookie);
            }
            if done.notice.is_some() || done.again.is_some() || done.once.is_some() {
                let Invalid { form, typed, .. } = done.again.unwrap_or_default();
                let mut flash = Flash { notice: done.notice, form, typed, ..Flash::default() };
                if let Some((form, name, value)) = done.once {
                    flash.form = form.to_owned();
                    flash.typed.insert(name.to_owned(), value);
                }
                set_cookie(&flash.to_set_cookie());
            }
            go(&done.next);
            Ok(())
        }
        Err(failure) => {
            failure.log(&ctx);
            if !is_browser_form() {
                expect_context::<ResponseOptions>().set_status(failure.status());
                return Err(ServerFnError::ServerError(failure.code().to_owned()));
            }
            match flash_of(&ctx, &failure) {
                Some(flash) => {
                    set_cookie(&flash.to_set_cookie());
                    go(&back);
                }
                None => go(&sign_in_path(&back)),
            }
            Ok(())
        }
    }
}

/// Answers a script that asks for data: the data, or the failure's status and stable code.
///
/// # Errors
/// The failure's stable code.
pub async fn data<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, ServerFnError> {
    work.await.map_err(|failure| {
        failure.log(&Ctx::current());
        expect_context::<ResponseOptions>().set_status(failure.status());
        ServerFnError::ServerError(failure.code().to_owned())
    })
}

/// What the page behind the form shall say; `None` means: sign in first.
fn flash_of(ctx: &Ctx, failure: &Failure) -> Option<Flash> {
    let t = ctx.t();
    let text = match failure {
        Failure::NotSignedIn => return None,
        Failure::Invalid(invalid) => {
            let mut errors = invalid.errors.clone();
            let whole = errors.remove("");
            let text = whole.unwrap_or_else(|| t.form_has_errors(errors.len() as i64));
            return Some(Flash {
                notice: Some(NoticeText::new(invalid.tone.unwrap_or(Tone::Bad), text)),
                form: invalid.form.clone(),
                errors,
                typed: invalid.typed.clone(),
            });
        }
        Failure::Forbidden => t.error_forbidden_text(),
        Failure::NotFound => t.error_not_found_text(),
        Failure::Refused { text, .. } => text.clone(),
        Failure::Unexpected(_) => t.error_unexpected_notice(ctx.request_id()),
    };
    Some(Flash { notice: Some(NoticeText::new(Tone::Bad, text)), ..Flash::default() })
}

/// Where a signed-out person signs in to come back to `next`.
pub fn sign_in_path(next: &str) -> String {
    format!("/sign-in?next={}", encode_query(local_path(next)))
}

/// Percent-encodes one query value.
pub fn encode_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte as char)
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The path if it stays on this site, else `/`. `//host` and `/\host` are other sites to a browser.
pub fn local_path(path: &str) -> &str {
    let stays = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|byte| byte > 0x20 && byte < 0x7f);
    if stays { path } else { "/" }
}

fn request_header(name: &str) -> Option<String> {
    let parts = request_head()?;
    parts.headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// A browser posting a form, with or without script; everything else is a program.
fn is_browser_form() -> bool {
    request_header("accept").is_some_and(|accept| accept.contains("text/html"))
}

/// The page that the form stands on, from the Referer, whose host the browser vouches for.
fn back_path() -> String {
    let referer = request_header("referer").unwrap_or_default();
    let path =
        referer.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or("/");
    local_path(path.split('#').next().unwrap_or("/")).to_owned()
}

fn go(next: &str) {
    let response = expect_context::<ResponseOptions>();
    let Ok(value) = HeaderValue::from_str(next) else { return };
    if request_header(IN_PLACE_HEADER).is_some() {
        // leptos_axum redirects browsers by itself unless a location is set; 200 makes it be ignored.
        response.insert_header(header::LOCATION, value.clone());
        response.insert_header(HeaderName::from_static(NEXT_HEADER), value);
        response.set_status(StatusCode::OK);
    } else if is_browser_form() {
        response.insert_header(header::LOCATION, value);
        response.set_status(StatusCode::SEE_OTHER);
    }
}

/// Adds a `Set-Cookie` header to the answer; over TLS the cookie never leaves it.
pub(crate) fn set_cookie(value: &str) {
    let on_tls = use_context::<platform::Platform>().is_some_and(|p| p.config.on_tls());
    let secure = if on_tls && !value.contains("; Secure") { "; Secure" } else { "" };
    let value = HeaderValue::from_str(&format!("{value}{secure}"));
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), value) {
        response.append_header(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_next_page_is_always_on_this_site() {
        for (asked, given) in [
            ("/cart?x=1", "/cart?x=1"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/a\r\nset-cookie: b", "/"),
            ("", "/"),
        ] {
            assert_eq!(local_path(asked), given, "{asked:?}");
        }
    }

    #[test]
    fn a_secret_never_goes_back_to_the_browser() {
        #[derive(Serialize)]
        struct Form {
            email: String,
            password: String,
            remember: bool,
        }
        let form = Form { email: "a@b.c".into(), password: "hunter22".into(), remember: true };
        let invalid = Invalid::new("sign-in", &form).secret("password").field("email", "Unknown");
        assert_eq!(invalid.typed.keys().collect::<Vec<_>>(), ["email", "remember"]);
        assert!(invalid.check().is_err());
    }
}
