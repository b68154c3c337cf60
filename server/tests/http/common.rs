//! One shop for one test: its own data, its own router, and a way to ask it.

use axum::Router;
use axum::body::{Body, Bytes};
use http::{Request, Response, StatusCode};
use platform::catalog::{self, SellerOffer};
use platform::db::testing::TestDb;
use platform::db::{Clock, SystemClock};
use platform::domain::OfferId;
use platform::identity::{Client, IdentityConfig};
use platform::pictures::Picture;
use platform::{Config, Platform};
use server::http::{Shop, health, router};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

pub struct TestShop {
    pub shop: Shop,
    pub router: Router,
    _dir: Option<tempfile::TempDir>,
}

impl TestShop {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::in_dir(dir.path()).unwrap();
        change(&mut config);
        Self { _dir: Some(dir), ..Self::open(config).await }
    }

    /// A server on this test's database; call it again for a second one beside it. On PostgreSQL each has a data
    /// directory of its own, as on machines of their own, and only the files are everybody's.
    pub async fn on(t: &TestDb) -> Self {
        let own = t.url().map(|_| tempfile::tempdir().unwrap());
        let mut config = Config::in_dir(own.as_ref().map_or(t.dir(), tempfile::TempDir::path)).unwrap();
        config.files_dir = t.dir().to_owned();
        config.database_url = t.url().map(platform::Secret::new);
        Self { _dir: own, ..Self::open(config).await }
    }

    /// A shop whose new accounts begin with a link in a mail.
    pub async fn that_confirms_by_mail() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let config = Config::in_dir(dir.path()).unwrap();
        let identity = IdentityConfig { confirm_by_mail: true, ..IdentityConfig::for_tests() };
        Self { _dir: Some(dir), ..Self::open_as(config, identity).await }
    }

    /// A shop whose time is the test's.
    pub async fn at(clock: Arc<dyn Clock>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let config = Config::in_dir(dir.path()).unwrap();
        Self { _dir: Some(dir), ..Self::open_at(config, IdentityConfig::for_tests(), clock).await }
    }

    async fn open(config: Config) -> Self {
        Self::open_as(config, IdentityConfig::for_tests()).await
    }

    async fn open_as(config: Config, identity: IdentityConfig) -> Self {
        Self::open_at(config, identity, Arc::new(SystemClock)).await
    }

    async fn open_at(config: Config, identity: IdentityConfig, clock: Arc<dyn Clock>) -> Self {
        let platform = Platform::open_with(config, clock, identity).await.unwrap();
        let shop = Shop { platform, metrics: health::recorder().unwrap(), streams: CancellationToken::new() };
        Self { router: router(&shop), shop, _dir: None }
    }

    pub fn platform(&self) -> &Platform {
        &self.shop.platform
    }

    pub async fn ask(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Response<Body> {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Gives the products with these addresses, or all of them where none is named, a picture of 512 by 512 pixels.
    pub async fn give_picture(&self, slugs: &[&str]) -> Picture {
        let platform = self.platform();
        let png = include_bytes!("../../../public/icons/icon-512.png");
        let picture = platform.pictures.add(Bytes::from_static(png)).await.unwrap();
        let mut conn = platform.db.read().await.unwrap();
        let mut ids = Vec::new();
        for slug in slugs {
            ids.push(catalog::product_by_slug(&mut conn, slug).await.unwrap().unwrap().product.id);
        }
        if slugs.is_empty() {
            ids = catalog::all_product_ids_after(&mut conn, None, 10_000).await.unwrap();
        }
        let mut images: Vec<_> =
            catalog::product_images(&mut conn, &ids).await.unwrap().into_iter().collect();
        drop(conn);
        images.iter_mut().for_each(|(_, image)| image.pictures = vec![picture.id]);
        let given: Result<(), catalog::CatalogError> = platform
            .db
            .write(move |tx| {
                let images = images.clone();
                Box::pin(async move { catalog::restore_products(tx, &images).await })
            })
            .await;
        given.unwrap();
        picture
    }

    /// A `Cookie` header of this account.
    pub async fn account_of(&self, email: &str) -> platform::domain::AccountId {
        let email = platform::domain::contact::Email::parse(email).unwrap();
        let mut conn = self.platform().db.read().await.unwrap();
        platform::identity::account_by_email(&mut conn, &email).await.unwrap().unwrap().id
    }

    pub async fn cookie_of(&self, email: &str) -> String {
        let account = self.account_of(email).await;
        let signed_in = self.platform().identity.open_session(account, &Client::default()).await.unwrap();
        format!("{}={}", self.platform().cookies.session_name(), signed_in.token.reveal())
    }
}

/// A page as the one with this cookie reads it.
pub async fn page_as(shop: &TestShop, path: &str, cookie: &str) -> String {
    let request = Request::get(path).header("accept", "text/html").header("cookie", cookie);
    let answer = shop.ask(request.body(Body::empty()).unwrap()).await;
    assert_status(&answer, StatusCode::OK);
    text(answer).await
}

/// Sends a form as a browser does.
pub async fn post_form(shop: &TestShop, path: &str, cookie: &str, body: &str) -> Response<Body> {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .header("cookie", cookie);
    shop.ask(request.body(Body::from(body.to_owned())).unwrap()).await
}

/// What the form of a page answers in a browser: where it leads, and that page with what the answer left for it.
pub async fn answered(shop: &TestShop, cookie: &str, page: &str, path: &str, body: String) -> String {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .header("referer", format!("http://localhost{page}"))
        .header("cookie", cookie);
    let answer = shop.ask(request.body(Body::from(body)).unwrap()).await;
    assert_status(&answer, StatusCode::SEE_OTHER);
    let left = answer
        .headers()
        .get_all("set-cookie")
        .iter()
        .filter_map(|value| value.to_str().ok()?.split(';').next().map(str::to_owned))
        .collect::<Vec<_>>()
        .join("; ");
    let to = header(&answer, "location").to_owned();
    page_as(shop, &to, &format!("{cookie}; {left}")).await
}

/// Sends a form as a program does, which is answered with a status.
pub async fn post_as(shop: &TestShop, who: Option<&str>, path: &str, body: String) -> Response<Body> {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json");
    let request = match who {
        Some(email) => request.header("cookie", shop.cookie_of(email).await),
        None => request,
    };
    shop.ask(request.body(Body::from(body)).unwrap()).await
}

/// The first offer on the desk of a seller of the demo.
pub async fn first_offer(shop: &TestShop, seller: &str) -> SellerOffer {
    let mut conn = shop.platform().db.read().await.unwrap();
    let seller = platform::sellers::by_slug(&mut conn, seller).await.unwrap().unwrap().id;
    let rows = platform::catalog::offers_of_seller(&mut conn, seller, None, 0, 50).await.unwrap().rows;
    let ids: Vec<OfferId> = rows.iter().map(|row| row.offer.id).collect();
    let levels = platform::inventory::levels(&mut conn, &ids).await.unwrap();
    let in_stock = |row: &SellerOffer| levels.get(&row.offer.id).is_some_and(|level| level.available > 2);
    rows.into_iter().find(in_stock).expect("something to sell")
}

/// What the one-click button on an offer's page sends for a shopper, but for the page's slug.
pub async fn click_form(shop: &TestShop, email: &str, offer: OfferId) -> String {
    let account = shop.account_of(email).await;
    let panel = shop.platform().orders.one_click_panel(account, offer).await.unwrap().unwrap();
    let seen = panel.seen();
    format!(
        "key={}&offer={offer}&quantity=1&price_minor={}&total_minor={}&currency={}&address={}&method={}",
        panel.key,
        seen.price.minor(),
        seen.total.minor(),
        seen.price.currency(),
        seen.address,
        seen.method
    )
}

/// The cookie of that name, as the browser sends it back.
pub fn cookie_in(response: &Response<Body>, name: &str) -> Option<String> {
    let set = response.headers().get_all("set-cookie").iter().filter_map(|c| c.to_str().ok());
    let mut pairs = set.filter_map(|cookie| cookie.split(';').next());
    pairs.find(|pair| pair.starts_with(&format!("{name}=")) && !pair.ends_with('=')).map(str::to_owned)
}

pub async fn text(response: Response<Body>) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await.unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

pub fn header<'r>(response: &'r Response<Body>, name: &str) -> &'r str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

pub fn assert_status(response: &Response<Body>, status: StatusCode) {
    assert_eq!(response.status(), status, "{:?}", response.headers());
}
