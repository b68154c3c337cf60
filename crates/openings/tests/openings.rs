//! Opening a shop, from the form to the first day of selling: on both databases, with a real bank account of the sandbox.
#![allow(clippy::unwrap_used)]

use db::sql;
use db::testing::{TestDb, on_both};
use domain::bank::{BankAccountInput, BankAccountKind};
use domain::contact::Email;
use domain::key::IdempotencyKey;
use domain::opening::{DocumentKind, OpeningDecision, OpeningState, Requirement, SellerKind};
use domain::plan::Plan;
use domain::{AccountId, Currency, DurationUs, OpeningDocumentId, SellerId};
use identity::PersonalData;
use openings::*;
use payouts::{Payouts, PayoutsConfig};
use sellers::{Legal, SellerStatus};
use std::sync::Arc;

const PDF: &[u8] = b"%PDF-1.7 a passport";

struct Desk<'t> {
    t: &'t TestDb,
    openings: Openings,
    ada: AccountId,
    operator: AccountId,
}

impl<'t> Desk<'t> {
    async fn new(t: &'t TestDb) -> Self {
        let config =
            OpeningsConfig { shop_name: "Orinoco".into(), public_url: "https://shop.example".into() };
        let (ada, operator) = (account(t, "ada@example.com").await, account(t, "olga@example.com").await);
        Self { t, openings: Openings::new(t.db(), config), ada, operator }
    }

    async fn open(&self, key: &str, kind: SellerKind) -> Result<SellerId, OpeningError> {
        let new = NewOpening {
            key: IdempotencyKey::parse(&format!("opening-key-{key:0>8}")).unwrap(),
            name: "Delta Lamps".into(),
            country: "US".into(),
            region: "OR".into(),
            currency: Currency::USD,
            support_email: Email::parse("help@delta.example").ok(),
            kind,
            plan: Plan::Professional,
        };
        self.openings.open(self.ada, new).await
    }

    async fn hand_in(
        &self,
        seller: SellerId,
        kind: DocumentKind,
        content: &[u8],
    ) -> Result<OpeningDocumentId, OpeningError> {
        let new = NewDocument {
            seller,
            by: self.ada,
            kind,
            file_name: "C:\\scans\\one.pdf".into(),
            content: Arc::new(content.to_vec()),
        };
        self.openings.add_document(new).await
    }

    async fn legal(&self, seller: SellerId, tax_id: &str) {
        let legal = Legal {
            name: "Delta Lamps LLC".into(),
            address: vec!["5 River Road".into()],
            tax_id: tax_id.into(),
        };
        let db = self.t.db();
        let write = db.write(move |tx| {
            let legal = legal.clone();
            Box::pin(async move { sellers::update_legal(tx, seller, &legal).await })
        });
        write.await.unwrap();
    }

    async fn bank(&self, seller: SellerId) {
        let config = PayoutsConfig {
            minimum_hundredths: 100,
            shop_name: "Orinoco".into(),
            public_url: "https://shop.example".into(),
        };
        let input = BankAccountInput {
            holder: "Delta Lamps".into(),
            kind: Some(BankAccountKind::Us),
            routing: "110000000".into(),
            account: "000123456789".into(),
            ..BankAccountInput::default()
        };
        Payouts::sandbox(self.t.db(), config).set_account(seller, self.ada, &input).await.unwrap();
    }

    /// A person's shop with all that is asked for, not submitted.
    async fn complete(&self, key: &str) -> SellerId {
        let seller = self.open(key, SellerKind::Person).await.unwrap();
        self.legal(seller, "").await;
        self.bank(seller).await;
        self.hand_in(seller, DocumentKind::Identity, PDF).await.unwrap();
        self.hand_in(seller, DocumentKind::Address, PDF).await.unwrap();
        seller
    }

    async fn state(&self, seller: SellerId) -> OpeningState {
        opening(&mut self.t.db().read().await.unwrap(), seller).await.unwrap().unwrap().state.0
    }

    async fn sells(&self, seller: SellerId) -> bool {
        let row = sellers::get(&mut self.t.db().read().await.unwrap(), seller).await.unwrap().unwrap();
        row.may_sell(self.t.db().now())
    }

    async fn mails(&self) -> Vec<String> {
        let mut conn = self.t.db().read().await.unwrap();
        let rows: Vec<(String,)> =
            conn.all(sql("SELECT subject FROM mail_messages ORDER BY id")).await.unwrap();
        rows.into_iter().map(|(subject,)| subject).collect()
    }

    async fn verdict(
        &self,
        seller: SellerId,
        by: AccountId,
        decision: OpeningDecision,
        words: &str,
        again: &[Requirement],
    ) -> Result<(), OpeningError> {
        let seen = self.seen(seller).await;
        let verdict = Verdict { by, decision, words: words.into(), again: again.to_vec(), seen };
        self.openings.decide(seller, verdict).await
    }

    async fn seen(&self, seller: SellerId) -> String {
        let mut conn = self.t.db().read().await.unwrap();
        let row = sellers::get(&mut conn, seller).await.unwrap().unwrap();
        sight(&mut conn, &row).await.unwrap()
    }

    async fn decide(
        &self,
        seller: SellerId,
        decision: OpeningDecision,
        words: &str,
        again: &[Requirement],
    ) -> Result<(), OpeningError> {
        self.verdict(seller, self.operator, decision, words, again).await
    }
}

async fn account(t: &TestDb, mail: &str) -> AccountId {
    sellers::testing::account(&t.db(), mail).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_sells_from_the_approval_on_and_begins_its_plan() {
    on_both(|t| {
        Box::pin(async move {
            let desk = Desk::new(t).await;
            let seller = desk.complete("one").await;
            assert!(!desk.sells(seller).await);
            t.clock().advance(DurationUs::from_mins(1));
            desk.openings.submit(seller, desk.ada).await.unwrap();
            desk.openings.submit(seller, desk.ada).await.unwrap();
            {
                let mut conn = t.db().read().await.unwrap();
                assert_eq!(waiting(&mut conn, 10).await.unwrap().len(), 1);
                assert_eq!(waiting_count(&mut conn).await.unwrap(), 1);
                assert_eq!(fees::plan_of(&mut conn, seller).await.unwrap(), None);
            }
            assert!(!desk.sells(seller).await, "what waits does not sell");
            t.clock().advance(DurationUs::from_mins(1));
            desk.decide(seller, OpeningDecision::Approve, "", &[]).await.unwrap();
            desk.decide(seller, OpeningDecision::Approve, "", &[]).await.unwrap();
            assert!(desk.sells(seller).await);
            assert_eq!(desk.mails().await.iter().filter(|s| *s == "Your shop is open").count(), 1);
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(fees::plan_of(&mut conn, seller).await.unwrap(), Some(Plan::Professional));
            let told: Vec<OpeningState> =
                steps(&mut conn, seller).await.unwrap().iter().map(|step| step.state.0).collect();
            assert_eq!(told, [OpeningState::Approved, OpeningState::Submitted, OpeningState::Draft]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_named_and_nothing_is_handed_to_the_operator() {
    on_both(|t| {
        Box::pin(async move {
            let desk = Desk::new(t).await;
            let seller = desk.open("one", SellerKind::Company).await.unwrap();
            use Requirement as R;
            let missing = |error| match error {
                OpeningError::Missing { what } => what,
                other => panic!("{other:?}"),
            };
            let what = missing(desk.openings.submit(seller, desk.ada).await.unwrap_err());
            assert_eq!(what, [R::Legal, R::TaxId, R::Bank, R::Identity, R::Register]);
            desk.legal(seller, "").await;
            desk.bank(seller).await;
            desk.hand_in(seller, DocumentKind::Register, PDF).await.unwrap();
            let what = missing(desk.openings.submit(seller, desk.ada).await.unwrap_err());
            assert_eq!(what, [R::TaxId, R::Identity]);
            assert_eq!(desk.state(seller).await, OpeningState::Draft);

            // Complete when it was submitted, and not any more when an operator approves it.
            desk.legal(seller, "123456789").await;
            desk.hand_in(seller, DocumentKind::Identity, PDF).await.unwrap();
            desk.openings.submit(seller, desk.ada).await.unwrap();
            desk.legal(seller, "").await;
            let refused = desk.decide(seller, OpeningDecision::Approve, "", &[]).await.unwrap_err();
            assert_eq!(missing(refused), [R::TaxId]);
            assert!(!desk.sells(seller).await);
            assert_eq!(desk.state(seller).await, OpeningState::Submitted);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_is_marked_changed_and_handed_in_again() {
    on_both(|t| {
        Box::pin(async move {
            let desk = Desk::new(t).await;
            let seller = desk.complete("one").await;
            desk.openings.submit(seller, desk.ada).await.unwrap();
            let locked = desk.hand_in(seller, DocumentKind::Other, b"%PDF-more").await.unwrap_err();
            assert!(matches!(locked, OpeningError::WrongState { state: OpeningState::Submitted }));

            let again = [Requirement::Identity];
            let without = desk.decide(seller, OpeningDecision::Return, "", &again).await.unwrap_err();
            assert!(matches!(without, OpeningError::BadWords));
            let nothing = desk.decide(seller, OpeningDecision::Return, "Blurred.", &[]).await.unwrap_err();
            assert!(matches!(nothing, OpeningError::NothingToHandIn));
            t.clock().advance(DurationUs::from_mins(1));
            desk.decide(seller, OpeningDecision::Return, "The scan is\n blurred.", &again).await.unwrap();
            {
                let mut conn = t.db().read().await.unwrap();
                let row = opening(&mut conn, seller).await.unwrap().unwrap();
                assert_eq!((row.state.0, &row.again.0[..]), (OpeningState::Returned, &again[..]));
                let step = &steps(&mut conn, seller).await.unwrap()[0];
                assert_eq!((step.words.as_str(), step.by_account), ("The scan is blurred.", desk.operator));
            }
            let unchanged = desk.openings.submit(seller, desk.ada).await.unwrap_err();
            assert!(matches!(unchanged, OpeningError::Missing { what } if what == again));
            t.clock().advance(DurationUs::from_mins(1));
            let files = documents(&mut t.db().read().await.unwrap(), seller).await.unwrap();
            let old = files.iter().find(|file| file.kind.0 == DocumentKind::Identity).unwrap().id;
            assert!(desk.openings.remove_document(seller, old).await.unwrap());
            assert!(!desk.openings.remove_document(seller, old).await.unwrap());
            desk.hand_in(seller, DocumentKind::Identity, b"\x89PNG\r\n\x1a\n sharp").await.unwrap();
            desk.openings.submit(seller, desk.ada).await.unwrap();
            let row = opening(&mut t.db().read().await.unwrap(), seller).await.unwrap().unwrap();
            assert!(row.again.0.is_empty(), "what was handed in again is not marked any more");
            desk.decide(seller, OpeningDecision::Return, "Still blurred.", &again).await.unwrap();
            let told = desk.mails().await;
            let back = told.iter().filter(|s| *s == "Something is missing before your shop opens").count();
            assert_eq!(back, 2, "each time is told");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_opens_one_shop_and_nobody_opens_a_hundred() {
    on_both(|t| {
        Box::pin(async move {
            let desk = Desk::new(t).await;
            let one = desk.open("one", SellerKind::Person).await.unwrap();
            assert_eq!(desk.open("one", SellerKind::Person).await.unwrap(), one);
            for key in ["two", "three"] {
                desk.open(key, SellerKind::Person).await.unwrap();
            }
            assert!(matches!(desk.open("four", SellerKind::Person).await, Err(OpeningError::TooManyOpen)));
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(of_account(&mut conn, desk.ada).await.unwrap().len(), 3);
            assert!(sellers::is_owner(&mut conn, one, desk.ada).await.unwrap());
            assert!(of_account(&mut conn, desk.operator).await.unwrap().is_empty());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_what_it_says_and_only_this_sellers() {
    on_both(|t| {
        Box::pin(async move {
            let desk = Desk::new(t).await;
            let seller = desk.open("one", SellerKind::Person).await.unwrap();
            let other = desk.open("two", SellerKind::Person).await.unwrap();
            let html = desk.hand_in(seller, DocumentKind::Identity, b"<html>").await.unwrap_err();
            assert!(matches!(html, OpeningError::NotADocument));
            let mut large = PDF.to_vec();
            large.resize(LARGEST_DOCUMENT + 1, b' ');
            let large = desk.hand_in(seller, DocumentKind::Identity, &large).await.unwrap_err();
            assert!(matches!(large, OpeningError::TooLarge));
            let id = desk.hand_in(seller, DocumentKind::Identity, PDF).await.unwrap();
            assert_eq!(desk.hand_in(seller, DocumentKind::Identity, PDF).await.unwrap(), id);
            {
                let mut conn = t.db().read().await.unwrap();
                let (row, bytes) = content(&mut conn, seller, id).await.unwrap().unwrap();
                assert_eq!((row.file_name.as_str(), row.media_type.as_str()), ("one.pdf", "application/pdf"));
                assert_eq!((bytes.as_slice(), row.bytes), (PDF, PDF.len() as i64));
                assert!(content(&mut conn, other, id).await.unwrap().is_none());
            }
            assert!(!desk.openings.remove_document(other, id).await.unwrap());
            for number in 1..MOST_DOCUMENTS {
                let file = format!("%PDF-{number}");
                desk.hand_in(seller, DocumentKind::Other, file.as_bytes()).await.unwrap();
            }
            let full = desk.hand_in(seller, DocumentKind::Other, b"%PDF-last").await.unwrap_err();
            assert!(matches!(full, OpeningError::TooManyDocuments));
        })
    })
    .await;
}

/// Keeps a card for the fees of a shop that is being opened.
async fn keep_card(t: &TestDb, seller: SellerId) {
    let kept: Result<u64, db::DbError> = t
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let now = tx.now();
                let card =
                    "INSERT INTO fees_cards (seller_id, token, saved_at_us) VALUES ($1, 'a-token', $2)";
                tx.exec(db::sql(card).bind(seller).bind(now)).await
            })
        })
        .await;
    assert_eq!(kept.unwrap(), 1);
}

async fn cards(t: &TestDb) -> i64 {
    let count = db::sql("SELECT CAST(COUNT(*) AS BIGINT) FROM fees_cards");
    t.db().read().await.unwrap().one::<(i64,)>(count).await.unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_up_or_refused_never_sells_and_is_forgotten() {
    on_both(|t| {
        Box::pin(async move {
            let desk = Desk::new(t).await;
            let given_up = desk.complete("one").await;
            keep_card(t, given_up).await;
            desk.openings.withdraw(given_up, desk.ada).await.unwrap();
            desk.openings.withdraw(given_up, desk.ada).await.unwrap();
            assert_eq!(cards(t).await, 0, "the card goes with the shop");
            let refused = desk.complete("two").await;
            keep_card(t, refused).await;
            desk.openings.submit(refused, desk.ada).await.unwrap();
            let own = desk.verdict(refused, desk.ada, OpeningDecision::Approve, "", &[]).await;
            assert!(matches!(own, Err(OpeningError::OwnShop)), "nobody lets themselves in");
            assert_eq!(cards(t).await, 1, "it is kept while nobody has decided");
            desk.decide(refused, OpeningDecision::Refuse, "The passport is not yours.", &[]).await.unwrap();
            assert_eq!(cards(t).await, 0);
            let again: Result<(), fees::FeeError> = t
                .db()
                .write(move |tx| Box::pin(async move { fees::save_card(tx, refused, "a-token").await }))
                .await;
            assert!(
                matches!(again, Err(fees::FeeError::NoSuchSeller)),
                "a closed shop keeps none: {again:?}"
            );
            {
                let mut conn = t.db().read().await.unwrap();
                let row = sellers::get(&mut conn, given_up).await.unwrap().unwrap();
                assert_eq!((row.status, row.legal, row.support_email), (SellerStatus::Closed, None, None));
                assert!(sellers::staff(&mut conn, given_up).await.unwrap().is_empty());
                assert!(!has_documents(&mut conn, given_up).await.unwrap());
                assert!(has_documents(&mut conn, refused).await.unwrap());
                let told = OpeningData.export(&mut conn, desk.ada).await.unwrap();
                assert_eq!(told.as_array().unwrap().len(), 2, "{told}");
            }
            assert!(!desk.sells(given_up).await && !desk.sells(refused).await);
            assert!(desk.openings.submit(given_up, desk.ada).await.is_err());
            desk.openings.withdraw(refused, desk.ada).await.unwrap();
            {
                let mut conn = t.db().read().await.unwrap();
                assert!(
                    has_documents(&mut conn, refused).await.unwrap(),
                    "it was refused for what is in them"
                );
                assert!(payouts::account(&mut conn, refused).await.unwrap().is_none());
                assert!(sellers::staff(&mut conn, refused).await.unwrap().is_empty());
            }

            assert_eq!(desk.openings.forget_old().await.unwrap(), 0);
            t.clock().advance(KEPT);
            t.clock().advance(DurationUs::from_hours(1));
            assert_eq!(desk.openings.forget_old().await.unwrap(), 2);
            assert!(!has_documents(&mut t.db().read().await.unwrap(), refused).await.unwrap());

            let sold = desk.complete("three").await;
            desk.openings.submit(sold, desk.ada).await.unwrap();
            desk.decide(sold, OpeningDecision::Approve, "", &[]).await.unwrap();
            let late = desk.openings.withdraw(sold, desk.ada).await.unwrap_err();
            assert!(matches!(late, OpeningError::WrongState { state: OpeningState::Approved }));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_approved_but_what_was_seen() {
    on_both(|t| {
        Box::pin(async move {
            let desk = Desk::new(t).await;
            let seller = desk.complete("one").await;
            desk.openings.submit(seller, desk.ada).await.unwrap();
            let seen = desk.seen(seller).await;
            desk.legal(seller, "987654321").await;
            let approve = |seen: String| Verdict {
                by: desk.operator,
                decision: OpeningDecision::Approve,
                words: String::new(),
                again: Vec::new(),
                seen,
            };
            let changed = desk.openings.decide(seller, approve(seen)).await.unwrap_err();
            assert!(matches!(changed, OpeningError::Changed));
            assert!(!desk.sells(seller).await);
            desk.openings.decide(seller, approve(desk.seen(seller).await)).await.unwrap();
            assert!(desk.sells(seller).await);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_operators_at_once_decide_once() {
    on_both(|t| {
        Box::pin(async move {
            let desk = Desk::new(t).await;
            let seller = desk.complete("one").await;
            desk.openings.submit(seller, desk.ada).await.unwrap();
            let (yes, no) = tokio::join!(
                desk.decide(seller, OpeningDecision::Approve, "", &[]),
                desk.decide(seller, OpeningDecision::Refuse, "Not here.", &[]),
            );
            assert!(yes.is_ok() != no.is_ok(), "{yes:?} {no:?}");
            let approved = desk.state(seller).await == OpeningState::Approved;
            assert_eq!(approved, yes.is_ok());
            assert_eq!(desk.sells(seller).await, approved);
            let steps = steps(&mut t.db().read().await.unwrap(), seller).await.unwrap();
            let decided = steps.iter().filter(|step| step.state.0.is_final()).count();
            assert_eq!((decided, steps.len()), (1, 3));
        })
    })
    .await;
}
