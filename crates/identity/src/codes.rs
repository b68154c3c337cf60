//! Codes of an authenticator app (RFC 6238: SHA-1, six digits, half minutes, which is what every app speaks) and
//! recovery codes. Pure: the rules of who may use one and how often are in `second_step`.

use data_encoding::BASE32_NOPAD;
use domain::{AccountId, Timestamp};
use ring::hmac;
use subtle::ConstantTimeEq as _;

/// RFC 4226, section 4: at least 128 bits, and 160 are recommended.
pub(crate) const SECRET_BYTES: usize = 20;
const STEP_S: i64 = 30;
/// A clock may be half a minute off, either way.
const SKEW_STEPS: i64 = 1;
/// Letters of a recovery code, of five bits each: 80 bits.
const RECOVERY_LETTERS: u32 = 16;
const RECOVERY_GROUP: usize = 4;
/// Letters that are not taken for each other when they are read from paper (Crockford's base 32).
const ON_PAPER: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many recovery codes an account gets.
pub const RECOVERY_CODES: usize = 10;

pub(crate) fn new_secret() -> [u8; SECRET_BYTES] {
    rand::random()
}

/// The half minute that a moment is in, counted from 1970.
pub(crate) fn step_at(now: Timestamp) -> i64 {
    now.as_micros().div_euclid(1_000_000).div_euclid(STEP_S)
}

/// The code of a half minute: RFC 4226, section 5.3.
pub(crate) fn code_at(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag[tag.len() - 1] & 0xf);
    let four = [tag[offset] & 0x7f, tag[offset + 1], tag[offset + 2], tag[offset + 3]];
    format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
}

/// The half minute around now whose code this is, if it comes after `last_step`.
pub(crate) fn step_of(secret: &[u8], code: &str, now: Timestamp, last_step: i64) -> Option<i64> {
    let here = step_at(now);
    // All of them are compared, so the time tells nothing about which it was.
    (here - SKEW_STEPS..=here + SKEW_STEPS)
        .filter(|step| bool::from(code_at(secret, *step).as_bytes().ct_eq(code.as_bytes())))
        .filter(|step| *step > last_step)
        .max()
}

/// A secret as people type it into an app.
pub(crate) fn spelled(secret: &[u8]) -> String {
    BASE32_NOPAD.encode(secret)
}

/// What the picture for the app says: the key URI format that all of them read.
pub(crate) fn key_uri(shop: &str, email: &str, secret: &[u8]) -> String {
    let (shop, email) = (percent(shop), percent(email));
    format!(
        "otpauth://totp/{shop}:{email}?secret={}&issuer={shop}&algorithm=SHA1&digits=6&period=30",
        spelled(secret)
    )
}

fn percent(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// What somebody typed without the spaces and dashes that people put in.
pub(crate) fn normalised(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect()
}

/// Whether it looks like an app's code.
pub(crate) fn is_app_code(code: &str) -> bool {
    code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())
}

/// A new recovery code: `7KQM-0A3F-XW9P-TR2C`.
pub(crate) fn new_recovery_code() -> String {
    let bits: u128 = rand::random();
    let letter = |n: u32| char::from(ON_PAPER[(bits >> (5 * n)) as usize & 31]);
    let letters: Vec<char> = (0..RECOVERY_LETTERS).map(letter).collect();
    letters.chunks(RECOVERY_GROUP).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// The letters of a recovery code, however somebody wrote them; `None` for what none can be.
fn recovery_letters(typed: &str) -> Option<String> {
    let letters: Option<String> = normalised(typed)
        .chars()
        .map(|c| match c {
            'O' => Some('0'),
            'I' | 'L' => Some('1'),
            c => ON_PAPER.contains(&u8::try_from(c).ok()?).then_some(c),
        })
        .collect();
    letters.filter(|letters| letters.len() == RECOVERY_LETTERS as usize)
}

/// What the database keeps of a recovery code; `None` for what none can be. The account is hashed in, so that equal
/// codes of two accounts would not look equal.
pub(crate) fn recovery_hash(account: AccountId, typed: &str) -> Option<[u8; 32]> {
    let letters = recovery_letters(typed)?;
    Some(*blake3::hash(format!("{account}:{letters}").as_bytes()).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::TypedId as _;

    fn account(n: u128) -> AccountId {
        AccountId::from_uuid(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, the last six of its eight digits.
        let secret = b"12345678901234567890";
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(secret, second / 30), code, "at {second}");
        }
    }

    #[test]
    fn a_code_passes_half_a_minute_early_or_late_and_never_again() {
        let secret = b"12345678901234567890";
        let now = Timestamp::from_micros(1_000_000_005 * 1_000_000);
        let here = step_at(now);
        for (off, passes) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = code_at(secret, here + off);
            assert_eq!(step_of(secret, &code, now, 0).is_some(), passes, "{off}");
        }
        assert_eq!(step_of(secret, &code_at(secret, here), now, here), None);
        assert_eq!(step_of(secret, &code_at(secret, here - 1), now, here), None);
        assert_eq!(step_of(secret, &code_at(secret, here + 1), now, here), Some(here + 1));
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed() {
        let code = new_recovery_code();
        let known = recovery_hash(account(1), &code);
        assert!(known.is_some());
        let spoken = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(recovery_hash(account(1), &spoken), known);
        assert_ne!(recovery_hash(account(2), &code), known);
        for junk in ["", "123456", "7KQM-0A3F-XW9P", "7KQM-0A3F-XW9P-TR2U", "ñññññññññññññññññ"]
        {
            assert_eq!(recovery_hash(account(1), junk), None, "{junk}");
        }
    }

    #[test]
    fn an_app_is_told_shop_and_account_whatever_their_letters() {
        let uri = key_uri("Río & Co", "ana+shop@example.com", &[0; SECRET_BYTES]);
        assert!(
            uri.starts_with("otpauth://totp/R%C3%ADo%20%26%20Co:ana%2Bshop%40example.com?secret=AAAA"),
            "{uri}"
        );
        assert!(uri.contains("&issuer=R%C3%ADo%20%26%20Co&"));
    }
}
