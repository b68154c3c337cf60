//! What a refund is for, told by the key under which it was begun: a return or a courtesy, and which attempt at it. Called by
//! the operator's list of all refunds.

use crate::courtesy::{self, Courtesy};
use crate::store::{self, ReturnDetail};
use crate::{ReturnError, lists};
use db::Conn;
use domain::{CourtesyId, ReturnId};

/// What a refund gives back.
#[derive(Debug, Clone)]
pub enum Purpose {
    Return(Box<ReturnDetail>),
    Courtesy(Box<Courtesy>),
}

impl Purpose {
    /// How often it was tried to give it back, this and later attempts included.
    pub fn attempts(&self) -> i64 {
        match self {
            Self::Return(detail) => detail.row.attempts,
            Self::Courtesy(row) => row.attempts,
        }
    }
}

/// The id and the attempt in a key such as `return-ret_01j9…-2`.
fn parts<I: std::str::FromStr>(key: &str, kind: &str) -> Option<(I, i64)> {
    let (id, attempt) = key.strip_prefix(kind)?.rsplit_once('-')?;
    Some((id.parse().ok()?, attempt.parse().ok()?))
}

/// What the refund with this key is for, and which attempt at it that was; `None` for one that was begun for something else.
///
/// # Errors
/// Only the database's.
pub async fn of_key(conn: &mut Conn, key: &str) -> Result<Option<(Purpose, i64)>, ReturnError> {
    if let Some((id, attempt)) = parts::<CourtesyId>(key, "courtesy-") {
        return match courtesy::one(conn, id).await {
            Err(ReturnError::NotFound) => Ok(None),
            other => Ok(Some((Purpose::Courtesy(Box::new(other?)), attempt))),
        };
    }
    let Some((id, attempt)) = parts::<ReturnId>(key, "return-") else { return Ok(None) };
    let row = match store::one(conn, id).await {
        Err(ReturnError::NotFound) => return Ok(None),
        other => other?,
    };
    let detail = lists::detail_of(conn, row).await?;
    Ok(Some((Purpose::Return(Box::new(detail)), attempt)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::TypedId as _;
    use uuid::Uuid;

    #[test]
    fn a_key_says_what_it_is_for_and_which_attempt_it_is() {
        let (given, back) =
            (CourtesyId::from_uuid(Uuid::from_u128(7)), ReturnId::from_uuid(Uuid::from_u128(8)));
        assert_eq!(parts(&format!("courtesy-{given}-2"), "courtesy-"), Some((given, 2)));
        assert_eq!(parts(&format!("return-{back}-1"), "return-"), Some((back, 1)));
        assert_eq!(parts::<ReturnId>(&format!("courtesy-{given}-2"), "return-"), None);
        assert_eq!(parts::<ReturnId>("return-nothing-1", "return-"), None);
    }
}
