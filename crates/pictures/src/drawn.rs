//! The drawn picture of a product that has none: a calm river in the brand's own colours with what kind of thing it is.

use crate::icons::icon_for;
use std::fmt::Write as _;

/// Two ends of a gradient each: deep enough for white lines on a light page, bright enough for a dark one.
const RIVERS: [(&str, &str); 10] = [
    ("#1b8a83", "#155e75"),
    ("#2b7fb3", "#1c4f73"),
    ("#5b7186", "#3a4a5c"),
    ("#b58d6a", "#8a5f44"),
    ("#568a68", "#2f5d55"),
    ("#6676ab", "#414f82"),
    ("#ad7059", "#7e4c3f"),
    ("#2f9d92", "#216b86"),
    ("#85668f", "#594570"),
    ("#6496ab", "#3f687d"),
];

/// A brand's name of this length is written out.
const NAME_MAX: usize = 12;

/// An SVG document for a product: the colours are the brand's, the waves the product's, the icon the category's.
/// The same input always gives the same picture. It holds no style sheet and no script, so it may stand in a page.
pub fn drawn(title: &str, brand: Option<&str>, category_slug: &str) -> String {
    let maker = brand.map(str::trim).filter(|b| !b.is_empty());
    let colours = hash(maker.unwrap_or(title));
    let shape = hash(title);
    let (top, bottom) = RIVERS[usize::try_from(colours % RIVERS.len() as u64).unwrap_or(0)];
    // Several drawings may stand in one page, and ids are the page's.
    let id = format!("r{:x}", shape ^ colours.rotate_left(32));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 400\" role=\"img\" aria-label=\"{}\">\
         <defs><linearGradient id=\"{id}\" x1=\"0\" y1=\"0\" x2=\".35\" y2=\"1\">\
         <stop offset=\"0\" stop-color=\"{top}\"/><stop offset=\"1\" stop-color=\"{bottom}\"/></linearGradient></defs>\
         <rect width=\"400\" height=\"400\" fill=\"url(#{id})\"/>",
        escape(title)
    );
    sun(&mut svg, shape);
    for (layer, (height, opacity)) in [(262.0, 0.08), (296.0, 0.10), (334.0, 0.13)].into_iter().enumerate() {
        wave(&mut svg, height, opacity, unit(shape, layer as u32), unit(colours, layer as u32));
    }
    let _ = write!(
        svg,
        "<g transform=\"translate(125 88) scale(6.25)\" fill=\"none\" stroke=\"#fff\" stroke-opacity=\".94\" \
         stroke-width=\"1.25\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{}</g>",
        icon_for(category_slug)
    );
    let _ = write!(
        svg,
        "<text x=\"200\" y=\"318\" text-anchor=\"middle\" fill=\"#fff\" fill-opacity=\".92\" font-size=\"30\" \
         font-weight=\"600\" letter-spacing=\"3\" font-family=\"system-ui, sans-serif\">{}</text></svg>",
        escape(&initials(maker.unwrap_or(title)))
    );
    svg
}

/// A soft disc behind the icon.
fn sun(svg: &mut String, shape: u64) {
    let radius = 106.0 + 18.0 * unit(shape, 5);
    let _ =
        write!(svg, "<circle cx=\"200\" cy=\"163\" r=\"{radius:.0}\" fill=\"#fff\" fill-opacity=\".09\"/>");
}

fn wave(svg: &mut String, height: f64, opacity: f64, phase: f64, swing: f64) {
    let rise = 14.0 + 16.0 * swing;
    let start = -200.0 * phase;
    let _ = write!(
        svg,
        "<path d=\"M{start:.0} {height:.0}q50 -{rise:.0} 100 0t100 0 100 0 100 0 100 0 100 0V400H{start:.0}z\" \
         fill=\"#fff\" fill-opacity=\"{opacity}\"/>"
    );
}

/// A short name as it is, a longer one as the first letters of up to three words.
fn initials(name: &str) -> String {
    let words: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let short: String = name.trim().chars().take(NAME_MAX + 1).collect();
    if words.len() <= 2 && short.chars().count() <= NAME_MAX && short.chars().any(char::is_alphanumeric) {
        return short;
    }
    words.iter().take(3).filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

/// FNV-1a: the same on every machine and in every version.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The n-th number between 0 and 1 of a hash.
fn unit(hash: u64, n: u32) -> f64 {
    let mixed = hash.rotate_left(n * 9 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    f64::from(u16::try_from(mixed >> 48).unwrap_or(0)) / f64::from(u16::MAX)
}

/// Text for XML; what XML cannot hold at all is left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_product_always_gets_the_same_picture_and_another_one_another() {
        let one = drawn("Xerox 006R90321 toner", Some("Xerox"), "toner");
        assert_eq!(one, drawn("Xerox 006R90321 toner", Some("Xerox"), "toner"));
        assert_ne!(one, drawn("Xerox 006R90322 toner", Some("Xerox"), "toner"));
        assert_ne!(one, drawn("Xerox 006R90321 toner", Some("Xerox"), "notebooks"));
    }

    #[test]
    fn a_title_cannot_break_out_of_its_place() {
        let svg = drawn("\"><script>alert(1)</script>\0", Some("<b>&'"), "x");
        assert!(!svg.contains("<script") && !svg.contains("<b>") && !svg.contains('\0'), "{svg}");
        assert_eq!(svg.matches("<svg").count(), 1);
    }

    #[test]
    fn names_become_short() {
        for (name, short) in [
            ("HP", "HP"),
            ("Xerox", "Xerox"),
            ("StarTech.com", "StarTech.com"),
            ("Kingston Technology", "KT"),
            ("MGA Entertainment Group Ltd", "MEG"),
            ("日本語のとても長い名前のブランド", "日"),
            ("…", ""),
        ] {
            assert_eq!(initials(name), short, "{name}");
        }
    }
}
