//! What an account was told, to be read in the shop itself: beside the bell of every page. Owns `notify_notices`. Written with
//! the messages to devices; read and marked by the account's page and the seller's desk.
//!
//! A notice says no more than a message to a device does, in the same words. It is forgotten after [`KEPT`].

use crate::{Kind, Message, NotifyError, choice};
use db::{Conn, Db, Text, Tx, placeholders, row, sql};
use domain::{AccountId, DurationUs, NoticeId, SellerId, Timestamp};

/// So long a notice can be read: by then a return has ended and a seller was paid.
pub const KEPT: DurationUs = DurationUs::from_days(90);
/// The bell counts no further.
pub const MOST_COUNTED: i64 = 500;
/// Forgotten or marked in one transaction: others wait for it to write.
const AT_ONCE: i64 = 500;

row! {
    /// One notice.
    #[derive(PartialEq, Eq)]
    pub struct Notice {
        pub id: NoticeId,
        pub kind: Text<Kind>,
        pub title: String,
        pub body: String,
        /// The language of both.
        pub lang: String,
        /// A path of the shop: what it is about.
        pub url: String,
        /// At whose desk it is, if it is at one.
        pub seller_id: Option<SellerId>,
        pub told_at_us: Timestamp,
        /// Nothing while it is unread.
        pub read_at_us: Option<Timestamp>,
    }
}

const COLUMNS: &str = "id, kind, title, body, lang, url, seller_id, told_at_us, read_at_us";

/// How many notices of an account are unread, of the newest [`MOST_COUNTED`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    pub all: i64,
    /// Those of them that are at a seller's desk.
    pub at_desks: Vec<(SellerId, i64)>,
}

/// The seller whose desk a page is of: every way within a desk says whose it is.
fn desk_of(url: &str) -> Option<SellerId> {
    let (path, rest) = url.split_once('?')?;
    if path != "/seller" && !path.starts_with("/seller/") {
        return None;
    }
    let query = rest.split('#').next().unwrap_or_default();
    query.split('&').find_map(|pair| pair.strip_prefix("seller="))?.parse().ok()
}

/// Keeps what an account is told. A later notice with the same tag takes the place of the one before, and is unread again.
pub(crate) async fn write(
    tx: &mut Tx,
    account: AccountId,
    kind: Kind,
    message: &Message,
) -> Result<(), NotifyError> {
    let (id, now) = (tx.new_id::<NoticeId>(), tx.now());
    let statement = sql("INSERT INTO notify_notices
             (id, account_id, kind, title, body, lang, url, seller_id, tag, told_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (account_id, tag) DO UPDATE SET id = $1, kind = $3, title = $4, body = $5, lang = $6, url = $7,
             seller_id = $8, told_at_us = $10, read_at_us = NULL")
    .bind(id)
    .bind(account)
    .bind(Text(kind))
    .bind(&message.title)
    .bind(&message.body)
    .bind(&message.lang)
    .bind(&message.url)
    .bind(desk_of(&message.url))
    .bind(&message.tag)
    .bind(now);
    tx.exec(statement).await?;
    Ok(())
}

/// Tells an account beside the bell alone, as it chose: of what no device is told.
///
/// # Errors
/// When the database cannot be written.
pub async fn note(tx: &mut Tx, account: AccountId, kind: Kind, message: &Message) -> Result<(), NotifyError> {
    if choice(tx, account, kind).await?.page {
        write(tx, account, kind, message).await?;
    }
    Ok(())
}

/// How many are unread: one short statement, for the frame of every page.
///
/// # Errors
/// When the database cannot be read.
pub async fn unread(conn: &mut Conn, account: AccountId) -> Result<Unread, NotifyError> {
    let text = format!(
        "SELECT seller_id, CAST(COUNT(*) AS BIGINT) FROM (SELECT seller_id FROM notify_notices
             WHERE account_id = $1 AND read_at_us IS NULL ORDER BY id DESC LIMIT {MOST_COUNTED}) AS waiting
         GROUP BY seller_id"
    );
    let counted: Vec<(Option<SellerId>, i64)> = conn.all(sql(text).bind(account)).await?;
    Ok(Unread {
        all: counted.iter().map(|(_, count)| count).sum(),
        at_desks: counted.iter().filter_map(|(seller, count)| seller.map(|id| (id, *count))).collect(),
    })
}

/// The next notices of an account behind the notice `after`, the newest first; of a desk only those at the desk of this seller.
///
/// # Errors
/// When the database cannot be read.
pub async fn listed(
    conn: &mut Conn,
    account: AccountId,
    desk: Option<SellerId>,
    after: Option<NoticeId>,
    limit: i64,
) -> Result<Vec<Notice>, NotifyError> {
    let which = if desk.is_some() { "AND seller_id = $3" } else { "" };
    let behind = match (after, desk) {
        (None, _) => "",
        (Some(_), None) => "AND id < $3",
        (Some(_), Some(_)) => "AND id < $4",
    };
    let text = format!(
        "SELECT {COLUMNS} FROM notify_notices WHERE account_id = $1 {which} {behind} ORDER BY id DESC LIMIT $2"
    );
    let statement = sql(text).bind(account).bind(limit).bind_all(desk).bind_all(after);
    Ok(conn.all(statement).await?)
}

/// Every notice of an account, the newest first: for the copy of its data.
///
/// # Errors
/// When the database cannot be read.
pub async fn all(conn: &mut Conn, account: AccountId) -> Result<Vec<Notice>, NotifyError> {
    let text = format!("SELECT {COLUMNS} FROM notify_notices WHERE account_id = $1 ORDER BY id DESC");
    Ok(conn.all(sql(text).bind(account)).await?)
}

/// Marks one notice as read. Again changes nothing. Returns it as it was.
///
/// # Errors
/// [`NotifyError::NoSuchNotice`], also for another account's.
pub async fn read_one(tx: &mut Tx, account: AccountId, id: NoticeId) -> Result<Notice, NotifyError> {
    let text = format!("SELECT {COLUMNS} FROM notify_notices WHERE id = $1 AND account_id = $2");
    let found: Option<Notice> = tx.opt(sql(text).bind(id).bind(account)).await?;
    let found = found.ok_or(NotifyError::NoSuchNotice)?;
    let now = tx.now();
    let statement = sql("UPDATE notify_notices SET read_at_us = $2 WHERE id = $1 AND read_at_us IS NULL");
    tx.exec(statement.bind(id).bind(now)).await?;
    Ok(found)
}

/// Marks what an account has read, up to the newest one that it saw: what came meanwhile stays unread. `desk` as in
/// [`listed`]. Returns how many that were. Whoever sells much has tens of thousands, so they are marked some hundreds at a time;
/// what is left when that breaks off stays unread.
///
/// # Errors
/// When the database cannot be written.
pub async fn read_all(
    db: &Db,
    account: AccountId,
    desk: Option<SellerId>,
    newest: NoticeId,
) -> Result<usize, NotifyError> {
    let (mut count, mut next) = (0, Some(newest));
    while let Some(from) = next {
        let some = db.write(move |tx| Box::pin(async move { read_some(tx, account, desk, from).await }));
        let (marked, rest) = some.await?;
        (count, next) = (count + marked, rest);
    }
    Ok(count)
}

/// Marks the newest [`AT_ONCE`] unread ones, from this one on. Returns how many, and where to go on.
async fn read_some(
    tx: &mut Tx,
    account: AccountId,
    desk: Option<SellerId>,
    from: NoticeId,
) -> Result<(usize, Option<NoticeId>), NotifyError> {
    let which = if desk.is_some() { "AND seller_id = $4" } else { "" };
    let text = format!(
        "SELECT id FROM notify_notices WHERE account_id = $1 AND id <= $2 AND read_at_us IS NULL {which}
         ORDER BY id DESC LIMIT $3"
    );
    let unread = sql(text).bind(account).bind(from).bind(AT_ONCE).bind_all(desk);
    let unread: Vec<(NoticeId,)> = tx.all(unread).await?;
    let Some((last,)) = unread.last() else { return Ok((0, None)) };
    let now = tx.now();
    let list = placeholders(2, unread.len());
    let text = format!("UPDATE notify_notices SET read_at_us = $1 WHERE id IN ({list})");
    tx.exec(sql(text).bind(now).bind_all(unread.iter().map(|(id,)| *id))).await?;
    let is_full = i64::try_from(unread.len()).is_ok_and(|marked| marked >= AT_ONCE);
    Ok((unread.len(), is_full.then_some(*last)))
}

/// Forgets notices older than [`KEPT`], read or not, some hundreds at a time. Returns how many; call again until 0.
///
/// # Errors
/// When the database cannot be written.
pub async fn forget_old(tx: &mut Tx) -> Result<usize, NotifyError> {
    let before = tx.now().minus(KEPT);
    let old = sql("SELECT id FROM notify_notices WHERE told_at_us < $1 ORDER BY told_at_us LIMIT $2");
    let old: Vec<(NoticeId,)> = tx.all(old.bind(before).bind(AT_ONCE)).await?;
    if old.is_empty() {
        return Ok(0);
    }
    let text = format!("DELETE FROM notify_notices WHERE id IN ({})", placeholders(1, old.len()));
    tx.exec(sql(text).bind_all(old.iter().map(|(id,)| *id))).await?;
    Ok(old.len())
}

#[cfg(test)]
mod tests {
    use super::desk_of;
    use domain::SellerId;

    #[test]
    fn a_page_of_a_desk_says_whose_it_is() {
        let seller: SellerId = "sel_01j9zq3v5n8e7kx2m4t6w0ys1b".parse().unwrap();
        for (url, expected) in [
            (format!("/seller?seller={seller}"), Some(seller)),
            (format!("/seller/reviews?page=2&seller={seller}#here"), Some(seller)),
            (format!("/sellers?seller={seller}"), None),
            (format!("/search?seller={seller}"), None),
            ("/seller/health".to_owned(), None),
            ("/seller/health?seller=somebody".to_owned(), None),
        ] {
            assert_eq!(desk_of(&url), expected, "{url}");
        }
    }
}
