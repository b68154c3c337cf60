//! What a product looks like in a list, its stars, and how many of it. Server only.
use domain::{Money, OfferId, ProductId};
use leptos::prelude::*;

use super::{Badge, Icon, IconView, Price, Tone, classes};
use crate::ctx::Ctx;

/// Stars from reviews. `rating` is tenths of a star, 0..=50.
#[component]
pub fn Rating(
    rating_tenths: u32,
    reviews: u64,
    /// Only the stars and the count, for lists.
    #[prop(optional)]
    small: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let tenths = rating_tenths.min(50);
    let words = format!("{}.{}", tenths / 10, tenths % 10);
    let size = if small { "h-3.5 w-[4.375rem]" } else { "h-5 w-25" };
    let label = t.rating_of(words.clone(), reviews as i64);
    view! {
        <span class="inline-flex items-center gap-1.5 text-sm">
            <span class="sr-only">{label}</span>
            <svg class=classes(&["stars mirror", size]) viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
                <rect width="100" height="20" class="fill-line" />
                <rect width={tenths * 2} height="20" class="fill-star" />
            </svg>
            <span aria-hidden="true" class="text-ink-faint">
                {(!small).then(|| format!("{words} · "))}
                {domain::format::number(reviews as i64, t.writing())}
            </span>
        </span>
    }
    .into_any()
}

/// A picture of a product: JPEG for every browser, WebP in its stored widths for those that know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Photo {
    pub src: String,
    /// The value of a `srcset`, or one address.
    pub webp: Option<String>,
}

/// The picture itself. Its size on the page is the class's; `size` tells the browser the shape before it has loaded.
#[component]
pub fn PhotoView(
    photo: Photo,
    #[prop(optional, into)] alt: String,
    size: u32,
    /// Widths on the page, for a `srcset` with widths.
    #[prop(optional)]
    sizes: Option<&'static str>,
    /// In view from the start: not loaded late.
    #[prop(optional)]
    first: bool,
    /// The largest thing in view: loaded before anything else.
    #[prop(optional)]
    most_important: bool,
    #[prop(into)] class: String,
) -> AnyView {
    let loading = if first { "eager" } else { "lazy" };
    let priority = most_important.then_some("high");
    view! {
        <picture class="contents">
            {photo.webp.map(|webp| view! { <source type="image/webp" srcset=webp sizes=sizes /> })}
            <img src=photo.src alt=alt width=size height=size loading=loading decoding="async" fetchpriority=priority class=class />
        </picture>
    }
    .into_any()
}

/// What a list shows of a product.
#[derive(Clone, Debug, Default)]
pub struct ProductTile {
    pub product: Option<ProductId>,
    /// What a button beside it puts into the cart; nothing where it cannot be had.
    pub offer: Option<OfferId>,
    pub href: String,
    pub title: String,
    pub brand: String,
    pub photo: Photo,
    pub price: Option<Money>,
    /// What the price is reduced from, while it is.
    pub before: Option<Money>,
    /// Tenths of a star and number of reviews.
    pub rating: Option<(u32, u64)>,
    /// "Arrives Friday", "Free delivery".
    pub promise: String,
    /// Tone and words over the picture: "Only 3 left".
    pub flag: Option<(Tone, String)>,
    /// Instead of a price: "Currently not available".
    pub unavailable: Option<String>,
    /// For one that stands for several: "12 variants".
    pub variants: Option<String>,
}

/// A product in a list. The whole card is one link; children (buttons) stay above it.
#[component]
pub fn ProductCard(
    tile: ProductTile,
    /// Among the first on the page: its picture is not loaded late.
    #[prop(optional)]
    first: bool,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let ProductTile {
        href,
        title,
        brand,
        photo,
        price,
        before,
        rating,
        promise,
        flag,
        unavailable,
        variants,
        ..
    } = tile;
    let sizes = "(min-width: 80rem) 16rem, (min-width: 48rem) 25vw, 45vw";
    view! {
        <article class="group relative flex h-full flex-col rounded-card">
            <div class="picture-plate relative aspect-square overflow-hidden rounded-card border border-line">
                <PhotoView
                    photo
                    size=320
                    sizes
                    first
                    class="size-full object-contain p-3 transition-transform duration-300 ease-flow group-hover:scale-103"
                />
                {flag.map(|(tone, words)| view! { <Badge tone class="absolute start-2 top-2">{words}</Badge> })}
            </div>
            <div class="flex flex-1 flex-col gap-1 pt-2.5">
                <p class="truncate text-xs font-medium text-ink-faint">{brand}</p>
                <h3 class="line-clamp-2 text-sm leading-snug font-medium tracking-normal">
                    <a href=href class="cover group-hover:text-accent">{title}</a>
                </h3>
                {rating.map(|(rating_tenths, reviews)| view! { <Rating rating_tenths reviews small=true /> })}
                <div class="mt-auto flex flex-col gap-0.5 pt-1">
                    {price.map(|money| view! { <Price money before /> })}
                    {unavailable.map(|words| view! { <p class="text-sm text-ink-faint">{words}</p> })}
                    {(!promise.is_empty()).then(|| view! { <p class="text-xs text-ink-soft">{promise}</p> })}
                    {variants.map(|words| view! { <p class="text-xs text-ink-soft">{words}</p> })}
                </div>
                {children.map(|children| view! { <div class="relative z-1 pt-2">{children()}</div> })}
            </div>
        </article>
    }
    .into_any()
}

/// The grid that product cards stand in: two across on a phone, five on a large screen.
#[component]
pub fn ProductGrid(children: Children) -> AnyView {
    view! {
        <div class="grid grid-cols-2 gap-x-3 gap-y-6 sm:grid-cols-3 sm:gap-x-5 md:grid-cols-4 xl:grid-cols-5">
            {children()}
        </div>
    }
    .into_any()
}

/// One less, how many, one more: two buttons of the form around it that send `name=<new quantity>`. At 1 the first
/// button sends 0, which removes.
#[component]
pub fn QuantityStepper(
    #[prop(into)] name: String,
    quantity: u32,
    /// At most this many: the stock.
    max: u32,
    /// What it counts, for screen readers.
    #[prop(into)]
    label: String,
) -> AnyView {
    let t = Ctx::current().t();
    let side = "tap hover:bg-sunken disabled:cursor-not-allowed disabled:text-ink-faint disabled:opacity-50";
    let (less, less_words) =
        if quantity <= 1 { (Icon::Trash, t.remove()) } else { (Icon::Minus, t.one_less()) };
    view! {
        <div
            class="inline-flex items-center overflow-hidden rounded-control border border-line-strong bg-surface"
            role="group"
            aria-label=format!("{}: {label}", t.quantity())
        >
            <button class=side name=name.clone() value=quantity.saturating_sub(1) aria-label=less_words>
                <IconView icon=less />
            </button>
            <output class="min-w-8 text-center font-semibold">{quantity}</output>
            <button class=side name=name value={quantity + 1} disabled={quantity >= max} aria-label=t.one_more()>
                <IconView icon=Icon::Plus />
            </button>
        </div>
    }
    .into_any()
}
