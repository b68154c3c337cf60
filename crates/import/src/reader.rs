//! Reads a catalogue on a thread of its own and hands over checked rows in batches.

use crate::check::Checker;
use crate::error::{ImportError, Problem};
use crate::files::{Format, Source, read_error};
use crate::row::Row;
use crate::{bestbuy, books, icecat, shopify};
use domain::{Currency, Money};
use flate2::read::MultiGzDecoder;
use std::io::{BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Rows a transaction.
pub(crate) const BATCH: usize = 500;
/// No row is longer than this: what looks like one has lost its closing quotation mark.
pub(crate) const ROW_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// What one row of the file became.
pub(crate) enum Item {
    Row(Box<Row>),
    Bad(Vec<Problem>),
}

/// What a reader of a format hands its items to; `false` asks it to stop.
pub(crate) type Sink<'a> = &'a mut dyn FnMut(Item) -> bool;

/// What is given for rows that do not say it themselves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given {
    pub currency: Currency,
    /// Of rows without a price.
    pub price: Option<Money>,
}

/// Some rows in the file's order.
#[derive(Default)]
pub(crate) struct Batch {
    pub rows: Vec<Row>,
    pub bad_rows: u64,
    pub problems: Vec<Problem>,
    /// How many rows of the file, bad ones included, end with this batch.
    pub end: u64,
    /// How much of the file was read so far, in bytes.
    pub bytes: u64,
}

/// A reading in progress: batches, then the fingerprint of the whole file.
pub(crate) struct Reading {
    pub batches: mpsc::Receiver<Batch>,
    pub size: u64,
    thread: JoinHandle<Result<String, ImportError>>,
}

impl Reading {
    /// Starts to read from the first row.
    pub fn start(source: &Arc<Source>, given: Given) -> Result<Self, ImportError> {
        let (file, size) = source.raw()?;
        let (sender, batches) = mpsc::channel(2);
        let source = Arc::clone(source);
        let thread = tokio::task::spawn_blocking(move || read(&source, file, given, &sender));
        Ok(Self { batches, size, thread })
    }

    /// The file's fingerprint, once every batch was taken.
    pub async fn finish(self) -> Result<String, ImportError> {
        drop(self.batches);
        self.thread.await.map_err(|e| ImportError::Stopped(e.to_string()))?
    }
}

/// Counts and hashes the raw bytes on their way.
struct Tee<R> {
    inner: R,
    hasher: blake3::Hasher,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..count]);
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

fn read(
    source: &Source,
    file: std::fs::File,
    given: Given,
    sender: &mpsc::Sender<Batch>,
) -> Result<String, ImportError> {
    let count = Arc::new(AtomicU64::new(0));
    let mut tee = Tee { inner: file, hasher: blake3::Hasher::new(), count: Arc::clone(&count) };
    let mut checker = Checker::new(source);
    let mut batch = Batch::default();
    let mut ordinal = 0u64;
    let mut stopped = false;
    {
        let mut sink = |item: Item| {
            ordinal += 1;
            match checker.check(item) {
                Item::Row(mut row) => {
                    if let Some(price) = given.price.filter(|_| row.price.is_zero()) {
                        row.price = price;
                    }
                    batch.rows.push(*row);
                }
                Item::Bad(problems) => {
                    batch.bad_rows += 1;
                    batch.problems.extend(problems);
                }
            }
            if batch.rows.len() + batch.problems.len() >= BATCH {
                batch.end = ordinal;
                batch.bytes = count.load(Ordering::Relaxed);
                stopped = sender.blocking_send(std::mem::take(&mut batch)).is_err();
            }
            !stopped
        };
        let raw = BufReader::with_capacity(1 << 18, &mut tee);
        let input: Box<dyn Read + '_> =
            if source.is_compressed() { Box::new(MultiGzDecoder::new(raw)) } else { Box::new(raw) };
        match source.format {
            Format::Icecat => icecat::read(input, given.currency, &mut sink),
            Format::Shopify => shopify::read(input, given.currency, &mut sink),
            Format::BestBuy => bestbuy::read(input, given.currency, &mut sink),
            Format::Books => books::read(input, given.currency, &mut sink),
        }
        .map_err(|e| at_file(source, e))?;
    }
    if !stopped {
        batch.end = ordinal;
        batch.bytes = count.load(Ordering::Relaxed);
        // The receiver may have had enough.
        let _ = sender.blocking_send(batch);
    }
    Ok(tee.hasher.finalize().to_hex().to_string())
}

/// Readers know no file names.
fn at_file(source: &Source, error: ImportError) -> ImportError {
    match error {
        ImportError::Read { source: io, .. } => read_error(&source.catalogue)(io),
        other => other,
    }
}
