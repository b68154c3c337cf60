//! What an installation may decide about accounts and sessions.

use domain::DurationUs;

/// The cost of one password hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argon {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

/// How attempts are slowed down. After the free attempts each further one doubles the pause, from `first_pause` to
/// `longest_pause`; a bucket is forgotten `memory` after its last attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    pub free_attempts: i64,
    pub first_pause: DurationUs,
    pub longest_pause: DurationUs,
    pub memory: DurationUs,
}

#[derive(Debug, Clone)]
pub struct IdentityConfig {
    /// The shop's name, for letters.
    pub site_name: String,
    /// Where the site is, without a slash at the end, for links in letters.
    pub site_url: String,
    pub argon: Argon,
    /// Hashes computed at once; the rest of the machine serves pages.
    pub concurrent_hashes: usize,
    /// Requests that wait for a hash; more are told to come back, so that a flood cannot pile up.
    pub waiting_hashes: usize,
    /// A session ends this long after it was last used.
    pub session_idle: DurationUs,
    /// A session ends at the latest this long after its sign-in.
    pub session_longest: DurationUs,
    /// Whether a new account begins with a link in a mail. Turn it on where mail reaches people: then sign-up
    /// tells nobody which e-mails have accounts.
    pub confirm_by_mail: bool,
    /// How long that link works.
    pub confirm_within: DurationUs,
    /// Wrong passwords for one e-mail. The owner waits at most `longest_pause`, whoever guesses.
    pub per_account: Throttle,
    /// Wrong passwords from one network address, over all e-mails. Larger: many people share one address.
    pub per_address: Throttle,
    /// Sign-ups from one network address; successful ones count too.
    pub sign_ups: Throttle,
}

impl Default for IdentityConfig {
    /// OWASP's argon2id costs (19 MiB, 2 passes, 1 lane); half the cores for hashing.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let pause = |free_attempts, longest_pause| Throttle {
            free_attempts,
            first_pause: DurationUs::from_secs(1),
            longest_pause,
            memory: DurationUs::from_hours(24),
        };
        Self {
            site_name: "Orinoco".into(),
            site_url: "http://127.0.0.1:3000".into(),
            argon: Argon { memory_kib: 19 * 1024, passes: 2, lanes: 1 },
            concurrent_hashes: (cores / 2).max(1),
            waiting_hashes: 128,
            session_idle: DurationUs::from_days(30),
            session_longest: DurationUs::from_days(365),
            confirm_by_mail: false,
            confirm_within: DurationUs::from_hours(24),
            per_account: pause(5, DurationUs::from_mins(15)),
            per_address: pause(50, DurationUs::from_mins(15)),
            sign_ups: pause(50, DurationUs::from_hours(1)),
        }
    }
}

impl IdentityConfig {
    /// The same rules with hashes that cost nothing. For tests and load generators only.
    pub fn for_tests() -> Self {
        Self { argon: Argon { memory_kib: 8, passes: 1, lanes: 1 }, concurrent_hashes: 4, ..Self::default() }
    }
}
