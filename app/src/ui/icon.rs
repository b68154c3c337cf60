//! Icons drawn as strokes in the colour of the text around them, and the brand's mark.
use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// An icon, 24 by 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Home,
    Search,
    Cart,
    Orders,
    Person,
    Menu,
    Close,
    Check,
    Info,
    Warn,
    Plus,
    Minus,
    Trash,
    Forward,
    Truck,
    Pin,
    Card,
    Return,
    Shield,
    Star,
    Chart,
    Tag,
    Gear,
    Bolt,
    Clock,
    Globe,
    Box,
    Filter,
    Heart,
    Store,
    Grid,
    Share,
    Barcode,
    Talk,
    Bell,
}

impl Icon {
    /// Every icon, for the style guide.
    pub const ALL: [Icon; 35] = [
        Icon::Home,
        Icon::Search,
        Icon::Cart,
        Icon::Orders,
        Icon::Person,
        Icon::Menu,
        Icon::Close,
        Icon::Check,
        Icon::Info,
        Icon::Warn,
        Icon::Plus,
        Icon::Minus,
        Icon::Trash,
        Icon::Forward,
        Icon::Truck,
        Icon::Pin,
        Icon::Card,
        Icon::Return,
        Icon::Shield,
        Icon::Star,
        Icon::Chart,
        Icon::Tag,
        Icon::Gear,
        Icon::Bolt,
        Icon::Clock,
        Icon::Globe,
        Icon::Box,
        Icon::Filter,
        Icon::Heart,
        Icon::Store,
        Icon::Grid,
        Icon::Share,
        Icon::Barcode,
        Icon::Talk,
        Icon::Bell,
    ];

    fn path(self) -> &'static str {
        match self {
            Icon::Home => "M4 11l8-7 8 7M6 9.5V20h4.5v-6h3v6H18V9.5",
            Icon::Search => "M11 18a7 7 0 100-14 7 7 0 000 14zM16 16l5 5",
            Icon::Cart => "M3 4h2.5l2.2 11h9.8l2.5-8H6.3M9 20h.01M16 20h.01",
            Icon::Orders => "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
            Icon::Person => "M12 12a4 4 0 100-8 4 4 0 000 8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
            Icon::Menu => "M4 7h16M4 12h16M4 17h16",
            Icon::Close => "M6 6l12 12M18 6L6 18",
            Icon::Check => "M5 12.5l4.5 4.5L19 7.5",
            Icon::Info => "M12 21a9 9 0 100-18 9 9 0 000 18zM12 11v5M12 8h.01",
            Icon::Warn => "M12 4l9 16H3zM12 10v4M12 17h.01",
            Icon::Plus => "M12 5v14M5 12h14",
            Icon::Minus => "M5 12h14",
            Icon::Trash => "M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5",
            Icon::Forward => "M9 5l7 7-7 7",
            Icon::Truck => {
                "M3 6h11v10H3zM14 10h4l3 3v3h-7M7.5 19a1.8 1.8 0 100-3.6 1.8 1.8 0 000 3.6zM17 19a1.8 1.8 0 100-3.6 1.8 1.8 0 000 3.6z"
            }
            Icon::Pin => {
                "M12 21s7-6.5 7-11.5a7 7 0 10-14 0C5 14.5 12 21 12 21zM12 12a2.5 2.5 0 100-5 2.5 2.5 0 000 5z"
            }
            Icon::Card => "M3 6h18v12H3zM3 10h18M6.5 14.5h4",
            Icon::Return => "M4 9h11a5 5 0 010 10H8M8 5L4 9l4 4",
            Icon::Shield => "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5",
            Icon::Star => "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z",
            Icon::Chart => "M4 20h16M7 20v-7M12 20V5M17 20v-10",
            Icon::Tag => "M3 12V4h8l10 10-7 7zM7.5 8h.01",
            Icon::Gear => {
                "M12 15.5a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM12 3v2.5M12 18.5V21M3 12h2.5M18.5 12H21M5.6 5.6l1.8 1.8M16.6 16.6l1.8 1.8M18.4 5.6l-1.8 1.8M7.4 16.6l-1.8 1.8"
            }
            Icon::Bolt => "M13 3L5 14h6l-1 7 8-11h-6z",
            Icon::Clock => "M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3.5 2",
            Icon::Globe => {
                "M12 21a9 9 0 100-18 9 9 0 000 18zM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3z"
            }
            Icon::Box => "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9",
            Icon::Filter => "M4 6h16M7 12h10M10 18h4",
            Icon::Heart => "M12 20s-8-4.8-8-10.5A4.5 4.5 0 0112 7a4.5 4.5 0 018 2.5C20 15.2 12 20 12 20z",
            Icon::Grid => "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
            Icon::Talk => "M4 5h16v11h-9l-5 4v-4H4zM8 9h8M8 12h5",
            Icon::Bell => "M6 16V10.5a6 6 0 0112 0V16l1.5 2h-15zM10 21h4",
            Icon::Barcode => "M4 8V5h3M17 5h3v3M20 16v3h-3M7 19H4v-3M8 9v6M11 9v6M13.5 9v6M16 9v6",
            Icon::Share => "M12 15V4M8 7.5L12 3.5l4 4M6 11H5v9h14v-9h-1",
            Icon::Store => {
                "M4 10v10h16V10M3 10l2-6h14l2 6a3 3 0 01-6 0 3 3 0 01-6 0 3 3 0 01-6 0zM9 20v-5h6v5"
            }
        }
    }

    /// Points along the text, so it turns with it in right-to-left languages.
    fn turns(self) -> bool {
        matches!(self, Icon::Forward | Icon::Return | Icon::Truck | Icon::Cart)
    }
}

/// An icon, hidden from screen readers: the words beside it, or the button's `label`, say what it means.
#[component]
pub fn IconView(
    icon: Icon,
    /// Tailwind size, `size-5` if not said.
    #[prop(optional, into)]
    class: String,
    /// Filled instead of drawn.
    #[prop(optional)]
    filled: bool,
) -> impl IntoView {
    let size = if class.contains("size-") { "" } else { "size-5" };
    let turns = if icon.turns() { "mirror" } else { "" };
    let class = super::classes(&["shrink-0", size, turns, &class]);
    let fill = if filled { "currentColor" } else { "none" };
    let path = icon.path();
    drawn(format!(
        r#"<svg class="{class}" viewBox="0 0 24 24" fill="{fill}" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{path}"/></svg>"#
    ))
}

/// A drawing as it is: pages hold dozens of them, and nine attributes each, one by one, cost more than their words.
fn drawn(svg: String) -> InertElement {
    InertElement::new(svg)
}

/// The brand's mark: a river from its spring to the sea.
#[component]
pub fn Mark(#[prop(optional, into)] class: String) -> impl IntoView {
    let class = super::classes(&["shrink-0", &class]);
    drawn(format!(
        r#"<svg class="{class}" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" class="fill-accent"/><path class="fill-on-accent" d="M20.5 5C22 9 8 10.5 8 16.5 8 21.5 12.5 23 10 32H23C25 22 16 20.5 16 16.5 16 13 26 10.5 20.5 5z"/></svg>"#
    ))
}
