//! Jobs that used up their attempts, with replay. Route `/operator/jobs`.
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::ReplayJob;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::ui::*;

const MOST: i64 = 100;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadSystem, &Resource::Platform)?;
    let t = Ctx::current().t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let dead = conn.dead_jobs(MOST).await?;
    let counts = conn.job_counts().await?;
    drop(conn);
    let count = move |state: &str| counts.get(state).copied().unwrap_or(0).to_string();
    let dead_tone = if dead.is_empty() { Tone::Good } else { Tone::Bad };
    let rows = dead
        .into_iter()
        .map(|job| {
            view! {
                <li class="flex flex-wrap items-center justify-between gap-3 py-3" data-job=job.id.to_string()>
                    <div class="min-w-0 flex-1 basis-60">
                        <p class="font-medium"><code dir="ltr">{job.kind.clone()}</code></p>
                        <p class="text-sm text-bad" dir="ltr">{job.last_error.unwrap_or_default()}</p>
                        <p class="text-sm text-ink-faint">{t.jobs_attempts(job.attempts)} " · " <DateText at=job.run_at_us time=true /></p>
                    </div>
                    <Form action=ReplayJob::PATH swap="jobs">
                        <Hidden name="job" value=job.id.to_string() />
                        <Button kind=ButtonKind::Secondary>{t.jobs_replay()}</Button>
                    </Form>
                </li>
            }
        })
        .collect_view();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.operator_jobs()>
            <div id="jobs">
                <div class="mb-8 grid grid-cols-2 gap-4 lg:grid-cols-3">
                    <Figure label=t.jobs_ready() value=count("ready") />
                    <Figure label=t.jobs_running() value=count("running") />
                    <Figure label=t.jobs_dead() value=count("dead") tone=dead_tone />
                </div>
                {if rows.is_empty() {
                    view! { <EmptyState title=t.jobs_none_title() text=t.jobs_none_text() icon=Icon::Check /> }.into_any()
                } else {
                    view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }.into_any()
                }}
            </div>
        </ConsolePage>
    }
    .into_any())
}
