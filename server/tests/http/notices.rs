//! The bell over HTTP: who has one, what it counts, and the lists behind it, as a browser without script asks for them.

use crate::common::{TestShop, answered, assert_status, header, page_as, post_as, post_form, text};
use crate::makers::newcomer;
use http::StatusCode;
use platform::db::ManualClock;
use platform::db::testing::START;
use platform::domain::format::Locale;
use platform::domain::{AccountId, DurationUs, SellerId};
use platform::notify::{Kind, Message, NotifyError, listed, note};
use std::sync::Arc;

const NOOR: &str = "noor@shopper.example";
const LUCIA: &str = "lucia@guayabo.example";

/// A demo shop whose time is the test's: what is told later is newer.
async fn demo() -> (TestShop, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(START));
    let shop = TestShop::at(clock.clone()).await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    (shop, clock)
}

async fn tell((shop, clock): (&TestShop, &ManualClock), account: AccountId, title: &str, url: &str) {
    clock.advance(DurationUs::from_secs(1));
    let message = Message::new(Locale::En, title, "A lamp <b>", url.into(), title.to_owned());
    let told: Result<(), NotifyError> = shop
        .platform()
        .db
        .write(move |tx| {
            let message = message.clone();
            Box::pin(async move { note(tx, account, Kind::Shipped, &message).await })
        })
        .await;
    told.unwrap();
}

/// The id of the newest one.
async fn newest(shop: &TestShop, account: AccountId, desk: Option<SellerId>) -> String {
    let mut conn = shop.platform().db.read().await.unwrap();
    listed(&mut conn, account, desk, None, 1).await.unwrap()[0].id.to_string()
}

/// What the bell of a page says.
fn bell(page: &str) -> Option<&str> {
    page.split_once("data-notices=\"")?.1.split('"').next()
}

fn rows(page: &str) -> usize {
    page.matches("data-notice=\"").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bell_counts_what_is_unread_and_a_guest_has_none() {
    let (shop, clock) = demo().await;
    let to = (&shop, &*clock);
    let guests = text(shop.get("/").await).await;
    assert_eq!((bell(&guests), guests.contains("/account/notices")), (None, false));
    let noor = newcomer(&shop, NOOR).await;
    let cookie = shop.cookie_of(NOOR).await;
    let page = page_as(&shop, "/account/notices", &cookie).await;
    assert!(bell(&page) == Some("0") && page.contains("Nothing to read"), "{page}");
    tell(to, noor, "It left", "/account/orders").await;
    tell(to, noor, "It arrived", "/account/reviews?from=bell").await;
    assert_eq!(bell(&page_as(&shop, "/", &cookie).await), Some("2"));
    let page = page_as(&shop, "/account/notices", &cookie).await;
    assert_eq!(rows(&page), 2);
    assert!(page.find("It arrived").unwrap() < page.find("It left").unwrap(), "the newest first");
    assert!(page.contains("A lamp &lt;b&gt;"), "it is text");

    // Looking changes nothing; opening one reads it and leads to what it is about.
    assert_eq!(bell(&page_as(&shop, "/account/notices", &cookie).await), Some("2"));
    let id = newest(&shop, noor, None).await;
    let strangers = post_as(&shop, Some(LUCIA), "/api/account/notice-open", format!("id={id}")).await;
    assert_status(&strangers, StatusCode::NOT_FOUND);
    let opened = post_form(&shop, "/api/account/notice-open", &cookie, &format!("id={id}")).await;
    assert_status(&opened, StatusCode::SEE_OTHER);
    assert_eq!(header(&opened, "location"), "/account/reviews?from=bell");
    assert_eq!(bell(&page_as(&shop, "/", &cookie).await), Some("1"));

    // What came after the page was shown is not read with it.
    tell(to, noor, "Meanwhile", "/account/orders").await;
    let (path, form) = ("/api/account/notices-read", format!("newest={id}"));
    let page = answered(&shop, &cookie, "/account/notices", path, form).await;
    assert!(page.contains("Everything is marked as read.") && rows(&page) == 3, "{page}");
    assert_eq!(bell(&page), Some("1"));
    let page = answered(
        &shop,
        &cookie,
        "/account/notices",
        path,
        format!("newest={}", newest(&shop, noor, None).await),
    )
    .await;
    assert!(bell(&page) == Some("0") && !page.contains("Mark all as read"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_has_its_own_notices_and_long_lists_have_pages() {
    let (shop, clock) = demo().await;
    let to = (&shop, &*clock);
    let (lucia, cookie) = (shop.account_of(LUCIA).await, shop.cookie_of(LUCIA).await);
    let mut conn = shop.platform().db.read().await.unwrap();
    let desk = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    drop(conn);
    // What the demo told her is read.
    tell(to, lucia, "First", &format!("/seller/health?seller={desk}")).await;
    let read = format!("newest={}", newest(&shop, lucia, None).await);
    answered(&shop, &cookie, "/account/notices", "/api/account/notices-read", read).await;

    for number in 0..21 {
        tell(to, lucia, &format!("Sale {number}"), &format!("/seller/orders?seller={desk}&n={number}")).await;
    }
    tell(to, lucia, "Her own parcel", "/account/orders").await;
    let here = format!("/seller/notices?seller={desk}");
    let page = page_as(&shop, &here, &cookie).await;
    assert_eq!((bell(&page), rows(&page)), (Some("21"), 20));
    assert!(page.contains("Sale 20") && !page.contains("Her own parcel"), "{page}");
    let older = page.split("after=").nth(1).unwrap().split(['&', '"']).next().unwrap();
    let second = page_as(&shop, &format!("{here}&after={older}"), &cookie).await;
    assert!(second.contains("Sale 0<") && !second.contains("Sale 20"), "{second}");
    assert!(!second.contains("Mark all as read"), "a later page has not shown what is new");
    let all = page_as(&shop, "/account/notices", &cookie).await;
    assert_eq!(bell(&all), Some("22"));

    let body = format!("seller={desk}&newest={}", newest(&shop, lucia, Some(desk)).await);
    let page = answered(&shop, &cookie, &here, "/api/account/notices-read", body).await;
    assert_eq!(bell(&page), Some("0"), "{page}");
    assert_eq!(bell(&page_as(&shop, "/", &cookie).await), Some("1"), "her own is not the desk's");
}
