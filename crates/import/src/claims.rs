//! What the rows of one file take of what only one row, or so many, may have: the place of an offer on a product that
//! somebody else described, a model's variants and its options. The database cannot know it while it is only checked.
//! Called for every batch of a reading, in the file's order.

use crate::error::{Column, Problem};
use crate::load::Place;
use crate::reason::Reason;
use crate::row::{Row, RowVariant};
use crate::target::Target;
use catalog::{MOST_VARIANTS, ModelSize, model_keys_of, model_sizes, model_variants};
use db::{Conn, DbError};
use domain::ProductId;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

/// Variants that a finding names.
const NAMED: usize = 5;

/// By the model's name: the variants whose options are no longer its own.
pub(crate) type Leaving = HashMap<String, Vec<ProductId>>;

/// What earlier rows took. It keeps some bytes for each model and for each product of others, and names only of the
/// variants that lose their model.
#[derive(Default)]
pub(crate) struct Claims {
    state: RandomState,
    /// Lines by the products that they offer and somebody else described.
    offered: HashMap<ProductId, u64>,
    /// By a hash of the model's name.
    models: HashMap<u64, Model>,
    /// Models that get other options, by name.
    changing: BTreeMap<String, Changing>,
}

/// A model as the rows so far leave it.
struct Model {
    /// Line and hash of the options that the first row gave it.
    options: (u64, u64),
    variants: usize,
}

struct Changing {
    line: u64,
    title: String,
    options_before: Vec<String>,
    /// Its present variants that no row has named so far, with their values.
    leaving: HashMap<ProductId, String>,
}

/// What the database has of the models of a batch.
#[derive(Default)]
pub(crate) struct Present {
    /// Of products that the rows describe: the name of their model.
    model_of: HashMap<ProductId, String>,
    /// Of models that no row had named before.
    sizes: HashMap<String, ModelSize>,
    /// Of those of them that get other options.
    variants: HashMap<String, HashMap<ProductId, String>>,
}

impl Claims {
    /// Reads what [`Claims::take`] needs to know about these rows.
    pub async fn look(
        &self,
        conn: &mut Conn,
        target: &Target,
        rows: &[Row],
        places: &[Place],
    ) -> Result<Present, DbError> {
        let own = |place: &Place| if let Place::Own(id, _) = place { *id } else { None };
        let known: Vec<ProductId> = places.iter().filter_map(own).collect();
        let prefix = target.prefix();
        let wanted: Vec<(String, &RowVariant)> = rows
            .iter()
            .filter_map(|row| row.variant.as_ref())
            .map(|of| (format!("{prefix}{}", of.model), of))
            .filter(|(key, _)| !self.models.contains_key(&self.state.hash_one(key)))
            .collect();
        let keys: HashSet<&str> = wanted.iter().map(|(key, _)| key.as_str()).collect();
        let keys: Vec<&str> = keys.into_iter().collect();
        let sizes = model_sizes(conn, &keys).await?;
        let changes =
            |key: &str, of: &RowVariant| sizes.get(key).is_some_and(|size| size.options != of.options);
        let other: HashSet<&str> =
            wanted.iter().filter(|(key, of)| changes(key, of)).map(|(key, _)| key.as_str()).collect();
        let mut variants: HashMap<String, HashMap<ProductId, String>> = HashMap::new();
        for key in other {
            let of = model_variants(conn, key).await?;
            let named = of.into_iter().map(|(product, values)| (product, values.join(", ")));
            variants.insert(key.to_owned(), named.collect());
        }
        Ok(Present { model_of: model_keys_of(conn, &known).await?, sizes, variants })
    }

    /// Takes what the row needs, or says why it cannot have it.
    pub fn take(&mut self, target: &Target, row: &Row, place: &Place, present: &Present) -> Option<Problem> {
        match place {
            Place::Listed(_) => None,
            Place::Shared(_) if row.price.is_zero() => None,
            Place::Shared(product) => match self.offered.get(product) {
                Some(line) => {
                    let reason = Reason::OfferedInLine { line: *line };
                    Some(Problem::error(row.line, Column::Ean, reason))
                }
                None => {
                    self.offered.insert(*product, row.line);
                    None
                }
            },
            Place::Own(id, _) => {
                let before = id.and_then(|id| present.model_of.get(&id).map(|key| (id, key.as_str())));
                match &row.variant {
                    Some(of) => {
                        let key = format!("{}{}", target.prefix(), of.model);
                        self.take_variant(row, of, &key, before, present)
                    }
                    None => {
                        self.leave(before);
                        None
                    }
                }
            }
        }
    }

    /// `before` is the row's product and its model, where it has one already.
    fn take_variant(
        &mut self,
        row: &Row,
        of: &RowVariant,
        key: &str,
        before: Option<(ProductId, &str)>,
        present: &Present,
    ) -> Option<Problem> {
        let options = self.state.hash_one(&of.options);
        self.meet(row, of, key, present);
        let model = self.models.get_mut(&self.state.hash_one(key))?;
        if model.options.1 != options {
            let reason = Reason::OtherOptions { line: model.options.0 };
            return Some(Problem::error(row.line, Column::Options, reason));
        }
        let named = before.filter(|(_, model)| *model == key).map(|(id, _)| id);
        let stays = match (self.changing.get_mut(key), named) {
            (Some(changing), Some(id)) => {
                changing.leaving.remove(&id);
                false
            }
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if !stays {
            if model.variants >= MOST_VARIANTS {
                let reason = Reason::OneVariantMore { limit: MOST_VARIANTS as u64 };
                return Some(Problem::error(row.line, Column::Options, reason));
            }
            model.variants += 1;
        }
        if named.is_none() {
            self.leave(before);
        }
        None
    }

    /// Remembers a model when the first row names it, and which of its variants it could lose.
    fn meet(&mut self, row: &Row, of: &RowVariant, key: &str, present: &Present) {
        let name = self.state.hash_one(key);
        if self.models.contains_key(&name) {
            return;
        }
        let options = (row.line, self.state.hash_one(&of.options));
        let variants = match present.sizes.get(key) {
            None => 0,
            Some(known) if known.options == of.options => known.variants,
            // Of those that get other options only the variants that the file names stay.
            Some(known) => {
                let changing = Changing {
                    line: row.line,
                    title: of.title.clone(),
                    options_before: known.options.clone(),
                    leaving: present.variants.get(key).cloned().unwrap_or_default(),
                };
                self.changing.insert(key.to_owned(), changing);
                0
            }
        };
        self.models.insert(name, Model { options, variants });
    }

    /// A product that the file takes out of its model.
    fn leave(&mut self, before: Option<(ProductId, &str)>) {
        let Some((id, key)) = before else { return };
        match (self.changing.get_mut(key), self.models.get_mut(&self.state.hash_one(key))) {
            (Some(changing), _) => {
                changing.leaving.remove(&id);
            }
            (None, Some(model)) => model.variants = model.variants.saturating_sub(1),
            (None, None) => {}
        }
    }

    /// The variants that lose their model, as far as the rows so far tell.
    pub fn leaving(&self) -> Arc<Leaving> {
        let of = |changing: &Changing| changing.leaving.keys().copied().collect();
        Arc::new(self.changing.iter().map(|(key, changing)| (key.clone(), of(changing))).collect())
    }

    /// What is said about them once every row was taken.
    pub fn findings(&self) -> Vec<Problem> {
        let some = self.changing.values().filter(|changing| !changing.leaving.is_empty());
        some.map(Changing::finding).collect()
    }

    /// How many variants lose their model.
    pub fn detached(&self) -> u64 {
        self.changing.values().map(|changing| changing.leaving.len() as u64).sum()
    }
}

impl Changing {
    fn finding(&self) -> Problem {
        let mut named: Vec<&str> = self.leaving.values().map(String::as_str).collect();
        named.sort_unstable();
        let count = named.len();
        if count > NAMED {
            named.truncate(NAMED);
            named.push("…");
        }
        let reason = Reason::VariantsLeave {
            title: self.title.clone(),
            before: self.options_before.join(", "),
            count: count as u64,
            named: named.join("; "),
        };
        Problem::warning(self.line, Column::Options, reason)
    }
}
