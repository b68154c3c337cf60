//! How good a seller's listings are, and what to fix: for the seller's list of products.
use std::collections::HashMap;

use domain::listing_quality::{ATTRIBUTES, DESCRIPTION, Facts, PICTURES, Part, Quality, TITLE, assess};
use domain::{OfferId, ProductId};
use leptos::prelude::*;
use platform::catalog::{CategoryTree, Described, SellerOffer, described};
use platform::db::Conn;
use platform::listing::{in_force, rule_of};

use super::box_words::Place;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// From this score on nothing has to be done.
const GOOD: u8 = 80;
/// Below this one shoppers hardly find it.
const POOR: u8 = 50;

/// The score of a listing, with the names of what its category asks for in vain.
pub(super) struct Judged {
    quality: Quality,
    missing: Vec<String>,
}

/// The listings of these offers, judged. `places` are their places in the buy box.
pub(super) async fn judged(
    conn: &mut Conn,
    tree: &CategoryTree,
    rows: &[SellerOffer],
    places: &HashMap<OfferId, Place>,
) -> Result<HashMap<OfferId, Judged>, Failure> {
    let products: Vec<ProductId> = rows.iter().map(|row| row.offer.product_id).collect();
    let found = described(conn, &products).await?;
    let rules = in_force(conn).await?;
    let of = |row: &SellerOffer| {
        let product: &Described = found.get(&row.offer.product_id)?;
        let rule = rule_of(tree, &rules, product.category_id);
        let attributes = product.attributes.iter().map(|a| (a.name.as_str(), a.value.as_str()));
        let missing: Vec<String> = rule.missing(attributes).into_iter().map(str::to_owned).collect();
        let count = |n: i64| usize::try_from(n).unwrap_or(0);
        let facts = Facts {
            pictures: count(product.pictures),
            title: product.title.trim().chars().count(),
            description: count(product.description),
            attributes: product.attributes.iter().filter(|a| !a.value.trim().is_empty()).count(),
            required: rule.required.len(),
            missing: missing.len(),
            has_code: product.ean.is_some(),
            price: places.get(&row.offer.id).and_then(|place| rival(place, row)),
        };
        Some((row.offer.id, Judged { quality: assess(&facts), missing }))
    };
    Ok(rows.iter().filter_map(of).collect())
}

/// What it costs, and the highest price at which it would speak for its product.
fn rival(place: &Place, row: &SellerOffer) -> Option<(i64, i64)> {
    let own = row.offer.price;
    match place {
        Place::Lost { price: Some(wins), .. } if wins.currency() == own.currency() => {
            Some((own.minor(), wins.minor()))
        }
        _ => None,
    }
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
