//! The platform's own people: what a role gives holds with the next request, the last administrator stays, and
//! whoever is none any more has invited nobody. What all invitations have in common is tested with those of
//! sellers.

use crate::common::*;
use db::testing::{TestDb, on_both};
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::roles::OperatorRole;
use domain::{AccountId, DurationUs, InvitationId};
use identity::invitations::{Invitation, InvitationError, Letterhead, NewInvitation, Operators, invitations};
use identity::operators::*;
use identity::{AccountData, Identity, PersonalData as _};

const BOOKS: &str = "books@example.com";

fn letterhead() -> Letterhead {
    Letterhead { shop_name: "Orinoco".into(), public_url: "https://shop.example".into() }
}

/// A platform with one administrator.
struct Desk<'t> {
    t: &'t TestDb,
    id: Identity,
    olga: AccountId,
}

async fn desk(t: &TestDb) -> Desk<'_> {
    let id = identity(t);
    let olga = id.create_account(person("olga@example.com", PASSWORD), true).await.unwrap();
    Desk { t, id, olga }
}

impl Desk<'_> {
    async fn account(&self, mail: &str) -> AccountId {
        self.id.create_account(person(mail, PASSWORD), false).await.unwrap()
    }

    async fn invite(
        &self,
        key: &str,
        to: &str,
        role: OperatorRole,
        by: AccountId,
    ) -> Result<InvitationId, OperatorError> {
        let key = IdempotencyKey::parse(&format!("{key:-<20}")).unwrap();
        let new = NewInvitation { key, team: Operators, email: email(to), role, by, locale: Locale::En };
        self.id.invite_operator(new).await
    }

    /// The codes of the letters to somebody, in their order.
    async fn codes(&self, to: &str) -> Vec<String> {
        let letters = mail::written_to(&mut self.t.db().read().await.unwrap(), &email(to)).await.unwrap();
        let code = |text: &str| text.split_once("/join?token=").unwrap().1[..32].to_owned();
        letters.iter().map(|letter| code(&letter.text_body)).collect()
    }

    async fn accept(&self, code: &str, who: AccountId) -> Result<Invitation<Operators>, OperatorError> {
        let (db, code) = (self.t.db(), code.to_owned());
        db.write(move |tx| {
            let code = code.clone();
            Box::pin(async move { accept(tx, &letterhead(), &code, who).await })
        })
        .await
    }

    async fn appoint(&self, who: AccountId, role: OperatorRole) -> Result<bool, OperatorError> {
        let db = self.t.db();
        db.write(move |tx| Box::pin(appoint(tx, who, role))).await
    }

    async fn change(&self, who: AccountId, role: OperatorRole) -> Result<bool, OperatorError> {
        let db = self.t.db();
        db.write(move |tx| Box::pin(change_role(tx, who, role))).await
    }

    async fn dismiss(&self, who: AccountId) -> Result<(), OperatorError> {
        let db = self.t.db();
        db.write(move |tx| Box::pin(dismiss(tx, who))).await
    }

    async fn role_of(&self, who: AccountId) -> Option<OperatorRole> {
        let all = operators(&mut self.t.db().read().await.unwrap()).await.unwrap();
        all.into_iter().find(|one| one.account_id == who).map(|one| one.role)
    }

    async fn open(&self) -> usize {
        invitations(&mut self.t.db().read().await.unwrap(), Operators).await.unwrap().len()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_is_to_the_platform_holds_with_their_next_request() {
    on_both(|t| {
        Box::pin(async move {
            let desk = desk(t).await;
            let books = desk.account(BOOKS).await;
            let browser = signed_in(&desk.id, BOOKS).await;
            let now =
                async || desk.id.session(browser.token.reveal()).await.unwrap().unwrap().account.operator;
            assert_eq!(now().await, None);
            assert!(desk.appoint(books, OperatorRole::Finance).await.unwrap());
            assert!(!desk.appoint(books, OperatorRole::Finance).await.unwrap(), "it was so already");
            assert_eq!(now().await, Some(OperatorRole::Finance));
            t.clock().advance(DurationUs::from_mins(1));
            assert!(desk.change(books, OperatorRole::Support).await.unwrap());
            assert_eq!(now().await, Some(OperatorRole::Support));
            let since = operators(&mut t.db().read().await.unwrap()).await.unwrap();
            let since = since.iter().find(|one| one.account_id == books).unwrap().since;
            assert!(since < t.db().now(), "since they came, whatever they are now");
            desk.dismiss(books).await.unwrap();
            assert_eq!(now().await, None);
            assert!(matches!(desk.dismiss(books).await, Err(OperatorError::NoSuchOperator)));
            let gone = desk.change(books, OperatorRole::Finance).await;
            assert!(matches!(gone, Err(OperatorError::NoSuchOperator)));
            let nobody: AccountId = t.db().new_id();
            let nobody = desk.appoint(nobody, OperatorRole::Finance).await;
            assert!(matches!(nobody, Err(OperatorError::NoSuchAccount)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays_and_of_two_who_leave_at_once_one_does() {
    on_both(|t| {
        Box::pin(async move {
            let desk = desk(t).await;
            let vera = desk.account("vera@example.com").await;
            desk.appoint(vera, OperatorRole::Technical).await.unwrap();
            for role in [OperatorRole::Finance, OperatorRole::Technical] {
                let last = desk.change(desk.olga, role).await;
                assert!(matches!(last, Err(OperatorError::LastAdministrator)), "{role}");
            }
            let last = desk.dismiss(desk.olga).await;
            assert!(matches!(last, Err(OperatorError::LastAdministrator)));
            desk.appoint(vera, OperatorRole::Administrator).await.unwrap();
            let (one, other) =
                tokio::join!(desk.dismiss(desk.olga), desk.change(vera, OperatorRole::Support));
            assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
            let all = operators(&mut t.db().read().await.unwrap()).await.unwrap();
            assert_eq!(all.iter().filter(|one| one.role == OperatorRole::Administrator).count(), 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_invite_no_more_has_not_invited() {
    on_both(|t| {
        Box::pin(async move {
            let desk = desk(t).await;
            let vera = desk.account("vera@example.com").await;
            desk.appoint(vera, OperatorRole::Administrator).await.unwrap();
            desk.invite("friend", BOOKS, OperatorRole::Administrator, vera).await.unwrap();
            let (code, books) = (desk.codes(BOOKS).await.remove(0), desk.account(BOOKS).await);
            desk.change(vera, OperatorRole::Support).await.unwrap();
            let late = desk.accept(&code, books).await;
            let gone = matches!(late, Err(OperatorError::Invitation(InvitationError::NoSuchInvitation)));
            assert!(gone, "{late:?}");
            assert_eq!((desk.open().await, desk.role_of(books).await), (0, None));
            // A form that was let in a moment before is looked at again, with a key that it had as well.
            for key in ["friend", "late"] {
                let late = desk.invite(key, BOOKS, OperatorRole::Administrator, vera).await;
                assert!(matches!(late, Err(OperatorError::NotAdministrator)), "{key}");
            }
            let mut conn = t.db().read().await.unwrap();
            assert!(must_administer(&mut conn, desk.olga).await.is_ok());
            for other in [vera, books, t.db().new_id()] {
                let refused = must_administer(&mut conn, other).await;
                assert!(matches!(refused, Err(OperatorError::NotAdministrator)));
            }
            drop(conn);
            assert_eq!((desk.open().await, desk.codes(BOOKS).await.len()), (0, 1));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_ones_data_says_what_somebody_is_to_the_platform() {
    on_both(|t| {
        Box::pin(async move {
            let desk = desk(t).await;
            let books = desk.account(BOOKS).await;
            for (who, role) in [(desk.olga, "\"administrator\""), (books, "null")] {
                let own =
                    AccountData.export(&mut t.db().read().await.unwrap(), who).await.unwrap().to_string();
                assert!(own.contains(&format!("\"works_for_the_shop_as\":{role}")), "{own}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_administrators_get_a_letter_that_names_nobody() {
    const VERA: &str = "vera@example.com";
    on_both(|t| {
        Box::pin(async move {
            let desk = desk(t).await;
            let vera = desk.account(VERA).await;
            desk.appoint(vera, OperatorRole::Administrator).await.unwrap();
            let said = async |role: Option<OperatorRole>, member: AccountId| -> Result<bool, OperatorError> {
                t.clock().advance(DurationUs::from_mins(1));
                let (db, olga) = (t.db(), desk.olga);
                db.write(move |tx| {
                    Box::pin(async move { decide(tx, &letterhead(), olga, member, role).await })
                })
                .await
            };
            // Of what was told, as an account may have been written other things.
            let letters = async |to: &str| {
                let all = mail::written_to(&mut t.db().read().await.unwrap(), &email(to)).await.unwrap();
                all.into_iter().filter(|one| one.message_key.contains(".told_")).collect::<Vec<_>>()
            };
            desk.invite("books", BOOKS, OperatorRole::Finance, desk.olga).await.unwrap();
            desk.invite("books", BOOKS, OperatorRole::Finance, desk.olga).await.unwrap();
            let (code, books) = (desk.codes(BOOKS).await.remove(0), desk.account(BOOKS).await);
            t.clock().advance(DurationUs::from_mins(1));
            desk.accept(&code, books).await.unwrap();
            assert!(said(Some(OperatorRole::Support), books).await.unwrap());
            assert!(!said(Some(OperatorRole::Support), books).await.unwrap(), "it was so already");
            assert!(said(None, books).await.unwrap());
            assert!(matches!(said(None, books).await, Err(OperatorError::NoSuchOperator)));
            let told = letters(VERA).await;
            let subjects: Vec<&str> = told.iter().map(|letter| letter.subject.as_str()).collect();
            let endings = ["somebody was invited", "somebody joined", "a role was changed", "somebody left"];
            assert_eq!(subjects.len(), endings.len(), "each is told once: {subjects:?}");
            for ((letter, ending), role) in
                told.iter().zip(endings).zip(["finance", "finance", "support", "support"])
            {
                assert!(letter.subject.ends_with(ending), "{subjects:?}");
                let text = &letter.text_body;
                assert!(text.contains(role) && text.contains("/operator/staff"), "{text}");
                assert!(!text.contains(BOOKS) && !text.contains("olga"), "{text}");
            }
            let own: Vec<String> = letters("olga@example.com").await.into_iter().map(|l| l.subject).collect();
            assert_eq!(own.len(), 1, "who did it knows it: {own:?}");
            assert!(own[0].ends_with("somebody joined"));
        })
    })
    .await;
}
