//! Disputes in a list: for a seller each a link, for the operator each with whose it is.
use domain::dispute::DisputeState;
use leptos::prelude::*;
use platform::disputes::Dispute;

use super::words::{reason_words, state_badge};
use crate::ctx::Ctx;
use crate::ui::*;

/// One row; all of it is a link where there is one.
#[component]
pub(super) fn DisputeRow(
    row: Dispute,
    #[prop(optional_no_strip)] href: Option<String>,
    /// Whose it is, where several sellers stand in one list.
    #[prop(optional_no_strip)]
    seller: Option<String>,
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
    view! {
        <li class="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-dispute=row.id.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                {title}
                <p class="text-sm text-ink-faint">
                    {seller.map(|name| view! { <bdi>{name}</bdi> " · " })}
                    <DateText at=row.opened_at_us time=true />
                </p>
                {until}
            </div>
            <Badge tone>{words}</Badge>
            <Amount money=row.amount() class="font-semibold" />
        </li>
    }
    .into_any()
}
