//! Brakes on guessing. Owns identity_throttle. An attempt is counted before its password is looked at, so a thousand
//! guesses at once are a thousand attempts, and an unknown e-mail counts like a known one.

use crate::{Client, Identity, IdentityError, Throttle};
use db::{Tx, sql};
use domain::contact::Email;
use domain::{AccountId, DurationUs, Timestamp};
use std::net::IpAddr;

/// One thing whose attempts are counted.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    name: String,
    rule: Throttle,
}

db::row! {
    struct BucketRow {
        attempts: i64,
        last_attempt_us: Timestamp,
        blocked_until_us: Timestamp,
    }
}

impl Identity {
    /// What a wrong password counts against.
    pub(crate) fn sign_in_buckets(&self, email: &Email, client: &Client) -> Vec<Bucket> {
        let mut buckets = vec![self.account_bucket(email)];
        if let Some(network) = client.network() {
            buckets.push(Bucket { name: name("address", &network), rule: self.config.per_address });
        }
        buckets
    }

    /// What a sign-up counts against: the e-mail too, or sign-up would be a way to guess without brakes.
    pub(crate) fn sign_up_buckets(&self, email: &Email, client: &Client) -> Vec<Bucket> {
        let mut buckets = vec![self.account_bucket(email)];
        if let Some(network) = client.network() {
            buckets.push(Bucket { name: name("sign-up", &network), rule: self.config.sign_ups });
        }
        buckets
    }

    /// What a wrong code counts against. The account's own bucket of codes is another than that of its passwords: whoever
    /// knows the password must not have the codes' attempts forgiven by giving it again.
    pub(crate) fn code_buckets(&self, account: AccountId, client: &Client) -> Vec<Bucket> {
        let mut buckets =
            vec![Bucket { name: name("code", &account.to_string()), rule: self.config.per_account }];
        if let Some(network) = client.network() {
            buckets.push(Bucket { name: name("address", &network), rule: self.config.per_address });
        }
        buckets
    }

    /// Counts one report of a visitor whom nobody knows: as many come from one network as sign-ups do.
    ///
    /// # Errors
    /// [`IdentityError::TooMany`] with the wait.
    pub async fn take_report(&self, client: &Client) -> Result<(), IdentityError> {
        let network = client.network().map(|network| name("report", &network));
        let buckets: Vec<Bucket> =
            network.into_iter().map(|name| Bucket { name, rule: self.config.sign_ups }).collect();
        self.take_attempt(&buckets).await
    }

    pub(crate) fn account_bucket(&self, email: &Email) -> Bucket {
        Bucket { name: name("account", &email.key()), rule: self.config.per_account }
    }

    /// Counts one attempt in every bucket, or none when one of them is closed.
    ///
    /// # Errors
    /// [`IdentityError::TooMany`] with the longest wait.
    pub(crate) async fn take_attempt(&self, buckets: &[Bucket]) -> Result<(), IdentityError> {
        let buckets = buckets.to_vec();
        // Counting is nobody's deed, even where somebody changes something at the same time.
        let counted = self.db.write(move |tx| {
            let buckets = buckets.clone();
            Box::pin(async move { take(tx, &buckets).await })
        });
        let wait: Option<DurationUs> = db::changes::aside(counted).await?;
        match wait {
            None => Ok(()),
            // Rounded up: coming back after that many seconds is late enough.
            Some(wait) => {
                let seconds = u64::try_from(wait.as_micros()).unwrap_or(0).div_ceil(1_000_000);
                Err(IdentityError::TooMany { retry_after_s: seconds.max(1) })
            }
        }
    }
}

/// A hash: the table is no list of e-mails and addresses that were tried.
fn name(kind: &str, what: &str) -> String {
    format!("{kind}:{}", &blake3::hash(what.as_bytes()).to_hex()[..32])
}

async fn read(tx: &mut Tx, bucket: &Bucket) -> Result<BucketRow, IdentityError> {
    let statement =
        sql("SELECT attempts, last_attempt_us, blocked_until_us FROM identity_throttle WHERE bucket = $1");
    let row: Option<BucketRow> = tx.opt(statement.bind(&bucket.name)).await?;
    let forgotten_before = tx.now().minus(bucket.rule.memory);
    let nothing = || BucketRow {
        attempts: 0,
        last_attempt_us: Timestamp::default(),
        blocked_until_us: Timestamp::default(),
    };
    Ok(row.filter(|r| r.last_attempt_us > forgotten_before).unwrap_or_else(nothing))
}

async fn take(tx: &mut Tx, buckets: &[Bucket]) -> Result<Option<DurationUs>, IdentityError> {
    let now = tx.now();
    let mut wait = None;
    let mut counts = Vec::with_capacity(buckets.len());
    for bucket in buckets {
        let row = read(tx, bucket).await?;
        if row.blocked_until_us > now {
            wait = wait.max(Some(row.blocked_until_us.since(now)));
        }
        counts.push(row.attempts + 1);
    }
    if wait.is_some() {
        return Ok(wait);
    }
    for (bucket, attempts) in buckets.iter().zip(counts) {
        let blocked_until = now.plus(pause(&bucket.rule, attempts));
        tx.exec(
            sql("INSERT INTO identity_throttle (bucket, attempts, last_attempt_us, blocked_until_us)
                 VALUES ($1, $2, $3, $4) ON CONFLICT (bucket) DO UPDATE
                 SET attempts = $2, last_attempt_us = $3, blocked_until_us = $4")
            .bind(&bucket.name)
            .bind(attempts)
            .bind(now)
            .bind(blocked_until),
        )
        .await?;
    }
    Ok(None)
}

/// The right password was given: the e-mail's bucket is emptied. An address only gets its one attempt back, or
/// somebody with an account of their own could guess others' passwords without end.
pub(crate) async fn forgive(tx: &mut Tx, buckets: &[Bucket]) -> Result<(), IdentityError> {
    for (index, bucket) in buckets.iter().enumerate() {
        let statement = if index == 0 {
            sql("DELETE FROM identity_throttle WHERE bucket = $1")
        } else {
            sql("UPDATE identity_throttle SET attempts = attempts - 1, blocked_until_us = 0
                 WHERE bucket = $1 AND attempts > 0")
        };
        tx.exec(statement.bind(&bucket.name)).await?;
    }
    Ok(())
}

/// The pause after the attempt of that number, counted from 1.
fn pause(rule: &Throttle, attempts: i64) -> DurationUs {
    let Ok(beyond) = u32::try_from(attempts - rule.free_attempts) else { return DurationUs::default() };
    let doubled = rule.first_pause.as_micros().saturating_mul(1_i64 << beyond.min(40));
    DurationUs::from_micros(doubled).min(rule.longest_pause)
}

impl Client {
    /// The network that attempts are counted for: one IPv4 address, or the /64 that one IPv6 household has.
    fn network(&self) -> Option<String> {
        Some(match self.address?.to_canonical() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IdentityConfig;

    #[test]
    fn the_pause_doubles_after_the_free_attempts_and_has_an_end() {
        let rule = IdentityConfig::default().per_account;
        let seconds: Vec<i64> =
            [1, 4, 5, 6, 7, 14, 15, 60, 4_000].iter().map(|n| pause(&rule, *n).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 1, 2, 4, 512, 900, 900, 900]);
    }

    #[test]
    fn one_household_is_one_network() {
        let of = |text: &str| Client { address: text.parse().ok(), ..Client::default() }.network();
        assert_eq!(of("2001:db8:1:2::7"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::7"), of("2001:db8:1:3::7"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_eq!(of("nothing"), None);
    }
}
