//! Line icons on a 24 x 24 grid, one for each kind of thing that a shop sells. Drawn for this project.

/// The first icon one of whose words begins a word of the category's address; a parcel for everything else.
pub(crate) fn icon_for(category_slug: &str) -> &'static str {
    let begins = |word: &&str| category_slug.split('-').any(|part| part.starts_with(*word));
    ICONS.iter().find(|(words, _)| words.iter().any(begins)).map_or(PARCEL, |(_, icon)| icon)
}

const PARCEL: &str = "<path d=\"M12 3 20 7v10l-8 4-8-4V7z\"/><path d=\"M4 7l8 4 8-4M12 11v10M8 5l8 4\"/>";

/// Narrow words stand before wide ones: `printer-cables` is a cable.
const ICONS: &[(&[&str], &str)] = &[
    (
        &["pantry", "grocer", "food", "snack", "beverage", "drink", "spice", "confection"],
        "<path d=\"M8 3h8v3H8zM8 6c-1 1-2 2-2 4v9a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2v-9c0-2-1-3-2-4M6 12h12M6 17h12\"/>",
    ),
    (
        &["jigsaw", "puzzle", "toy", "doll", "game", "kids", "figure", "craft"],
        "<path d=\"M4 8h5a2 2 0 1 1 4 0h5v5a2 2 0 1 1 0 4v3H4z\"/>",
    ),
    (
        &["cable", "adapter", "connector", "wire"],
        "<path d=\"M9 3v5M15 3v5M7 8h10v3a5 5 0 0 1-10 0zM12 16v2a3 3 0 0 0 3 3h3\"/>",
    ),
    (
        &["toner", "ink", "cartridge", "ribbon"],
        "<path d=\"M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11z\"/><path d=\"M9.5 14.5a2.5 2.5 0 0 0 2.5 2.5\"/>",
    ),
    (
        &["label", "tag", "sticker"],
        "<path d=\"M3 12V4h8l10 10-8 7z\"/><circle cx=\"7.5\" cy=\"8\" r=\"1.3\"/>",
    ),
    (
        &["paper", "stationery", "office", "book", "calculator", "filing"],
        "<path d=\"M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6\"/>",
    ),
    (
        &["printer", "scanner", "copier", "fax", "printing"],
        "<path d=\"M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7zM17 11h.01\"/>",
    ),
    (&["notebook", "laptop", "tablet"], "<path d=\"M5 5h14v10H5zM2 19h20l-2-4H4z\"/>"),
    (
        &["headphone", "headset", "audio", "speaker", "microphone", "music", "mp3"],
        "<path d=\"M4 15v-2a8 8 0 0 1 16 0v2\"/><path d=\"M4 14h3v6H5a1 1 0 0 1-1-1zM20 14h-3v6h2a1 1 0 0 0 1-1z\"/>",
    ),
    (
        &["monitor", "display", "tv", "television", "projector", "screen", "video"],
        "<path d=\"M3 5h18v11H3zM9 20h6M12 16v4\"/>",
    ),
    (
        &["camera", "photo", "lens"],
        "<path d=\"M4 7h3l2-3h6l2 3h3v12H4z\"/><circle cx=\"12\" cy=\"13\" r=\"3.5\"/>",
    ),
    (
        &["network", "router", "switch", "wireless", "modem", "kvm"],
        "<path d=\"M4 14h16v6H4zM8 17h.01M12 17h.01M12 14v-3M8.5 8a5 5 0 0 1 7 0M6 5.5a8.5 8.5 0 0 1 12 0\"/>",
    ),
    (&["power", "ups", "batter", "charger", "pdu", "energy"], "<path d=\"M13 2 5 13h6l-1 9 9-12h-6z\"/>"),
    (
        &["processor", "memory", "motherboard", "graphics", "component", "chip", "cooling"],
        "<path d=\"M7 7h10v10H7zM10 10h4v4h-4zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4\"/>",
    ),
    (
        &["storage", "drive", "disk", "media", "flash", "tape", "memories"],
        "<path d=\"M5 4h14v16H5z\"/><circle cx=\"12\" cy=\"10\" r=\"3.5\"/><path d=\"M12 10h.01M9 17h6\"/>",
    ),
    (
        &["keyboard", "mice", "mouse", "input", "pointing"],
        "<path d=\"M2 7h20v10H2zM6 10h.01M10 10h.01M14 10h.01M18 10h.01M7 14h10\"/>",
    ),
    (
        &["phone", "telephone", "mobile", "smart", "navigator", "wearable"],
        "<path d=\"M7 2h10v20H7zM11 19h2\"/>",
    ),
    (
        &["server", "rack", "workstation", "desktop", "computer", "pcs"],
        "<path d=\"M4 4h16v7H4zM4 13h16v7H4zM8 7.5h.01M8 16.5h.01M12 7.5h5M12 16.5h5\"/>",
    ),
    (
        &["mount", "stand", "bracket", "arm", "furniture", "desk", "shelf"],
        "<path d=\"M3 9h18M5 9v11M19 9v11M5 14h14M8 9V5h8v4\"/>",
    ),
    (
        &["kitchen", "coffee", "cook", "home", "household", "appliance", "water"],
        "<path d=\"M5 9h12v6a5 5 0 0 1-5 5h-2a5 5 0 0 1-5-5zM17 10h2a2 2 0 0 1 0 5h-2M9 3v3M13 3v3\"/>",
    ),
    (
        &["beauty", "hair", "shav", "oral", "care", "health", "baby"],
        "<path d=\"M12 20s-8-5-8-11a4.5 4.5 0 0 1 8-2.5A4.5 4.5 0 0 1 20 9c0 6-8 11-8 11z\"/>",
    ),
    (
        &["warrant", "service", "support", "software", "license"],
        "<path d=\"M12 2 20 5v6c0 5-3.5 9-8 11-4.5-2-8-6-8-11V5zM8.5 12l2.5 2.5 4.5-5\"/>",
    ),
    (
        &["tool", "hardware", "garden", "outdoor", "lighting", "security"],
        "<path d=\"M14 7a4.5 4.5 0 0 1 6-4l-3 3 1 2 2 1 2-3a4.5 4.5 0 0 1-6 6L8 20a2.1 2.1 0 0 1-4-4z\"/>",
    ),
    (
        &["ring", "jewel", "necklace", "bracelet", "earring"],
        "<circle cx=\"12\" cy=\"15\" r=\"6\"/><path d=\"M9 3h6l2 3-5 4-5-4z\"/>",
    ),
    (
        &["shoe", "sneaker", "boot", "sandal", "sock"],
        "<path d=\"M3 8v9h18v-2c0-2-2-3-5-3.500L11 8l-2 2H6z\"/><path d=\"M3 14h18\"/>",
    ),
    (&["hat", "cap", "bandana"], "<path d=\"M6 15V9a6 6 0 0 1 12 0v6M2 17c3-2 17-2 20 0-3 3-17 3-20 0z\"/>"),
    (
        &["sunglasses", "glasses", "eyewear"],
        "<circle cx=\"6.5\" cy=\"14\" r=\"3.5\"/><circle cx=\"17.5\" cy=\"14\" r=\"3.5\"/>\
         <path d=\"M10 13a2.5 2.5 0 0 1 4 0M3 13l2-6M21 13l-2-6\"/>",
    ),
    (
        &["bag", "handbag", "wallet", "case", "luggage", "holder", "belt"],
        "<path d=\"M4 8h16l1 13H3zM8 11V7a4 4 0 0 1 8 0v4\"/>",
    ),
    (
        &["dress", "skirt", "swim", "piece", "lingerie", "maternity"],
        "<path d=\"M9 2v4l3 2 3-2V2M9 6l1 6-5 9h14l-5-9 1-6\"/>",
    ),
    (
        &[
            "cloth",
            "activewear",
            "sleepwear",
            "top",
            "shirt",
            "sweater",
            "wear",
            "coat",
            "pant",
            "short",
            "apparel",
            "outer",
        ],
        "<path d=\"M8 3 3 7l2 4 2-1v11h10V10l2 1 2-4-5-4a4 4 0 0 1-8 0z\"/>",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_word_wins_over_a_wide_one() {
        assert_eq!(icon_for("printer-cables"), icon_for("cables"));
        assert_ne!(icon_for("printers"), icon_for("cables"));
        assert_ne!(icon_for("pantry"), icon_for("pants"));
        assert_eq!(icon_for("something-else"), PARCEL);
    }
}
