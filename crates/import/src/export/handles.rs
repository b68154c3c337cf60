//! Which products a seller's table names, under which handles and in which order. Called by `shopify`.

use super::ExportOptions;
use crate::row::one_line;
use catalog::{ProductStatus, Sold, sold_by};
use db::{Db, DbError};
use domain::{OfferId, ProductId};

/// Offers that are read together.
const PAGE: i64 = 5_000;

/// One offer and its product.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub product: ProductId,
    pub offer: OfferId,
    /// Its seller wants to sell it, and shoppers see it.
    pub on_sale: bool,
}

/// What is kept of an offer until it is written: nothing that grows with what its product says.
struct Entry {
    handle: Box<str>,
    /// The file of this seller that it came with has this handle.
    own: bool,
    /// Which offers are variants of one product: the beginning of a hash of its name.
    group: [u8; 16],
    position: Option<i64>,
    listed: Listed,
}

impl Entry {
    /// The handle that the product came with, or one made from its address.
    fn of(sold: Sold, prefix: &str) -> Self {
        let given = |key: &str| key.strip_prefix(prefix).map(one_line);
        let (own, otherwise, group) = match &sold.model_key {
            Some(key) => (given(key), one_line(key.rsplit(':').next().unwrap_or(key)), key.clone()),
            None => {
                (sold.source_key.as_deref().and_then(given), sold.slug.clone(), sold.product_id.to_string())
            }
        };
        let mut beginning = [0; 16];
        beginning.copy_from_slice(&blake3::hash(group.as_bytes()).as_bytes()[..16]);
        Self {
            own: own.is_some(),
            handle: own.unwrap_or(otherwise).into_boxed_str(),
            group: beginning,
            position: sold.variant_position,
            listed: Listed {
                product: sold.product_id,
                offer: sold.offer_id,
                on_sale: sold.active && sold.status == ProductStatus::Active,
            },
        }
    }

    /// As it is called when another product has its handle.
    fn told_apart(&self) -> Box<str> {
        let tail: String = self.group[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{}-{tail}", self.handle).into_boxed_str()
    }
}

/// Products in the order of their handles.
pub(super) struct Groups(std::iter::Peekable<std::vec::IntoIter<Entry>>);

/// Reads which there are, page by page.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn read(db: &Db, options: &ExportOptions) -> Result<Groups, DbError> {
    let prefix = format!("shopify:{}:", options.seller);
    let (mut entries, mut after) = (Vec::new(), None);
    loop {
        let mut conn = db.read().await?;
        let page = sold_by(&mut conn, options.seller, options.currency, after, PAGE).await?;
        drop(conn);
        let Some(last) = page.last() else { break };
        after = Some(last.offer_id);
        entries.extend(page.into_iter().map(|sold| Entry::of(sold, &prefix)));
    }
    Ok(Groups::of(entries))
}

impl Groups {
    fn of(mut entries: Vec<Entry>) -> Self {
        // Of several that would be called the same, the seller's own keeps its handle.
        entries.sort_unstable_by(|a, b| (&a.handle, !a.own, a.group).cmp(&(&b.handle, !b.own, b.group)));
        let mut first: Option<(Box<str>, [u8; 16])> = None;
        for entry in &mut entries {
            match &first {
                Some((handle, group)) if *handle == entry.handle && *group == entry.group => {}
                Some((handle, _)) if *handle == entry.handle => entry.handle = entry.told_apart(),
                _ if entry.handle.is_empty() => entry.handle = entry.told_apart(),
                _ => first = Some((entry.handle.clone(), entry.group)),
            }
        }
        let place = |e: &Entry| (e.position, e.listed.product);
        entries.sort_unstable_by(|a, b| {
            (&a.handle, a.group).cmp(&(&b.handle, b.group)).then_with(|| place(a).cmp(&place(b)))
        });
        Self(entries.into_iter().peekable())
    }

    /// The next products with `most` offers, or some more: a product's variants stay together. Empty at the end.
    pub fn next(&mut self, most: usize) -> Vec<(Box<str>, Vec<Listed>)> {
        let (mut groups, mut count) = (Vec::new(), 0);
        while count < most
            && let Some(first) = self.0.next()
        {
            let (handle, group) = (first.handle, first.group);
            let mut variants = vec![first.listed];
            while let Some(more) = self.0.next_if(|next| next.group == group && next.handle == handle) {
                variants.push(more.listed);
            }
            count += variants.len();
            groups.push((handle, variants));
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::TypedId as _;
    use uuid::Uuid;

    fn entry(handle: &str, own: bool, group: u8, n: u128) -> Entry {
        Entry {
            handle: handle.into(),
            own,
            group: [group; 16],
            position: Some(100 - i64::try_from(n).unwrap()),
            listed: Listed {
                product: ProductId::from_uuid(Uuid::from_u128(n)),
                offer: OfferId::from_uuid(Uuid::from_u128(n)),
                on_sale: true,
            },
        }
    }

    #[test]
    fn no_two_products_share_a_handle_and_the_sellers_own_keeps_it() {
        let mut groups = Groups::of(vec![
            entry("cup", false, 1, 1),
            entry("cup", true, 2, 2),
            entry("cup", true, 2, 3),
            entry("", false, 3, 4),
            entry("a", false, 4, 5),
        ]);
        let all: Vec<(Box<str>, usize)> = groups.next(10).into_iter().map(|(h, v)| (h, v.len())).collect();
        let all: Vec<(&str, usize)> = all.iter().map(|(handle, count)| (&**handle, *count)).collect();
        assert_eq!(all, [("-03030303", 1), ("a", 1), ("cup", 2), ("cup-01010101", 1)]);
    }

    #[test]
    fn a_piece_ends_behind_the_last_variant_of_a_product() {
        let mut groups =
            Groups::of((0..7).map(|n| entry(if n < 5 { "a" } else { "b" }, true, 9, n)).collect());
        let piece = groups.next(2);
        assert_eq!((piece.len(), piece[0].1.len()), (1, 5));
        assert!(piece[0].1[0].product > piece[0].1[4].product, "in the order of their places");
        assert_eq!(groups.next(2)[0].1.len(), 2);
        assert!(groups.next(2).is_empty());
    }
}
