//! What the shop says of itself: help, imprint, privacy, cookies; and the operator's editor of it.
pub mod api;

#[cfg(feature = "ssr")]
pub mod editor;
#[cfg(feature = "ssr")]
pub mod overview;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub(crate) mod parts;
#[cfg(feature = "ssr")]
mod work;

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use std::path::Path;

    use domain::format::Locale;
    use domain::text_enum::TextEnum as _;
    use platform::content::{Slug, reading};

    /// Names in lines like `const DESK_COOKIE: &str = "desk";`.
    fn cookies(dir: &Path, out: &mut Vec<String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                cookies(&path, out);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let source = std::fs::read_to_string(path).unwrap();
                let named = source.lines().filter_map(|line| line.split_once("COOKIE: &str = \""));
                out.extend(named.filter_map(|(_, rest)| rest.split('"').next()).map(str::to_owned));
            }
        }
    }

    #[test]
    fn the_page_about_cookies_names_each_of_them() {
        let mut names = Vec::new();
        cookies(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
        assert!(names.len() > 6, "{names:?}");
        let own = platform::Cookies::new(false);
        let own = [own.session_name(), own.guest_name(), own.half_name(), own.opened_name()];
        names.extend(own.map(str::to_owned));
        for locale in Locale::ALL {
            let page = reading(&Slug::parse("cookies").unwrap(), &[], *locale).unwrap();
            let missing: Vec<_> =
                names.iter().filter(|name| !page.body.contains(&format!("`{name}`"))).collect();
            assert!(missing.is_empty(), "not in the text about cookies in {locale}: {missing:?}");
        }
    }
}
