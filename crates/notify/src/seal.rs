//! Seals a message so that only the device can read it: RFC 8291 over RFC 8188, one record.

use crate::NotifyError;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::rand::{SecureRandom as _, SystemRandom};

/// An uncompressed point of P-256.
pub(crate) const POINT_BYTES: usize = 65;
pub(crate) const AUTH_BYTES: usize = 16;
const SALT_BYTES: usize = 16;
const RECORD_BYTES: u32 = 4_096;
/// What services take at least (RFC 8030), without header, delimiter and tag.
pub(crate) const LONGEST: usize = 3_993;
/// Behind the last record's text.
const LAST: u8 = 2;

/// A key's length in bytes, as ring asks for it.
struct Bytes(usize);

impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

fn derive(salt: &[u8], secret: &[u8], info: &[&[u8]], bytes: usize) -> Result<Vec<u8>, NotifyError> {
    let prk = Salt::new(HKDF_SHA256, salt).extract(secret);
    let mut out = vec![0; bytes];
    prk.expand(info, Bytes(bytes)).and_then(|okm| okm.fill(&mut out)).map_err(|_| NotifyError::Key)?;
    Ok(out)
}

/// The key and nonce of the one record, from what both sides share.
pub(crate) fn secrets(
    shared: &[u8],
    device: &[u8],
    auth: &[u8],
    sender: &[u8],
    salt: &[u8],
) -> Result<(Vec<u8>, [u8; 12]), NotifyError> {
    let ikm = derive(auth, shared, &[b"WebPush: info\0", device, sender], 32)?;
    let key = derive(salt, &ikm, &[b"Content-Encoding: aes128gcm\0"], 16)?;
    let nonce = derive(salt, &ikm, &[b"Content-Encoding: nonce\0"], 12)?;
    Ok((key, nonce.try_into().map_err(|_| NotifyError::Key)?))
}

/// Header and record, from what both sides share.
pub(crate) fn sealed(
    shared: &[u8],
    device: &[u8],
    auth: &[u8],
    sender: &[u8],
    salt: &[u8],
    text: &[u8],
) -> Result<Vec<u8>, NotifyError> {
    let (key, nonce) = secrets(shared, device, auth, sender, salt)?;
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).map_err(|_| NotifyError::Key)?);
    let mut record = [text, &[LAST]].concat();
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)
        .map_err(|_| NotifyError::Key)?;
    let sender_bytes = u8::try_from(sender.len()).map_err(|_| NotifyError::Key)?;
    Ok([salt, &RECORD_BYTES.to_be_bytes(), &[sender_bytes], sender, &record].concat())
}

/// Seals a text for a device. Its keys are base64url, as the browser gave them.
///
/// # Errors
/// [`NotifyError::TooLong`]; [`NotifyError::BadKeys`] for a point that is not on the curve.
pub(crate) fn seal(p256dh: &str, auth: &str, text: &[u8]) -> Result<Vec<u8>, NotifyError> {
    if text.len() > LONGEST {
        return Err(NotifyError::TooLong { most: LONGEST });
    }
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| NotifyError::BadKeys);
    let (device, auth) = (bytes(p256dh)?, bytes(auth)?);
    let random = SystemRandom::new();
    let own = EphemeralPrivateKey::generate(&ECDH_P256, &random).map_err(|_| NotifyError::Key)?;
    let sender = own.compute_public_key().map_err(|_| NotifyError::Key)?;
    let mut salt = [0; SALT_BYTES];
    random.fill(&mut salt).map_err(|_| NotifyError::Key)?;
    agree_ephemeral(own, &UnparsedPublicKey::new(&ECDH_P256, &device), |shared| {
        sealed(shared, &device, &auth, sender.as_ref(), &salt, text)
    })
    .map_err(|_| NotifyError::BadKeys)?
}
