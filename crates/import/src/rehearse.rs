//! What an import would do, found out by doing it: each batch is loaded in a transaction that is then rolled back, so
//! a preview cannot say anything else than the import. What only the rows of several batches show is found by
//! `claims`, as the import itself does. Called by uploads.

use crate::claims::{Claims, Leaving};
use crate::error::{ImportError, Problem};
use crate::files::Format;
use crate::load::{Load, load, precheck};
use crate::reader::Reading;
use crate::row::Row;
use crate::run::{ImportOptions, Importer, Phase, Progress};
use crate::runs::{Changed, Kind, Plan, Tally, find_or_start, last_changes};
use crate::target::Target;
use crate::terms::KeptOffer;
use catalog::{ProductImage, offer_by_sku, product_images};
use db::{DbError, Tx};
use domain::{ImportId, Money, SellerId, text_enum};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// Rows of each kind that a preview shows.
const SAMPLES: usize = 5;
/// A catalogue with more is split by whoever made it.
const ROWS_MAX: u64 = 1_000_000;

text_enum! {
    /// What becomes of a row.
    pub enum Difference {
        New = "new",
        Changed = "changed",
        Unchanged = "unchanged",
    }
}

/// What shoppers see of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub title: String,
    /// Nothing for what is catalogued and not offered.
    pub price: Option<Money>,
    pub stock: i64,
    pub on_sale: bool,
}

/// One row as an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Line of the file, from 1.
    pub line: u64,
    pub difference: Difference,
    pub sku: String,
    /// Nothing for a new row.
    pub before: Option<Shown>,
    pub after: Shown,
    /// Something that is not shown here changes, too: description, attributes, category.
    pub more: bool,
    /// The row calls the product otherwise, and it keeps its title: somebody else described it.
    pub title_stays: bool,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub format: Format,
    pub rows: u64,
    pub bad_rows: u64,
    pub warnings: u64,
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub tally: Tally,
    /// The first rows of each kind.
    pub samples: Vec<Sample>,
}

/// How a rehearsal's transaction ends: always with an error, which rolls it back.
#[derive(Debug, thiserror::Error)]
enum Curtain {
    #[error("the rehearsal is over")]
    Over(Box<Batch>),
    #[error(transparent)]
    Failed(#[from] ImportError),
}

impl From<DbError> for Curtain {
    fn from(error: DbError) -> Self {
        Self::Failed(error.into())
    }
}

/// What one batch would do.
#[derive(Debug, Default)]
struct Batch {
    tally: Tally,
    counts: [u64; 3],
    samples: Vec<Sample>,
}

impl Importer {
    /// Reads the whole file, tries every good row and changes nothing. Each finding is given to `found`, in the file's
    /// order as far as it goes.
    ///
    /// # Errors
    /// What is wrong with the file as a whole.
    pub async fn rehearse(
        &self,
        path: &Path,
        options: &ImportOptions,
        progress: impl Fn(Progress) + Send + Sync,
        mut found: impl FnMut(&Problem) -> Result<(), ImportError> + Send,
    ) -> Result<Preview, ImportError> {
        let (source, target) = options.open(path).await?;
        let mut preview = Preview::empty(source.format);
        let mut reading = Reading::start(&source, options.given())?;
        let mut claims = Claims::default();
        while let Some(mut batch) = reading.batches.recv().await {
            progress(Progress { phase: Phase::Checking, done: batch.bytes, total: reading.size });
            if batch.end > ROWS_MAX {
                return Err(ImportError::TooManyRows { limit: ROWS_MAX });
            }
            let mut conn = self.db.read().await?;
            let refused = precheck(&mut conn, &target, &mut batch.rows, &mut claims).await?;
            drop(conn);
            preview.rows = batch.end;
            preview.bad_rows += batch.bad_rows + refused.len() as u64;
            let warnings = batch.rows.iter().flat_map(|row| &row.warnings);
            preview.warnings += warnings.clone().count() as u64;
            for problem in batch.problems.iter().chain(refused.iter().flat_map(|r| &r.1)).chain(warnings) {
                found(problem)?;
            }
            let bad: HashSet<u64> = refused.iter().map(|r| r.0).collect();
            let mut rows = batch.rows;
            rows.retain(|row| !bad.contains(&row.line));
            preview.add(self.rehearse_batch(&target, rows, claims.leaving()).await?);
        }
        reading.finish().await?;
        for problem in claims.findings() {
            preview.warnings += 1;
            found(&problem)?;
        }
        // Each batch was loaded without those before it.
        preview.tally.variants_detached = claims.detached();
        Ok(preview)
    }

    async fn rehearse_batch(
        &self,
        target: &Target,
        rows: Vec<Row>,
        leaving: Arc<Leaving>,
    ) -> Result<Batch, ImportError> {
        if rows.is_empty() {
            return Ok(Batch::default());
        }
        let wanted = Arc::new((target.clone(), rows, leaving));
        let curtain: Result<(), Curtain> = self
            .db
            .write(move |tx| {
                let wanted = Arc::clone(&wanted);
                Box::pin(async move {
                    let seen = play(tx, &wanted.0, &wanted.1, &wanted.2).await?;
                    Err(Curtain::Over(Box::new(seen)))
                })
            })
            .await;
        match curtain {
            Err(Curtain::Over(batch)) => Ok(*batch),
            Err(Curtain::Failed(error)) => Err(error),
            Ok(()) => Ok(Batch::default()),
        }
    }
}

impl Preview {
    fn empty(format: Format) -> Self {
        Self {
            format,
            rows: 0,
            bad_rows: 0,
            warnings: 0,
            new: 0,
            changed: 0,
            unchanged: 0,
            tally: Tally::default(),
            samples: Vec::new(),
        }
    }

    fn add(&mut self, batch: Batch) {
        self.tally = self.tally.plus(batch.tally);
        let [new, changed, unchanged] = batch.counts;
        self.new += new;
        self.changed += changed;
        self.unchanged += unchanged;
        for sample in batch.samples {
            let alike = self.samples.iter().filter(|s| s.difference == sample.difference).count();
            if alike < SAMPLES {
                self.samples.push(sample);
            }
        }
    }
}

/// Loads the rows as a run of their own, and looks at what that did.
async fn play(
    tx: &mut Tx,
    target: &Target,
    rows: &[Row],
    leaving: &Arc<Leaving>,
) -> Result<Batch, ImportError> {
    let name = tx.new_id::<ImportId>().to_string();
    let plan = Plan {
        fingerprint: format!("rehearsal of {name}"),
        file_name: String::new(),
        format: target.format,
        seller: target.seller,
        rows_total: 0,
        upload: None,
    };
    let run = find_or_start(tx, &plan).await?;
    let paths: BTreeMap<_, _> = rows.iter().map(|row| (row.category.clone(), row.class)).collect();
    let categories = target.categories(tx, &paths).await?;
    let to = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let batch = Load {
        run: run.id,
        target: target.clone(),
        rows: rows.to_vec(),
        pictures: HashMap::new(),
        categories: Arc::new(categories),
        from: 0,
        to,
        tally: Tally::default(),
        leaving: Arc::clone(leaving),
    };
    let mut seen = Batch { tally: load(tx, &batch).await?, ..Batch::default() };
    let changes = last_changes(tx, run.id, to.saturating_mul(2)).await?;
    let changes: HashMap<i64, Changed> = changes.into_iter().map(|change| (change.seq, change)).collect();
    for (n, row) in (0i64..).zip(rows) {
        let of_row = RowChanges { product: changes.get(&(n * 2)), offer: changes.get(&(n * 2 + 1)) };
        let difference = of_row.difference();
        let count = &mut seen.counts[difference as usize];
        *count += 1;
        if *count <= SAMPLES as u64 {
            seen.samples.push(of_row.sample(tx, target.seller, row, difference).await?);
        }
    }
    Ok(seen)
}

/// What a run did to the product and the offer of a row.
struct RowChanges<'a> {
    product: Option<&'a Changed>,
    offer: Option<&'a Changed>,
}

impl RowChanges<'_> {
    /// A row is new when its offer is; what is only catalogued, when its product is.
    fn difference(&self) -> Difference {
        let created = |change: &Changed| change.before.is_none();
        match (self.product, self.offer) {
            (None, None) => Difference::Unchanged,
            (_, Some(offer)) if created(offer) => Difference::New,
            (Some(product), None) if created(product) => Difference::New,
            _ => Difference::Changed,
        }
    }

    async fn sample(
        &self,
        tx: &mut Tx,
        seller: SellerId,
        row: &Row,
        difference: Difference,
    ) -> Result<Sample, ImportError> {
        let offer = if row.price.is_zero() { None } else { offer_by_sku(tx, seller, &row.sku).await? };
        let (mut title, mut stock) = (row.title.clone(), 0);
        if let Some(offer) = &offer {
            let image = product_images(tx, &[offer.product_id]).await?.remove(&offer.product_id);
            title = image.map_or(title, |image| image.title);
            stock = inventory::levels(tx, &[offer.id]).await?.get(&offer.id).map_or(0, |l| l.available);
        }
        let on_sale = offer.as_ref().is_some_and(|offer| offer.active);
        let after = Shown { title, price: offer.map(|offer| offer.price), stock, on_sale };
        let product: Option<ProductImage> = before_of(self.product, Kind::Product)?;
        let offer: Option<KeptOffer> = before_of(self.offer, Kind::Offer)?;
        let reset = offer.as_ref().is_some_and(|before| before.kept().is_something());
        let offer = offer.map(|before| before.offer);
        let retitled = product.as_ref().is_some_and(|before| before.title != after.title);
        // An import moves no stock of an offer that exists.
        let before = (difference != Difference::New).then(|| Shown {
            title: product.as_ref().map_or_else(|| after.title.clone(), |before| before.title.clone()),
            price: offer.as_ref().map(|before| before.price).or(after.price),
            on_sale: offer.as_ref().map_or(after.on_sale, |before| before.active),
            stock,
        });
        Ok(Sample {
            line: row.line,
            difference,
            sku: row.sku.clone(),
            more: (product.is_some() && !retitled) || reset,
            title_stays: after.title != row.title,
            before,
            after,
        })
    }
}

fn before_of<T: serde::de::DeserializeOwned>(
    change: Option<&Changed>,
    kind: Kind,
) -> Result<Option<T>, DbError> {
    let before = change.filter(|change| change.kind == kind).and_then(|change| change.before.as_deref());
    Ok(before.map(serde_json::from_str).transpose()?)
}
