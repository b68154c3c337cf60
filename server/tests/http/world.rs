//! A demo shop with something of everybody's, and who may ask for it: what the matrix and its likes are tried on.

use crate::common::TestShop;
use crate::makers::{
    coupon_of, dead_job, device_of, document_of, fee_invoice_of, invitation_of, key_of, message_of,
    notice_of, operator_of, paper_of, passkey_of, payout_of, platform_invitation_of, promotion_of,
    proposal_of, seat_of, sheet_of, table_of, upload_of, webhook_of, wish_list,
};
use axum::body::Body;
use http::{Request, Response};
use platform::disputes::lists::{DisputeFilter, page as lists_of_disputes};
use platform::domain::contact::Email;
use platform::domain::integration::ApiScopes;
use platform::domain::roles::{Actor, OperatorRole, Resource, Seat, StaffRole};
use platform::domain::{AccountId, Currency, OrderId, PartId, ReturnId, SellerId};
use platform::ledger::AccountRef;
use platform::{identity, orders, payments, sellers};
use server::routes_rules::{About, Rule};

pub struct World {
    pub shop: TestShop,
    /// Name, cookie, and what `domain::roles` is asked with.
    pub people: Vec<(&'static str, Option<String>, Actor)>,
    pub ada: AccountId,
    pub order: OrderId,
    pub part: PartId,
    /// Of that part.
    pub return_id: ReturnId,
    /// Of that part, too.
    pub invoice: String,
    /// Of what the platform charged Casa Guayabo.
    pub fee_invoice: String,
    pub seller: SellerId,
    pub address: String,
    pub card: String,
    /// A shared list of Ada's, what is on it, and the code of its link.
    pub list: String,
    pub item: String,
    pub code: String,
    /// A review of what Casa Guayabo sold, what it is about, and a question.
    pub review: String,
    pub product: String,
    pub question: String,
    pub session: String,
    pub passkey: String,
    pub device: String,
    /// Something that Ada was told.
    pub notice: String,
    pub export: String,
    /// A payout of Casa Guayabo, and the ledger's transaction of it.
    pub payout: String,
    pub transaction: String,
    /// A key of Casa Guayabo that opens everything of it.
    pub api_key: String,
    /// What Ada wrote about that part.
    pub message: String,
    /// A file of Casa Guayabo with something found in its rows.
    pub upload: String,
    /// Of Casa Guayabo.
    pub promotion: String,
    /// A coupon that Casa Guayabo gives.
    pub coupon: String,
    /// A shipping table of Casa Guayabo, which no offer uses.
    pub table: String,
    /// What Casa Guayabo changed at once.
    pub sheet: String,
    /// What a bank took back of Casa Guayabo, not answered.
    pub dispute: String,
    /// A file that goes there with the answer.
    pub paper: String,
    /// Where Casa Guayabo is told what happens, and a test that is on its way there.
    pub endpoint: String,
    pub delivery: String,
    /// A product that Casa Guayabo proposed, not decided.
    pub proposal: String,
    /// Who helps at Casa Guayabo, and an open invitation to it.
    pub member: String,
    pub invitation: String,
    /// Who works for the platform beside its administrator, and an open invitation to it.
    pub colleague: String,
    pub platform_invitation: String,
    /// A job that failed for ever.
    pub job: String,
    /// What Casa Guayabo handed in when it opened.
    pub document: String,
}

async fn account(shop: &TestShop, email: &str) -> AccountId {
    let mut conn = shop.platform().db.read().await.unwrap();
    let email = Email::parse(email).unwrap();
    identity::account_by_email(&mut conn, &email).await.unwrap().unwrap().id
}

/// A demo shop, and a helper at Casa Guayabo who is not its owner.
pub async fn world() -> World {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let platform = shop.platform().clone();
    let ada = account(&shop, "ada@shopper.example").await;
    let helper = account(&shop, "ben@shopper.example").await;
    let mut conn = platform.db.read().await.unwrap();
    let seller = sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    let own = orders::store::orders_of(&mut conn, orders::Shopper::Account(ada), None, 50).await.unwrap();
    let parts = own.iter().flat_map(|order| &order.parts).map(|detail| &detail.part);
    let part = parts.clone().find(|part| part.seller_id == seller).or_else(|| parts.clone().next()).unwrap();
    let address = identity::addresses::default(&mut conn, ada).await.unwrap().unwrap().id.to_string();
    let card = payments::methods(&mut conn, ada).await.unwrap()[0].id.to_string();
    let (order, part) = (part.order_id, part.id);
    let returns = platform::returns::lists::of_order(&mut conn, order).await.unwrap();
    let return_id = returns.first().expect("the demo's newest order of Casa Guayabo comes back").row.id;
    let invoices = platform::invoices::of_part(&mut conn, part).await.unwrap();
    let invoice = invoices.first().expect("what comes back was sold").id.to_string();
    let disputes = lists_of_disputes(&mut conn, Some(seller), DisputeFilter::Open, None, 1).await.unwrap();
    let taken_back = disputes[0].id;
    let dispute = taken_back.to_string();
    let reviewed = platform::reviews::reviews_of_seller(&mut conn, seller, 1, 1).await.unwrap();
    let (review, product) = (reviewed.reviews[0].id.to_string(), reviewed.reviews[0].product_id.to_string());
    let (question,): (platform::domain::QuestionId,) =
        conn.one(platform::db::sql("SELECT id FROM reviews_questions ORDER BY id")).await.unwrap();
    let question = question.to_string();
    drop(conn);
    let _: Result<bool, sellers::SellerError> = platform
        .db
        .write(move |tx| {
            Box::pin(async move { sellers::add_staff(tx, seller, helper, StaffRole::Staff).await })
        })
        .await;
    for (email, role) in [
        ("packer@guayabo.example", StaffRole::Shipping),
        ("lister@guayabo.example", StaffRole::Catalogue),
        ("books@guayabo.example", StaffRole::Finance),
    ] {
        seat_of(&shop, seller, email, role).await;
    }
    for (email, role) in [
        ("books@orinoco.example", OperatorRole::Finance),
        ("shelves@orinoco.example", OperatorRole::Catalogue),
        ("help@orinoco.example", OperatorRole::Support),
        ("wires@orinoco.example", OperatorRole::Technical),
    ] {
        operator_of(&shop, email, role).await;
    }
    let platform_invitation = platform_invitation_of(&shop).await;
    let mut people = vec![("guest", None, Actor::Guest(None))];
    for (name, email) in [
        ("who ships for the seller", "packer@guayabo.example"),
        ("who lists for the seller", "lister@guayabo.example"),
        ("who keeps the seller's books", "books@guayabo.example"),
        ("the buyer", "ada@shopper.example"),
        ("the seller's helper", "ben@shopper.example"),
        ("the seller's owner", "lucia@guayabo.example"),
        ("another seller's owner", "tomas@paramo.example"),
        ("the operator", "operator@orinoco.example"),
        ("the platform's finance", "books@orinoco.example"),
        ("the platform's catalogue", "shelves@orinoco.example"),
        ("the platform's support", "help@orinoco.example"),
        ("the platform's technical", "wires@orinoco.example"),
    ] {
        let id = account(&shop, email).await;
        let mut conn = platform.db.read().await.unwrap();
        let seats = sellers::memberships(&mut conn, id).await.unwrap();
        let seats = seats.iter().map(|m| Seat { seller: m.seller_id, role: m.role }).collect();
        let operator = identity::account(&mut conn, id).await.unwrap().unwrap().operator;
        let actor = Actor::Account { id, operator, seats };
        drop(conn);
        people.push((name, Some(shop.cookie_of(email).await), actor));
    }
    let mut conn = platform.db.read().await.unwrap();
    let session = identity::sessions(&mut conn, ada).await.unwrap()[0].session_id.to_string();
    drop(conn);
    let passkey = passkey_of(&shop, ada).await;
    let device = device_of(&shop, ada).await;
    let notice = notice_of(&shop, ada).await;
    let export = platform.personal.request_export(ada, "a-demo-password").await.unwrap().to_string();
    let upload = upload_of(&shop, seller).await;
    platform.settle().await.unwrap();
    let message = message_of(&shop, ada, part).await;
    let (list, item, code) = wish_list(&shop, ada).await;
    let (payout, transaction) = payout_of(&shop, seller).await;
    let fee_invoice = fee_invoice_of(&shop, seller).await;
    let (api_key, _) = key_of(&shop, seller, ApiScopes::all()).await;
    let (endpoint, delivery) = webhook_of(&shop, seller).await;
    let proposal = proposal_of(&shop, seller).await;
    let job = dead_job(&shop).await;
    let promotion = promotion_of(&shop, seller).await;
    let coupon = coupon_of(&shop, seller, "CASA-GUAYABO").await.to_string();
    let table = table_of(&shop, seller).await.to_string();
    let sheet = sheet_of(&shop, seller).await;
    let document = document_of(&shop, seller).await;
    let paper = paper_of(&shop, seller, taken_back).await;
    let invitation = invitation_of(&shop, seller).await;
    let colleague = account(&shop, "help@orinoco.example").await.to_string();
    World {
        shop,
        people,
        ada,
        order,
        part,
        return_id,
        invoice,
        fee_invoice,
        seller,
        address,
        card,
        list,
        item,
        code,
        review,
        product,
        question,
        session,
        passkey,
        device,
        notice,
        export,
        payout,
        transaction,
        api_key,
        message,
        upload,
        promotion,
        coupon,
        table,
        sheet,
        dispute,
        paper,
        endpoint,
        delivery,
        proposal,
        member: helper.to_string(),
        invitation,
        colleague,
        platform_invitation,
        job,
        document,
    }
}

impl World {
    /// The thing of the rule, as somebody's: Ada's, Casa Guayabo's, the platform's.
    pub fn resource(&self, rule: &Rule) -> Option<Resource> {
        match rule.about {
            About::Own => Some(Resource::OwnAccount),
            About::Mine(_) => Some(Resource::Own(self.ada)),
            // A shopper's page of an order names no seller: a seller reads orders at its own desk.
            About::Order(_) if rule.path.starts_with("/live/") => None,
            About::Order(_) => {
                Some(Resource::Order { buyer: Some(self.ada), guest: None, sellers: Vec::new() })
            }
            About::Seller(_) => Some(Resource::Seller(self.seller)),
            About::Platform => Some(Resource::Platform),
            // What a key opens is tried with keys: `api.rs`.
            About::Public | About::Cart | About::Machine | About::Key(_) => None,
        }
    }

    fn value(&self, field: &str, rule: &Rule) -> String {
        match field {
            "order" => self.order.to_string(),
            "part" => self.part.to_string(),
            "return_id" => self.return_id.to_string(),
            "invoice" => self.invoice.clone(),
            "fee_invoice" => self.fee_invoice.clone(),
            "seller" => self.seller.to_string(),
            "upload" => self.upload.clone(),
            "payout" => self.payout.clone(),
            "transaction" => self.transaction.clone(),
            "account" => AccountRef::seller_payable(self.seller, Currency::USD).id().to_string(),
            "job" => self.job.clone(),
            "document" => self.document.clone(),
            "format" => "icecat".to_owned(),
            "table" if rule.path.contains("/seller/table") || rule.path.contains("shipping-tables") => {
                self.table.clone()
            }
            "table" => "products.csv".to_owned(),
            "code" => self.code.clone(),
            "id" if rule.path.contains("/lists/item") => self.item.clone(),
            "id" if rule.path.contains("/lists/") => self.list.clone(),
            "subject" | "review" => self.review.clone(),
            "product" | "thing" => self.product.clone(),
            "question" => self.question.clone(),
            "message" => self.message.clone(),
            "promotion" => self.promotion.clone(),
            "coupon" => self.coupon.clone(),
            "sheet" => self.sheet.clone(),
            "dispute" => self.dispute.clone(),
            "paper" => self.paper.clone(),
            "endpoint" => self.endpoint.clone(),
            "delivery" => self.delivery.clone(),
            "member" if rule.path.contains("/operator/") => self.colleague.clone(),
            "invitation" if rule.path.contains("/operator/") => self.platform_invitation.clone(),
            "member" => self.member.clone(),
            "invitation" => self.invitation.clone(),
            "class" => "electronics".to_owned(),
            "terms" => "refund_fee".to_owned(),
            "kit" => "fashion".to_owned(),
            "proposal" => self.proposal.clone(),
            "id" if rule.path.contains("/key-") => self.api_key.clone(),
            "id" if rule.path.contains("card") => self.card.clone(),
            "id" if rule.path.contains("/data/") => self.export.clone(),
            "id" if rule.path.contains("session") => self.session.clone(),
            "id" if rule.path.contains("passkey") => self.passkey.clone(),
            "id" if rule.path.contains("notice") => self.notice.clone(),
            "id" if rule.path.contains("device") => self.device.clone(),
            "id" => self.address.clone(),
            other => panic!("{}: what is a `{other}`? Teach the matrix.", rule.path),
        }
    }

    pub async fn ask(&self, rule: &Rule, cookie: Option<&str>) -> Response<Body> {
        let mut path = rule.path.to_owned();
        let fields = [
            "order",
            "part",
            "seller",
            "id",
            "code",
            "subject",
            "review",
            "product",
            "question",
            "upload",
            "format",
            "return_id",
            "invoice",
            "fee_invoice",
            "payout",
            "transaction",
            "account",
            "job",
            "document",
            "table",
            "message",
            "promotion",
            "coupon",
            "sheet",
            "dispute",
            "paper",
            "endpoint",
            "delivery",
            "member",
            "invitation",
            "class",
            "terms",
            "kit",
            "proposal",
            "thing",
        ];
        for field in fields {
            if path.contains(&format!("{{{field}}}")) {
                path = path.replace(&format!("{{{field}}}"), &self.value(field, rule));
            }
        }
        let pairs = fields.map(|f| format!("{f}={0}&form%5B{f}%5D={0}", self.value(f, rule)));
        // An address that would be saved if that were allowed.
        let rest = "name=Eve&line1=1+Elm+St&city=Austin&region=TX&postcode=78701&country=US&key=matrix-key-000001\
             &upto=1&seen=1&complaint=spam&verdict=approve";
        let request = match rule.method {
            "GET" => Request::get(format!("{path}?seller={}", self.seller)).header("accept", "text/html"),
            _ => Request::post(path)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .header("accept", "application/json"),
        };
        let request = match cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        let body = if rule.method == "GET" { String::new() } else { format!("{}&{rest}", pairs.join("&")) };
        self.shop.ask(request.body(Body::from(body)).unwrap()).await
    }
}
