//! What a kit would add to the shop as it is, and what it would leave.

use crate::KitError;
use crate::kit::{Kit, KitName, Shelf};
use catalog::{Category, CategoryTree, category_tree, classes_at, slugify};
use content::Slug;
use db::Conn;
use domain::commission::{ClassSpan, CommissionClass, CommissionRule, default_rule};
use domain::format::Locale;
use domain::listing::{ListingRule, RestrictedBrand};
use domain::text_enum::TextEnum as _;
use domain::{CategoryId, Currency};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A category of a kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCategory {
    /// 0 for a root.
    pub depth: usize,
    /// As it is called in the shop, or will be.
    pub name: String,
    pub class: CommissionClass,
    /// The one that is there; `None`: the kit makes it.
    pub known: Option<CategoryId>,
    /// Nothing where the kit asks for nothing.
    pub rule: Option<PlannedRule>,
    /// Its place in the plan; a parent stands before what is below it.
    pub(crate) parent: Option<usize>,
    pub(crate) english: &'static str,
}

/// What a category asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRule {
    pub rule: ListingRule,
    /// Nobody said anything of this category yet.
    pub is_new: bool,
}

/// The commission of a kind of goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCommission {
    pub rule: CommissionRule,
    /// Nobody said anything of this kind for everybody yet.
    pub is_new: bool,
}

/// A page in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPage {
    pub slug: Slug,
    pub locale: Locale,
    pub title: String,
    /// Markdown.
    pub body: String,
    pub position: i64,
    /// Nobody wrote it in this language yet.
    pub is_new: bool,
    /// It has gaps, so it is kept as a draft until somebody filled them.
    pub is_draft: bool,
}

/// A kit beside the shop as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub kit: KitName,
    /// Of categories and of what they ask for; pages are in every language.
    pub language: Locale,
    pub categories: Vec<PlannedCategory>,
    pub commissions: Vec<PlannedCommission>,
    pub pages: Vec<PlannedPage>,
}

impl Plan {
    /// How many things the kit adds, and how many it leaves as they are.
    pub fn counts(&self) -> (usize, usize) {
        let categories = self.categories.iter().map(|one| one.known.is_none());
        let rules = self.categories.iter().filter_map(|one| one.rule.as_ref()).map(|rule| rule.is_new);
        let commissions = self.commissions.iter().map(|one| one.is_new);
        let pages = self.pages.iter().map(|one| one.is_new);
        let (new, kept): (Vec<bool>, Vec<bool>) =
            categories.chain(rules).chain(commissions).chain(pages).partition(|is_new| *is_new);
        (new.len(), kept.len())
    }
}

/// What a kit would add, with categories named in this language and amounts in this currency.
///
/// # Errors
/// [`KitError::Money`] for a currency in which the published amounts cannot be read; else only the database's.
pub async fn plan(
    conn: &mut Conn,
    kit: KitName,
    language: Locale,
    currency: Currency,
) -> Result<Plan, KitError> {
    let tree = category_tree(conn).await?;
    let spoken_of = listing::spoken_of(conn).await?;
    let said = fees::said_for_everybody(conn).await?;
    let data = kit.kit();
    let (ids, now) = (tree.all().iter().map(|one| one.id).collect::<Vec<_>>(), conn.now());
    let charged_as = classes_at(conn, &ids, now).await?;
    let mut walk =
        Walk { tree: &tree, spoken_of: &spoken_of, charged_as: &charged_as, language, found: Vec::new() };
    walk.down(data.shelves, None, 0);
    let categories = walk.found;
    let mut classes = BTreeSet::new();
    kinds(data.shelves, &mut classes);
    let mut commissions = Vec::with_capacity(classes.len());
    for class in classes {
        let rule = default_rule(class).in_currency(currency)?;
        commissions.push(PlannedCommission { rule, is_new: !said.contains(&class) });
    }
    let mut pages = pages(data)?;
    for page in &mut pages {
        page.is_new = content::latest(conn, &page.slug, page.locale).await?.is_none();
    }
    Ok(Plan { kit, language, categories, commissions, pages })
}

/// The kinds of goods of these categories and all below them.
fn kinds(shelves: &'static [Shelf], found: &mut BTreeSet<CommissionClass>) {
    for shelf in shelves {
        found.insert(shelf.class);
        kinds(shelf.below, found);
    }
}

/// A category's brands, for nobody yet: who may offer them is for the operator to say.
pub(crate) fn restricted(shelf: &Shelf) -> Vec<RestrictedBrand> {
    let nobody = |brand: &&str| RestrictedBrand { brand: (*brand).to_owned(), sellers: Vec::new() };
    shelf.brands.iter().map(nobody).collect()
}

/// Goes through a kit's categories beside those of the shop.
struct Walk<'w> {
    tree: &'w CategoryTree,
    spoken_of: &'w HashSet<CategoryId>,
    charged_as: &'w HashMap<CategoryId, ClassSpan>,
    language: Locale,
    found: Vec<PlannedCategory>,
}

impl<'w> Walk<'w> {
    fn down(&mut self, shelves: &'static [Shelf], parent: Option<usize>, depth: usize) {
        for shelf in shelves {
            let known = self.known(shelf, parent);
            let rule = ListingRule {
                required: shelf.asks.iter().map(|name| name.of(self.language).to_owned()).collect(),
                approval: shelf.approval,
                brands: restricted(shelf),
            };
            let is_new = known.is_none_or(|known| !self.spoken_of.contains(&known.id));
            let at = self.found.len();
            self.found.push(PlannedCategory {
                depth,
                name: known
                    .map_or_else(|| shelf.name.of(self.language).to_owned(), |known| known.name.clone()),
                class: known
                    .and_then(|known| self.charged_as.get(&known.id))
                    .map_or(shelf.class, |span| span.class),
                known: known.map(|known| known.id),
                rule: (!rule.is_empty()).then_some(PlannedRule { rule, is_new }),
                parent,
                english: shelf.name.of(Locale::En),
            });
            self.down(shelf.below, Some(at), depth + 1);
        }
    }

    /// The category that this one of the kit is in the shop: the one at its path, which survives a new name, or one beside it
    /// that is called so in any language.
    fn known(&self, shelf: &Shelf, parent: Option<usize>) -> Option<&'w Category> {
        let above = match parent {
            // What the kit makes has nothing below it yet.
            Some(at) => Some(self.found[at].known?),
            None => None,
        };
        let tree = self.tree;
        let english = slugify(shelf.name.of(Locale::En));
        let path = match above.and_then(|id| tree.get(id)) {
            Some(above) => format!("{}/{english}", above.path),
            None => english,
        };
        let beside: Vec<&'w Category> = tree.all().iter().filter(|one| one.parent_id == above).collect();
        let called = |name: &str| Locale::ALL.iter().any(|locale| same(shelf.name.of(*locale), name));
        let at_path = beside.iter().find(|one| one.path == path);
        at_path.or_else(|| beside.iter().find(|one| called(&one.name))).copied()
    }
}

/// Names are the same whatever their case and the spaces around them.
fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// The kit's pages in every language, before anybody looked which of them there are.
fn pages(kit: &Kit) -> Result<Vec<PlannedPage>, KitError> {
    let mut pages = Vec::new();
    for locale in Locale::ALL {
        pages.push(imprint(kit, *locale)?);
    }
    for page in kit.pages {
        let slug = Slug::help(page.name).ok_or_else(|| KitError::Page(page.name.to_owned()))?;
        for locale in Locale::ALL {
            let text = page.texts.of(*locale);
            let (title, body) = text.split_once('\n').ok_or_else(|| KitError::Page(slug.to_string()))?;
            let title = title.trim_start_matches('#').trim().to_owned();
            pages.push(planned(slug.clone(), *locale, title, body.trim().to_owned(), page.position));
        }
    }
    Ok(pages)
}

/// What every shop says in its imprint, and then what this trade does.
fn imprint(kit: &Kit, locale: Locale) -> Result<PlannedPage, KitError> {
    let missing = || KitError::Page("imprint".to_owned());
    let slug = Slug::parse("imprint").ok_or_else(missing)?;
    let shipped = content::reading(&slug, &[], locale).ok_or_else(missing)?;
    let body = format!("{}\n\n{}", shipped.body.trim_end(), kit.imprint.of(locale).trim());
    Ok(planned(slug, locale, shipped.title, body, shipped.position))
}

fn planned(slug: Slug, locale: Locale, title: String, body: String, position: i64) -> PlannedPage {
    let is_draft = !content::gaps(&body).is_empty();
    PlannedPage { slug, locale, title, body, position, is_new: true, is_draft }
}
