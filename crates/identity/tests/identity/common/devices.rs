//! What people carry: an authenticator app, and a device that keeps passkeys. Both are written anew here, so that the
//! code of the shop is not held against itself.

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use domain::{AccountId, Timestamp, TypedId as _};
use identity::{PasskeyAnswer, PasskeyRequest};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};

/// The code that an app shows for a secret (RFC 6238).
pub fn app_code(secret: &str, at: Timestamp) -> String {
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret);
    let tag = ring::hmac::sign(&key, &(at.as_micros() / 30_000_000).to_be_bytes());
    let tag = tag.as_ref();
    let from = usize::from(tag[19] & 15);
    let number = u32::from_be_bytes(tag[from..from + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// A device with one passkey.
pub struct Device {
    pub credential: Vec<u8>,
    pub user: Vec<u8>,
    pub origin: String,
    pub site: String,
    /// Present, its owner seen, and the key is in a cloud.
    pub flags: u8,
    pub uses: u32,
    key: EcdsaKeyPair,
}

impl Device {
    pub fn new(account: AccountId) -> Self {
        let (random, how) = (SystemRandom::new(), &ECDSA_P256_SHA256_ASN1_SIGNING);
        let document = EcdsaKeyPair::generate_pkcs8(how, &random).unwrap();
        Self {
            key: EcdsaKeyPair::from_pkcs8(how, document.as_ref(), &random).unwrap(),
            credential: account.uuid().as_bytes().iter().rev().copied().collect(),
            user: account.uuid().as_bytes().to_vec(),
            origin: "http://localhost:3000".into(),
            site: "localhost".into(),
            flags: 0x1d,
            uses: 0,
        }
    }

    fn head(&self, flags: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, self.site.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend(self.uses.to_be_bytes());
        data
    }

    fn client_data(&self, purpose: &str, request: &PasskeyRequest) -> Vec<u8> {
        let (challenge, origin) = (&request.challenge, &self.origin);
        format!(r#"{{"type":"{purpose}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#)
            .into_bytes()
    }

    /// Makes the passkey that was asked for.
    pub fn create(&self, request: &PasskeyRequest) -> PasskeyAnswer {
        let mut data = self.head(self.flags | 0x40);
        data.extend([0; 16]);
        data.extend((self.credential.len() as u16).to_be_bytes());
        data.extend(&self.credential);
        let point = self.key.public_key().as_ref();
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..]);
        PasskeyAnswer {
            client_data: BASE64URL_NOPAD.encode(&self.client_data("webauthn.create", request)),
            device_data: BASE64URL_NOPAD.encode(&data),
            ..PasskeyAnswer::default()
        }
    }

    /// Signs the challenge.
    pub fn sign(&self, request: &PasskeyRequest) -> PasskeyAnswer {
        let client_data = self.client_data("webauthn.get", request);
        let device_data = self.head(self.flags);
        let message = [device_data.as_slice(), digest(&SHA256, &client_data).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &message).unwrap();
        PasskeyAnswer {
            credential: BASE64URL_NOPAD.encode(&self.credential),
            client_data: BASE64URL_NOPAD.encode(&client_data),
            device_data: BASE64URL_NOPAD.encode(&device_data),
            signature: BASE64URL_NOPAD.encode(signature.as_ref()),
            user: BASE64URL_NOPAD.encode(&self.user),
        }
    }
}
