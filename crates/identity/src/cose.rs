//! Public keys as devices write them: CBOR Object Signing (RFC 9052 and 9053), of which passkeys use three kinds and only
//! whole numbers and byte strings. What is not one of them is no key.

use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use std::collections::BTreeMap;

/// ECDSA on P-256, what nearly all devices have.
pub(crate) const ES256: i64 = -7;
/// Ed25519.
pub(crate) const EDDSA: i64 = -8;
/// RSA with PKCS#1 padding, for Windows Hello on older machines.
pub(crate) const RS256: i64 = -257;

/// A key that signatures can be held against.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PublicKey {
    P256([u8; 65]),
    Ed25519([u8; 32]),
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
}

#[derive(Debug, PartialEq, Eq)]
enum Item {
    Int(i64),
    Bytes(Vec<u8>),
}

/// Reads what stands at the beginning of a slice and moves on.
struct Reader<'b> {
    rest: &'b [u8],
}

impl Reader<'_> {
    fn take(&mut self, count: usize) -> Option<Vec<u8>> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken.to_vec())
    }

    /// Major type and argument of the next item; lengths that are told at the end are not allowed here.
    fn head(&mut self) -> Option<(u8, u64)> {
        let first = *self.take(1)?.first()?;
        let argument = match first & 0x1f {
            small @ 0..=23 => u64::from(small),
            size @ 24..=27 => {
                let bytes = self.take(1 << (size - 24))?;
                bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
            }
            _ => return None,
        };
        Some((first >> 5, argument))
    }

    fn item(&mut self) -> Option<Item> {
        match self.head()? {
            (0, n) => Some(Item::Int(i64::try_from(n).ok()?)),
            (1, n) => Some(Item::Int(-1 - i64::try_from(n).ok()?)),
            (2, n) => Some(Item::Bytes(self.take(usize::try_from(n).ok()?)?)),
            _ => None,
        }
    }
}

/// The key at the beginning of these bytes, and how many bytes it takes.
pub(crate) fn parse(bytes: &[u8]) -> Option<(PublicKey, usize)> {
    let mut reader = Reader { rest: bytes };
    let (5, count @ 1..=16) = reader.head()? else { return None };
    let mut map = BTreeMap::new();
    for _ in 0..count {
        let Item::Int(label) = reader.item()? else { return None };
        if map.insert(label, reader.item()?).is_some() {
            return None;
        }
    }
    Some((key_of(&map)?, bytes.len() - reader.rest.len()))
}

fn key_of(map: &BTreeMap<i64, Item>) -> Option<PublicKey> {
    let int = |label: i64| match map.get(&label) {
        Some(Item::Int(n)) => Some(*n),
        _ => None,
    };
    let bytes = |label: i64| match map.get(&label) {
        Some(Item::Bytes(b)) => Some(b.as_slice()),
        _ => None,
    };
    // Labels: 1 is the kind of key, 3 the algorithm; -1 curve or modulus, -2 x or exponent, -3 y.
    match (int(1)?, int(3)?) {
        (2, ES256) if int(-1)? == 1 => {
            let mut point = [4; 65];
            point[1..33].copy_from_slice(bytes(-2).filter(|x| x.len() == 32)?);
            point[33..].copy_from_slice(bytes(-3).filter(|y| y.len() == 32)?);
            Some(PublicKey::P256(point))
        }
        (1, EDDSA) if int(-1)? == 6 => Some(PublicKey::Ed25519(bytes(-2)?.try_into().ok()?)),
        (3, RS256) => {
            let (modulus, exponent) = (bytes(-1)?.to_vec(), bytes(-2)?.to_vec());
            (256..=1024).contains(&modulus.len()).then_some(PublicKey::Rsa { modulus, exponent })
        }
        _ => None,
    }
}

impl PublicKey {
    /// Whether the private half of this key signed the message.
    pub(crate) fn verifies(&self, message: &[u8], signed: &[u8]) -> bool {
        match self {
            Self::P256(point) => UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_ASN1, point)
                .verify(message, signed)
                .is_ok(),
            Self::Ed25519(key) => {
                UnparsedPublicKey::new(&signature::ED25519, key).verify(message, signed).is_ok()
            }
            Self::Rsa { modulus, exponent } => RsaPublicKeyComponents { n: modulus, e: exponent }
                .verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, signed)
                .is_ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `{1: 2, 3: -7, -1: 1, -2: x, -3: y}`.
    fn p256(x: &[u8], y: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, x.len() as u8];
        bytes.extend(x);
        bytes.extend([0x22, 0x58, y.len() as u8]);
        bytes.extend(y);
        bytes
    }

    #[test]
    fn a_key_is_read_to_its_end_and_not_beyond() {
        let mut bytes = p256(&[7; 32], &[9; 32]);
        let length = bytes.len();
        bytes.extend([0xa0; 3]);
        let (key, taken) = parse(&bytes).unwrap();
        assert_eq!(taken, length);
        assert!(matches!(key, PublicKey::P256(point) if point[0] == 4 && point[1] == 7 && point[64] == 9));
    }

    #[test]
    fn an_rsa_key_is_read_and_a_small_one_refused() {
        let key = |size: usize| {
            let mut bytes = vec![0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x59];
            bytes.extend((size as u16).to_be_bytes());
            bytes.extend(vec![0xc1; size]);
            bytes.extend([0x21, 0x43, 1, 0, 1]);
            bytes
        };
        assert!(
            matches!(parse(&key(256)), Some((PublicKey::Rsa { exponent, .. }, _)) if exponent == [1, 0, 1])
        );
        assert_eq!(parse(&key(128)), None);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let whole = p256(&[7; 32], &[9; 32]);
        for end in 0..whole.len() {
            assert_eq!(parse(&whole[..end]), None, "cut at {end}");
        }
        assert_eq!(parse(&p256(&[7; 31], &[9; 32])), None, "a short coordinate");
        for (what, bytes) in [
            ("an algorithm that nobody asked for", [&whole[..4], &[0x38, 0x22], &whole[5..]].concat()),
            ("a map that tells its length at the end", [&[0xbf], &whole[1..]].concat()),
            ("a label twice", [&[0xa6, 0x01, 0x02], &whole[1..]].concat()),
            (
                "a length beyond the end",
                vec![0xa1, 0x01, 0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            ),
        ] {
            assert_eq!(parse(&bytes), None, "{what}");
        }
    }
}
