//! How the shop is installed: its name, icons and shortcuts in the visitor's language. Served by the server at
//! `/manifest.webmanifest`, with the language in the address because browsers ask for it without cookies.
use domain::text_enum::TextEnum as _;
use serde_json::{Value, json};

use crate::text::{Locale, T};

/// The address of the manifest in this language.
pub fn address(locale: Locale) -> String {
    format!("/manifest.webmanifest?lang={}", locale.as_str())
}

/// The manifest. Its `id` is the same in every language: it is one application.
pub fn manifest(t: T) -> Value {
    let icon = |src: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": format!("/icons/{src}"), "sizes": sizes, "type": kind, "purpose": purpose });
    let png = "image/png";
    let shortcut = |name: String, url: &str, src: &str| json!({ "name": name, "url": format!("{url}?from=app"), "icons": [icon(src, "96x96", png, "any")] });
    let picture = |src: &str, sizes: &str, form: &str, label: String| {
        let src = format!("/icons/{src}");
        json!({ "src": src, "sizes": sizes, "type": "image/webp", "form_factor": form, "label": label })
    };
    json!({
        "id": "/",
        "name": t.brand(),
        "short_name": t.brand(),
        "description": t.brand_promise(),
        "lang": t.locale().as_str(),
        "dir": t.locale().dir(),
        "start_url": "/?from=app",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f8f8",
        "theme_color": "#0a677f",
        "categories": ["shopping"],
        "icons": [
            icon("icon.svg", "any", "image/svg+xml", "any"),
            icon("icon-192.png", "192x192", png, "any"),
            icon("icon-512.png", "512x512", png, "any"),
            icon("maskable-512.png", "512x512", png, "maskable"),
            icon("monochrome-512.png", "512x512", png, "monochrome"),
        ],
        "shortcuts": [
            shortcut(t.nav_search(), "/search", "shortcut-search.png"),
            shortcut(t.nav_orders(), "/account/orders", "shortcut-orders.png"),
            shortcut(t.nav_cart(), "/cart", "shortcut-cart.png"),
        ],
        "screenshots": [
            picture("screen-narrow.webp", "780x1688", "narrow", t.manifest_home()),
            picture("screen-wide.webp", "1280x800", "wide", t.manifest_home()),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_that_the_manifest_names_is_there() {
        let public = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../public");
        let manifest = manifest(T::new(Locale::En));
        let lists = ["icons", "screenshots"].map(|list| manifest[list].as_array().unwrap().clone());
        let shortcuts = manifest["shortcuts"].as_array().unwrap().iter();
        let icons = shortcuts.flat_map(|s| s["icons"].as_array().unwrap().clone());
        for icon in lists.into_iter().flatten().chain(icons) {
            let src = icon["src"].as_str().unwrap();
            assert!(public.join(&src[1..]).is_file(), "{src}");
        }
    }
}
