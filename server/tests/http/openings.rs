//! Opening a shop over HTTP: from the form to the first sale, and what is refused on the way.

use crate::common::{TestShop, answered, assert_status, header, page_as, post_form, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::domain::SellerId;
use platform::openings;

const BEN: &str = "ben@shopper.example";
const OPERATOR: &str = "operator@orinoco.example";

struct Desk {
    shop: TestShop,
    ben: String,
    operator: String,
}

impl Desk {
    async fn new() -> Self {
        let shop = TestShop::new().await;
        shop.platform().seed(Some("a-demo-password")).await.unwrap();
        let (ben, operator) = (shop.cookie_of(BEN).await, shop.cookie_of(OPERATOR).await);
        Self { shop, ben, operator }
    }

    async fn open(&self) -> Response<Body> {
        let form = "key=opening-test-00000001&name=Delta+Lamps&kind=person&plan=individual&country=US&region=tx\
                    &currency=USD&email=help%40delta.example";
        post_form(&self.shop, "/api/sell/open", &self.ben, form).await
    }

    async fn opened(&self) -> SellerId {
        let answer = self.open().await;
        assert_status(&answer, StatusCode::SEE_OTHER);
        let to = header(&answer, "location").to_owned();
        to.split_once("/seller/opening?seller=").unwrap_or_else(|| panic!("{to}")).1.parse().unwrap()
    }

    /// Sends a document as a browser does.
    async fn hand_in(&self, who: Option<&str>, seller: SellerId, kind: &str, file: &[u8]) -> Response<Body> {
        let mut body = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"document_kind\"\r\n\r\n{kind}\r\n--cut\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"scan.pdf\"\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--cut--\r\n");
        let request = Request::post(format!("/seller/opening/to/{seller}"))
            .header("content-type", "multipart/form-data; boundary=cut")
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html");
        let request = match who {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        self.shop.ask(request.body(Body::from(body)).unwrap()).await
    }

    async fn page(&self, seller: SellerId) -> String {
        page_as(&self.shop, &format!("/seller/opening?seller={seller}"), &self.ben).await
    }

    async fn get(&self, path: &str, cookie: &str) -> Response<Body> {
        self.shop.ask(Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap()).await
    }

    async fn document(&self, seller: SellerId) -> String {
        let mut conn = self.shop.platform().db.read().await.unwrap();
        openings::documents(&mut conn, seller).await.unwrap()[0].id.to_string()
    }

    async fn decide(&self, seller: SellerId, rest: &str) -> String {
        let page = format!("/operator/sellers/{seller}");
        let shown = page_as(&self.shop, &page, &self.operator).await;
        let seen = shown.split_once("name=\"seen\" value=\"").unwrap().1.split('"').next().unwrap();
        let body = format!("seller={seller}&seen={seen}&{rest}");
        answered(&self.shop, &self.operator, &page, "/api/operator/opening", body).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_is_opened_handed_in_and_let_in() {
    let desk = Desk::new().await;
    let seller = desk.opened().await;
    let again = header(&desk.open().await, "location").to_owned();
    assert!(again.ends_with(&seller.to_string()), "the same form opens one shop: {again}");
    assert!(page_as(&desk.shop, "/sell", &desk.ben).await.contains("Shops that you have begun"));
    let home = page_as(&desk.shop, &format!("/seller?seller={seller}"), &desk.ben).await;
    assert!(home.contains("This shop does not sell yet."));

    let early = answered(
        &desk.shop,
        &desk.ben,
        &format!("/seller/opening?seller={seller}"),
        "/api/seller/opening-submit",
        format!("seller={seller}"),
    )
    .await;
    assert!(early.contains("Still missing: Legal name and address"), "{early}");

    let legal = format!("seller={seller}&legal_name=Ben+Rivers&address=5+River+Road&tax_id=");
    post_form(&desk.shop, "/api/seller/legal", &desk.ben, &legal).await;
    let bank = format!(
        "seller={seller}&holder=Ben+Rivers&kind=us&routing=110000000&account=000123456789&iban=&password=a-demo-password"
    );
    post_form(&desk.shop, "/api/seller/bank-account", &desk.ben, &bank).await;
    for (kind, file) in [("identity", &b"%PDF-1.7 passport"[..]), ("address", b"%PDF-1.7 letter")] {
        let sent = desk.hand_in(Some(&desk.ben), seller, kind, file).await;
        assert_eq!(header(&sent, "location"), format!("/seller/opening?seller={seller}"));
    }
    let page = desk.page(seller).await;
    assert_eq!(page.matches("data-there=\"true\"").count(), 5, "{page}");
    post_form(&desk.shop, "/api/seller/opening-submit", &desk.ben, &format!("seller={seller}")).await;

    let list = page_as(&desk.shop, "/operator/sellers", &desk.operator).await;
    assert!(list.contains(&format!("data-opening=\"{seller}\"")), "{list}");
    let wordless = desk.decide(seller, "decision=return&again-identity=on&words=").await;
    assert!(wordless.contains("Write 3 to 1,000 characters."), "{wordless}");
    let back = desk.decide(seller, "decision=return&again-identity=on&words=It+is+cut+off").await;
    assert!(back.contains("data-step=\"returned\""), "{back}");
    let page = desk.page(seller).await;
    assert!(page.contains("It is cut off") && page.contains("Again, please"), "{page}");
    desk.hand_in(Some(&desk.ben), seller, "identity", b"%PDF-1.7 the whole passport").await;
    post_form(&desk.shop, "/api/seller/opening-submit", &desk.ben, &format!("seller={seller}")).await;
    let done = desk.decide(seller, "decision=approve&words=").await;
    assert!(done.contains("data-step=\"approved\""), "{done}");
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    assert!(
        platform::sellers::get(&mut conn, seller)
            .await
            .unwrap()
            .unwrap()
            .may_sell(desk.shop.platform().db.now())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_read_by_its_owners_and_operators_alone() {
    let desk = Desk::new().await;
    let seller = desk.opened().await;
    let refused = desk.hand_in(Some(&desk.ben), seller, "identity", b"<html>").await;
    assert_status(&refused, StatusCode::SEE_OTHER);
    let mut large = b"%PDF-1.7".to_vec();
    large.resize(openings::LARGEST_DOCUMENT + 1, b' ');
    assert_status(&desk.hand_in(Some(&desk.ben), seller, "identity", &large).await, StatusCode::SEE_OTHER);
    assert!(desk.page(seller).await.contains("Nothing was handed in yet."), "neither was kept");
    desk.hand_in(Some(&desk.ben), seller, "identity", b"%PDF-1.7 passport").await;
    let id = desk.document(seller).await;

    let own = format!("/seller/opening/documents/{id}?seller={seller}");
    let answer = desk.get(&own, &desk.ben).await;
    assert_eq!(header(&answer, "content-disposition"), format!("attachment; filename=\"identity-{id}.pdf\""));
    assert_eq!(
        (header(&answer, "cache-control"), header(&answer, "x-content-type-options")),
        ("no-store", "nosniff")
    );
    assert_eq!(text(answer).await, "%PDF-1.7 passport");
    let operators = format!("/operator/sellers/{seller}/documents/{id}");
    assert_status(&desk.get(&operators, &desk.operator).await, StatusCode::OK);

    let tomas = desk.shop.cookie_of("tomas@paramo.example").await;
    assert_status(&desk.get(&own, &tomas).await, StatusCode::NOT_FOUND);
    assert_status(&desk.get(&operators, &tomas).await, StatusCode::FORBIDDEN);
    assert_status(&desk.hand_in(Some(&tomas), seller, "other", b"%PDF-").await, StatusCode::NOT_FOUND);
    let guest = desk.hand_in(None, seller, "other", b"%PDF-").await;
    assert!(header(&guest, "location").starts_with("/sign-in?next="));
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    assert_eq!(openings::documents(&mut conn, seller).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_wrong_opens_nothing_and_keeps_what_was_typed() {
    let desk = Desk::new().await;
    let form = |name: &str, email: &str| {
        format!(
            "key=opening-test-00000001&name={name}&kind=company&plan=individual&country=US&region=&currency=USD\
             &email={email}"
        )
    };
    for (body, words) in [
        (form("Delta+Lamps", "nobody"), "Write an e-mail address like name@example.com."),
        (form("x", "help%40delta.example"), "aria-invalid=\"true\""),
    ] {
        let page = answered(&desk.shop, &desk.ben, "/sell", "/api/sell/open", body).await;
        assert!(page.contains(words), "{page}");
        assert!(page.contains("value=\"company\" checked"), "{page}");
    }
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let ben = desk.shop.account_of(BEN).await;
    assert!(openings::of_account(&mut conn, ben).await.unwrap().is_empty());
}
