//! Every setting, documented once. `orinoco admin settings` prints this table; the layers read it.

/// How the text of a setting is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Whole {
        min: i64,
        max: i64,
    },
    YesNo,
    OneOf(&'static [&'static str]),
    /// An array of tables; see the help text for its fields.
    List,
    /// A table of whole numbers, each under its name; see the help text for the names.
    Map {
        min: i64,
        max: i64,
    },
}

/// One setting. Its environment variable is `ORINOCO_` and the key in capitals, dots as underscores.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// As in `orinoco.toml`; a dot is a table.
    pub key: &'static str,
    pub kind: Kind,
    /// As it would be written; empty for "not set".
    pub default: &'static str,
    pub help: &'static str,
    /// Never printed or logged.
    pub secret: bool,
}

const fn setting(key: &'static str, kind: Kind, default: &'static str, help: &'static str) -> Setting {
    Setting { key, kind, default, help, secret: false }
}

const fn secret(key: &'static str, help: &'static str) -> Setting {
    Setting { key, kind: Kind::Text, default: "", help, secret: true }
}

const fn whole(key: &'static str, min: i64, max: i64, default: &'static str, help: &'static str) -> Setting {
    setting(key, Kind::Whole { min, max }, default, help)
}

/// The whole list, in the order in which people read it.
pub const SETTINGS: &[Setting] = &[
    setting(
        "data_dir",
        Kind::Text,
        "./orinoco-data",
        "Where the embedded database and the search index live, and, without files.dir, all files.",
    ),
    setting(
        "files.dir",
        Kind::Text,
        "",
        "Where pictures, uploads and mails as files live: one folder that all servers of a shop share. Not set: data_dir.",
    ),
    secret(
        "database.url",
        "postgres://… for PostgreSQL; not set: an SQLite file in data_dir. Also DATABASE_URL.",
    ),
    whole(
        "database.connections",
        2,
        500,
        "16",
        "Connections for reading (SQLite) or for everything (PostgreSQL).",
    ),
    setting("listen", Kind::Text, "127.0.0.1:3000", "Address and port to serve on; port 0 takes a free one."),
    setting(
        "public_url",
        Kind::Text,
        "",
        "How people reach the shop, for mails and links; https:// turns on secure cookies and HSTS. Not set: http://<listen>.",
    ),
    setting("name", Kind::Text, "Orinoco", "The shop's name, on pages and in mails."),
    setting("currency", Kind::Text, "USD", "ISO 4217 code in which the shop sells."),
    setting(
        "prices.shown_in",
        Kind::Text,
        "",
        "Currencies in which people can read prices, such as EUR, JPY; not set: every one with an exchange rate. What \
         is charged stays in the shop's.",
    ),
    setting(
        "rates.source",
        Kind::OneOf(&["operator", "ecb"]),
        "operator",
        "Who says exchange rates: operator: only the operator, in the console; ecb: also the file at rates.url, asked \
         four times a day.",
    ),
    setting(
        "rates.url",
        Kind::Text,
        "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml",
        "A file of daily rates as the European Central Bank publishes it, on a public address.",
    ),
    setting("country", Kind::Text, "US", "ISO 3166 code of the country the shop sells from."),
    setting(
        "locale",
        Kind::OneOf(&["en", "es", "ar"]),
        "en",
        "Language of mails to people who have not chosen one.",
    ),
    setting(
        "tax.rates",
        Kind::List,
        "",
        "Dated tax rates: country, region (optional), rate_percent (\"8.25\"), inclusive, shipping_taxed, from (2026-01-01). \
         From its day on a rate wins over the built-in general ones.",
    ),
    setting(
        "accounts.confirm_by_mail",
        Kind::OneOf(&["auto", "yes", "no"]),
        "auto",
        "Whether a new account begins with a link in a mail; only then does sign-up tell nobody which e-mails have \
         accounts. auto: yes, but not for a demo.",
    ),
    whole(
        "one_click.minutes",
        0,
        1440,
        "30",
        "How long a one-click order can be undone and waits for others to join it.",
    ),
    whole(
        "disputes.seconds",
        1,
        86_400,
        "60",
        "How often the card processor is asked whether a buyer's bank has taken a payment back or has decided, in \
         seconds.",
    ),
    setting(
        "webhooks.local",
        Kind::YesNo,
        "false",
        "Whether sellers' webhooks may go to this machine and its network, without TLS: only to try them out.",
    ),
    whole(
        "gift.wrap_minor",
        0,
        1_000_000,
        "399",
        "What each seller's part costs more when it is wrapped as a present, in the smallest unit of the currency \
         (399: $3.99); 0: nobody wraps.",
    ),
    whole(
        "returns.days",
        0,
        365,
        "30",
        "0: product pages do not say how long something can be sent back; any other number: they do. How long that is, is said \
         at /operator/return-terms.",
    ),
    whole(
        "payouts.minimum_hundredths",
        1,
        100_000_000,
        "100",
        "The smallest payout to a seller, in hundredths of the currency (100: $1.00; where there are none, whole units: \
         ¥100).",
    ),
    setting("payments.processor", Kind::OneOf(&["sandbox"]), "sandbox", "Who moves the money."),
    whole(
        "payments.fee_basis_points",
        0,
        1_000,
        "0",
        "What the sandbox keeps of every charge of a card, in basis points (290: 2.9 %). A real processor tells its own.",
    ),
    setting(
        "payments.fee_fixed",
        Kind::Map { min: 0, max: 10_000 },
        "",
        "What the sandbox keeps of every charge beside that, for each currency in its smallest unit: { USD = 30, EUR = 25 } is \
         $0.30 and €0.25; nothing of the others.",
    ),
    setting(
        "mail.transport",
        Kind::OneOf(&["file", "smtp"]),
        "file",
        "file: mails as files in files.dir/mail; smtp: sent.",
    ),
    secret(
        "mail.smtp_url",
        "smtps://user:password@host or smtp://host:587?tls=required, when mail.transport is smtp.",
    ),
    setting("mail.from", Kind::Text, "", "Sender of the mails. Not set: orders@<host of public_url>."),
    setting("log.format", Kind::OneOf(&["pretty", "json"]), "pretty", "For people or for programs."),
    setting(
        "log.level",
        Kind::Text,
        "info",
        "error, warn, info, debug, trace, or a filter such as info,orders=debug.",
    ),
    setting(
        "activity.consent",
        Kind::OneOf(&["asked", "assumed"]),
        "asked",
        "Whether views and searches are kept with whose they are: asked: once a visitor has agreed; assumed: until a \
         visitor objects. Without it they count for nobody.",
    ),
    whole("activity.days", 1, 3650, "395", "How long views, searches and clicks are kept, in days."),
    setting(
        "engines.allowed",
        Kind::YesNo,
        "true",
        "Whether search engines may list the shop; false: robots.txt and every page say that they may not.",
    ),
    setting("demo", Kind::YesNo, "false", "Makes a demo shop at start when the database is empty."),
    secret(
        "metrics.token",
        "Lets /metrics be read from elsewhere with Authorization: Bearer <token>; not set: loopback only.",
    ),
    setting(
        "proxy.trusted",
        Kind::YesNo,
        "false",
        "A reverse proxy stands in front: take the visitor's address from X-Forwarded-For (its last entry).",
    ),
    whole("limits.body_kb", 16, 1_048_576, "512", "Largest request body of a form, in KiB."),
    whole(
        "limits.request_seconds",
        1,
        600,
        "30",
        "A request that takes longer is answered with 503; live streams are exempt.",
    ),
    whole(
        "limits.sign_in_per_minute",
        1,
        100_000,
        "20",
        "Attempts to sign in or sign up per address and minute.",
    ),
    whole(
        "limits.sign_ups_per_hour",
        1,
        1_000_000,
        "50",
        "New accounts per network address and hour; more must wait.",
    ),
    whole(
        "limits.writes_per_minute",
        10,
        10_000_000,
        "600",
        "Forms and other writing requests per address and minute.",
    ),
    whole(
        "limits.api_per_minute",
        10,
        10_000_000,
        "600",
        "Requests of a seller's programs per key and minute; more are answered with 429.",
    ),
];

impl Setting {
    /// The environment variable of this setting.
    pub fn variable(&self) -> String {
        format!("ORINOCO_{}", self.key.replace('.', "_").to_uppercase())
    }
}

/// The setting of this key.
pub fn find(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|s| s.key == key)
}

/// The key that was probably meant.
pub fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|k| (distance(wrong, k), k))
        .min_by_key(|(d, _)| *d)
        .filter(|(d, k)| *d <= k.len() / 2)
        .map(|(_, k)| k)
}

/// Levenshtein's distance: how many letters must change.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_the_key_that_was_meant() {
        let near = |wrong| nearest(wrong, SETTINGS.iter().map(|s| s.key));
        assert_eq!(near("currancy"), Some("currency"));
        assert_eq!(near("mail.tansport"), Some("mail.transport"));
        assert_eq!(near("completely-something-else-entirely"), None);
    }

    #[test]
    fn keys_and_variables_are_unique() {
        for (i, setting) in SETTINGS.iter().enumerate() {
            assert!(SETTINGS[i + 1..].iter().all(|o| o.variable() != setting.variable()), "{}", setting.key);
        }
    }
}
