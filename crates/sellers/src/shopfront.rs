//! What a seller says of itself on its own page: a story and a logo. Owns sellers_stores. Called by the page, which everybody
//! sees, and by the seller's desk.

use crate::{SellerError, store};
use db::{Conn, DbError, FromRow, Row, Tx, sql};
use domain::{PictureId, SellerId};
use pictures::Picture;

/// The longest story, in characters.
pub const LONGEST_STORY: usize = 2_000;
/// The table whose `picture_id` says which pictures are in use here; the sweep removes all others.
pub const PICTURES_IN_USE: &str = "sellers_stores";

/// The page of a seller, as far as it is the seller's own words.
#[derive(Debug, Clone, Default)]
pub struct Shopfront {
    /// Plain text; a blank line makes a paragraph. Empty when nothing was said.
    pub story: String,
    pub logo: Option<Picture>,
}

impl Shopfront {
    /// The story in paragraphs.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.story.split("\n\n").filter(|text| !text.is_empty())
    }
}

impl FromRow for Shopfront {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { story: row.get("story")?, logo: Picture::joined(row)? })
    }
}

/// What a seller said; nothing for one that said nothing.
pub async fn shopfront(conn: &mut Conn, seller: SellerId) -> Result<Shopfront, SellerError> {
    let text = format!(
        "SELECT s.story, {} FROM sellers_stores AS s
         LEFT JOIN pictures_pictures AS pic ON pic.id = s.picture_id WHERE s.seller_id = $1",
        pictures::PICTURE_COLUMNS
    );
    Ok(conn.opt(sql(text).bind(seller)).await?.unwrap_or_default())
}

/// Says the story; an empty one takes it away.
///
/// # Errors
/// [`SellerError::BadStory`], [`SellerError::NoSuchSeller`].
pub async fn tell_story(tx: &mut Tx, seller: SellerId, story: &str) -> Result<(), SellerError> {
    let story = tidied(story)?;
    store::get(tx, seller).await?.ok_or(SellerError::NoSuchSeller)?;
    let text = "INSERT INTO sellers_stores (seller_id, story) VALUES ($1, $2)
                ON CONFLICT (seller_id) DO UPDATE SET story = $2";
    tx.exec(sql(text).bind(seller).bind(story)).await?;
    Ok(())
}

/// Shows a logo, or none. The picture is there already.
///
/// # Errors
/// [`SellerError::NoSuchSeller`].
pub async fn show_logo(tx: &mut Tx, seller: SellerId, logo: Option<PictureId>) -> Result<(), SellerError> {
    store::get(tx, seller).await?.ok_or(SellerError::NoSuchSeller)?;
    let text = "INSERT INTO sellers_stores (seller_id, story, picture_id) VALUES ($1, '', $2)
                ON CONFLICT (seller_id) DO UPDATE SET picture_id = $2";
    tx.exec(sql(text).bind(seller).bind(logo)).await?;
    Ok(())
}

/// The addresses of sellers that search engines may list, in the order of their creation, at most `limit`.
pub async fn listed(conn: &mut Conn, limit: i64) -> Result<Vec<String>, SellerError> {
    let text = "SELECT slug FROM sellers_sellers
                WHERE status <> 'closed' AND suspended_at_us IS NULL AND approved_at_us IS NOT NULL ORDER BY id LIMIT $1";
    let slugs: Vec<(String,)> = conn.all(sql(text).bind(limit)).await?;
    Ok(slugs.into_iter().map(|(slug,)| slug).collect())
}

/// Lines without blanks at their ends, and at most one empty line between two others.
fn tidied(story: &str) -> Result<String, SellerError> {
    let story = story.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = Vec::new();
    for line in story.lines().map(str::trim) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    let tidy = lines.join("\n").trim_end().to_owned();
    let fits = tidy.chars().count() <= LONGEST_STORY && !tidy.chars().any(|c| c.is_control() && c != '\n');
    if fits { Ok(tidy) } else { Err(SellerError::BadStory) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_has_paragraphs_and_no_more_room_than_it_needs() {
        let story = tidied("\r\n  We roast \r\nby hand.\r\n\r\n \r\n\nSince 1998.\n\n").unwrap();
        assert_eq!(story, "We roast\nby hand.\n\nSince 1998.");
        let front = Shopfront { story, logo: None };
        assert_eq!(front.paragraphs().collect::<Vec<_>>(), ["We roast\nby hand.", "Since 1998."]);
        assert_eq!(tidied(" \n ").unwrap(), "");
        assert_eq!(Shopfront::default().paragraphs().count(), 0);
    }

    #[test]
    fn what_is_too_long_or_holds_what_nobody_types_is_refused() {
        assert!(tidied(&"ä".repeat(LONGEST_STORY)).is_ok());
        for wrong in ["ä".repeat(LONGEST_STORY + 1), "a\0b".to_owned(), "a\u{1b}[1m".to_owned()] {
            assert!(matches!(tidied(&wrong), Err(SellerError::BadStory)));
        }
    }
}
