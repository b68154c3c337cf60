//! Forgetting: expired sessions, sign-ins and sign-ups that nobody finished, old attempts, and invitations
//! that came to an end. The server runs it every hour.

use crate::{Identity, IdentityError, invitations};
use db::sql;

impl Identity {
    /// Removes what nothing asks for any more; tells how many rows there were.
    pub async fn purge(&self) -> Result<u64, IdentityError> {
        let config = std::sync::Arc::clone(&self.config);
        self.db
            .write(move |tx| {
                let rules = [config.per_account, config.per_address, config.sign_ups];
                Box::pin(async move {
                    let now = tx.now();
                    let longest = rules.iter().map(|r| r.memory).max().unwrap_or_default();
                    let sessions = sql("DELETE FROM identity_sessions WHERE expires_at_us <= $1").bind(now);
                    let sign_ups = sql("DELETE FROM identity_sign_ups WHERE expires_at_us <= $1").bind(now);
                    let attempts = sql("DELETE FROM identity_throttle WHERE last_attempt_us <= $1");
                    let mut removed = tx.exec(sessions).await?;
                    removed += tx.exec(sign_ups).await?;
                    for table in ["identity_half_sign_ins", "identity_ceremonies", "identity_exports"] {
                        let text = format!("DELETE FROM {table} WHERE expires_at_us <= $1");
                        removed += tx.exec(sql(text).bind(now)).await?;
                    }
                    removed += invitations::forget(tx).await?;
                    removed += tx.exec(attempts.bind(now.minus(longest))).await?;
                    Ok(removed)
                })
            })
            .await
    }
}
