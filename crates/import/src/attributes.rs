//! Readable names and units for the attributes of Icecat: `contrast_ratio__typical_` is `Contrast ratio (typical)`.

/// Words that are written in their own way.
const SPELLING: &[(&str, &str)] = &[
    ("ac", "AC"),
    ("atx", "ATX"),
    ("av", "AV"),
    ("awg", "AWG"),
    ("cpu", "CPU"),
    ("dc", "DC"),
    ("ddr", "DDR"),
    ("displayport", "DisplayPort"),
    ("dvd", "DVD"),
    ("dvi", "DVI"),
    ("ecc", "ECC"),
    ("esata", "eSATA"),
    ("fsb", "FSB"),
    ("gps", "GPS"),
    ("hd", "HD"),
    ("hdcp", "HDCP"),
    ("hdd", "HDD"),
    ("hdds", "HDDs"),
    ("hdmi", "HDMI"),
    ("hp", "HP"),
    ("ieee", "IEEE"),
    ("ip", "IP"),
    ("intel", "Intel"),
    ("lan", "LAN"),
    ("lcd", "LCD"),
    ("led", "LED"),
    ("mac", "Mac"),
    ("nas", "NAS"),
    ("oem", "OEM"),
    ("os", "OS"),
    ("pc", "PC"),
    ("pci", "PCI"),
    ("pcmcia", "PCMCIA"),
    ("ram", "RAM"),
    ("raid", "RAID"),
    ("rj", "RJ"),
    ("rohs", "RoHS"),
    ("sata", "SATA"),
    ("sd", "SD"),
    ("ssd", "SSD"),
    ("tcp", "TCP"),
    ("tdp", "TDP"),
    ("tv", "TV"),
    ("ups", "UPS"),
    ("usb", "USB"),
    ("vga", "VGA"),
    ("windows", "Windows"),
    ("wlan", "WLAN"),
    ("wxdxh", "W x D x H"),
];

/// Logistics of the source and second spellings in other units: nobody buys by them.
const LEFT_OUT: &[&str] = &[
    "pallet",
    "master__outer",
    "carton",
    "imperial",
    "last_change",
    "ark_id",
    "harmonized_system",
    "oem_code",
    "__uk_",
];

/// Units that the source keeps in its documentation instead of its file; the first part found in a name decides.
const UNITS: &[(&str, &str)] = &[
    ("package_weight", "g"),
    ("battery_weight", "g"),
    ("cable_length", "m"),
    ("operating_temperature", "°C"),
    ("storage_temperature", "°C"),
    ("relative_humidity", "%"),
    ("altitude", "m"),
    ("display_diagonal", "″"),
    ("processor_frequency", "GHz"),
    ("processor_boost_frequency", "GHz"),
    ("processor_cache", "MB"),
    ("processor_lithography", "nm"),
    ("processor_front_side_bus", "MHz"),
    ("memory_clock_speed", "MHz"),
    ("internal_memory", "GB"),
    ("graphics_adapter_memory", "GB"),
    ("storage_capacity", "GB"),
    ("hdd_capacity", "GB"),
    ("ssd_capacity", "GB"),
    ("thermal_design_power", "W"),
    ("power_consumption", "W"),
    ("adapter_power", "W"),
    ("output_power", "W"),
    ("battery_capacity", "mAh"),
    ("page_yield", "pages"),
    ("input_voltage", "V"),
    ("adapter_frequency", "Hz"),
    ("input_frequency", "Hz"),
    ("media_weight", "g/m²"),
    ("display_brightness", "cd/m²"),
];

/// Sizes are millimetres and weights grams when the name is exactly one of these.
const SIZES: &[&str] =
    &["width", "height", "depth", "package_width", "package_height", "package_depth", "package_length"];

/// The readable name; `None` for what shoppers do not need.
pub(crate) fn readable_name(source: &str) -> Option<String> {
    if LEFT_OUT.iter().any(|part| source.contains(part)) {
        return None;
    }
    // Two underscores were a bracket, except behind a trademark; a range's "(T-T)" says nothing.
    let plain = source.replace("intel__", "intel_").replace("__t_t_", "").replace("__h_h_", "");
    let mut name = String::with_capacity(plain.len() + 8);
    for (n, part) in plain.split("__").enumerate() {
        let words: Vec<String> = part.split('_').filter(|w| !w.is_empty()).map(spelled).collect();
        if words.is_empty() {
            continue;
        }
        let phrase = join_numbers(&words);
        match (n == 0, n % 2 == 1) {
            (true, _) => name.push_str(&phrase),
            (_, true) => name.push_str(&format!(" ({phrase})")),
            _ => name.push_str(&format!(" {phrase}")),
        }
    }
    let name = name.replace("Wi fi", "Wi-Fi").replace("wi fi", "Wi-Fi").replace("d sub", "D-Sub");
    let mut letters = name.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

fn spelled(word: &str) -> String {
    SPELLING
        .iter()
        .find(|(plain, _)| *plain == word)
        .map_or_else(|| word.to_owned(), |(_, spelled)| (*spelled).to_owned())
}

/// `USB 2 0` is `USB 2.0`, `RJ 45` is `RJ-45`.
fn join_numbers(words: &[String]) -> String {
    let is_number = |w: &str| w.bytes().all(|b| b.is_ascii_digit());
    let mut phrase = String::new();
    for (n, word) in words.iter().enumerate() {
        let before = n.checked_sub(1).map(|b| words[b].as_str());
        match before {
            None => {}
            Some(before) if is_number(before) && is_number(word) => phrase.push('.'),
            Some("RJ") if is_number(word) => phrase.push('-'),
            Some(_) => phrase.push(' '),
        }
        phrase.push_str(word);
    }
    phrase
}

/// The unit of a number or a range of numbers.
pub(crate) fn unit_of(source: &str, value: &str) -> Option<&'static str> {
    if !value.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | ' ' | '–')) {
        return None;
    }
    if source == "weight" {
        return Some("g");
    }
    if SIZES.contains(&source) {
        return Some("mm");
    }
    UNITS.iter().find(|(part, _)| source.contains(part)).map(|(_, unit)| *unit)
}

/// `17.0` is `17`; at most four decimals.
pub(crate) fn readable_number(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_readable() {
        let cases = [
            ("product_colour", Some("Product colour")),
            ("contrast_ratio__typical_", Some("Contrast ratio (typical)")),
            ("usb_2_0_ports_quantity", Some("USB 2.0 ports quantity")),
            ("ethernet_lan__rj_45__ports", Some("Ethernet LAN (RJ-45) ports")),
            ("operating_temperature__t_t_", Some("Operating temperature")),
            ("wi_fi_standards", Some("Wi-Fi standards")),
            ("intel__turbo_boost_technology", Some("Intel turbo boost technology")),
            ("dimensions__wxdxh_", Some("Dimensions (W x D x H)")),
            ("quantity_per_pallet__uk_", None),
            ("weight__imperial_", None),
            ("", None),
        ];
        for (source, name) in cases {
            assert_eq!(readable_name(source).as_deref(), name, "{source}");
        }
    }

    #[test]
    fn units_stand_only_behind_numbers() {
        assert_eq!(unit_of("weight", "3460"), Some("g"));
        assert_eq!(unit_of("operating_temperature__t_t_", "0 - 35"), Some("°C"));
        assert_eq!(unit_of("width", "wide"), None);
        assert_eq!(unit_of("connector_1", "2"), None);
    }

    #[test]
    fn numbers_lose_their_empty_decimals() {
        for (number, text) in [(17.0, "17"), (2.13, "2.13"), (0.512, "0.512"), (-15.5, "-15.5"), (0.0, "0")] {
            assert_eq!(readable_number(number), text);
        }
    }
}
