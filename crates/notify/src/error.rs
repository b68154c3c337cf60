//! What can go wrong with messages to devices.

/// Why a device was not added or a message not sent.
#[derive(Debug, thiserror::Error)]
pub enum NotifyError {
    #[error("this is no address of a push service")]
    BadEndpoint,
    #[error("the device's keys are malformed")]
    BadKeys,
    #[error("{most} devices at the most")]
    TooManyDevices { most: i64 },
    #[error("there is no such device")]
    NoSuchDevice,
    #[error("there is no such notice")]
    NoSuchNotice,
    #[error("the push service's address is not a public one")]
    PrivateAddress,
    #[error("the push service cannot be reached: {0}")]
    Unreachable(String),
    #[error("the shop's key cannot be used")]
    Key,
    #[error("a message is {most} bytes at the most")]
    TooLong { most: usize },
    #[error(transparent)]
    Db(#[from] db::DbError),
}
