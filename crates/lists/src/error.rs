//! What can go wrong with wish lists.

use domain::field::Problem;

/// Why a command on wish lists was refused.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// Also for a list of somebody else, and for a link that was taken back.
    #[error("there is no such list")]
    NoSuchList,
    /// Also for an item of somebody else.
    #[error("there is no such product on the list")]
    NoSuchItem,
    #[error("there is no such product")]
    NoSuchProduct,
    #[error("an account has at most {most} lists")]
    TooManyLists { most: i64 },
    #[error("a list holds at most {most} products")]
    ListFull { most: i64 },
    #[error("the list's name: {0}")]
    BadName(Problem),
    #[error("the note: {0}")]
    BadNote(Problem),
    #[error("this many cannot be wanted")]
    QuantityOutOfRange,
    /// Somebody else was faster: fewer are wanted than would be bought now.
    #[error("{left} are still wanted")]
    BoughtAlready { left: i64 },
    /// Who keeps the list does not mark what others bought from it.
    #[error("this is your own list")]
    OwnList,
    #[error(transparent)]
    Db(#[from] db::DbError),
}
