//! Staff over HTTP: invited by letter, accepted by whoever has the address, and from then on the role opens what it is for.

use crate::api::seller_of;
use crate::common::{
    TestShop, answered, assert_status, cookie_in, header, page_as, post_as, post_form, text,
};
use crate::makers::seat_of;
use axum::body::Body;
use http::{Request, StatusCode};
use platform::db::{DbError, NewEvent};
use platform::domain::SellerId;
use platform::domain::contact::{Email, NewPassword, PersonName};
use platform::domain::format::Locale;
use platform::domain::roles::StaffRole;
use platform::domain::{AccountId, Currency};
use platform::{identity, sellers};

const LUCIA: &str = "lucia@guayabo.example";
const PACKER: &str = "packer@guayabo.example";
const SENDER: &str = "sender@guayabo.example";

struct Desk {
    shop: TestShop,
    seller: SellerId,
}

impl Desk {
    async fn new() -> Self {
        let shop = TestShop::new().await;
        shop.platform().seed(Some("a-demo-password")).await.unwrap();
        let seller = seller_of(&shop, "guayabo").await;
        Self { shop, seller }
    }

    async fn account(&self, email: &str) -> AccountId {
        let new = identity::NewAccount {
            email: Email::parse(email).unwrap(),
            name: PersonName::parse("Noor Salas").unwrap(),
            password: NewPassword::parse("a long river runs").unwrap(),
            locale: Locale::En,
            currency: Currency::USD,
        };
        self.shop.platform().identity.create_account(new, false).await.unwrap()
    }

    /// What the owner's form answers.
    async fn owner(&self, path: &str, rest: &str) -> String {
        let cookie = self.shop.cookie_of(LUCIA).await;
        answered(&self.shop, &cookie, "/seller/staff", path, format!("seller={}&{rest}", self.seller)).await
    }

    async fn invite(&self, key: &str, email: &str, role: &str) -> String {
        let email = email.replace('@', "%40");
        self.owner("/api/seller/staff-invite", &format!("key={key:->20}&email={email}&role={role}")).await
    }

    /// The code of the last letter to somebody.
    async fn code(&self, email: &str) -> String {
        let to = Email::parse(email).unwrap();
        let mut conn = self.shop.platform().db.read().await.unwrap();
        let letters = platform::mail::written_to(&mut conn, &to).await.unwrap();
        letters.last().unwrap().text_body.split_once("/join?token=").unwrap().1[..32].to_owned()
    }

    async fn role_of(&self, email: &str) -> Option<StaffRole> {
        let account = self.shop.account_of(email).await;
        let mut conn = self.shop.platform().db.read().await.unwrap();
        let all = sellers::staff(&mut conn, self.seller).await.unwrap();
        all.into_iter().find(|member| member.account_id == account).map(|member| member.role)
    }

    /// Something that is the seller's business.
    async fn happens(&self, kinds: &'static [&'static str]) {
        let seller = self.seller;
        let written: Result<(), DbError> = self
            .shop
            .platform()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    for kind in kinds {
                        let (key, topic) = (seller.to_string(), Some(seller.to_string()));
                        tx.append(NewEvent { kind, key, topic, payload: &1 }).await?;
                    }
                    Ok(())
                })
            })
            .await;
        written.unwrap();
        self.shop.platform().db.sequence_events().await.unwrap();
    }

    /// What somebody hears of the seller from the beginning on.
    async fn heard(&self, email: &str) -> String {
        let cookie = self.shop.cookie_of(email).await;
        let request = Request::get(format!("/live/seller/{}?after=0", self.seller)).header("cookie", cookie);
        let answer = self.shop.ask(request.body(Body::empty()).unwrap()).await;
        assert_status(&answer, StatusCode::OK);
        let mut heard = answer.into_body().into_data_stream();
        let mut kinds = String::new();
        while let Ok(Some(Ok(bytes))) =
            tokio::time::timeout(std::time::Duration::from_millis(500), futures::StreamExt::next(&mut heard))
                .await
        {
            kinds.push_str(&String::from_utf8_lossy(&bytes));
        }
        kinds
    }

    async fn status(&self, email: &str, path: &str) -> StatusCode {
        let cookie = self.shop.cookie_of(email).await;
        let request = Request::get(format!("{path}?seller={}", self.seller)).header("cookie", cookie);
        self.shop.ask(request.body(Body::empty()).unwrap()).await.status()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_signs_in_accepts_once_and_leads_on_to_the_desk() {
    let desk = Desk::new().await;
    let page = desk.invite("first", PACKER, "shipping").await;
    assert!(page.contains(&format!("A letter is on its way to {PACKER}.")), "{page}");
    let code = desk.code(PACKER).await;
    let answer = desk.shop.get(&format!("/join?token={code}")).await;
    assert_eq!((answer.status(), header(&answer, "location")), (StatusCode::SEE_OTHER, "/join"));
    let invited = cookie_in(&answer, "orinoco_invited").unwrap();
    let page = page_as(&desk.shop, "/join", &invited).await;
    assert!(page.contains("Casa Guayabo invites you") && page.contains("/sign-in?next=/join"), "{page}");
    assert!(!page.contains(PACKER), "whom it is for is said to nobody");
    assert!(!page.contains(&code), "who cannot accept is handed no code");
    let guest = post_as(&desk.shop, None, "/api/join", format!("token={code}")).await;
    assert_status(&guest, StatusCode::UNAUTHORIZED);

    let stranger = desk.shop.cookie_of("ben@shopper.example").await;
    let page = page_as(&desk.shop, "/join", &format!("{stranger}; {invited}")).await;
    assert!(page.contains("the invitation is for another e-mail") && !page.contains(PACKER));
    let refused =
        post_as(&desk.shop, Some("ben@shopper.example"), "/api/join", format!("token={code}")).await;
    assert_status(&refused, StatusCode::CONFLICT);

    desk.account(PACKER).await;
    let own = format!("{}; {invited}", desk.shop.cookie_of(PACKER).await);
    let page = page_as(&desk.shop, "/join", &own).await;
    assert!(page.contains(&format!("name=\"token\" value=\"{code}\"")), "{page}");
    let joined = post_form(&desk.shop, "/api/join", &own, &format!("token={code}")).await;
    assert_eq!(header(&joined, "location"), format!("/seller?seller={}", desk.seller));
    assert_eq!(desk.role_of(PACKER).await, Some(StaffRole::Shipping));
    let again = post_as(&desk.shop, Some(PACKER), "/api/join", format!("token={code}")).await;
    assert_status(&again, StatusCode::CONFLICT);
    assert!(text(desk.shop.get("/join").await).await.contains("Ask for a new one"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_says_the_same_of_every_address() {
    let desk = Desk::new().await;
    let (known, unknown) = ("ben@shopper.example", "nobody@nowhere.example");
    let pages =
        [desk.invite("known", known, "finance").await, desk.invite("unknown", unknown, "finance").await];
    for (page, email) in pages.iter().zip([known, unknown]) {
        assert!(page.contains(&format!("A letter is on its way to {email}.")));
        assert_eq!(desk.code(email).await.len(), 32);
    }
    let page = desk.invite("wrong", "no-address", "finance").await;
    assert!(page.contains("value=\"no-address\""), "what was typed stays");
    let page = desk.invite("colleague", LUCIA, "shipping").await;
    assert!(page.contains("works here already"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_opens_its_pages_and_its_menu_and_nothing_else_at_once() {
    let desk = Desk::new().await;
    let pages = [
        ("/seller", "Today"),
        ("/seller/orders", "Orders"),
        ("/seller/products", "Products"),
        ("/seller/payouts", "Payouts"),
        ("/seller/settings", "Settings"),
        ("/seller/staff", "Staff"),
    ];
    let opens = [
        (StaffRole::Owner, [true; 6]),
        (StaffRole::Staff, [true, true, true, true, true, false]),
        (StaffRole::Shipping, [true, true, false, false, false, false]),
        (StaffRole::Catalogue, [true, false, true, false, false, false]),
        (StaffRole::Finance, [true, false, false, true, false, false]),
    ];
    let account = seat_of(&desk.shop, desk.seller, PACKER, StaffRole::Shipping).await;
    for (role, opens) in opens {
        let seller = desk.seller;
        let given =
            desk.shop.platform().db.write(move |tx| Box::pin(sellers::add_staff(tx, seller, account, role)));
        given.await.unwrap();
        let cookie = desk.shop.cookie_of(PACKER).await;
        let start = page_as(&desk.shop, &format!("/seller?seller={seller}"), &cookie).await;
        let menu = start.split_once("<nav").unwrap().1.split_once("</nav>").unwrap().0;
        for ((path, words), open) in pages.iter().zip(opens) {
            let expected = if open { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(desk.status(PACKER, path).await, expected, "{role}: {path}");
            let entry = format!("href=\"{path}?seller={seller}\"");
            assert_eq!(menu.contains(&entry), open, "{role}: {words} in the menu");
        }
        let seen = [("id=\"to-ship\"", opens[1]), ("id=\"low\"", opens[2]), ("id=\"owed\"", opens[3])];
        for (part, open) in seen {
            assert_eq!(start.contains(part), open, "{role}: {part} on the first page");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_changes_roles_removes_and_withdraws_and_the_last_one_stays() {
    let desk = Desk::new().await;
    let packer = seat_of(&desk.shop, desk.seller, PACKER, StaffRole::Shipping).await;
    let lucia = desk.shop.account_of(LUCIA).await;
    let page = desk.owner("/api/seller/staff-role", &format!("member={packer}&role=finance")).await;
    assert!(page.contains("The role was changed."));
    assert_eq!(desk.role_of(PACKER).await, Some(StaffRole::Finance));
    for form in [
        ("/api/seller/staff-role", format!("seller={}&member={lucia}&role=staff", desk.seller)),
        ("/api/seller/staff-remove", format!("seller={}&member={lucia}", desk.seller)),
        ("/api/seller/staff-role", format!("seller={}&member={packer}&role=king", desk.seller)),
    ] {
        assert_status(&post_as(&desk.shop, Some(LUCIA), form.0, form.1).await, StatusCode::CONFLICT);
    }
    // Who is no owner invites nobody, however the form is made.
    let own =
        format!("seller={}&key=nobody-invites-0001&email=eve%40nowhere.example&role=owner", desk.seller);
    let refused = post_as(&desk.shop, Some(PACKER), "/api/seller/staff-invite", own).await;
    assert_status(&refused, StatusCode::FORBIDDEN);
    let page = desk.owner("/api/seller/staff-remove", &format!("member={packer}")).await;
    assert!(page.contains("They work here no more."));
    assert_eq!(desk.role_of(PACKER).await, None);
    let gone = format!("seller={}&member={packer}", desk.seller);
    let again = post_as(&desk.shop, Some(LUCIA), "/api/seller/staff-remove", gone).await;
    assert_status(&again, StatusCode::NOT_FOUND);

    let page = desk.invite("second", PACKER, "shipping").await;
    let open = page.split_once("data-invitation=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    let code = desk.code(PACKER).await;
    let page = desk.owner("/api/seller/staff-withdraw", &format!("invitation={open}")).await;
    assert!(page.contains("its link opens nothing") && !page.contains("data-invitation"));
    let late = post_as(&desk.shop, Some(PACKER), "/api/join", format!("token={code}")).await;
    assert_status(&late, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_business_with_orders_or_money_hears_of_none() {
    let desk = Desk::new().await;
    seat_of(&desk.shop, desk.seller, PACKER, StaffRole::Catalogue).await;
    seat_of(&desk.shop, desk.seller, SENDER, StaffRole::Shipping).await;
    desk.happens(&["payout.paid", "fee_invoice.made", "plan.changed"]).await;
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let topic = desk.seller.to_string();
    let placed = platform::db::events::Filter { kinds: &["order.placed"], topic: Some(&topic) };
    assert!(!conn.events_after(0, placed, 1).await.unwrap().is_empty(), "there is something to hear");
    drop(conn);
    let kinds = desk.heard(PACKER).await;
    assert!(kinds.contains("offer.changed"), "{kinds}");
    assert!(!kinds.contains("order.") && !kinds.contains("payout."), "{kinds}");
    let kinds = desk.heard(SENDER).await;
    assert!(kinds.contains("order.placed") && !kinds.contains("offer.changed"), "{kinds}");
    let all = desk.heard(LUCIA).await;
    for money in ["\"kind\":\"payout.", "\"kind\":\"fee_invoice.", "\"kind\":\"plan."] {
        assert!(!kinds.contains(money), "{money} {kinds}");
        assert!(all.contains(money), "{money}");
    }
}
