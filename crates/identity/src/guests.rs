//! Browsers that nobody is signed in with. Nothing is stored: the cookie holds a secret and the id is a hash of it, so
//! an id that shows up elsewhere opens nobody's cart.

use crate::tokens::{SessionToken, hash, parse_hash};
use domain::{GuestId, TypedId as _};

/// The secret of a guest's cookie.
pub type GuestToken = SessionToken;

/// A new guest: the secret for the cookie and the id that carts are kept under.
pub fn new_guest() -> (GuestToken, GuestId) {
    let token = GuestToken::random();
    let id = id_of(hash(token.reveal()));
    (token, id)
}

/// The guest of this cookie; `None` when it is no guest's cookie.
pub fn guest(token: &str) -> Option<GuestId> {
    parse_hash(token).map(id_of)
}

/// The first half of the hash: 128 bits meet by chance as often as two random UUIDs do.
fn id_of(hash: [u8; 32]) -> GuestId {
    let mut half = [0; 16];
    half.copy_from_slice(&hash[..16]);
    GuestId::from_uuid(uuid::Uuid::from_bytes(half))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guest_is_known_again_by_the_cookie_and_not_by_the_id() {
        let (token, id) = new_guest();
        assert_eq!(guest(token.reveal()), Some(id));
        assert_eq!(guest(&id.to_string()), None);
        assert_ne!(new_guest().1, id);
    }

    #[test]
    fn junk_in_the_cookie_is_nobody() {
        for junk in ["", "x", "../../etc/passwd", &"g".repeat(64), &"a".repeat(65)] {
            assert_eq!(guest(junk), None);
        }
    }
}
