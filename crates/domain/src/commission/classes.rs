//! Which class the goods of a category are charged as, from which moment on: what was said of the category itself, else what
//! holds for its parent then. Called by the catalogue, which keeps what follows, and by its check.

use super::CommissionClass;
use crate::{CategoryId, Timestamp};

/// What was said of one category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassSaid {
    /// `None`: as its parent.
    pub class: Option<CommissionClass>,
    pub starts_at: Timestamp,
}

/// What holds for a category from a moment on, until the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassSpan {
    pub starts_at: Timestamp,
    pub class: CommissionClass,
    /// The category of which it was said: this one, or the nearest above it that says anything of its own.
    pub said_by: CategoryId,
}

/// What holds for a category from each moment on. `said` stands in the order in which it holds, of two that begin at once the
/// last one; `above` is what holds for the parent, nothing for a root. A moment at which nothing changes has no entry.
pub fn class_spans(category: CategoryId, said: &[ClassSaid], above: &[ClassSpan]) -> Vec<ClassSpan> {
    let own = said.iter().map(|one| one.starts_at);
    let mut moments: Vec<Timestamp> = own.chain(above.iter().map(|span| span.starts_at)).collect();
    moments.sort_unstable();
    moments.dedup();
    let mut spans: Vec<ClassSpan> = Vec::with_capacity(moments.len());
    for at in moments {
        let own = said.iter().rev().find(|one| one.starts_at <= at).and_then(|one| one.class);
        let holds = match own {
            Some(class) => Some((class, category)),
            None => class_at(above, at).map(|span| (span.class, span.said_by)),
        };
        let Some((class, said_by)) = holds else { continue };
        if spans.last().is_none_or(|last| (last.class, last.said_by) != (class, said_by)) {
            spans.push(ClassSpan { starts_at: at, class, said_by });
        }
    }
    spans
}

/// What holds at a moment; `None` before anything does.
pub fn class_at(spans: &[ClassSpan], at: Timestamp) -> Option<ClassSpan> {
    spans.iter().rev().find(|span| span.starts_at <= at).copied()
}

#[cfg(test)]
mod tests {
    use super::CommissionClass::{Electronics, Grocery, Media, Standard};
    use super::*;
    use crate::TypedId as _;

    fn category(number: u128) -> CategoryId {
        CategoryId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn said(class: CommissionClass, at: i64) -> ClassSaid {
        ClassSaid { class: Some(class), starts_at: Timestamp::from_micros(at) }
    }

    /// From then on as its parent.
    fn silent(at: i64) -> ClassSaid {
        ClassSaid { class: None, starts_at: Timestamp::from_micros(at) }
    }

    /// From, class, and the number of the category that says it.
    fn seen(spans: &[ClassSpan]) -> Vec<(i64, CommissionClass, u128)> {
        spans
            .iter()
            .map(|span| (span.starts_at.as_micros(), span.class, span.said_by.uuid().as_u128()))
            .collect()
    }

    #[test]
    fn a_category_follows_its_parent_at_any_depth_until_it_says_something_of_its_own() {
        let root = class_spans(category(1), &[said(Standard, 0), said(Media, 50)], &[]);
        assert_eq!(seen(&root), [(0, Standard, 1), (50, Media, 1)]);
        let quiet = class_spans(category(2), &[], &root);
        assert_eq!(seen(&quiet), seen(&root));
        let own = class_spans(category(3), &[said(Grocery, 20), silent(60)], &quiet);
        assert_eq!(seen(&own), [(0, Standard, 1), (20, Grocery, 3), (60, Media, 1)]);
        let below = class_spans(category(4), &[], &own);
        assert_eq!(seen(&below), seen(&own));
    }

    #[test]
    fn a_class_of_ones_own_stays_though_the_parent_changes_to_it_and_away() {
        let root =
            class_spans(category(1), &[said(Standard, 0), said(Media, 10), said(Electronics, 20)], &[]);
        let own = class_spans(category(2), &[said(Media, 0)], &root);
        assert_eq!(seen(&own), [(0, Media, 2)]);
        let at = |micros| class_at(&root, Timestamp::from_micros(micros)).map(|span| span.class);
        assert_eq!(
            [at(-1), at(0), at(9), at(10), at(25)],
            [None, Some(Standard), Some(Standard), Some(Media), Some(Electronics)]
        );
    }

    #[test]
    fn of_two_that_begin_at_once_the_last_one_holds_and_what_changes_nothing_is_no_span() {
        let all = [said(Standard, 0), said(Media, 5), said(Grocery, 5), said(Grocery, 9)];
        assert_eq!(seen(&class_spans(category(1), &all, &[])), [(0, Standard, 1), (5, Grocery, 1)]);
        assert_eq!(class_spans(category(1), &[silent(0)], &[]), []);
    }
}
