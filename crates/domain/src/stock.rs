//! What is said of how many units are left of an offer: to its seller, by pages, figures and the API, and to shoppers.

/// The units of an offer that are for sale are others. The key is the offer's id; the topic, where somebody at the seller's desk
/// counted them, the seller's.
pub const STOCK_CHANGED: &str = "stock.changed";
/// So many units left of an active offer, or fewer, are worth a seller's attention.
pub const LOW: i64 = 5;

/// Whether so few units are left that a seller orders more: [`LOW`] or fewer, none included.
pub const fn is_low(available: i64) -> bool {
    available <= LOW
}

/// Whether shoppers are told how many are left: some, and fewer than [`LOW`].
pub const fn is_told(available: i64) -> bool {
    0 < available && available < LOW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_units_are_few_and_six_are_not() {
        for (available, low) in
            [(-1, true), (0, true), (1, true), (LOW, true), (LOW + 1, false), (1_000, false)]
        {
            assert_eq!(is_low(available), low, "{available}");
        }
    }

    #[test]
    fn shoppers_hear_of_one_to_four() {
        for (available, told) in [(-1, false), (0, false), (1, true), (LOW - 1, true), (LOW, false)] {
            assert_eq!(is_told(available), told, "{available}");
        }
    }
}
