//! Secrets that are handed out once and kept only as hashes.

use std::fmt;

const TOKEN_BYTES: usize = 32;

/// 256 random bits as 64 hexadecimal digits. Whoever holds it is signed in, so it shows itself only when asked.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    pub(crate) fn random() -> Self {
        let bytes: [u8; TOKEN_BYTES] = rand::random();
        Self(blake3::Hash::from_bytes(bytes).to_hex().to_string())
    }

    /// What the database keeps of this token.
    pub(crate) fn stored_hash(&self) -> Vec<u8> {
        hash(&self.0).to_vec()
    }

    /// The text for the cookie or the link; never for a log.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// The hash of a token that came from outside; `None` for a text that no token can be, so that junk in a cookie
/// costs no query.
pub(crate) fn parse_hash(token: &str) -> Option<[u8; 32]> {
    let well_formed = token.len() == TOKEN_BYTES * 2 && token.bytes().all(|b| b.is_ascii_hexdigit());
    well_formed.then(|| hash(token))
}

/// 128 random bits as 32 hexadecimal digits, for a link that opens one thing.
pub fn new_link_code() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// A fast hash is enough for 256 random bits.
pub(crate) fn hash(token: &str) -> [u8; 32] {
    *blake3::hash(token.as_bytes()).as_bytes()
}
