//! The platform's own people over HTTP: each role opens its pages and its menu, at once; an invitation is
//! accepted by whoever has the address; and the trail tells who let whom in.

use crate::common::{
    TestShop, answered, assert_status, cookie_in, header, page_as, post_as, post_form, text,
};
use crate::makers::{newcomer, operator_of};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::db::changes::{ChangesOf, changes};
use platform::domain::AccountId;
use platform::domain::contact::Email;
use platform::domain::roles::OperatorRole;
use platform::identity;
use platform::identity::operators::{OperatorError, appoint};

const OLGA: &str = "operator@orinoco.example";
const HELPER: &str = "helper@orinoco.example";

struct Desk {
    shop: TestShop,
    /// Of the demo's administrator.
    olga: String,
}

impl Desk {
    async fn new() -> Self {
        let shop = TestShop::new().await;
        shop.platform().seed(Some("a-demo-password")).await.unwrap();
        let olga = shop.cookie_of(OLGA).await;
        Self { shop, olga }
    }

    /// What the administrator's form answers.
    async fn form(&self, path: &str, body: String) -> String {
        answered(&self.shop, &self.olga, "/operator/staff", path, body).await
    }

    async fn invite(&self, key: &str, email: &str, role: &str) -> String {
        let email = email.replace('@', "%40");
        self.form("/api/operator/staff-invite", format!("key={key:->20}&email={email}&role={role}")).await
    }

    /// The code of the last letter to somebody.
    async fn code(&self, email: &str) -> String {
        let to = Email::parse(email).unwrap();
        let mut conn = self.shop.platform().db.read().await.unwrap();
        let letters = platform::mail::written_to(&mut conn, &to).await.unwrap();
        letters.last().unwrap().text_body.split_once("/join?token=").unwrap().1[..32].to_owned()
    }

    async fn role_of(&self, email: &str) -> Option<OperatorRole> {
        let account = self.shop.account_of(email).await;
        let mut conn = self.shop.platform().db.read().await.unwrap();
        identity::account(&mut conn, account).await.unwrap().unwrap().operator
    }

    async fn give(&self, who: AccountId, role: OperatorRole) {
        let given: Result<bool, OperatorError> =
            self.shop.platform().db.write(move |tx| Box::pin(appoint(tx, who, role))).await;
        given.unwrap();
    }

    async fn status(&self, cookie: &str, path: &str) -> StatusCode {
        let request = Request::get(path).header("accept", "text/html").header("cookie", cookie);
        self.shop.ask(request.body(Body::empty()).unwrap()).await.status()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_opens_its_pages_and_its_menu_and_nothing_else_at_once() {
    let desk = Desk::new().await;
    let pages = [
        "/operator",
        "/operator/profit",
        "/operator/orders",
        "/operator/payouts",
        "/operator/products",
        "/operator/content",
        "/operator/reports",
        "/operator/disputes",
        "/operator/returns",
        "/operator/sellers",
        "/operator/jobs",
        "/operator/changes",
        "/operator/switches",
        "/operator/staff",
    ];
    let opens = [
        (
            OperatorRole::Administrator,
            "/ /profit /orders /payouts /products /content /reports /disputes /returns /sellers /jobs /changes /switches /staff",
        ),
        (OperatorRole::Finance, "/ /profit /orders /payouts /returns"),
        (OperatorRole::Catalogue, "/ /products /content /reports"),
        (OperatorRole::Support, "/ /orders /reports /disputes /sellers"),
        (OperatorRole::Technical, "/ /jobs /changes /switches"),
    ];
    let helper = operator_of(&desk.shop, HELPER, OperatorRole::Finance).await;
    // One session for all of it: what was changed holds with its next request.
    let cookie = desk.shop.cookie_of(HELPER).await;
    for (role, opens) in opens {
        desk.give(helper, role).await;
        let start = page_as(&desk.shop, "/operator", &cookie).await;
        let menu = start.split_once("<nav").unwrap().1.split_once("</nav>").unwrap().0;
        for path in pages {
            let own = match path.strip_prefix("/operator").unwrap() {
                "" => "/",
                rest => rest,
            };
            let open = opens.split(' ').any(|one| one == own);
            let expected = if open { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(desk.status(&cookie, path).await, expected, "{role}: {path}");
            assert_eq!(menu.contains(&format!("href=\"{path}\"")), open, "{role}: {path} in the menu");
        }
        let books = matches!(role, OperatorRole::Administrator | OperatorRole::Finance);
        assert_eq!(start.contains("/operator?days=7"), books, "{role}: revenue on the first page");
    }
    let dismissed: Result<(), OperatorError> =
        desk.shop.platform().db.write(move |tx| Box::pin(identity::operators::dismiss(tx, helper))).await;
    dismissed.unwrap();
    for path in pages {
        assert_eq!(desk.status(&cookie, path).await, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn support_moves_no_money_lets_nobody_in_and_sees_no_form_for_it() {
    let desk = Desk::new().await;
    operator_of(&desk.shop, HELPER, OperatorRole::Support).await;
    let olga = desk.shop.account_of(OLGA).await;
    for (path, body) in [
        ("/api/operator/rate", "base=USD&quote=EUR&value=0.9".to_owned()),
        ("/api/operator/payout-hold", "held=on&reason=No+reason+at+all".to_owned()),
        ("/api/operator/plan-prices", "monthly=1.00".to_owned()),
        ("/api/operator/category-class", "class=media&reason=No+reason+at+all".to_owned()),
        ("/api/operator/kind", "kind_en=Hats".to_owned()),
        ("/api/operator/gift-wrap", "price=1.00&reason=No+reason+at+all".to_owned()),
        ("/api/operator/take-back", "what=rule&why=No+reason+at+all".to_owned()),
        ("/api/operator/tax", "country=FR&rate=1&reason=No+reason+at+all".to_owned()),
        ("/api/operator/terms", "kind=refund_fee&share=1&most=1&reason=No+reason".to_owned()),
        ("/api/operator/return-appeal", "overturn=on&reason=No+reason+at+all".to_owned()),
        ("/api/operator/switch", "feature=ordering&reason=Closed+for+all".to_owned()),
        ("/api/operator/suspend", "suspended=on&reason=No+reason+at+all".to_owned()),
        ("/api/operator/replay-job", String::new()),
        ("/api/operator/order-cancel", "cancel_reason=buyer_asked".to_owned()),
        ("/api/operator/courtesy", "amount=1.00&borne_by=seller&reason=late&note=No+reason".to_owned()),
        ("/api/operator/courtesy-again", String::new()),
        (
            "/api/operator/staff-invite",
            "key=support-invites-0001&email=eve%40nowhere.example&role=administrator".to_owned(),
        ),
        ("/api/operator/staff-role", format!("member={olga}&role=support")),
        ("/api/operator/staff-remove", format!("member={olga}")),
    ] {
        let refused = post_as(&desk.shop, Some(HELPER), path, body).await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(desk.role_of(OLGA).await, Some(OperatorRole::Administrator));
    let cookie = desk.shop.cookie_of(HELPER).await;
    let sellers = page_as(&desk.shop, "/operator/sellers", &cookie).await;
    assert!(sellers.contains("data-seller=") && !sellers.contains("/api/operator/suspend"), "{sellers}");
    let sellers = page_as(&desk.shop, "/operator/sellers", &desk.olga).await;
    assert!(sellers.contains("/api/operator/suspend"), "{sellers}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_after_products_decides_about_reviews_and_reads_no_messages() {
    let desk = Desk::new().await;
    operator_of(&desk.shop, HELPER, OperatorRole::Catalogue).await;
    let cookie = desk.shop.cookie_of(HELPER).await;
    let reports = page_as(&desk.shop, "/operator/reports", &cookie).await;
    assert!(!reports.contains("/operator/reports/messages"), "{reports}");
    assert_eq!(desk.status(&cookie, "/operator/reports/messages").await, StatusCode::FORBIDDEN);
    let refused = post_as(&desk.shop, Some(HELPER), "/api/operator/message-decide", String::new()).await;
    assert_status(&refused, StatusCode::FORBIDDEN);
    let reports = page_as(&desk.shop, "/operator/reports", &desk.olga).await;
    assert!(reports.contains("/operator/reports/messages"), "{reports}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_accepts_once_and_leads_on_to_the_console() {
    let desk = Desk::new().await;
    let page = desk.invite("wrong", "no-address", "finance").await;
    assert!(page.contains("value=\"no-address\""), "what was typed stays");
    let page = desk.invite("colleague", OLGA, "finance").await;
    assert!(page.contains("works here already"), "{page}");
    // The same is said of an address with an account and of one without.
    for (key, email) in [("known", "ben@shopper.example"), ("unknown", HELPER)] {
        let page = desk.invite(key, email, "finance").await;
        assert!(page.contains(&format!("A letter is on its way to {email}.")), "{page}");
    }
    let code = desk.code(HELPER).await;
    let answer = desk.shop.get(&format!("/join?token={code}")).await;
    assert_eq!((answer.status(), header(&answer, "location")), (StatusCode::SEE_OTHER, "/join"));
    let invited = cookie_in(&answer, "orinoco_invited").unwrap();
    let page = page_as(&desk.shop, "/join", &invited).await;
    assert!(page.contains("invites you to its console. Your role: Finance."), "{page}");
    assert!(!page.contains(HELPER) && !page.contains(&code), "whom it is for is said to nobody");
    let guest = post_as(&desk.shop, None, "/api/join", format!("token={code}")).await;
    assert_status(&guest, StatusCode::UNAUTHORIZED);
    let other = post_as(&desk.shop, Some("ben@shopper.example"), "/api/join", format!("token={code}")).await;
    assert_status(&other, StatusCode::CONFLICT);
    assert_eq!(desk.role_of("ben@shopper.example").await, None);

    let account = newcomer(&desk.shop, HELPER).await;
    let own = format!("{}; {invited}", desk.shop.cookie_of(HELPER).await);
    let page = page_as(&desk.shop, "/join", &own).await;
    assert!(page.contains(&format!("name=\"token\" value=\"{code}\"")), "{page}");
    let joined = post_form(&desk.shop, "/api/join", &own, &format!("token={code}")).await;
    assert_eq!(header(&joined, "location"), "/operator");
    assert_eq!(desk.role_of(HELPER).await, Some(OperatorRole::Finance));
    let again = post_as(&desk.shop, Some(HELPER), "/api/join", format!("token={code}")).await;
    assert_status(&again, StatusCode::CONFLICT);
    assert!(text(desk.shop.get("/join").await).await.contains("Ask for a new one"));

    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let of = ChangesOf { account: Some(account), ..ChangesOf::default() };
    let notes = changes(&mut conn, of, 10).await.unwrap();
    drop(conn);
    let routes: Vec<&str> = notes.iter().map(|note| note.route.as_str()).collect();
    assert_eq!(routes, ["POST /api/join"]);
    assert!(!format!("{:?}", notes[0].fields.0).contains(&code), "a code is kept nowhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_changes_roles_removes_and_withdraws_and_the_last_one_stays() {
    let desk = Desk::new().await;
    let helper = operator_of(&desk.shop, HELPER, OperatorRole::Support).await;
    let olga = desk.shop.account_of(OLGA).await;
    let page = page_as(&desk.shop, "/operator/staff", &desk.olga).await;
    assert!(page.contains("The last administrator stays") && page.contains(HELPER), "{page}");
    let page = desk.form("/api/operator/staff-role", format!("member={helper}&role=technical")).await;
    assert!(page.contains("The role was changed."), "{page}");
    assert_eq!(desk.role_of(HELPER).await, Some(OperatorRole::Technical));
    for (path, body) in [
        ("/api/operator/staff-role", format!("member={olga}&role=finance")),
        ("/api/operator/staff-remove", format!("member={olga}")),
        ("/api/operator/staff-role", format!("member={helper}&role=king")),
    ] {
        assert_status(&post_as(&desk.shop, Some(OLGA), path, body).await, StatusCode::CONFLICT);
    }
    let ada = desk.shop.account_of("ada@shopper.example").await;
    for (path, body) in [
        ("/api/operator/staff-role", format!("member={ada}&role=finance")),
        ("/api/operator/staff-remove", format!("member={ada}")),
        ("/api/operator/staff-withdraw", "invitation=nonsense".to_owned()),
    ] {
        assert_status(&post_as(&desk.shop, Some(OLGA), path, body).await, StatusCode::NOT_FOUND);
    }
    let trail = page_as(&desk.shop, "/operator/changes", &desk.olga).await;
    assert!(trail.contains("/api/operator/staff-role") && trail.contains("role=technical"), "{trail}");
    let page = desk.form("/api/operator/staff-remove", format!("member={helper}")).await;
    assert!(page.contains("They work here no more."), "{page}");
    assert_eq!(desk.role_of(HELPER).await, None);

    let page = desk.invite("second", HELPER, "support").await;
    let open = page.split_once("data-invitation=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    let code = desk.code(HELPER).await;
    let page = desk.form("/api/operator/staff-withdraw", format!("invitation={open}")).await;
    assert!(page.contains("its link opens nothing") && !page.contains("data-invitation"), "{page}");
    let late = post_as(&desk.shop, Some(HELPER), "/api/join", format!("token={code}")).await;
    assert_status(&late, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_who_steps_back_goes_on_where_they_still_may_and_takes_nothing_back() {
    let desk = Desk::new().await;
    let helper = operator_of(&desk.shop, HELPER, OperatorRole::Administrator).await;
    let cookie = desk.shop.cookie_of(HELPER).await;
    let role = |role: &str| format!("member={helper}&role={role}");
    let stepped = post_form(&desk.shop, "/api/operator/staff-role", &cookie, &role("finance")).await;
    assert_eq!((stepped.status(), header(&stepped, "location")), (StatusCode::SEE_OTHER, "/operator"));
    assert_eq!(desk.status(&cookie, "/operator").await, StatusCode::OK);
    let back = post_as(&desk.shop, Some(HELPER), "/api/operator/staff-role", role("administrator")).await;
    assert_status(&back, StatusCode::FORBIDDEN);
    assert_eq!(desk.role_of(HELPER).await, Some(OperatorRole::Finance));
    desk.give(helper, OperatorRole::Administrator).await;
    let left =
        post_form(&desk.shop, "/api/operator/staff-remove", &cookie, &format!("member={helper}")).await;
    assert_eq!((left.status(), header(&left, "location")), (StatusCode::SEE_OTHER, "/account"));
    assert_eq!(desk.role_of(HELPER).await, None);
}
