//! The 3,000 most used passwords that are long enough to be chosen, as fingerprints: refusing them needs no text of
//! them. `data/common_passwords.txt` says where they come from; `examples/common_passwords.rs` makes that file.

use std::sync::LazyLock;

static FINGERPRINTS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let file = include_str!("../data/common_passwords.txt");
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    let mut all: Vec<u64> = lines.filter_map(|line| u64::from_str_radix(line, 16).ok()).collect();
    all.sort_unstable();
    all
});

/// The first 64 bits of the BLAKE3 hash of the password in lower case.
pub fn fingerprint(lower_case: &str) -> u64 {
    let hash = blake3::hash(lower_case.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_be_bytes(first)
}

pub(crate) fn contains(lower_case: &str) -> bool {
    FINGERPRINTS.binary_search(&fingerprint(lower_case)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_three_thousand_and_the_best_known_are_among_them() {
        assert_eq!(FINGERPRINTS.len(), 3_000);
        for password in ["password", "12345678", "password1", "iloveyou", "qwertyuiop", "football"] {
            assert!(contains(password), "{password}");
        }
    }

    #[test]
    fn an_unusual_password_is_not_among_them() {
        assert!(!contains("seven herons over a slow brown river"));
    }
}
