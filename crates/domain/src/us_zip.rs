//! Which US state a ZIP code lies in, so that a form need not ask for it.
//!
//! The first three digits name a sectional centre; each serves one state but for a handful of border towns. A form
//! that uses this still lets the shopper correct the state.

/// Inclusive ranges of three-digit prefixes and their state's postal code; military and foreign ones are left out.
const PREFIXES: &[(u16, u16, &str)] = &[
    (5, 5, "NY"),
    (6, 7, "PR"),
    (8, 8, "VI"),
    (9, 9, "PR"),
    (10, 27, "MA"),
    (28, 29, "RI"),
    (30, 38, "NH"),
    (39, 49, "ME"),
    (50, 54, "VT"),
    (55, 55, "MA"),
    (56, 59, "VT"),
    (60, 69, "CT"),
    (70, 89, "NJ"),
    (100, 149, "NY"),
    (150, 196, "PA"),
    (197, 199, "DE"),
    (200, 200, "DC"),
    (201, 201, "VA"),
    (202, 205, "DC"),
    (206, 219, "MD"),
    (220, 246, "VA"),
    (247, 268, "WV"),
    (270, 289, "NC"),
    (290, 299, "SC"),
    (300, 319, "GA"),
    (320, 339, "FL"),
    (341, 349, "FL"),
    (350, 369, "AL"),
    (370, 385, "TN"),
    (386, 397, "MS"),
    (398, 399, "GA"),
    (400, 427, "KY"),
    (430, 459, "OH"),
    (460, 479, "IN"),
    (480, 499, "MI"),
    (500, 528, "IA"),
    (530, 549, "WI"),
    (550, 567, "MN"),
    (569, 569, "DC"),
    (570, 577, "SD"),
    (580, 588, "ND"),
    (590, 599, "MT"),
    (600, 629, "IL"),
    (630, 658, "MO"),
    (660, 679, "KS"),
    (680, 693, "NE"),
    (700, 714, "LA"),
    (716, 729, "AR"),
    (730, 731, "OK"),
    (733, 733, "TX"),
    (734, 749, "OK"),
    (750, 799, "TX"),
    (800, 816, "CO"),
    (820, 831, "WY"),
    (832, 838, "ID"),
    (840, 847, "UT"),
    (850, 865, "AZ"),
    (870, 884, "NM"),
    (885, 885, "TX"),
    (889, 898, "NV"),
    (900, 961, "CA"),
    (967, 968, "HI"),
    (969, 969, "GU"),
    (970, 979, "OR"),
    (980, 994, "WA"),
    (995, 999, "AK"),
];

/// Islands that share the first three digits with Hawaii or Guam: whole ZIP codes, both ends inclusive.
const ISLANDS: &[(u32, u32, &str)] = &[
    (96799, 96799, "AS"),
    (96939, 96940, "PW"),
    (96941, 96944, "FM"),
    (96950, 96952, "MP"),
    (96960, 96960, "MH"),
    (96970, 96970, "MH"),
    (96979, 96979, "MH"),
];

/// The state of a five- or nine-digit ZIP code; `None` for one that no state's office serves.
pub fn state_of(zip: &str) -> Option<&'static str> {
    let zip = zip.trim();
    let digits = zip.split('-').next().filter(|d| d.len() == 5 && d.bytes().all(|b| b.is_ascii_digit()))?;
    let whole: u32 = digits.parse().ok()?;
    if let Some((_, _, island)) = ISLANDS.iter().find(|(from, to, _)| (*from..=*to).contains(&whole)) {
        return Some(island);
    }
    let prefix: u16 = digits[..3].parse().ok()?;
    PREFIXES.iter().find(|(from, to, _)| (*from..=*to).contains(&prefix)).map(|(_, _, state)| *state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zip_names_its_state() {
        for (zip, state) in [
            ("95814", Some("CA")),
            ("10001", Some("NY")),
            ("00501", Some("NY")),
            ("97477-1234", Some("OR")),
            ("99501", Some("AK")),
            ("00000", None),
            ("1234", None),
            ("abcde", None),
            ("09001", None),
        ] {
            assert_eq!(state_of(zip), state, "{zip}");
        }
    }
}
