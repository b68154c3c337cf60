//! What search engines and shared links read of a page. Owns the tags and the schema.org facts that several pages share.
//! Called by the shell, which writes it, and by pages, which say what it is.
//!
//! The head is one string: it is part of every page, and elements would cost more than all of its words.
use domain::text_enum::TextEnum as _;
use platform::pictures::Picture;
use serde::Serialize;
use serde_json::json;

use crate::text::Locale;

/// What a page says of itself away from itself: all optional.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Set by the page's frame, which adds the shop's name.
    pub title: String,
    pub description: String,
    /// The one address of a page that has several: a path.
    pub canonical: Option<String>,
    /// schema.org, each made by [`facts`].
    pub json_ld: Vec<String>,
    /// Not for search engines: carts, accounts, consoles, narrowed lists.
    pub private: bool,
    /// Shown where the page is shared. The shop's own picture when there is none.
    pub picture: Option<SharedPicture>,
    /// Open Graph's word for it; `website` when empty.
    pub kind: &'static str,
    /// The languages in which the page can be read, when it is not all of them.
    pub languages: Option<Vec<Locale>>,
}

/// The JPEG that is shown where a page is shared.
#[derive(Clone, Debug)]
pub struct SharedPicture {
    pub path: String,
    pub width: u32,
    pub height: u32,
}

impl SharedPicture {
    pub(crate) fn of(picture: &Picture) -> Self {
        let (width, height) = picture.size(SHARED_PX);
        Self { path: picture.src(SHARED_PX, "jpg"), width, height }
    }
}

/// The width of the picture that is shown where a page is shared.
const SHARED_PX: u32 = 1_280;
/// schema.org's vocabulary.
pub(crate) const CONTEXT: &str = "https://schema.org";
/// The shop's own picture for shared links, 1200 by 630.
const OWN_PICTURE: &str = "/icons/share.png";

/// What the tags need besides the page's own facts.
pub(crate) struct Around<'a> {
    /// Scheme and host, without a slash at the end.
    pub site: &'a str,
    pub brand: &'a str,
    pub locale: Locale,
    /// The language that the address asks for.
    pub asked: Option<Locale>,
    pub nonce: &'a str,
    /// The shop may be listed at all.
    pub engines_allowed: bool,
}

/// The tags of a page.
pub(crate) fn tags(head: &Head, around: &Around<'_>) -> String {
    let mut out = String::with_capacity(2_048);
    named(&mut out, "description", &head.description);
    if head.private || !around.engines_allowed {
        out.push_str("<meta name=\"robots\" content=\"noindex\">");
    }
    if let Some(path) = head.canonical.as_deref().filter(|_| !head.private) {
        addresses(&mut out, head, path, around);
        shared(&mut out, head, path, around);
    }
    for facts in &head.json_ld {
        out.push_str("<script type=\"application/ld+json\" nonce=\"");
        escape(&mut out, around.nonce);
        out.push_str("\">");
        out.push_str(facts);
        out.push_str("</script>");
    }
    out.push_str("<title>");
    escape(&mut out, &head.title);
    out.push_str("</title>");
    out
}

/// schema.org's facts as they stand in a page.
pub(crate) fn facts(of: &impl Serialize) -> String {
    let json = serde_json::to_string(of).unwrap_or_default();
    // A closing tag inside a value would end the script.
    if json.contains('<') { json.replace('<', "\\u003c") } else { json }
}

/// The same page in a language: `/p/hat?lang=es`.
fn in_language(path: &str, locale: Locale) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}lang={}", locale.as_str())
}

/// The page's own address, and those of its other languages. Without a language the browser's own is shown.
fn addresses(out: &mut String, head: &Head, path: &str, around: &Around<'_>) {
    let languages = head.languages.as_deref().unwrap_or(Locale::ALL);
    let own = around.asked.filter(|locale| languages.contains(locale));
    let own = own.map_or_else(|| path.to_owned(), |locale| in_language(path, locale));
    link(out, "canonical", None, around.site, &own);
    if languages.len() < 2 {
        return;
    }
    for locale in languages {
        link(out, "alternate", Some(locale.as_str()), around.site, &in_language(path, *locale));
    }
    link(out, "alternate", Some("x-default"), around.site, path);
}

fn link(out: &mut String, rel: &str, language: Option<&str>, site: &str, path: &str) {
    out.push_str("<link rel=\"");
    out.push_str(rel);
    if let Some(language) = language {
        out.push_str("\" hreflang=\"");
        out.push_str(language);
    }
    out.push_str("\" href=\"");
    escape(out, site);
    escape(out, path);
    out.push_str("\">");
}

/// Open Graph and the card of X, which reads the rest from Open Graph.
fn shared(out: &mut String, head: &Head, path: &str, around: &Around<'_>) {
    let region = match around.locale {
        Locale::En => "en_US",
        Locale::Es => "es_ES",
        Locale::Ar => "ar_AR",
    };
    property(out, "og:site_name", &[around.brand]);
    property(out, "og:locale", &[region]);
    property(out, "og:type", &[if head.kind.is_empty() { "website" } else { head.kind }]);
    property(out, "og:title", &[&head.title]);
    property(out, "og:description", &[&head.description]);
    property(out, "og:url", &[around.site, path]);
    match &head.picture {
        Some(SharedPicture { path, width, height }) => shown(out, &[around.site, path], *width, *height),
        None => shown(out, &[around.site, OWN_PICTURE], 1_200, 630),
    }
    named(out, "twitter:card", "summary_large_image");
}

fn shown(out: &mut String, address: &[&str], width: u32, height: u32) {
    property(out, "og:image", address);
    property(out, "og:image:width", &[&width.to_string()]);
    property(out, "og:image:height", &[&height.to_string()]);
}

fn named(out: &mut String, name: &str, content: &str) {
    meta(out, "name", name, &[content]);
}

fn property(out: &mut String, name: &str, content: &[&str]) {
    meta(out, "property", name, content);
}

/// Nothing for a tag that would say nothing.
fn meta(out: &mut String, key: &str, name: &str, content: &[&str]) {
    if content.iter().all(|part| part.is_empty()) {
        return;
    }
    out.push_str("<meta ");
    out.push_str(key);
    out.push_str("=\"");
    out.push_str(name);
    out.push_str("\" content=\"");
    content.iter().for_each(|part| escape(out, part));
    out.push_str("\">");
}

/// As text or as the value of an attribute.
pub(crate) fn escape(out: &mut String, text: &str) {
    let mut rest = text;
    // All four are one byte of UTF-8 each, and none is a part of another character.
    while let Some(at) = rest.bytes().position(|b| matches!(b, b'&' | b'<' | b'>' | b'"')) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// One step of [`breadcrumbs`].
#[derive(Serialize)]
struct Step<'t> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'t str,
    item: String,
}

/// Where a page stands, from the top: path and words of each step.
pub(crate) fn breadcrumbs(site: &str, trail: &[(String, String)]) -> String {
    #[derive(Serialize)]
    struct Trail<'t> {
        #[serde(rename = "@context")]
        context: &'static str,
        #[serde(rename = "@type")]
        kind: &'static str,
        #[serde(rename = "itemListElement")]
        steps: Vec<Step<'t>>,
    }
    let steps = trail.iter().enumerate().map(|(at, (path, words))| Step {
        kind: "ListItem",
        position: at + 1,
        name: words,
        item: format!("{site}{path}"),
    });
    facts(&Trail { context: CONTEXT, kind: "BreadcrumbList", steps: steps.collect() })
}

/// A list of products: path and words of each.
pub(crate) fn collection<'i>(
    site: &str,
    path: &str,
    name: &str,
    items: impl Iterator<Item = (&'i str, &'i str)>,
) -> String {
    let items: Vec<serde_json::Value> = items
        .enumerate()
        .map(|(at, (path, words))| {
            json!({ "@type": "ListItem", "position": at + 1, "name": words, "url": format!("{site}{path}") })
        })
        .collect();
    facts(&json!({
        "@context": CONTEXT, "@type": "CollectionPage", "name": name, "url": format!("{site}{path}"),
        "mainEntity": { "@type": "ItemList", "numberOfItems": items.len(), "itemListElement": items }
    }))
}

/// Whose shop it is, and how to search it.
pub(crate) fn shop(site: &str, brand: &str) -> [String; 2] {
    let organization = json!({
        "@context": CONTEXT, "@type": "Organization", "name": brand, "url": site,
        "logo": format!("{site}/icons/icon-512.png")
    });
    let website = json!({
        "@context": CONTEXT, "@type": "WebSite", "name": brand, "url": site,
        "potentialAction": {
            "@type": "SearchAction", "target": format!("{site}/search?q={{q}}"), "query-input": "required name=q"
        }
    });
    [facts(&organization), facts(&website)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const AROUND: Around<'_> = Around {
        site: "https://shop.example",
        brand: "Orinoco",
        locale: Locale::En,
        asked: None,
        nonce: "abc",
        engines_allowed: true,
    };

    #[test]
    fn a_page_names_itself_and_its_languages() {
        let head = Head { canonical: Some("/c/hats?page=2".into()), ..Head::default() };
        let plain = tags(&head, &AROUND);
        for tag in [
            "<link rel=\"canonical\" href=\"https://shop.example/c/hats?page=2\">",
            "<link rel=\"alternate\" hreflang=\"es\" href=\"https://shop.example/c/hats?page=2&amp;lang=es\">",
            "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://shop.example/c/hats?page=2\">",
            "<meta property=\"og:image\" content=\"https://shop.example/icons/share.png\">",
        ] {
            assert!(plain.contains(tag), "{tag}: {plain}");
        }
        let spanish = tags(&head, &Around { asked: Some(Locale::Es), ..AROUND });
        assert!(
            spanish.contains("rel=\"canonical\" href=\"https://shop.example/c/hats?page=2&amp;lang=es\"")
        );
        let english_only = Head { languages: Some(vec![Locale::En]), ..head };
        let read = tags(&english_only, &Around { asked: Some(Locale::Es), ..AROUND });
        assert!(!read.contains("hreflang") && !read.contains("lang=es"), "{read}");
    }

    #[test]
    fn what_is_private_says_so_and_no_more() {
        let head =
            Head { private: true, canonical: Some("/cart".into()), title: "Cart".into(), ..Head::default() };
        assert_eq!(tags(&head, &AROUND), "<meta name=\"robots\" content=\"noindex\"><title>Cart</title>");
        let closed = tags(&Head::default(), &Around { engines_allowed: false, ..AROUND });
        assert!(closed.contains("noindex"));
    }

    #[test]
    fn no_title_ends_its_tag() {
        let head = Head {
            title: "</title><script>alert(1)</script>".into(),
            description: "\"><script>".into(),
            canonical: Some("/p/\"><script>".into()),
            json_ld: vec![facts(&json!({ "name": "</script><script>alert(1)" }))],
            ..Head::default()
        };
        let out = tags(&head, &AROUND);
        assert_eq!(out.matches("<script").count(), 1, "{out}");
        assert_eq!(out.matches("</script>").count(), 1, "{out}");
        assert_eq!(out.matches("</title>").count(), 1, "{out}");
    }
}
