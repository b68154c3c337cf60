//! The variants of a product: a row for each option above the buy box, where each value is a link to the variant that is
//! otherwise the same. Called by the product page; `fitting` by lists.
use std::collections::HashMap;

use domain::variants::{Choice, Combination, Leads, choices};
use domain::{Money, OfferId, ProductId, SellerId, Timestamp};
use leptos::prelude::*;
use platform::buybox::Market;
use platform::catalog::{CardModel, Model, Offer, Product, Variant, models};
use platform::db::Conn;
use platform::inventory::{Level, levels};
use platform::search::AttributeChoice;
use platform::sellers::{Seller, many};

use super::facets::colour;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// Offers whose stock is asked for at once.
const AT_ONCE: usize = 500;

/// The model of a product with more than one variant. One statement, and none for a product alone.
pub(super) async fn of_product(conn: &mut Conn, product: &Product) -> Result<Option<Model>, Failure> {
    let Some(id) = product.model else { return Ok(None) };
    let model = models(conn, &[id]).await?.remove(&id);
    Ok(model.filter(|m| m.variants.len() > 1 && m.variants.iter().any(|v| v.product_id == product.id)))
}

/// The stock of these offers, however many there are.
pub(super) async fn stock_of(
    conn: &mut Conn,
    offers: &[OfferId],
) -> Result<HashMap<OfferId, Level>, Failure> {
    let mut stock = HashMap::with_capacity(offers.len());
    for some in offers.chunks(AT_ONCE) {
        stock.extend(levels(conn, some).await?);
    }
    Ok(stock)
}

/// Every active offer of every variant.
pub(super) fn offers_of(model: &Model) -> impl Iterator<Item = &Offer> {
    model.variants.iter().flat_map(|variant| &variant.offers)
}

/// The variant to show of each model when values were chosen: the first that has most of them, one that can be bought
/// before one that cannot. Products without a model are not in the answer, nor those that fit as well as any.
pub(super) async fn fitting(
    conn: &mut Conn,
    shown: &[(ProductId, CardModel)],
    chosen: &[AttributeChoice],
) -> Result<HashMap<ProductId, ProductId>, Failure> {
    if chosen.iter().all(|choice| choice.values.is_empty()) || shown.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<_> = shown.iter().map(|(_, model)| model.id).collect();
    let models = models(conn, &ids).await?;
    let offers: Vec<OfferId> = models.values().flat_map(offers_of).map(|o| o.id).collect();
    let stock = stock_of(conn, &offers).await?;
    let mut who: Vec<SellerId> = models.values().flat_map(offers_of).map(|o| o.seller_id).collect();
    who.sort_unstable();
    who.dedup();
    let sellers = many(conn, &who).await?;
    let now = conn.now();
    let better = shown.iter().filter_map(|(shown, card)| {
        let best = best_fit(models.get(&card.id)?, *shown, chosen, (&stock, &sellers, now))?;
        (best != *shown).then_some((*shown, best))
    });
    Ok(better.collect())
}

fn best_fit(
    model: &Model,
    shown: ProductId,
    chosen: &[AttributeChoice],
    (stock, sellers, now): (&HashMap<OfferId, Level>, &HashMap<SellerId, Seller>, Timestamp),
) -> Option<ProductId> {
    let has = |variant: &Variant, choice: &AttributeChoice| {
        let mut own = model.options.iter().zip(&variant.values);
        own.any(|(name, value)| *name == choice.name && choice.values.contains(value))
    };
    let fit = |variant: &&Variant| {
        let fits = chosen.iter().filter(|choice| has(variant, choice)).count();
        let sold = |o: &Offer| sellers.get(&o.seller_id).is_some_and(|seller| seller.may_sell(now));
        let in_stock = |o: &Offer| stock.get(&o.id).is_some_and(|level| level.available > 0);
        let buyable = variant.offers.iter().any(|o| in_stock(o) && sold(o));
        (fits, buyable, variant.product_id == shown)
    };
    // Of equals the last wins, so the first stand last.
    model.variants.iter().rev().max_by_key(fit).map(|variant| variant.product_id)
}

/// What the picker shows, made where offers and stock are known anyway.
#[derive(Clone)]
pub(super) struct Picker {
    rows: Vec<(String, Vec<Choice>)>,
    /// Of each variant, in the model's order.
    slugs: Vec<String>,
    /// What each costs, where that differs.
    prices: Vec<Option<Money>>,
}

impl Picker {
    pub(super) fn of(
        model: &Model,
        here: ProductId,
        market: &Market,
        stock: &HashMap<OfferId, Level>,
        sellers: &HashMap<SellerId, Seller>,
    ) -> Self {
        let speaks: Vec<Option<&Offer>> = model
            .variants
            .iter()
            .map(|variant| {
                market
                    .best(&variant.offers, stock, sellers)
                    .filter(|o| stock.get(&o.id).is_some_and(|level| level.available > 0))
            })
            .collect();
        let variants: Vec<Combination> = model
            .variants
            .iter()
            .zip(&speaks)
            .map(|(variant, offer)| Combination { values: variant.values.clone(), buyable: offer.is_some() })
            .collect();
        let here = model.variants.iter().position(|variant| variant.product_id == here);
        let rows = here.map_or_else(Vec::new, |here| choices(&variants, here));
        let mut prices: Vec<Option<Money>> = speaks.iter().map(|offer| offer.map(|o| o.price)).collect();
        let mut known = prices.iter().flatten();
        let first = known.next();
        if known.all(|price| Some(price) == first) {
            prices.fill(None);
        }
        Self {
            rows: model.options.iter().cloned().zip(rows).collect(),
            slugs: model.variants.iter().map(|variant| variant.slug.clone()).collect(),
            prices,
        }
    }
}

#[component]
pub(super) fn PickerView(picker: Picker) -> AnyView {
    let t = Ctx::current().t();
    let rows = picker.rows.iter().enumerate().map(|(at, (name, choices))| row(t, &picker, at, name, choices));
    view! { <section id="variants" aria-label=t.variants_choose() class="flex flex-col gap-4">{rows.collect_view()}</section> }
        .into_any()
}

fn row(t: T, picker: &Picker, at: usize, name: &str, choices: &[Choice]) -> AnyView {
    let id = format!("option-{}", at + 1);
    let chosen = choices.iter().find(|choice| choice.leads == Leads::Here).map(|choice| choice.value.clone());
    // Where most are colours, each shows its own.
    let colours = choices.iter().filter(|choice| colour(&choice.value).is_some()).count() * 2 > choices.len();
    let links = choices.iter().map(|choice| link(t, picker, choice, colours)).collect_view();
    view! {
        <div role="group" aria-labelledby=id.clone() data-option=name.to_owned()>
            <p id=id.clone() class="mb-2 text-sm"><span class="text-ink-soft"><bdi>{name.to_owned()}</bdi>": "</span><strong><bdi>{chosen}</bdi></strong></p>
            <ul class="flex flex-wrap gap-2">{links}</ul>
        </div>
    }
    .into_any()
}

fn link(t: T, picker: &Picker, choice: &Choice, colours: bool) -> AnyView {
    let (to, look, note) = match choice.leads {
        Leads::Here => (None, "border-accent bg-accent-soft font-semibold text-accent-strong", None),
        Leads::To(at) => (Some(at), "border-line-strong bg-surface hover:border-accent", None),
        Leads::SoldOut(at) => (
            Some(at),
            "border-dashed border-line-strong text-ink-faint hover:border-accent",
            Some(t.variant_sold_out()),
        ),
        Leads::Nearest(at) => (
            Some(at),
            "border-dashed border-line-strong text-ink-faint line-through hover:border-accent",
            Some(t.variant_nearest()),
        ),
        Leads::Nowhere => {
            (None, "border-dashed border-line text-ink-faint line-through", Some(t.variant_nowhere()))
        }
    };
    let class = classes(&[
        "flex h-full min-h-tap min-w-tap items-center justify-center gap-2 rounded-control border px-3 py-1.5 text-sm",
        look,
    ]);
    let swatch = colours.then(|| swatch(&choice.value));
    let price = to.and_then(|at| picker.prices.get(at).copied().flatten()).map(|price| {
        view! { <Shown money=price class="block text-xs font-normal text-ink-soft" /> }
    });
    let words = view! {
        {swatch}
        <span><bdi>{choice.value.clone()}</bdi>{price}</span>
        {note.clone().map(|note| view! { <span class="sr-only">" ("{note}")"</span> })}
    };
    let slug = to.and_then(|at| picker.slugs.get(at));
    let entry = match (choice.leads, slug) {
        (Leads::Here, _) => {
            view! { <a href="#variants" aria-current="true" class=class>{words}</a> }.into_any()
        }
        (_, Some(slug)) => {
            view! { <a href=format!("/p/{slug}") title=note class=class>{words}</a> }.into_any()
        }
        (_, None) => {
            view! { <span role="link" aria-disabled="true" title=note class=class>{words}</span> }.into_any()
        }
    };
    view! { <li>{entry}</li> }.into_any()
}

fn swatch(value: &str) -> AnyView {
    let fill = colour(value).unwrap_or("none");
    view! {
        <svg viewBox="0 0 20 20" class="size-5 shrink-0 text-line-strong" aria-hidden="true">
            <circle cx="10" cy="10" r="9" fill=fill stroke="currentColor" />
        </svg>
    }
    .into_any()
}

/// What search engines read of the others: schema.org's ProductGroup.
pub(super) fn json_ld(site: &str, model: &Model) -> serde_json::Value {
    let address = |variant: &Variant| {
        let url = format!("{site}/p/{}", variant.slug);
        serde_json::json!({ "@type": "Product", "url": url })
    };
    serde_json::json!({
        "@type": "ProductGroup", "name": model.title, "productGroupID": model.id.to_string(), "variesBy": model.options,
        "hasVariant": model.variants.iter().map(address).collect::<Vec<_>>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Currency;
    use domain::place::Place;
    use domain::promise::{Dispatch, ShippingOffer};
    use platform::catalog::Condition;
    use platform::sellers::SellerStatus;

    fn product(n: u128) -> ProductId {
        format!("prd_{n:026}").parse().unwrap()
    }

    fn offer(n: u128) -> OfferId {
        format!("off_{n:026}").parse().unwrap()
    }

    /// A jacket whose variants have the numbers 0, 1, 2 …; each with one offer of the same number.
    fn jacket(values: &[[&str; 2]]) -> Model {
        let variant = |(n, values): (usize, &[&str; 2])| Variant {
            product_id: product(n as u128),
            slug: format!("jacket-{n}"),
            values: values.iter().map(|v| (*v).to_owned()).collect(),
            offers: vec![Offer {
                id: offer(n as u128),
                product_id: product(n as u128),
                seller_id: format!("sel_{:026}", 1).parse().unwrap(),
                sku: n.to_string(),
                condition: Condition::New,
                price: Money::new(1_000 + 100 * n as i64, Currency::USD),
                active: true,
                taken_down_at: None,
                reduction: None,
                packing: domain::shipping::Packing::default(),
                terms: platform::catalog::Terms::default(),
                version: 1,
                updated_at: Timestamp::from_micros(0),
            }],
            crowded: false,
        };
        Model {
            id: format!("mod_{:026}", 1).parse().unwrap(),
            title: "Jacket".into(),
            options: vec!["Colour".into(), "Size".into()],
            variants: values.iter().enumerate().map(variant).collect(),
        }
    }

    /// Who sells all of them.
    fn sellers() -> HashMap<SellerId, Seller> {
        let id = format!("sel_{:026}", 1).parse().unwrap();
        let seller = Seller {
            id,
            name: "Outfitter".into(),
            slug: "outfitter".into(),
            is_platform: false,
            country: "US".into(),
            region: "CA".into(),
            currency: Currency::USD,
            status: SellerStatus::Active,
            support_email: None,
            tables: domain::shipping::ShippingTables::default(),
            shipping: ShippingOffer {
                handling_days: 1,
                transit_days_min: 1,
                transit_days_max: 2,
                cutoff_minutes: 0,
                fee: Money::new(0, Currency::USD),
                free_from: None,
            },
            dispatch: Dispatch::standard("US"),
            legal: None,
            approved_at: Some(Timestamp::from_micros(0)),
            suspended_at: None,
            holiday: None,
            created_at: Timestamp::from_micros(0),
        };
        HashMap::from([(id, seller)])
    }

    fn in_stock(numbers: &[u128]) -> HashMap<OfferId, Level> {
        let level = |n: &u128| (offer(*n), Level { offer_id: offer(*n), available: 1, held: 0, sold: 0 });
        numbers.iter().map(level).collect()
    }

    #[test]
    fn a_list_shows_the_variant_that_was_asked_for() {
        let model = jacket(&[["Blue", "S"], ["Red", "S"], ["Red", "M"]]);
        let choice = |name: &str, value: &str| AttributeChoice {
            name: name.into(),
            values: vec![value.into()],
            ranges: Vec::new(),
        };
        let best = |chosen: &[AttributeChoice], stock: &[u128]| {
            best_fit(&model, product(0), chosen, (&in_stock(stock), &sellers(), Timestamp::from_micros(0)))
                .unwrap()
        };
        let red = choice("Colour", "Red");
        assert_eq!(best(std::slice::from_ref(&red), &[0, 1, 2]), product(1));
        assert_eq!(best(std::slice::from_ref(&red), &[0, 2]), product(2));
        assert_eq!(best(&[red, choice("Size", "M")], &[0, 1]), product(2));
        assert_eq!(best(&[choice("Lining", "Fleece")], &[0, 1, 2]), product(0));
    }

    #[test]
    fn prices_stand_at_the_values_only_where_they_differ() {
        let model = jacket(&[["Blue", "S"], ["Red", "S"]]);
        let place = Place::country("US");
        let market = Market::without_records(Timestamp::from_micros(0), Currency::USD, place);
        let picker = |stock: &[u128]| Picker::of(&model, product(0), &market, &in_stock(stock), &sellers());
        assert!(picker(&[0, 1]).prices.iter().all(Option::is_some));
        assert!(picker(&[0]).prices.iter().all(Option::is_none));
        assert_eq!(picker(&[0]).rows[0].1[1].leads, Leads::SoldOut(1));
    }
}
