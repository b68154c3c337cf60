//! Why something cannot be written, voted for, reported or decided.

use domain::review::MOST_PHOTOS;

#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// Also for what is hidden, and for what belongs to others.
    #[error("there is no such review, question or answer")]
    NotFound,
    #[error("only who bought it here and was sent it can say something about it")]
    NotBought,
    #[error("who works for a seller of this product cannot review it")]
    OwnGoods,
    #[error("this cannot be done with what one has written oneself")]
    OwnWords,
    #[error("one account writes so much about one product, and no more")]
    TooMany,
    #[error("a review has at most {MOST_PHOTOS} photos")]
    TooManyPhotos,
    #[error("there is no such photo")]
    NoSuchPhoto,
    #[error("it was said already, and stays as it was said")]
    SaidAlready,
    #[error("this question has answers and stays")]
    HasAnswers,
    #[error("this key was used for another text")]
    KeyReused,
    #[error(transparent)]
    Order(#[from] orders::OrderError),
    #[error(transparent)]
    Identity(#[from] identity::IdentityError),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Notify(#[from] notify::NotifyError),
    #[error(transparent)]
    BuyBox(#[from] buybox::BuyBoxError),
    #[error(transparent)]
    Catalog(#[from] catalog::CatalogError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
