//! Finding what the catalogue has, to offer it: by its code, by words of its title, or by a picture of it. Route
//! `/seller/products/add`.
use domain::roles::Action;
use domain::{Currency, Money, OfferId, ProductId, format};
use leptos::prelude::*;
use platform::catalog::{
    Condition, Gtin, GtinError, ProductCard as Card, ProductStatus, cards, product_by_ean, products_alike,
};
use platform::db::Conn;
use platform::listing::{MOST_FOUND, of_words, own_offers};
use platform::pictures::Fingerprint;
use platform::sellers::Seller;
use std::collections::HashMap;

use super::{alike, words};
use crate::access::platform;
use crate::answer::{Failure, encode_query};
use crate::ctx::Ctx;
use crate::page::query;
use crate::seller::desk;
use crate::shop::tiles::photo;
use crate::ui::*;

pub(super) const PATH: &str = "/seller/products/add";

/// What was asked for.
enum Asked {
    Nothing,
    Code(Result<Gtin, GtinError>),
    Words(String),
    Picture(Fingerprint),
}

/// A text of digits alone, eight of them or more, is meant as a code.
fn read(text: &str) -> Asked {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let other = text.chars().any(|c| !c.is_ascii_digit() && !matches!(c, ' ' | '-'));
    match text {
        "" => Asked::Nothing,
        code if !other && digits >= 8 => Asked::Code(Gtin::parse(code)),
        words => Asked::Words(words.to_owned()),
    }
}

/// A product with what a seller wants to know before offering it.
struct Found {
    card: Card,
    /// The seller's own offers of it.
    own: Vec<(OfferId, Condition)>,
    /// How much its picture looks like the one that was sent, in percent.
    alike: Option<u8>,
}

impl Found {
    /// The lowest price of those that can be compared with the seller's own.
    fn cheapest(&self, currency: Currency) -> Option<Money> {
        let prices = self.card.offers.iter().map(|offer| offer.price);
        prices.filter(|price| price.currency() == currency).min_by_key(|price| price.minor())
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadCatalogue).await?;
    let t = Ctx::current().t();
    let text = query("q").unwrap_or_default();
    let like = query("like").and_then(|like| Fingerprint::parse(&like));
    let asked = match (read(&text), like) {
        (Asked::Nothing, Some(like)) => Asked::Picture(like),
        (asked, _) => asked,
    };
    let mut likeness: HashMap<ProductId, u8> = HashMap::new();
    let mut not_shown = false;
    let ids = match &asked {
        Asked::Nothing | Asked::Code(Err(_)) => Vec::new(),
        Asked::Code(Ok(code)) => {
            let mut conn = platform().db.read().await?;
            let known = product_by_ean(&mut conn, code).await?;
            not_shown = known.as_ref().is_some_and(|product| product.status != ProductStatus::Active);
            known.into_iter().map(|product| product.id).collect()
        }
        Asked::Words(words) => of_words(&platform().db, &platform().search, words).await?,
        Asked::Picture(like) => {
            let mut best = products_alike(&mut platform().db.read().await?, like).await?;
            best.truncate(MOST_FOUND);
            likeness.extend(best.iter().copied());
            best.into_iter().map(|(id, _)| id).collect()
        }
    };
    let mut conn = platform().db.read_together().await?;
    let found = found(&mut conn, &seller, &ids, &likeness).await?;
    drop(conn);
    let form = match &asked {
        Asked::Code(Err(error)) => FormState::default().error_on("q", words::code(t, *error)),
        Asked::Code(Ok(_)) if not_shown => FormState::default().error_on("q", t.listing_code_not_shown()),
        _ => FormState::default(),
    };
    let form = form.set("q", text.clone());
    let code = match &asked {
        Asked::Code(Ok(code)) => Some(code.to_string()),
        _ => None,
    };
    let propose = match &code {
        Some(code) => desk::here(&format!("/seller/products/new?code={}", encode_query(code))),
        None => desk::here("/seller/products/new"),
    };
    let by_picture = matches!(asked, Asked::Picture(_));
    let searched = !not_shown && !matches!(asked, Asked::Nothing | Asked::Code(Err(_)));
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.listing_find_title()>
            <div class="flex max-w-4xl flex-col gap-6">
                <p class="max-w-prose text-ink-soft">{t.listing_find_text()}</p>
                <Form action=PATH get=true label=t.listing_find_title() class="flex flex-wrap items-end gap-3">
                    {desk::field()}
                    <Field form=&form name="q" label=t.listing_find_label() hint=t.listing_find_hint() r#type="search" class="min-w-0 flex-1" />
                    <Button kind=ButtonKind::Secondary>{t.nav_search()}</Button>
                </Form>
                {alike::form(seller.id)}
                <div id="found">{searched.then(|| list(found, seller.currency, by_picture))}</div>
                <p class="flex flex-wrap items-center gap-x-4 gap-y-2">
                    <span>{t.listing_not_there()}</span>
                    <LinkButton href=propose kind=ButtonKind::Secondary>{t.propose_title()}</LinkButton>
                </p>
            </div>
        </ConsolePage>
    }
    .into_any())
}

async fn found(
    conn: &mut Conn,
    seller: &Seller,
    ids: &[ProductId],
    likeness: &HashMap<ProductId, u8>,
) -> Result<Vec<Found>, Failure> {
    let mut cards = cards(conn, ids).await?;
    cards.retain(|card| card.status == ProductStatus::Active);
    let mut own: HashMap<ProductId, Vec<_>> = own_offers(conn, seller.id, ids).await?;
    let with_own = |card: Card| {
        let alike = likeness.get(&card.id).copied();
        Found { own: own.remove(&card.id).unwrap_or_default(), alike, card }
    };
    Ok(cards.into_iter().map(with_own).collect())
}

fn list(found: Vec<Found>, currency: Currency, by_picture: bool) -> AnyView {
    let t = Ctx::current().t();
    if found.is_empty() {
        let text = if by_picture { t.listing_picture_none() } else { t.listing_none_text() };
        return view! { <EmptyState title=t.listing_none_title() text icon=Icon::Search /> }.into_any();
    }
    let rows = found.into_iter().map(|found| row(found, currency)).collect_view();
    let said =
        by_picture.then(|| view! { <p class="mb-2 text-sm text-ink-soft">{t.listing_picture_found()}</p> });
    view! {
        {said}
        <ul class="divide-y divide-line rounded-card border border-line bg-surface">{rows}</ul>
    }
    .into_any()
}

fn row(found: Found, currency: Currency) -> AnyView {
    let t = Ctx::current().t();
    let price = found.cheapest(currency);
    let Found { card, own, alike } = found;
    let alike = alike.map(alike::badge);
    let photo = photo(card.picture.as_ref(), card.id, 160);
    let count = i64::try_from(card.offers.len()).unwrap_or(i64::MAX);
    let more = if card.crowded { "+" } else { "" };
    let offers = match price {
        Some(price) => t.listing_offers_from(
            format!("{}{more}", format::number(count, t.writing())),
            amount_text(price, t.writing()),
        ),
        None => t.listing_no_offers(),
    };
    let own = own
        .into_iter()
        .map(|(_, condition)| {
            view! { <Badge tone=Tone::Info>{t.listing_own(words::condition(t, condition))}</Badge> " " }
        })
        .collect_view();
    let brand = card.brand.map(|brand| view! { <bdi>{brand}</bdi> " · " });
    let label = t.listing_offer_this(card.title.clone());
    let offer = desk::here(&format!("{PATH}/{}", card.id));
    view! {
        <li class="flex flex-wrap items-center gap-4 p-4" data-product=card.id.to_string()>
            <PhotoView photo size=72 class="picture-plate size-18 shrink-0 rounded-control border border-line object-contain p-1" />
            <div class="min-w-0 flex-1 basis-60">
                <a href=format!("/p/{}", card.slug) class="line-clamp-2 font-medium hover:text-accent"><bdi>{card.title}</bdi></a>
                <p class="text-sm text-ink-faint">{brand} {offers}</p>
                <p>{alike} " " {own}</p>
            </div>
            <a class="btn btn-secondary btn-small shrink-0" href=offer aria-label=label>{t.listing_offer_short()}</a>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_a_code_and_all_else_are_words() {
        assert!(matches!(read("4006381333931"), Asked::Code(Ok(_))));
        assert!(matches!(read(" 978-0-306-40615-7 "), Asked::Code(Ok(_))));
        assert!(matches!(read("4006381333932"), Asked::Code(Err(GtinError::CheckDigit))));
        assert!(matches!(read("1984"), Asked::Words(_)), "a title may be a number");
        assert!(matches!(read("steel pan"), Asked::Words(_)));
        assert!(matches!(read("  "), Asked::Nothing));
    }
}
