//! What became of an upload: its run, and what an undo of that left as it was. Server only.
use leptos::prelude::*;
use platform::import::{ImportRun, LeftAlone, Upload, left_alone, run};

use super::words;
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;

/// Things that an undo left as they were, of which the page says why.
const MOST: i64 = 50;

/// The run of an upload.
pub(super) struct RunOf {
    pub run: ImportRun,
    /// How many things its undo left as they were, and the first of them.
    pub left: (i64, Vec<LeftAlone>),
}

/// What an upload became; `None` before it is imported.
pub(super) async fn run_of(upload: &Upload) -> Result<Option<RunOf>, Failure> {
    let Some(id) = upload.import_id else { return Ok(None) };
    let platform = platform();
    let mut conn = platform.db.read().await?;
    Ok(Some(RunOf { run: run(&mut conn, id).await?, left: left_alone(&mut conn, id, MOST).await? }))
}

/// What an undo left as it was, and why.
#[component]
pub(super) fn LeftBehind(left: (i64, Vec<LeftAlone>)) -> AnyView {
    let t = Ctx::current().t();
    let (count, left) = left;
    let more = count.saturating_sub(i64::try_from(left.len()).unwrap_or(i64::MAX));
    let rows = left
        .into_iter()
        .map(|left| {
            let why = words::left(t, &left);
            view! {
                <li class="py-2">
                    <bdi class="font-medium break-words">{left.name}</bdi>
                    <span class="block text-sm text-ink-soft">{why}</span>
                </li>
            }
        })
        .collect_view();
    (count > 0)
        .then(|| {
            view! {
                <section id="left" class="mb-6" aria-labelledby="left-title">
                    <h2 id="left-title" class="mb-2 text-lg font-bold">{t.import_left(count)}</h2>
                    <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul>
                    {(more > 0).then(|| view! { <p class="mt-2 text-sm text-ink-faint">{t.import_left_more(more)}</p> })}
                </section>
            }
        })
        .into_any()
}
