//! How good a seller's listings are, and what to fix: for the seller's list of products.
use std::collections::HashMap;

use domain::OfferId;
use domain::listing_quality::{ATTRIBUTES, DESCRIPTION, GOOD, PICTURES, POOR, Part, TITLE};
use leptos::prelude::*;
use platform::buybox::Stand;
use platform::catalog::{CategoryTree, SellerOffer};
use platform::db::Conn;
use platform::listing::{self, Judged};

use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// The listings of these offers, judged. `places` are their places in the buy box.
pub(super) async fn judged(
    conn: &mut Conn,
    tree: &CategoryTree,
    rows: &[SellerOffer],
    places: &HashMap<OfferId, Stand>,
) -> Result<HashMap<OfferId, Judged>, Failure> {
    let to_win = places.iter().filter_map(|(id, place)| Some((*id, place.price_to_win()?))).collect();
    Ok(listing::judged(conn, tree, rows, &to_win).await?)
}

fn advice(t: T, part: Part, missing: &[String]) -> String {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match part {
        Part::Pictures => t.quality_pictures(number(PICTURES)),
        Part::Title => t.quality_title(number(*TITLE.start()), number(*TITLE.end())),
        Part::Required => t.quality_required(missing.join(", ")),
        Part::Attributes => t.quality_attributes(number(ATTRIBUTES)),
        Part::Description => t.quality_description(number(DESCRIPTION)),
        Part::Code => t.quality_code(),
        Part::Price => t.quality_price(),
    }
}

/// The score in words, with what to fix behind it.
pub(super) fn shown(judged: &Judged) -> AnyView {
    let t = Ctx::current().t();
    let score = judged.quality.score;
    let tone = match score {
        GOOD.. => Tone::Good,
        POOR.. => Tone::Warn,
        _ => Tone::Bad,
    };
    let title = t.quality_score(i64::from(score));
    if judged.quality.fixes.is_empty() {
        return view! { <p data-quality=score.to_string()><Badge tone>{title}</Badge></p> }.into_any();
    }
    let fixes = judged.quality.fixes.iter().map(|fix| {
        let words = advice(t, fix.part, &judged.missing);
        let points = t.quality_points(i64::from(fix.points));
        view! { <li data-fix=fix.part.to_string()><bdi>{words}</bdi> " (" {points} ")"</li> }
    });
    let fixes = fixes.collect_view();
    view! {
        <details class="text-sm md:col-span-2" data-quality=score.to_string()>
            <summary class="flex min-h-tap cursor-pointer items-center gap-2"><Badge tone>{title}</Badge> {t.quality_what()}</summary>
            <ul class="list-disc ps-5 text-ink-soft">{fixes}</ul>
        </details>
    }
    .into_any()
}
