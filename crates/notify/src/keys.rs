//! The shop's own key, by which push services know who writes (RFC 8292). Owns `notify_keys`. Made at the first start
//! and kept in the database, so that every server of a shop has the same one.

use crate::NotifyError;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use db::{Db, sql};
use domain::{DurationUs, Timestamp};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use std::sync::Arc;

/// Services refuse a signature for more than a day.
const VALID: DurationUs = DurationUs::from_mins(12 * 60);

/// The shop's key pair; cheap to clone.
#[derive(Clone)]
pub struct Keys(Arc<EcdsaKeyPair>);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Keys").field(&self.public()).finish()
    }
}

impl Keys {
    /// The key that the database holds; the first server makes it.
    ///
    /// # Errors
    /// When the database cannot be written, or what it holds is no key.
    pub async fn open(db: &Db) -> Result<Self, NotifyError> {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
            .map_err(|_| NotifyError::Key)?;
        let made = STANDARD.encode(made.as_ref());
        let kept = db
            .write(move |tx| {
                let made = made.clone();
                Box::pin(async move {
                    let statement = sql("INSERT INTO notify_keys (id, private_key) VALUES (1, $1)
                                         ON CONFLICT (id) DO NOTHING");
                    tx.exec(statement.bind(made)).await?;
                    let (kept,): (String,) =
                        tx.one(sql("SELECT private_key FROM notify_keys WHERE id = 1")).await?;
                    Ok::<_, NotifyError>(kept)
                })
            })
            .await?;
        let bytes = STANDARD.decode(kept).map_err(|_| NotifyError::Key)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &bytes, &SystemRandom::new());
        Ok(Self(Arc::new(pair.map_err(|_| NotifyError::Key)?)))
    }

    /// The public key as browsers take it: base64url of the uncompressed point.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key().as_ref())
    }

    /// The `Authorization` for one push service, which is named by its origin. `contact` is a mailto: or https: address
    /// at which the service reaches the shop's operator.
    ///
    /// # Errors
    /// [`NotifyError::Key`].
    pub fn authorization(&self, origin: &str, contact: &str, now: Timestamp) -> Result<String, NotifyError> {
        let until = now.plus(VALID).as_micros() / 1_000_000;
        let header = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = serde_json::json!({ "aud": origin, "exp": until, "sub": contact }).to_string();
        let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims));
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes()).map_err(|_| NotifyError::Key)?;
        let signature = URL_SAFE_NO_PAD.encode(signature.as_ref());
        Ok(format!("vapid t={signed}.{signature}, k={}", self.public()))
    }
}
