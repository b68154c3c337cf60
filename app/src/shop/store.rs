//! A seller's own page: who it is, how it delivers and takes back, what buyers say, and everything that it has for sale.
//! Route `/s/:slug`.
use domain::SellerId;
use domain::format;
use domain::returns::window_days;
use domain::review::Rating as Stars;
use leptos::prelude::*;
use platform::catalog::{Offer, stocked_of_seller};
use platform::db::Conn;
use platform::pictures::Picture;
use platform::reviews::{Feedback, feedback_of_seller};
use platform::sellers::{Seller, SellerStatus, Shopfront, by_slug, shopfront};
use serde_json::json;

use super::home::Grid;
use super::tiles::tiles_of_offers;
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::head::{CONTEXT, SharedPicture, facts};
use crate::page::{param, query};
use crate::reviews::feedback::{FeedbackSection, SHOWN};
use crate::seller::holiday::shop_words;
use crate::text::T;
use crate::ui::*;

const PER_PAGE: u32 = 24;
const MOST_PAGES: u32 = 400;
/// The page of what buyers say, in the address.
const SAID: &str = "feedback";
/// As much as search engines show of a page.
const DESCRIPTION_CHARS: usize = 160;

/// The address of a seller's page.
pub(crate) fn address(slug: &str) -> String {
    format!("/s/{slug}")
}

/// The address of a page of its goods, counted from 1.
fn address_of_page(slug: &str, page: u32) -> String {
    match page {
        1 => address(slug),
        page => format!("{}?page={page}", address(slug)),
    }
}

/// The seller's name, leading to its page.
#[component]
pub(crate) fn SellerLink(slug: String, name: String) -> AnyView {
    view! { <a class="link inline-flex min-h-tap items-center font-medium" href=address(&slug)><bdi>{name}</bdi></a> }.into_any()
}

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let slug = param("slug");
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    // Nobody has looked yet at a shop that is being opened, and one that was stopped says nothing here.
    let is_shown = |seller: &Seller| {
        seller.approved_at.is_some() && seller.suspended_at.is_none() && seller.status != SellerStatus::Closed
    };
    let seller = by_slug(&mut conn, &slug).await?.filter(is_shown).ok_or(Failure::NotFound)?;
    let front = shopfront(&mut conn, seller.id).await?;
    let rating = platform::reviews::rating_of_seller(&mut conn, seller.id).await?;
    let (said, said_page, said_pages) = what_is_said(&mut conn, seller.id).await?;
    let said_rating = platform::reviews::feedback_rating(&mut conn, seller.id).await?;
    let returns = platform::returns::settings(&mut conn, seller.id).await?;
    let now = conn.now();
    let asked = query("page").and_then(|page| page.parse().ok()).unwrap_or(1_u32).clamp(1, MOST_PAGES);
    let (mut offers, total) = match seller.may_sell(now) {
        true => read(&mut conn, &seller, asked).await?,
        false => (Vec::new(), 0),
    };
    let pages = u32::try_from(total).unwrap_or(u32::MAX).div_ceil(PER_PAGE).min(MOST_PAGES);
    // Past the end of a list that is not empty there is the end of the list, not nothing.
    let page = asked.min(pages.max(1));
    if page != asked && total > 0 {
        offers = read(&mut conn, &seller, page).await?.0;
    }
    let products = tiles_of_offers(&mut conn, &offers).await?;
    let shortest = platform::catalog::shortest_return_days(&mut conn).await?;
    drop(conn);
    // The shortest of all kinds of goods: more is a pleasant surprise.
    let window = Some(window_days(Some(shortest), returns.window_days));
    let head = head(&platform.config.site_url(), &seller, &front, &rating, page);
    let href = {
        let slug = slug.clone();
        Callback::new(move |page: u32| address_of_page(&slug, page))
    };
    // The goods above stay as they are while somebody reads on.
    let said_href = {
        let at = address_of_page(&slug, page);
        let joint = if page == 1 { '?' } else { '&' };
        Callback::new(move |said: u32| match said {
            1 => format!("{at}#feedback"),
            said => format!("{at}{joint}{SAID}={said}#feedback"),
        })
    };
    let away = shop_words(t, &seller, now);
    let (name, report) = (seller.name.clone(), format!("/report/{}", seller.id));
    let list = if products.is_empty() {
        view! { <EmptyState title=t.shop_nothing_title() text=t.shop_nothing_text() icon=Icon::Store /> }
            .into_any()
    } else {
        view! { <Grid products /> <div class="mt-10"><Pagination page pages href /></div> }.into_any()
    };
    Ok(view! {
        <ShopPage title=seller.name.clone() head>
            <Who seller=seller.clone() logo=front.logo.clone() rating />
            {away.map(|words| view! { <Notice tone=Tone::Info class="mb-6"><bdi>{words}</bdi></Notice> })}
            <div class="mb-10 grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-2">
                <Story front />
                <Policies seller window />
            </div>
            <section aria-labelledby="goods">
                <h2 id="goods" class="mb-4 text-xl font-bold">{t.shop_products()}</h2>
                {list}
            </section>
            <FeedbackSection list=said rating=said_rating seller=name page=said_page pages=said_pages href=said_href />
            <p class="mt-8"><a class="link inline-flex min-h-tap items-center text-sm" href=report>{t.abuse_report_store()}</a></p>
        </ShopPage>
    }
    .into_any())
}

/// What buyers said of it: the page that was asked for, counted from 1, or the last one, which page that is, and how many
/// there are.
async fn what_is_said(conn: &mut Conn, seller: SellerId) -> Result<(Vec<Feedback>, u32, u32), Failure> {
    let asked = query(SAID).and_then(|page| page.parse().ok()).unwrap_or(1_u32).clamp(1, MOST_PAGES);
    let mut found = feedback_of_seller(conn, seller, asked, SHOWN).await?;
    let pages = u32::try_from(found.total).unwrap_or(u32::MAX).div_ceil(SHOWN).min(MOST_PAGES);
    let page = asked.min(pages.max(1));
    if page != asked {
        found = feedback_of_seller(conn, seller, page, SHOWN).await?;
    }
    Ok((found.feedback, page, pages))
}

/// A page of what it has for sale, counted from 1, and how many products there are, as far as pages go.
async fn read(conn: &mut Conn, seller: &Seller, page: u32) -> Result<(Vec<Offer>, i64), Failure> {
    let (page, per_page, most) = (i64::from(page) - 1, i64::from(PER_PAGE), i64::from(MOST_PAGES * PER_PAGE));
    Ok(stocked_of_seller(conn, seller.id, page, per_page, most).await?)
}

/// Logo, name, since when, and what those who bought here say.
#[component]
fn Who(seller: Seller, logo: Option<Picture>, rating: Stars) -> AnyView {
    let t = Ctx::current().t();
    let since = format::date(seller.dispatch.zone.day_and_minute(seller.created_at).0, t.locale());
    let country = domain::address::country_name(&seller.country, t.locale());
    let count = rating.count();
    let rated = rating.tenths().map(|rating_tenths| {
        let reviews = u64::try_from(count).unwrap_or(0);
        view! {
            <p class="flex flex-wrap items-center gap-2">
                <Rating rating_tenths reviews />
                <span class="text-sm text-ink-soft">{t.shop_rating_from(count)}</span>
            </p>
        }
    });
    view! {
        <header id="who" class="mb-6 flex flex-wrap items-center gap-5">
            {logo.map(|picture| view! { <LogoView picture /> })}
            <div class="flex min-w-0 flex-col gap-1">
                <h1 class="text-3xl font-bold"><bdi>{seller.name}</bdi></h1>
                <p class="text-sm text-ink-soft">{t.shop_since(since)} " · " {t.shop_ships_from(country)}</p>
                {match rated {
                    Some(rated) => rated.into_any(),
                    None => view! { <p class="text-sm text-ink-faint">{t.shop_no_rating()}</p> }.into_any(),
                }}
            </div>
        </header>
    }
    .into_any()
}

/// A logo beside the name that says the same: it has no words of its own.
#[component]
pub(crate) fn LogoView(picture: Picture) -> AnyView {
    let photo = Photo { src: picture.src(320, "jpg"), webp: Some(picture.src(320, "webp")) };
    view! {
        <span class="picture-plate block size-24 shrink-0 overflow-hidden rounded-card border border-line">
            <PhotoView photo size=96 first=true class="size-full object-contain" />
        </span>
    }
    .into_any()
}

#[component]
fn Story(front: Shopfront) -> AnyView {
    let t = Ctx::current().t();
    if front.story.is_empty() {
        return ().into_any();
    }
    let paragraphs = front.paragraphs().map(str::to_owned);
    let paragraphs =
        paragraphs.map(|text| view! { <p class="whitespace-pre-line">{text}</p> }).collect_view();
    view! {
        <Card title=t.shop_story() id="story">
            <div dir="auto" class="flex max-w-prose flex-col gap-3 break-words">{paragraphs}</div>
        </Card>
    }
    .into_any()
}

/// What the seller's own settings say, so that nothing here is a promise that they do not keep.
#[component]
fn Policies(seller: Seller, window: Option<i64>) -> AnyView {
    let t = Ctx::current().t();
    let shipping = &seller.shipping;
    let mut lines = vec![
        t.shop_handling(i64::from(shipping.handling_days)),
        t.shop_transit(i64::from(shipping.transit_days_min), i64::from(shipping.transit_days_max)),
    ];
    lines.extend(fees(t, &seller));
    lines.extend(window.filter(|days| *days > 0).map(|days| t.shop_returns(days)));
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let contact = seller.support_email.map(|email| {
        let href = format!("mailto:{email}");
        view! { <p class="mt-3">{t.shop_contact()} " " <a class="link" href=href><bdi dir="ltr">{email.to_string()}</bdi></a></p> }
    });
    view! {
        <Card title=t.shop_policies() id="policies">
            <ul class="flex list-disc flex-col gap-1 ps-5">{lines}</ul>
            {contact}
        </Card>
    }
    .into_any()
}

/// The simple fee, where it is what a parcel costs; tables say too much for a line.
fn fees(t: T, seller: &Seller) -> Vec<String> {
    let shipping = &seller.shipping;
    if !seller.tables.all.is_empty() {
        return vec![t.shop_fee_tables()];
    }
    if shipping.fee.is_zero() {
        return vec![t.shop_fee_none()];
    }
    let mut lines = vec![t.shop_fee(shown_text(shipping.fee))];
    lines.extend(shipping.free_from.map(|from| t.shop_free_from(shown_text(from))));
    lines
}

fn head(site: &str, seller: &Seller, front: &Shopfront, rating: &Stars, page: u32) -> Head {
    let t = Ctx::current().t();
    let story: String = front.story.split_whitespace().collect::<Vec<_>>().join(" ");
    let description = match story.is_empty() {
        true => t.shop_description(seller.name.clone()),
        false => story.chars().take(DESCRIPTION_CHARS).collect(),
    };
    // Whichever page of what buyers say is shown, it is the same page of goods.
    let canonical = address_of_page(&seller.slug, page);
    Head {
        description,
        json_ld: vec![organization(site, seller, front, rating)],
        canonical: Some(canonical),
        picture: front.logo.as_ref().map(SharedPicture::of),
        ..Head::default()
    }
}

/// schema.org's Organization. What is not known is left out.
fn organization(site: &str, seller: &Seller, front: &Shopfront, rating: &Stars) -> String {
    let mut said = json!({
        "@context": CONTEXT, "@type": "Organization", "name": seller.name,
        "url": format!("{site}{}", address(&seller.slug)),
    });
    if !front.story.is_empty() {
        said["description"] = front.story.as_str().into();
    }
    if let Some(logo) = &front.logo {
        said["logo"] = format!("{site}{}", logo.src(320, "jpg")).into();
    }
    if let Some(email) = &seller.support_email {
        said["email"] = email.as_str().into();
    }
    if let Some(tenths) = rating.tenths() {
        said["aggregateRating"] = json!({
            "@type": "AggregateRating", "ratingValue": format!("{}.{}", tenths / 10, tenths % 10),
            "reviewCount": rating.count(), "bestRating": "5", "worstRating": "1"
        });
    }
    facts(&said)
}
