//! Facets that fit the list: attributes as values, colours or ranges of numbers. Each entry is a link that keeps the
//! rest; several of one attribute are any of them. Called by `listing`.
use domain::format;
use leptos::prelude::*;
use platform::search::{AttributeChoice, AttributeFacet, MOST_CHOICES, MOST_RANGES, NumberRange, RangeCount};

use super::asked::Asked;
use crate::ctx::Ctx;
use crate::text::T;

/// Between a name and what was chosen of it, in the address.
const MARK: char = '~';
/// Values that stand open; the rest unfolds.
const OPEN_VALUES: usize = 8;

/// What an address chooses: `a=Colour~Red`, `r=Weight~1.5..3~kg`. What cannot be read chooses nothing.
pub(super) fn read(values: &[String], ranges: &[String]) -> Vec<AttributeChoice> {
    let mut choices: Vec<AttributeChoice> = Vec::new();
    for (name, value) in values.iter().filter_map(|text| text.split_once(MARK)) {
        match choices.iter_mut().find(|choice| choice.name == name) {
            Some(choice) => choice.values.push(value.to_owned()),
            None => choices.push(AttributeChoice {
                name: name.to_owned(),
                values: vec![value.to_owned()],
                ranges: Vec::new(),
            }),
        }
    }
    for (name, range) in ranges.iter().filter_map(|text| Some((text.split(MARK).next()?, range(text)?))) {
        match choices.iter_mut().find(|choice| choice.name == name) {
            Some(choice) if choice.ranges.len() >= MOST_RANGES || choice.ranges.contains(&range) => {}
            Some(choice) => choice.ranges.push(range),
            None => choices.push(AttributeChoice {
                name: name.to_owned(),
                values: Vec::new(),
                ranges: vec![range],
            }),
        }
    }
    choices.truncate(MOST_CHOICES);
    choices
}

fn range(text: &str) -> Option<NumberRange> {
    let mut parts = text.split(MARK).skip(1);
    let (from, to) = parts.next()?.split_once("..")?;
    Some(NumberRange {
        from_milli: milli(from)?,
        to_milli: milli(to)?,
        unit: parts.next().unwrap_or_default().to_owned(),
    })
}

fn milli(text: &str) -> Option<i64> {
    let number: f64 = text.parse().ok()?;
    (number.abs() < 1e12).then_some((number * 1_000.0).round() as i64)
}

/// The same as pairs of an address or hidden fields of a form.
pub(super) fn pairs(choices: &[AttributeChoice]) -> Vec<(&'static str, String)> {
    let values =
        choices.iter().flat_map(|c| c.values.iter().map(move |v| ("a", format!("{}{MARK}{v}", c.name))));
    let ranges = choices.iter().flat_map(|choice| {
        choice.ranges.iter().map(move |NumberRange { from_milli, to_milli, unit }| {
            let (from, to) = (plain(*from_milli), plain(*to_milli));
            ("r", format!("{}{MARK}{from}..{to}{MARK}{unit}", choice.name))
        })
    });
    values.chain(ranges).collect()
}

/// Thousandths as a program writes them: `1.5`.
fn plain(milli: i64) -> String {
    let text = format!("{:.3}", milli as f64 / 1_000.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What is chosen, each with the address without it.
pub(super) fn chips(asked: &Asked) -> Vec<(String, String)> {
    let t = Ctx::current().t();
    let mut chips = Vec::new();
    for choice in &asked.attributes {
        for value in &choice.values {
            chips.push((format!("{}: {value}", choice.name), toggled(asked, &choice.name, value)));
        }
        for range in &choice.ranges {
            chips.push((
                format!("{}: {}", choice.name, range_words(t, range)),
                with_range(asked, &choice.name, range),
            ));
        }
    }
    chips
}

/// The address with this value chosen, or no longer.
fn toggled(asked: &Asked, name: &str, value: &str) -> String {
    asked.with(|asked| {
        match asked.attributes.iter_mut().find(|choice| choice.name == name) {
            Some(choice) if choice.values.iter().any(|v| v == value) => choice.values.retain(|v| v != value),
            Some(choice) => choice.values.push(value.to_owned()),
            None => asked.attributes.push(AttributeChoice {
                name: name.to_owned(),
                values: vec![value.to_owned()],
                ranges: Vec::new(),
            }),
        }
        keep_chosen(&mut asked.attributes);
    })
}

/// The address with this range of an attribute chosen beside the others of it, or no longer.
fn with_range(asked: &Asked, name: &str, range: &NumberRange) -> String {
    asked.with(|asked| {
        match asked.attributes.iter_mut().find(|choice| choice.name == name) {
            Some(choice) if choice.ranges.contains(range) => choice.ranges.retain(|known| known != range),
            Some(choice) => choice.ranges.push(range.clone()),
            None => asked.attributes.push(AttributeChoice {
                name: name.to_owned(),
                values: Vec::new(),
                ranges: vec![range.clone()],
            }),
        }
        keep_chosen(&mut asked.attributes);
    })
}

/// Without the attributes of which nothing is chosen any more.
fn keep_chosen(attributes: &mut Vec<AttributeChoice>) {
    attributes.retain(|choice| !choice.values.is_empty() || !choice.ranges.is_empty());
}

fn range_words(t: T, range: &NumberRange) -> String {
    let number = |milli: i64| format::thousandths(milli, t.writing());
    let unit = if range.unit.is_empty() { String::new() } else { format!(" {}", range.unit) };
    if range.from_milli == range.to_milli {
        return format!("{}{unit}", number(range.from_milli));
    }
    format!("{}{unit}", t.price_between(number(range.from_milli), number(range.to_milli)))
}

/// One facet: so many entries stand open, and behind the others a link may lead to all.
#[component]
pub(super) fn Facet(
    title: String,
    entries: Vec<(String, String, String, bool)>,
    #[prop(default = usize::MAX)] open: usize,
    #[prop(default = None)] all: Option<(String, String)>,
) -> AnyView {
    if entries.is_empty() {
        return ().into_any();
    }
    let mut links: Vec<AnyView> = entries
        .into_iter()
        .map(|(href, words, count, selected)| {
            let look = if selected { "font-semibold text-accent" } else { "hover:text-accent" };
            view! {
                <li>
                    <a href=href class=facet_link_classes(look) aria-current=selected.then_some("true") rel="nofollow">
                        <span class="min-w-0 truncate"><bdi>{words}</bdi></span>
                        <span class="text-sm text-ink-faint">{count}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    let mut rest = links.split_off(links.len().min(open));
    let more = rest.len();
    rest.extend(all.map(|(href, words)| {
        let link = facet_link_classes("font-medium text-accent hover:underline");
        view! { <li><a href=href class=link rel="nofollow">{words}</a></li> }.into_any()
    }));
    view! {
        <section>
            <h2 class="mb-1 text-sm font-semibold text-ink-soft">{title}</h2>
            <ul>{links}</ul>
            {unfolding(more, rest)}
        </section>
    }
    .into_any()
}

/// Entries that are not open, behind a word that says how many there are.
fn unfolding(more: usize, rest: Vec<AnyView>) -> Option<AnyView> {
    let more = Ctx::current().t().facet_more(i64::try_from(more).unwrap_or(i64::MAX));
    (!rest.is_empty()).then(|| {
        view! {
            <details>
                <summary class="flex min-h-tap cursor-pointer items-center text-sm text-ink-soft hover:text-accent lg:min-h-8">
                    {more}
                </summary>
                <ul>{rest}</ul>
            </details>
        }
        .into_any()
    })
}

fn facet_link_classes(look: &str) -> String {
    format!("flex min-h-tap lg:min-h-8 items-center justify-between gap-3 {look}")
}

/// One facet for each attribute.
#[component]
pub(super) fn AttributeFacets(asked: Asked, found: Vec<AttributeFacet>, uncounted: bool) -> AnyView {
    let t = Ctx::current().t();
    let facets = found.into_iter().map(|facet| attribute(&asked, facet)).collect_view();
    view! {
        {facets}
        {uncounted.then(|| view! { <p class="text-sm text-ink-soft" data-uncounted="">{t.facets_uncounted()}</p> })}
    }
    .into_any()
}

fn attribute(asked: &Asked, facet: AttributeFacet) -> AnyView {
    let t = Ctx::current().t();
    let number = |n: u64| format::number(n as i64, t.writing());
    if !facet.ranges.is_empty() {
        let entry = |of: &RangeCount| {
            let href = with_range(asked, &facet.name, &of.range);
            (href, range_words(t, &of.range), number(of.count), of.selected)
        };
        let entries = facet.ranges.iter().map(entry).collect();
        return view! { <Facet title=facet.name.clone() entries /> }.into_any();
    }
    let entries: Vec<Entry> = facet
        .values
        .iter()
        .map(|of| Entry {
            href: toggled(asked, &facet.name, &of.value),
            value: of.value.clone(),
            count: number(of.count),
            selected: of.selected,
        })
        .collect();
    view! { <Values title=facet.name entries /> }.into_any()
}

/// A value of an attribute as a link.
struct Entry {
    href: String,
    value: String,
    count: String,
    selected: bool,
}

#[component]
fn Values(title: String, entries: Vec<Entry>) -> AnyView {
    // Where most are colours, each shows its own.
    let colours = entries.iter().filter(|entry| colour(&entry.value).is_some()).count() * 2 > entries.len();
    let mut links: Vec<AnyView> = entries.into_iter().map(|entry| link(entry, colours)).collect();
    let rest: Vec<AnyView> = links.split_off(links.len().min(OPEN_VALUES));
    view! {
        <section>
            <h2 class="mb-1 text-sm font-semibold text-ink-soft"><bdi>{title}</bdi></h2>
            <ul>{links}</ul>
            {unfolding(rest.len(), rest)}
        </section>
    }
    .into_any()
}

fn link(entry: Entry, colours: bool) -> AnyView {
    let look = if entry.selected { "font-semibold text-accent" } else { "hover:text-accent" };
    let swatch = colours.then(|| {
        let fill = colour(&entry.value).unwrap_or("none");
        view! {
            <svg viewBox="0 0 20 20" class="size-5 shrink-0 text-line-strong" aria-hidden="true">
                <circle cx="10" cy="10" r="9" fill=fill stroke="currentColor" />
            </svg>
        }
    });
    view! {
        <li>
            <a href=entry.href class=facet_link_classes(look) aria-current=entry.selected.then_some("true") rel="nofollow">
                <span class="flex min-w-0 items-center gap-2">
                    {swatch}
                    <span class="truncate"><bdi>{entry.value}</bdi></span>
                </span>
                <span class="text-sm text-ink-faint">{entry.count}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The colour that a value names, in English, Spanish or Arabic; of several the first. Words before it that only shade it,
/// as in `Light blue` or `Off-white`, are passed over.
pub(super) fn colour(value: &str) -> Option<&'static str> {
    const SHADES: &[&str] =
        &["light", "dark", "deep", "pale", "bright", "off", "matt", "matte", "glossy", "metallic", "heather"];
    const COLOURS: &[(&str, &[&str])] = &[
        ("#111111", &["black", "negro", "negra", "أسود"]),
        ("#ffffff", &["white", "blanco", "blanca", "أبيض"]),
        ("#8a8f94", &["grey", "gray", "gris", "رمادي", "anthracite", "graphite", "charcoal", "titanium"]),
        ("#c9ccd0", &["silver", "plata", "plateado", "فضي", "aluminium", "aluminum", "chrome", "stainless"]),
        ("#d0312d", &["red", "rojo", "roja", "أحمر"]),
        ("#1f5fd0", &["blue", "azul", "أزرق"]),
        ("#14304f", &["navy", "marino"]),
        ("#2f8f46", &["green", "verde", "أخضر"]),
        ("#f2c230", &["yellow", "amarillo", "amarilla", "أصفر"]),
        ("#ef7d22", &["orange", "naranja", "برتقالي"]),
        ("#7d1f33", &["burgundy", "bordeaux", "maroon", "granate", "عنابي"]),
        ("#7c7a3a", &["olive", "khaki", "oliva", "caqui", "زيتي"]),
        ("#d6249f", &["magenta", "fuchsia", "fucsia"]),
        ("#ef8fb2", &["pink", "rosa", "وردي"]),
        ("#7b45a8", &["purple", "violet", "morado", "violeta", "بنفسجي"]),
        ("#7a4b2a", &["brown", "marrón", "marron", "بني"]),
        ("#d9c6a3", &["beige", "بيج", "cream", "ivory", "sand"]),
        ("#c9a227", &["gold", "dorado", "oro", "ذهبي"]),
        ("#1ea7a1", &["turquoise", "teal", "turquesa", "cyan"]),
    ];
    let words = value.to_lowercase();
    let mut each = words.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let first = each.find(|word| !SHADES.contains(word))?;
    COLOURS.iter().find(|(_, names)| names.contains(&first)).map(|(colour, _)| *colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_chooses_is_what_the_next_address_says() {
        let values = [
            "Colour~Red".to_owned(),
            "Colour~Blue".to_owned(),
            "Display~15.6 \"".to_owned(),
            "none".to_owned(),
        ];
        let ranges = [
            "Weight~1.5..3~kg".to_owned(),
            "Weight~5..7~kg".to_owned(),
            "Weight~1.5..3~kg".to_owned(),
            "Ports~2..4~".to_owned(),
            "Bad~x..y".to_owned(),
            "Worse".to_owned(),
        ];
        let choices = read(&values, &ranges);
        assert_eq!(choices.len(), 4);
        assert_eq!(choices[0].values, ["Red", "Blue"]);
        let kilograms = |from_milli, to_milli| NumberRange { from_milli, to_milli, unit: "kg".into() };
        assert_eq!(choices[2].ranges, [kilograms(1_500, 3_000), kilograms(5_000, 7_000)]);
        let texts = |key: &str| -> Vec<String> {
            pairs(&choices).into_iter().filter(|(k, _)| *k == key).map(|(_, text)| text).collect()
        };
        assert_eq!(read(&texts("a"), &texts("r")), choices);
    }

    #[test]
    fn an_address_chooses_no_more_than_the_search_takes() {
        let many: Vec<String> = (0..100).map(|n| format!("Name {n}~x")).collect();
        assert_eq!(read(&many, &[]).len(), MOST_CHOICES);
    }

    #[test]
    fn colours_are_known_by_the_first_word_that_is_no_shade() {
        assert_eq!(colour("Black/Silver"), colour("Negro"));
        for (shaded, plain) in [
            ("Light Blue", "blue"),
            ("Off-White", "white"),
            ("Matte black", "black"),
            ("Dark heather grey", "grey"),
            ("Stainless steel", "silver"),
            ("Blanca", "white"),
            ("Maroon", "bordeaux"),
        ] {
            assert!(colour(plain).is_some() && colour(shaded) == colour(plain), "{shaded}");
        }
        for none in ["Light", "Metallic", "Dark side of the moon", "Multicolour"] {
            assert_eq!(colour(none), None, "{none}");
        }
        assert_eq!(colour("Blackberry"), None);
        assert_eq!(colour(""), None);
    }
}
