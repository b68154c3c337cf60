//! What can go wrong with sellers.

/// Why a command on sellers was refused.
#[derive(Debug, thiserror::Error)]
pub enum SellerError {
    #[error("there is no such seller")]
    NoSuchSeller,
    #[error("a seller's name is 2 to 80 characters long and has no control characters")]
    BadName,
    #[error("a shop address is 2 to 90 small letters, digits and single hyphens")]
    BadSlug,
    #[error("this shop address is taken")]
    SlugTaken,
    #[error("there is a platform seller already")]
    PlatformExists,
    #[error("the country is two capital letters, like US")]
    BadCountry,
    #[error("shipping amounts must be in the seller's currency and not negative")]
    BadShippingAmount,
    #[error("a legal name has 2 to {} characters", crate::Legal::LONGEST_NAME)]
    BadLegalName,
    #[error("a legal address has 1 to {} lines", crate::Legal::MOST_LINES)]
    BadLegalAddress,
    #[error("this is no tax number of the seller's country")]
    BadTaxId,
    #[error("a day of birth is one like 1987-03-14, not after today and not longer ago than people live")]
    BadBirth,
    #[error(
        "a number of a register has 3 to 40 letters, digits, spaces and `.`, `-` or `/`, and a digit in it"
    )]
    BadRegister,
    #[error(transparent)]
    Table(#[from] domain::shipping::TableError),
    #[error("a seller has at most {} shipping tables", domain::shipping::ShippingTables::MOST)]
    TooManyTables,
    #[error("handling takes 0 to 30 days, transit 1 to 90, the latest not before the earliest")]
    BadShippingDays,
    #[error("the cut-off is a minute of the day in UTC, 0 to 1439")]
    BadCutoff,
    #[error(
        "a holiday ends today or later, not before it begins, and within {} days",
        crate::Holiday::FARTHEST
    )]
    BadHoliday,
    #[error("a story has at most {} characters and no control characters", crate::LONGEST_STORY)]
    BadStory,
    #[error("the last owner cannot leave; make somebody else an owner first")]
    LastOwner,
    #[error("a reason, an appeal and an answer have 3 to 1,000 characters")]
    BadWords,
    #[error("the platform's own retail cannot be suspended")]
    IsPlatform,
    #[error("this seller is not suspended")]
    NotSuspended,
    #[error("there is an appeal against this suspension already")]
    AppealedAlready,
    #[error("there is no such appeal")]
    NoSuchAppeal,
    #[error("this appeal was answered already")]
    AnsweredAlready,
    #[error("only an owner says who works for a seller")]
    NotOwner,
    #[error("nobody like that works here")]
    NoSuchMember,
    #[error("this shop was not let in yet")]
    NotApproved,
    #[error("there is no such account")]
    NoSuchAccount,
    #[error(transparent)]
    Invitation(#[from] identity::invitations::InvitationError),
    #[error(transparent)]
    Identity(#[from] identity::IdentityError),
    #[error(transparent)]
    Notify(#[from] notify::NotifyError),
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
