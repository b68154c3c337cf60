//! Finding among one's own orders, and what was bought before. Called by the account's pages.

use crate::OrderError;
use crate::cart::Shopper;
use crate::store::{ORDER, Order, OrderDetail, with_parts};
use db::{Bind as _, Conn, Value, row, sql};
use domain::order::OrderState;
use domain::text_enum::TextEnum as _;
use domain::{LineId, OrderId, PictureId, ProductId, SellerId, Timestamp};

/// More words than this are not looked at: each one costs a condition.
const MOST_WORDS: usize = 8;

/// What somebody looks for. Everything that is given must hold; what is empty is not asked about.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Parts of titles or names of sellers, each of which must occur; or an order's id.
    pub words: String,
    pub state: Option<OrderState>,
    /// Placed at or after.
    pub from: Option<Timestamp>,
    /// Placed before.
    pub before: Option<Timestamp>,
}

impl Search {
    /// Whether nothing is asked about: all orders are found.
    pub fn is_empty(&self) -> bool {
        self.words.trim().is_empty() && self.state.is_none() && self.from.is_none() && self.before.is_none()
    }
}

row! {
    /// Something that was bought before.
    #[derive(PartialEq, Eq)]
    pub struct Bought {
        pub order_id: OrderId,
        pub line_id: LineId,
        pub product_id: ProductId,
        pub title: String,
        pub slug: String,
        pub picture_id: Option<PictureId>,
    }
}

/// A condition under construction: its text, and the values of its placeholders.
struct Where {
    text: String,
    values: Vec<Value>,
}

impl Where {
    fn of(shopper: Shopper) -> Self {
        let (column, owner) = match shopper {
            Shopper::Account(id) => ("account_id", id.into_value()),
            Shopper::Guest(id) => ("guest_id", id.into_value()),
        };
        Self { text: format!("o.{column} = $1"), values: vec![owner] }
    }

    /// The placeholder of one more value.
    fn value(&mut self, value: impl db::Bind) -> String {
        self.values.push(value.into_value());
        format!("${}", self.values.len())
    }

    fn and(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }
}

/// Orders that a shopper placed and that a search finds, newest first, before `after` (the last id of the page before).
///
/// # Errors
/// When the database cannot be read.
pub async fn search(
    conn: &mut Conn,
    shopper: Shopper,
    wanted: &Search,
    after: Option<OrderId>,
    limit: i64,
) -> Result<Vec<OrderDetail>, OrderError> {
    let mut which = Where::of(shopper);
    if let Some(state) = wanted.state {
        let state = which.value(state.as_str());
        which.and(&format!("o.state = {state}"));
    }
    if let Some(from) = wanted.from {
        let from = which.value(from);
        which.and(&format!("o.placed_at_us >= {from}"));
    }
    if let Some(before) = wanted.before {
        let before = which.value(before);
        which.and(&format!("o.placed_at_us < {before}"));
    }
    if let Some(after) = after {
        let after = which.value(after);
        which.and(&format!("o.id < {after}"));
    }
    match wanted.words.trim().parse::<OrderId>() {
        Ok(id) => {
            let id = which.value(id);
            which.and(&format!("o.id = {id}"));
        }
        Err(_) => words(conn, shopper, &wanted.words, &mut which).await?,
    }
    let limit = which.value(limit);
    let text =
        format!("SELECT {ORDER} FROM orders_orders o WHERE {} ORDER BY o.id DESC LIMIT {limit}", which.text);
    let orders: Vec<Order> = conn.all(sql(text).bind_all(which.values)).await?;
    with_parts(conn, orders).await
}

/// Each word must be in a title or in the name of a seller of the order.
async fn words(conn: &mut Conn, shopper: Shopper, typed: &str, which: &mut Where) -> Result<(), OrderError> {
    let typed: Vec<String> = typed.split_whitespace().take(MOST_WORDS).map(str::to_lowercase).collect();
    if typed.is_empty() {
        return Ok(());
    }
    let sellers = sellers_of(conn, shopper).await?;
    for word in typed {
        let mut places = Vec::new();
        for pattern in patterns(&word) {
            let pattern = which.value(pattern);
            places.push(format!("LOWER(l.title) LIKE {pattern} ESCAPE '!'"));
        }
        for (id, name) in &sellers {
            if name.contains(&word) {
                let id = which.value(*id);
                places.push(format!("p.seller_id = {id}"));
            }
        }
        which.and(&format!(
            "EXISTS (SELECT 1 FROM orders_parts p JOIN orders_lines l ON l.part_id = p.id
                     WHERE p.order_id = o.id AND ({}))",
            places.join(" OR ")
        ));
    }
    Ok(())
}

/// A word anywhere in a title. The embedded database knows small letters of ASCII only, so a word that begins with
/// another letter is also looked for with that letter large, and all of it large.
fn patterns(word: &str) -> Vec<String> {
    let escaped: String = word
        .chars()
        .flat_map(|c| ['%', '_', '!'].contains(&c).then_some('!').into_iter().chain([c]))
        .collect();
    let mut all = vec![format!("%{escaped}%")];
    if !word.is_ascii() {
        let large = |c: char| if c.is_ascii() { c.to_string() } else { c.to_uppercase().collect() };
        let mut letters = escaped.chars();
        let first: String = letters.next().map(large).unwrap_or_default();
        all.push(format!("%{first}{}%", letters.as_str()));
        all.push(format!("%{}%", escaped.chars().map(large).collect::<String>()));
        all.dedup();
    }
    all
}

/// The sellers that a shopper ordered from, with their names in small letters.
async fn sellers_of(conn: &mut Conn, shopper: Shopper) -> Result<Vec<(SellerId, String)>, OrderError> {
    let which = Where::of(shopper);
    let text = format!(
        "SELECT DISTINCT p.seller_id FROM orders_orders o JOIN orders_parts p ON p.order_id = o.id WHERE {}",
        which.text
    );
    let ids: Vec<(SellerId,)> = conn.all(sql(text).bind_all(which.values)).await?;
    let ids: Vec<SellerId> = ids.into_iter().map(|(id,)| id).collect();
    let named = sellers::many(conn, &ids).await?;
    Ok(named.into_iter().map(|(id, seller)| (id, seller.name.to_lowercase())).collect())
}

/// The products that an account bought, each once, last bought first. Orders that were not paid or were taken back do
/// not count.
///
/// # Errors
/// When the database cannot be read.
pub async fn bought(
    conn: &mut Conn,
    account: domain::AccountId,
    limit: usize,
) -> Result<Vec<Bought>, OrderError> {
    // Enough rows for the products of some large orders; who buys one thing for ever sees fewer.
    let rows = i64::try_from(limit).unwrap_or(i64::MAX).saturating_mul(8);
    let statement =
        sql("SELECT o.id AS order_id, l.id AS line_id, l.product_id, l.title, l.slug, l.picture_id
         FROM orders_orders o JOIN orders_parts p ON p.order_id = o.id JOIN orders_lines l ON l.part_id = p.id
         WHERE o.account_id = $1 AND o.state IN ('placed', 'completed') AND p.state <> 'cancelled'
         ORDER BY o.id DESC, l.position LIMIT $2");
    let lines: Vec<Bought> = conn.all(statement.bind(account).bind(rows)).await?;
    let mut each = Vec::with_capacity(limit);
    for line in lines {
        if each.len() < limit && !each.iter().any(|b: &Bought| b.product_id == line.product_id) {
            each.push(line);
        }
    }
    Ok(each)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_for_as_it_is_and_in_the_sizes_that_the_database_does_not_know() {
        assert_eq!(patterns("lamp"), ["%lamp%"]);
        assert_eq!(patterns("100%_!"), ["%100!%!_!!%"]);
        assert_eq!(patterns("árbol"), ["%árbol%", "%Árbol%"]);
        assert_eq!(patterns("caña"), ["%caña%", "%caÑa%"]);
        assert_eq!(patterns("مصباح"), ["%مصباح%"]);
    }
}
