//! The settings about currencies: which can be chosen for reading prices, and who says the exchange rates.

use super::{ConfigError, Layers};
use domain::Currency;

const SHOWN_IN: &str = "prices.shown_in";
const URL: &str = "rates.url";

/// What the operator decided about reading prices in other currencies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyConfig {
    /// The currencies that can be chosen; `None`: each that has an exchange rate.
    pub shown_in: Option<Vec<Currency>>,
    /// Where the source's file is; `None`: only the operator says rates.
    pub source_url: Option<String>,
}

pub(super) fn parse(layers: &Layers) -> Result<CurrencyConfig, ConfigError> {
    let shown_in = match layers.text(SHOWN_IN) {
        None => None,
        Some(list) => Some(codes(&list).map_err(|problem| layers.bad(SHOWN_IN, problem))?),
    };
    let asks = layers.text("rates.source").as_deref() == Some("ecb");
    let source_url = layers.text(URL).filter(|_| asks);
    if source_url.as_ref().is_some_and(|url| !url.starts_with("https://")) {
        return Err(layers.bad(URL, "must begin with https://"));
    }
    Ok(CurrencyConfig { shown_in, source_url })
}

fn codes(list: &str) -> Result<Vec<Currency>, String> {
    let codes = list.split([',', ' ']).filter(|code| !code.is_empty());
    codes.map(|code| Currency::parse(code).map_err(|error| error.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_codes_is_read_and_a_wrong_one_named() {
        let euro_and_yen = vec![Currency::EUR, Currency::JPY];
        assert_eq!(codes("EUR, JPY"), Ok(euro_and_yen.clone()));
        assert_eq!(codes(" EUR JPY,"), Ok(euro_and_yen));
        assert!(codes("EUR, euro").is_err_and(|problem| problem.contains("`euro`")));
    }
}
