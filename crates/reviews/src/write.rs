//! Writing a review, changing it and taking it back. Owns `reviews_reviews`.

use crate::photos;
use crate::rating::change_rating;
use crate::read::{Review, kept, own};
use crate::{ReviewError, moderate, votes};
use db::{Conn, NewEvent, Text, Tx, sql};
use domain::review::{
    MOST_PHOTOS, Prose, ProseKind, REVIEW_EDITED, REVIEW_REMOVED, REVIEW_WRITTEN, ReviewChanged, Stars,
    Subject, Visibility,
};
use domain::{AccountId, PictureId, ProductId, ReviewId, TypedId as _};
use orders::purchases::{self, Purchase};

/// What the author wants to have said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub stars: Stars,
    pub title: Prose,
    pub body: Prose,
    /// In their order; stored already.
    pub photos: Vec<PictureId>,
}

/// How saving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    Written(ReviewId),
    Edited(ReviewId),
    /// It says just that already: a repeat of the same form.
    Unchanged(ReviewId),
}

/// Whether an account may review a product, and if not, why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum May {
    Yes(Purchase),
    NotBought,
    OwnGoods,
}

/// Whether this account may review this product, or what it became.
pub async fn may_review(conn: &mut Conn, account: AccountId, product: ProductId) -> Result<May, ReviewError> {
    let product = kept(conn, product).await?;
    let Some(purchase) = purchases::latest(conn, account, product).await? else { return Ok(May::NotBought) };
    Ok(if sells(conn, account, product).await? { May::OwnGoods } else { May::Yes(purchase) })
}

/// Whether the account works for a seller who offers the product.
async fn sells(conn: &mut Conn, account: AccountId, product: ProductId) -> Result<bool, ReviewError> {
    let desks = sellers::memberships(conn, account).await?;
    if desks.is_empty() {
        return Ok(false);
    }
    let offers = catalog::offers_of(conn, product).await?;
    Ok(offers.iter().any(|offer| desks.iter().any(|desk| desk.seller_id == offer.seller_id)))
}

/// Writes the account's one review of a product or of what it became, or changes it. What is hidden stays hidden when it is
/// changed, and the operator is asked to look again.
///
/// # Errors
/// [`ReviewError::NotBought`], [`ReviewError::OwnGoods`], [`ReviewError::TooManyPhotos`],
/// [`ReviewError::NoSuchPhoto`].
pub async fn save(
    tx: &mut Tx,
    author: AccountId,
    product: ProductId,
    draft: &Draft,
) -> Result<Saved, ReviewError> {
    let purchase = match may_review(tx, author, product).await? {
        May::Yes(purchase) => purchase,
        May::NotBought => return Err(ReviewError::NotBought),
        May::OwnGoods => return Err(ReviewError::OwnGoods),
    };
    if draft.photos.len() > MOST_PHOTOS {
        return Err(ReviewError::TooManyPhotos);
    }
    photos::must_exist(tx, &draft.photos).await?;
    match own(tx, author, purchase.product_id).await? {
        None => insert(tx, author, &purchase, draft).await.map(Saved::Written),
        Some((before, removed)) => change(tx, &before, removed, draft).await,
    }
}

async fn insert(
    tx: &mut Tx,
    author: AccountId,
    purchase: &Purchase,
    draft: &Draft,
) -> Result<ReviewId, ReviewError> {
    let (id, now) = (tx.new_id::<ReviewId>(), tx.now());
    let statement = sql("INSERT INTO reviews_reviews
             (id, product_id, account_id, line_id, seller_id, stars, title, body, visibility, photos, written_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
    .bind(id)
    .bind(purchase.product_id)
    .bind(author)
    .bind(purchase.line_id)
    .bind(purchase.seller_id)
    .bind(draft.stars.get())
    .bind(draft.title.as_str())
    .bind(draft.body.as_str())
    .bind(Text(Visibility::Shown))
    .bind(photos::count(&draft.photos))
    .bind(now);
    tx.exec(statement).await?;
    photos::put(tx, id, &draft.photos).await?;
    change_rating(tx, purchase.product_id, None, Some(draft.stars)).await?;
    let changed = ReviewChanged {
        review_id: id,
        product_id: purchase.product_id,
        seller_id: purchase.seller_id,
        stars: draft.stars,
    };
    announce(tx, REVIEW_WRITTEN, &changed).await?;
    Ok(id)
}

async fn change(tx: &mut Tx, before: &Review, removed: bool, draft: &Draft) -> Result<Saved, ReviewError> {
    let photos_before = photos::ids(tx, before.id).await?;
    let same = before.stars == draft.stars
        && before.title == draft.title.as_str()
        && before.body == draft.body.as_str()
        && photos_before == draft.photos;
    if same && !removed {
        return Ok(Saved::Unchanged(before.id));
    }
    let now = tx.now();
    let statement = sql("UPDATE reviews_reviews SET stars = $2, title = $3, body = $4, photos = $5,
             edited_at_us = $6, removed = $7 WHERE id = $1")
    .bind(before.id)
    .bind(draft.stars.get())
    .bind(draft.title.as_str())
    .bind(draft.body.as_str())
    .bind(photos::count(&draft.photos))
    .bind(now)
    .bind(false);
    tx.exec(statement).await?;
    photos::put(tx, before.id, &draft.photos).await?;
    if before.visibility == Visibility::Hidden {
        photos::hide(tx, before.id).await?;
        moderate::look_again(tx, Subject::Review(before.id), before.product_id).await?;
    } else {
        change_rating(tx, before.product_id, Some(before.stars), Some(draft.stars)).await?;
    }
    announce(tx, REVIEW_EDITED, &ReviewChanged { stars: draft.stars, ..before.as_event() }).await?;
    Ok(Saved::Edited(before.id))
}

/// Adds photos behind those that stand with one's own review; one that is there already stays where it is.
///
/// # Errors
/// [`ReviewError::NotFound`] without a review, [`ReviewError::TooManyPhotos`], [`ReviewError::NoSuchPhoto`].
pub async fn add_photos(
    tx: &mut Tx,
    author: AccountId,
    product: ProductId,
    more: &[PictureId],
) -> Result<(), ReviewError> {
    let (review, mut draft) = current(tx, author, product).await?;
    for photo in more {
        if !draft.photos.contains(photo) {
            draft.photos.push(*photo);
        }
    }
    if draft.photos.len() > MOST_PHOTOS {
        return Err(ReviewError::TooManyPhotos);
    }
    photos::must_exist(tx, &draft.photos).await?;
    change(tx, &review, false, &draft).await.map(|_| ())
}

/// Takes one photo out of one's own review. Taking it out again changes nothing.
///
/// # Errors
/// [`ReviewError::NotFound`] without a review.
pub async fn remove_photo(
    tx: &mut Tx,
    author: AccountId,
    product: ProductId,
    photo: PictureId,
) -> Result<(), ReviewError> {
    let (review, mut draft) = current(tx, author, product).await?;
    draft.photos.retain(|kept| *kept != photo);
    change(tx, &review, false, &draft).await.map(|_| ())
}

/// One's review, and the draft that would change nothing about it.
async fn current(tx: &mut Tx, author: AccountId, product: ProductId) -> Result<(Review, Draft), ReviewError> {
    let product = kept(tx, product).await?;
    let Some((review, false)) = own(tx, author, product).await? else { return Err(ReviewError::NotFound) };
    // What was stored was cleaned: it is read as it stands.
    let unread = |problem: domain::field::Problem| db::DbError::Column {
        column: "title, body".into(),
        problem: problem.to_string(),
    };
    let draft = Draft {
        stars: review.stars,
        title: Prose::parse(ProseKind::Title, &review.title).map_err(unread)?,
        body: Prose::parse(ProseKind::Review, &review.body).map_err(unread)?,
        photos: photos::ids(tx, review.id).await?,
    };
    Ok((review, draft))
}

/// Takes one's own review back, with its votes, photos and reply: the one that stayed with a product that became another,
/// else the one of what it became. Taking it back again changes nothing.
pub async fn remove(tx: &mut Tx, author: AccountId, product: ProductId) -> Result<(), ReviewError> {
    let found = match own(tx, author, product).await? {
        None => {
            let product = kept(tx, product).await?;
            own(tx, author, product).await?
        }
        found => found,
    };
    let Some((review, false)) = found else { return Ok(()) };
    let subject = Subject::Review(review.id);
    if review.visibility == Visibility::Hidden {
        // Written anew, it would otherwise be shown again.
        let statement =
            sql("UPDATE reviews_reviews SET title = $2, body = $3, photos = $4, votes = $4, removed = $5
                             WHERE id = $1");
        tx.exec(statement.bind(review.id).bind("").bind("").bind(0i64).bind(true)).await?;
        photos::put(tx, review.id, &[]).await?;
        tx.exec(sql("DELETE FROM reviews_replies WHERE review_id = $1").bind(review.id)).await?;
    } else {
        tx.exec(sql("DELETE FROM reviews_reviews WHERE id = $1").bind(review.id)).await?;
    }
    votes::forget(tx, review.id.uuid()).await?;
    moderate::close(tx, subject).await?;
    if review.visibility == Visibility::Shown {
        change_rating(tx, review.product_id, Some(review.stars), None).await?;
    }
    announce(tx, REVIEW_REMOVED, &review.as_event()).await
}

/// Appends what happened to a review, for its seller and for whoever follows ratings.
pub(crate) async fn announce(
    tx: &mut Tx,
    kind: &'static str,
    changed: &ReviewChanged,
) -> Result<(), ReviewError> {
    let (key, topic) = (changed.review_id.to_string(), Some(changed.seller_id.to_string()));
    Ok(tx.append(NewEvent { kind, key, topic, payload: changed }).await?)
}
