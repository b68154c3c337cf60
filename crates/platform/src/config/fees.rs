//! The settings about what the embedded processor keeps: a share, and a fixed amount for each currency.

use super::settings::nearest;
use super::{ConfigError, Layers};
use domain::processing::ProcessingFee;
use domain::{Currency, Money};

const FIXED: &str = "payments.fee_fixed";

/// What people pay in most often: one of them is meant by a code that is none.
const COMMON: [&str; 12] =
    ["USD", "EUR", "JPY", "GBP", "CNY", "AUD", "CAD", "CHF", "MXN", "BRL", "INR", "SEK"];

pub(super) fn parse(layers: &Layers) -> Result<ProcessingFee, ConfigError> {
    let given = layers.get(FIXED).map(|given| given.value);
    let entries = given.as_ref().and_then(toml::Value::as_table).into_iter().flatten();
    let fixed: Result<Vec<Money>, String> = entries.map(|(code, minor)| amount(code, minor)).collect();
    let fixed = fixed.map_err(|problem| layers.bad(FIXED, problem))?;
    Ok(ProcessingFee::new(layers.whole("payments.fee_basis_points"), fixed))
}

fn amount(code: &str, minor: &toml::Value) -> Result<Money, String> {
    let currency = Currency::parse(code).map_err(|error| {
        let meant = nearest(&code.to_uppercase(), COMMON.into_iter());
        let meant = meant.map(|code| format!("; did you mean `{code}`?")).unwrap_or_default();
        format!("{error}{meant}")
    })?;
    let minor = minor.as_integer().ok_or_else(|| format!("`{code}` must be a whole number"))?;
    Ok(Money::new(minor, currency))
}
