//! Who carries what comes back: asked for a label, it answers with the number on it. Called by `labels`.
//!
//! The embedded one asks nobody: the shop's own labels, numbered by their returns. One that asks a carrier's machine is a
//! further [`LabelCarrier`]; it is asked outside of every transaction, and again under the same return when an answer is lost.

use db::BoxFuture;
use domain::ReturnId;
use domain::address::Address;

/// What a label is wanted for.
#[derive(Debug, Clone)]
pub struct LabelRequest {
    /// The key: the same return has the same label, however often it is asked for.
    pub id: ReturnId,
    pub from: Address,
    pub to: Address,
}

/// Why there is no label.
#[derive(Debug, thiserror::Error)]
pub enum CarrierError {
    /// It may have made one: asked again, it gives it.
    #[error("the carrier did not answer: {0}")]
    NoAnswer(String),
    /// It has made none, and will not.
    #[error("the carrier refused: {0}")]
    Refused(String),
}

/// A carrier that makes labels.
pub trait LabelCarrier: Send + Sync + 'static {
    /// The number on the label: 4 to 40 letters, digits and hyphens.
    fn label(&self, request: LabelRequest) -> BoxFuture<'_, Result<String, CarrierError>>;
}

/// The shop's own labels.
#[derive(Debug, Clone, Copy, Default)]
pub struct OwnLabels;

impl LabelCarrier for OwnLabels {
    fn label(&self, request: LabelRequest) -> BoxFuture<'_, Result<String, CarrierError>> {
        Box::pin(async move { Ok(own_number(request.id)) })
    }
}

/// `RL` and the return's own letters, which nobody has to look up.
pub(crate) fn own_number(id: ReturnId) -> String {
    let text = id.to_string();
    let own = text.rsplit('_').next().unwrap_or(&text).to_ascii_uppercase();
    format!("RL{own}")
}

/// Whether a number can stand on a parcel.
pub(crate) fn is_number(text: &str) -> bool {
    (4..=40).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_what_carriers_and_the_form_of_sending_take() {
        for (text, fits) in [
            ("RL01J9", true),
            ("1Z-999", true),
            ("abc", false),
            ("RL 1", false),
            ("", false),
            ("RL_12", false),
        ] {
            assert_eq!(is_number(text), fits, "{text}");
        }
        assert!(!is_number(&"9".repeat(41)));
    }
}
