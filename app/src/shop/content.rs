//! What a product's page says that is the same for all who read one language: pictures, description, facts. Written once
//! for each revision of the product and kept as HTML. Offers, stock, dates and everything of a person is written for each
//! page. Called by the product page.
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, Weak};

use domain::ProductId;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use platform::catalog::{Attribute, Content};

use super::gallery::Gallery;
use crate::answer::encode_query;
use crate::ctx::Ctx;
use crate::text::Locale;
use crate::ui::*;

/// So many bytes of HTML may be kept; then it begins anew.
const MOST_BYTES: usize = 32 << 20;

/// The parts of one product's page, empty where it has none.
#[derive(Debug)]
struct Written {
    /// What it was written from: the same content is the same allocation, which stays taken, but not filled, as long as
    /// this is kept.
    from: Weak<Content>,
    gallery: String,
    name: String,
    description: String,
    facts: String,
}

#[derive(Default)]
struct Shelf {
    written: HashMap<(ProductId, Locale), Arc<Written>>,
    bytes: usize,
}

static KEPT: RwLock<Option<Shelf>> = RwLock::new(None);

/// Pictures, description and facts of a product in the visitor's language.
pub(super) struct Parts(Arc<Written>);

impl Parts {
    pub(super) fn of(content: &Arc<Content>) -> Self {
        let key = (content.product.id, Ctx::current().locale());
        if let Some(known) =
            known(key).filter(|known| std::ptr::eq(known.from.as_ptr(), Arc::as_ptr(content)))
        {
            return Self(known);
        }
        let written = Arc::new(write(content));
        keep(key, written.clone());
        Self(written)
    }

    pub(super) fn gallery(&self) -> AnyView {
        inert(&self.0.gallery)
    }

    /// Brand and title.
    pub(super) fn name(&self) -> AnyView {
        inert(&self.0.name)
    }

    pub(super) fn description(&self) -> AnyView {
        inert(&self.0.description)
    }

    pub(super) fn facts(&self) -> AnyView {
        inert(&self.0.facts)
    }
}

fn known(key: (ProductId, Locale)) -> Option<Arc<Written>> {
    KEPT.read().unwrap_or_else(PoisonError::into_inner).as_ref()?.written.get(&key).cloned()
}

fn inert(html: &str) -> AnyView {
    if html.is_empty() { ().into_any() } else { InertElement::new(html.to_owned()).into_any() }
}

fn write(content: &Arc<Content>) -> Written {
    let product = &content.product;
    let gallery = view! { <Gallery content=content.clone() /> }.to_html();
    let description = (!product.description.is_empty())
        .then(|| view! { <Description text=product.description.clone() /> }.to_html());
    let facts = (!product.attributes.is_empty())
        .then(|| view! { <Facts attributes=product.attributes.clone() /> }.to_html());
    Written {
        from: Arc::downgrade(content),
        gallery,
        name: view! { <Name content=content.clone() /> }.to_html(),
        description: description.unwrap_or_default(),
        facts: facts.unwrap_or_default(),
    }
}

fn keep(key: (ProductId, Locale), written: Arc<Written>) {
    let size = |w: &Written| {
        size_of::<Written>() + w.gallery.len() + w.name.len() + w.description.len() + w.facts.len()
    };
    let mut shelf = KEPT.write().unwrap_or_else(PoisonError::into_inner);
    let shelf = shelf.get_or_insert_default();
    if shelf.bytes > MOST_BYTES {
        *shelf = Shelf::default();
    }
    shelf.bytes += size(&written);
    if let Some(before) = shelf.written.insert(key, written) {
        shelf.bytes -= size(&before);
    }
}

#[component]
fn Name(content: Arc<Content>) -> AnyView {
    let brand = content.product.brand.clone().map(|brand| {
        let href = format!("/search?brand={}", encode_query(&brand));
        view! { <a href=href class="inline-flex min-h-tap items-center self-start text-sm font-medium text-accent hover:underline"><bdi>{brand}</bdi></a> }
    });
    view! {
        {brand}
        <h1 class="text-2xl font-bold sm:text-3xl"><bdi>{content.product.title.clone()}</bdi></h1>
    }
    .into_any()
}

#[component]
fn Description(text: String) -> AnyView {
    let t = Ctx::current().t();
    let paragraphs = text
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| view! { <p><bdi>{l.to_owned()}</bdi></p> })
        .collect_view();
    view! {
        <section aria-label=t.product_about() class="lg:col-start-2 lg:row-start-2">
            <h2 class="mb-2 text-lg font-bold">{t.product_about()}</h2>
            <div class="flex max-w-prose flex-col gap-3 text-ink-soft">{paragraphs}</div>
        </section>
    }
    .into_any()
}

#[component]
fn Facts(attributes: Vec<Attribute>) -> AnyView {
    let t = Ctx::current().t();
    let rows = attributes
        .into_iter()
        .map(|a| {
            let value = a.unit.map_or(a.value.clone(), |unit| format!("{} {unit}", a.value));
            view! {
                <tr>
                    <th scope="row" class="text-start font-medium"><bdi>{a.name}</bdi></th>
                    <td><bdi>{value}</bdi></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2 id="facts" class="mb-2 text-lg font-bold">{t.product_facts()}</h2>
            <div class="max-w-3xl"><Table caption=t.product_facts()><tbody>{rows}</tbody></Table></div>
        </section>
    }
    .into_any()
}
