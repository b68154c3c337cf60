//! Disputes in a list, a page of them at a time: for a seller each a link, for the operator each with whose it is.
use domain::dispute::DisputeState;
use domain::{DisputeId, SellerId};
use leptos::prelude::*;
use platform::db::Conn;
use platform::disputes::lists::{self, DisputeFilter};
use platform::disputes::{Dispute, Document};

use super::files::Files;
use super::words::{reason_words, sentence, state_badge};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::seller::desk;
use crate::ui::*;

const PER_PAGE: i64 = 25;

/// The page of disputes that the address asks for, of one seller or of all.
pub(super) struct Asked {
    filter: DisputeFilter,
    pub(super) rows: Vec<Dispute>,
    /// Where older ones are, if there are any.
    older: Option<String>,
}

/// Reads the disputes that `?show=` and `?before=` ask for; the lists stand at this path.
pub(super) async fn asked(
    conn: &mut Conn,
    path: &'static str,
    seller: Option<SellerId>,
) -> Result<Asked, Failure> {
    let t = Ctx::current().t();
    let shown = query("show").unwrap_or_default();
    let filter = match shown.as_str() {
        "done" => DisputeFilter::Done,
        "all" => DisputeFilter::All,
        _ => DisputeFilter::Open,
    };
    let before: Option<DisputeId> = query("before").and_then(|id| id.parse().ok());
    let mut rows =
        lists::page(conn, seller, filter, before, PER_PAGE + 1).await.map_err(|error| sentence(t, error))?;
    let more = rows.len() as i64 > PER_PAGE;
    rows.truncate(PER_PAGE as usize);
    let older = rows
        .last()
        .filter(|_| more)
        .map(|last| desk::here(&format!("{path}?show={shown}&before={}", last.id)));
    Ok(Asked { filter, rows, older })
}

/// The lists that there are, and the rows of the one that is shown.
#[component]
pub(super) fn Disputes(path: &'static str, asked: Asked, rows: Vec<AnyView>) -> AnyView {
    let t = Ctx::current().t();
    let Asked { filter, older, .. } = asked;
    let tab = |show: &str, label: String, of: DisputeFilter| Tab {
        href: desk::here(&format!("{path}?show={show}")),
        label,
        count: None,
        current: filter == of,
    };
    let tabs = vec![
        tab("", t.disputes_open(), DisputeFilter::Open),
        tab("done", t.disputes_decided(), DisputeFilter::Done),
        tab("all", t.select_all(), DisputeFilter::All),
    ];
    view! {
        <div id="disputes" class="flex flex-col gap-4">
            <Tabs label=t.disputes_title() tabs />
            {if rows.is_empty() {
                view! { <EmptyState title=t.desk_nothing_title() text=t.disputes_empty() icon=Icon::Check /> }.into_any()
            } else {
                view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }.into_any()
            }}
            {older.map(|href| view! { <LinkButton href kind=ButtonKind::Secondary>{t.disputes_older()}</LinkButton> })}
        </div>
    }
    .into_any()
}

/// One row; all of it is a link where there is one.
#[component]
pub(super) fn DisputeRow(
    row: Dispute,
    #[prop(optional_no_strip)] href: Option<String>,
    /// Whose it is, where several sellers stand in one list.
    #[prop(optional_no_strip)]
    seller: Option<String>,
    /// What the bank was given, for the operator.
    #[prop(optional)]
    documents: Vec<Document>,
) -> AnyView {
    let t = Ctx::current().t();
    let (tone, words) = state_badge(t, row.state.0);
    let reason = reason_words(t, row.reason.0);
    let title = match href {
        Some(href) => {
            view! { <a href=href class="cover font-medium hover:text-accent">{reason}</a> }.into_any()
        }
        None => view! { <span class="font-medium">{reason}</span> }.into_any(),
    };
    let until = (row.state.0 == DisputeState::NeedsResponse).then(|| {
        view! { <p class="text-sm">{t.dispute_answer_by()} " " <DateText at=row.respond_by_us time=true /></p> }
    });
    let files = (!documents.is_empty()).then(|| view! { <Files documents seller=None changeable=false /> });
    view! {
        <li class="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-dispute=row.id.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                {title}
                <p class="text-sm text-ink-faint">
                    {seller.map(|name| view! { <bdi>{name}</bdi> " · " })}
                    <DateText at=row.opened_at_us time=true />
                </p>
                {until}
                {files}
            </div>
            <Badge tone>{words}</Badge>
            <Amount money=row.amount() class="font-semibold" />
        </li>
    }
    .into_any()
}
