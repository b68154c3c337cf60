//! The platform's own people: what a role gives holds with the next request, the last administrator stays,
//! and an invitation is one letter, one use, one address, seven days.

use crate::common::*;
use db::testing::{TestDb, on_both};
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::roles::OperatorRole;
use domain::{AccountId, DurationUs, OperatorInvitationId};
use identity::operators::*;
use identity::{AccountData, Identity, PersonalData as _};

const BOOKS: &str = "books@example.com";

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
    ) -> Result<OperatorInvitationId, OperatorError> {
        let key = IdempotencyKey::parse(&format!("{key:-<20}")).unwrap();
        let new = NewOperatorInvitation { key, email: email(to), role, by, locale: Locale::En };
        self.id.invite_operator(new).await
    }

    /// The codes of the letters to somebody, in their order.
    async fn codes(&self, to: &str) -> Vec<String> {
        let letters = mail::written_to(&mut self.t.db().read().await.unwrap(), &email(to)).await.unwrap();
        let code = |text: &str| text.split_once("/join?token=").unwrap().1[..32].to_owned();
        letters.iter().map(|letter| code(&letter.text_body)).collect()
    }

    async fn accept(&self, code: &str, who: AccountId) -> Result<OperatorInvitation, OperatorError> {
        let (db, code) = (self.t.db(), code.to_owned());
        db.write(move |tx| {
            let code = code.clone();
            Box::pin(async move { accept(tx, &code, who).await })
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
        invitations(&mut self.t.db().read().await.unwrap()).await.unwrap().len()
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
async fn an_invitation_is_accepted_once_by_whoever_has_the_address() {
    on_both(|t| {
        Box::pin(async move {
            let desk = desk(t).await;
            let id = desk.invite("first", BOOKS, OperatorRole::Finance, desk.olga).await.unwrap();
            let again = desk.invite("first", BOOKS, OperatorRole::Finance, desk.olga).await.unwrap();
            assert_eq!(again, id, "the same form");
            let other = desk.invite("first", BOOKS, OperatorRole::Support, desk.olga).await;
            assert!(matches!(other, Err(OperatorError::KeyReused)));
            let codes = desk.codes(BOOKS).await;
            assert_eq!((codes.len(), desk.open().await), (1, 1));
            let (books, other) =
                (desk.account("Books@Example.com").await, desk.account("other@example.com").await);
            assert!(matches!(desk.accept(&codes[0], other).await, Err(OperatorError::NotInvited)));
            assert!(matches!(desk.accept("nonsense", books).await, Err(OperatorError::NoSuchInvitation)));
            assert_eq!(desk.role_of(books).await, None);
            let (one, two) = tokio::join!(desk.accept(&codes[0], books), desk.accept(&codes[0], books));
            assert_eq!([&one, &two].iter().filter(|accepted| accepted.is_ok()).count(), 1);
            assert_eq!(desk.role_of(books).await, Some(OperatorRole::Finance));
            assert_eq!(desk.open().await, 0);
            let again = desk.invite("again", BOOKS, OperatorRole::Administrator, desk.olga).await;
            assert!(matches!(again, Err(OperatorError::WorksHere)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_withdrawn_followed_by_another_or_is_a_week_old_opens_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let desk = desk(t).await;
            let books = desk.account(BOOKS).await;
            let id = desk.invite("first", BOOKS, OperatorRole::Finance, desk.olga).await.unwrap();
            let take_back = async || t.db().write(move |tx| Box::pin(withdraw(tx, id))).await;
            take_back().await.unwrap();
            assert!(matches!(take_back().await, Err(OperatorError::NoSuchInvitation)));
            for key in ["second", "third"] {
                t.clock().advance(DurationUs::from_mins(1));
                desk.invite(key, BOOKS, OperatorRole::Finance, desk.olga).await.unwrap();
            }
            let many = desk.invite("fourth", BOOKS, OperatorRole::Finance, desk.olga).await;
            assert!(matches!(many, Err(OperatorError::TooManyInvitations)), "three letters a day to one");
            let codes = desk.codes(BOOKS).await;
            for code in &codes[..2] {
                let late = desk.accept(code, books).await;
                assert!(matches!(late, Err(OperatorError::NoSuchInvitation)));
            }
            assert_eq!(desk.open().await, 1, "the last letter counts");
            t.clock().advance(INVITED_FOR);
            let late = desk.accept(&codes[2], books).await;
            assert!(matches!(late, Err(OperatorError::NoSuchInvitation)));
            assert_eq!(desk.open().await, 1, "it is shown that it is too old");
            t.clock().advance(DurationUs::from_days(31));
            desk.id.purge().await.unwrap();
            assert_eq!((desk.open().await, desk.role_of(books).await), (0, None));
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
            assert!(matches!(late, Err(OperatorError::NoSuchInvitation)));
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
async fn an_invitation_is_in_the_copy_of_ones_data_and_goes_with_the_account() {
    on_both(|t| {
        Box::pin(async move {
            let desk = desk(t).await;
            desk.invite("first", BOOKS, OperatorRole::Finance, desk.olga).await.unwrap();
            let books = desk.account(BOOKS).await;
            for (address_is_proven, seen) in [(true, true), (false, false)] {
                let data = OperatorInvitationData { address_is_proven };
                let copy = data.export(&mut t.db().read().await.unwrap(), books).await.unwrap().to_string();
                assert_eq!(copy.contains(BOOKS), seen, "{copy}");
            }
            let data = OperatorInvitationData { address_is_proven: true };
            let sent = data.export(&mut t.db().read().await.unwrap(), desk.olga).await.unwrap().to_string();
            assert!(sent.contains("\"sent\""), "{sent}");
            for (who, role) in [(desk.olga, "\"administrator\""), (books, "null")] {
                let own =
                    AccountData.export(&mut t.db().read().await.unwrap(), who).await.unwrap().to_string();
                assert!(own.contains(&format!("\"works_for_the_shop_as\":{role}")), "{own}");
            }
            let db = t.db();
            let erased = db.write(move |tx| {
                Box::pin(async move {
                    OperatorInvitationData { address_is_proven: true }.erase(tx, books).await.unwrap();
                    Ok::<_, OperatorError>(())
                })
            });
            erased.await.unwrap();
            assert_eq!(desk.open().await, 0);
        })
    })
    .await;
}
