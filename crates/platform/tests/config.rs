//! Settings and their layers.
#![allow(clippy::unwrap_used)]

use domain::{Currency, Money};
use platform::{Config, ConfigError, Flags};
use std::path::Path;

fn load(
    file: &str,
    environment: &[(&str, &str)],
    flags: &[(&str, &str, &str)],
) -> Result<Config, ConfigError> {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("orinoco.toml"), file).unwrap();
    let mut settings: Vec<(String, String, String)> =
        vec![("--data-dir".into(), "data_dir".into(), dir.path().to_string_lossy().into_owned())];
    settings.extend(flags.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())));
    let environment = environment.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
    Config::load(&Flags { config: None, settings }, environment).map(|(config, _)| config)
}

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file_and_that_over_the_default() {
    let file = "name = \"File\"\ncurrency = \"EUR\"\nlisten = \"127.0.0.1:1\"\n[one_click]\nminutes = 5\n";
    let environment = [("ORINOCO_CURRENCY", "JPY"), ("ORINOCO_LISTEN", "127.0.0.1:2")];
    let config = load(file, &environment, &[("--listen", "listen", "127.0.0.1:3")]).unwrap();
    assert_eq!(config.name, "File");
    assert_eq!(config.currency.code(), "JPY");
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.one_click_window.as_secs(), 300);
    assert_eq!(config.country, "US");
}

#[test]
fn an_unknown_key_is_named_together_with_the_one_that_was_meant() {
    let error = load("[one_click]\nminute = 5\n", &[], &[]).unwrap_err().to_string();
    assert!(error.contains("`one_click.minute`") && error.contains("`one_click.minutes`"), "{error}");
    assert!(error.contains("orinoco.toml"), "{error}");

    let error = load("", &[("ORINOCO_LISTN", "x")], &[]).unwrap_err().to_string();
    assert!(error.contains("`ORINOCO_LISTN`") && error.contains("`ORINOCO_LISTEN`"), "{error}");

    let error = load("", &[], &[("--set", "curency", "USD")]).unwrap_err().to_string();
    assert!(error.contains("`curency`") && error.contains("`currency`"), "{error}");
}

#[test]
fn variables_of_the_scripts_are_not_taken_for_settings() {
    load("", &[("ORINOCO_CACHE", "/x"), ("ORINOCO_TEST_POSTGRES_URL", "postgres://x")], &[]).unwrap();
}

#[test]
fn a_bad_value_names_its_key_its_place_and_what_would_be_right() {
    for (file, environment, words) in [
        ("listen = 3000", &[][..], ["listen", "quotes"]),
        ("", &[("ORINOCO_LISTEN", "localhost")][..], ["ORINOCO_LISTEN", "127.0.0.1:3000"]),
        ("", &[("ORINOCO_DEMO", "perhaps")][..], ["ORINOCO_DEMO", "perhaps"]),
        ("", &[("ORINOCO_ONE_CLICK_MINUTES", "-1")][..], ["one_click.minutes", "from 0 to 1440"]),
        ("", &[("ORINOCO_GIFT_WRAP_MINOR", "-5")][..], ["gift.wrap_minor", "from 0 to 1000000"]),
        ("", &[("ORINOCO_RETURNS_DAYS", "400")][..], ["returns.days", "from 0 to 365"]),
        ("log = { format = \"xml\" }", &[][..], ["log.format", "pretty, json"]),
        ("currency = \"Thaler\"", &[][..], ["currency", "Thaler"]),
        ("public_url = \"shop.example.com\"", &[][..], ["public_url", "https://"]),
        ("public_url = \"https://a.example/shop\"", &[][..], ["public_url", "without a path"]),
        ("mail = { transport = \"smtp\" }", &[][..], ["mail.transport", "mail.smtp_url"]),
        ("", &[("DATABASE_URL", "mysql://x")][..], ["DATABASE_URL", "postgres://"]),
        ("payments.fee_fixed = 30", &[][..], ["payments.fee_fixed", "{ USD = 30"]),
        ("payments.fee_fixed = { USD = -1 }", &[][..], ["`USD = -1`", "from 0 to 10000"]),
        ("payments.fee_fixed = { USD = 0.3 }", &[][..], ["`USD = 0.3`", "from 0 to 10000"]),
        ("payments.fee_fixed = { EURO = 25 }", &[][..], ["`EURO`", "`EUR`"]),
        ("payments.fee_fixed = { usd = 30 }", &[][..], ["`usd`", "`USD`"]),
        ("payments.fee_fixed_minor = 30", &[][..], ["`payments.fee_fixed_minor`", "`payments.fee_fixed`"]),
        ("", &[("ORINOCO_PAYMENTS_FEE_FIXED", "30")][..], ["ORINOCO_PAYMENTS_FEE_FIXED", "{ USD = 30"]),
        ("", &[("ORINOCO_PAYMENTS_FEE_FIXED", "{ DOLLAR = 30 }")][..], ["payments.fee_fixed", "`DOLLAR`"]),
        ("payments.fee_basis_points = 1001", &[][..], ["payments.fee_basis_points", "from 0 to 1000"]),
        ("name = ", &[][..], ["orinoco.toml", "line 1"]),
    ] {
        let error = load(file, environment, &[]).unwrap_err().to_string();
        assert!(words.iter().all(|w| error.contains(w)), "{file}{environment:?}: {error}");
    }
}

#[test]
fn what_the_processor_keeps_is_said_for_each_currency_in_the_file_or_the_environment() {
    let of =
        |config: &Config, currency| config.processing_fee.of(Money::new(10_000, currency)).unwrap().minor();
    let file = "[payments]\nfee_basis_points = 290\nfee_fixed = { USD = 30, EUR = 25 }\n";
    let config = load(file, &[], &[]).unwrap();
    let kept = [Currency::USD, Currency::EUR, Currency::JPY].map(|currency| of(&config, currency));
    assert_eq!(kept, [320, 315, 290]);
    // The last one to speak says all of it.
    let config = load(file, &[("ORINOCO_PAYMENTS_FEE_FIXED", "{ EUR = 20 }")], &[]).unwrap();
    assert_eq!([Currency::USD, Currency::EUR].map(|currency| of(&config, currency)), [290, 310]);
    let config = load("", &[], &[]).unwrap();
    assert_eq!(of(&config, Currency::USD), 0);
}

#[test]
fn the_hosts_database_address_gives_way_to_our_own_variable() {
    let both = [("ORINOCO_DATABASE_URL", "postgres://ours"), ("DATABASE_URL", "postgres://theirs")];
    assert_eq!(load("", &both, &[]).unwrap().database_url.unwrap().reveal(), "postgres://ours");
    assert_eq!(load("", &both[1..], &[]).unwrap().database_url.unwrap().reveal(), "postgres://theirs");
    assert_eq!(load("", &[("DATABASE_URL", "")], &[]).unwrap().database_url, None);
}

#[test]
fn secrets_appear_neither_in_the_table_nor_in_debug_output() {
    let flags =
        Flags { config: None, settings: vec![("--set".into(), "metrics.token".into(), "hunter2".into())] };
    let environment = [("DATABASE_URL".to_owned(), "postgres://u:hunter2@h/d".to_owned())];
    let (config, layers) = Config::load(&flags, environment.into_iter()).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
    assert!(layers.overview().iter().flatten().all(|cell| !cell.contains("hunter2")));
}

#[test]
fn a_named_file_must_exist() {
    let flags = Flags { config: Some(Path::new("/nowhere/orinoco.toml").into()), settings: Vec::new() };
    let error = Config::load(&flags, std::iter::empty()).unwrap_err();
    assert!(matches!(error, ConfigError::File { .. }), "{error}");
}

#[test]
fn only_tls_makes_cookies_secure() {
    assert!(!load("", &[], &[]).unwrap().on_tls());
    assert!(load("public_url = \"https://shop.example.com/\"", &[], &[]).unwrap().on_tls());
    let config = load("public_url = \"https://shop.example.com/\"", &[], &[]).unwrap();
    assert_eq!(config.site_url(), "https://shop.example.com");
    assert_eq!(config.mail.from, "Orinoco <orders@shop.example.com>");
}

#[test]
fn accounts_begin_with_a_mail_unless_it_is_a_demo_or_somebody_says_so() {
    assert!(load("", &[], &[]).unwrap().confirm_sign_up);
    assert!(!load("demo = true", &[], &[]).unwrap().confirm_sign_up);
    assert!(load("demo = true\n[accounts]\nconfirm_by_mail = \"yes\"", &[], &[]).unwrap().confirm_sign_up);
    assert!(!load("[accounts]\nconfirm_by_mail = \"no\"", &[], &[]).unwrap().confirm_sign_up);
}
