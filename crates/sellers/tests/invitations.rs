//! Invitations to a seller's staff and to the platform's: one letter, one use, one address, seven days; and whoever may
//! invite no more has not invited. What both have in common is asked of both.
#![allow(clippy::unwrap_used)]

use db::testing::{TestDb, on_both};
use domain::contact::Email;
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::roles::{OperatorRole, StaffRole};
use domain::text_enum::TextEnum;
use domain::{AccountId, DurationUs, InvitationId, SellerId};
use identity::invitations::*;
use identity::operators::{self, OperatorError};
use identity::{Identity, IdentityConfig, OperatorInvitationData, PersonalData};
use sellers::testing::seller_with_owner;
use sellers::{InvitationData, SellerError, StaffData, add_staff, change_role, staff};
use serde_json::Value;
use std::future::Future;

/// Roles of these names are there in both teams.
const BOOKS: &str = "finance";
const LISTS: &str = "catalogue";

fn letterhead() -> Letterhead {
    Letterhead { shop_name: "Orinoco".into(), public_url: "https://shop.example".into() }
}

fn identity(t: &TestDb) -> Identity {
    Identity::new(t.db(), IdentityConfig::for_tests()).unwrap()
}

async fn account(t: &TestDb, mail: &str) -> AccountId {
    sellers::testing::account(&t.db(), mail).await
}

fn of_seller(error: SellerError) -> InvitationError {
    match error {
        SellerError::Invitation(error) => error,
        other => panic!("{other}"),
    }
}

fn of_platform(error: OperatorError) -> InvitationError {
    match error {
        OperatorError::Invitation(error) => error,
        other => panic!("{other}"),
    }
}

/// What a team's own capability does around its invitations.
trait Invites: Team {
    /// Its highest role.
    const TOP: &'static str;
    /// Where the people of this test have their addresses, so that two teams' do not meet.
    const HOST: &'static str;

    fn data(address_is_proven: bool) -> Box<dyn PersonalData>;
    fn send(
        t: &TestDb,
        new: NewInvitation<Self>,
    ) -> impl Future<Output = Result<InvitationId, InvitationError>> + Send;
    fn join(
        t: &TestDb,
        code: String,
        who: AccountId,
    ) -> impl Future<Output = Result<Invitation<Self>, InvitationError>> + Send;
    /// Makes somebody something here, whatever they were.
    fn put(self, t: &TestDb, who: AccountId, role: Self::Role) -> impl Future<Output = ()> + Send;
    fn role_of(self, t: &TestDb, who: AccountId) -> impl Future<Output = Option<Self::Role>> + Send;
}

impl Invites for SellerId {
    const TOP: &'static str = "owner";
    const HOST: &'static str = "lamps.example";

    fn data(address_is_proven: bool) -> Box<dyn PersonalData> {
        Box::new(InvitationData { address_is_proven })
    }

    async fn send(t: &TestDb, new: NewInvitation<Self>) -> Result<InvitationId, InvitationError> {
        let db = t.db();
        let sent = db.write(move |tx| {
            let new = new.clone();
            Box::pin(async move { sellers::invite(tx, &letterhead(), &new).await })
        });
        sent.await.map_err(of_seller)
    }

    async fn join(t: &TestDb, code: String, who: AccountId) -> Result<Invitation<Self>, InvitationError> {
        let db = t.db();
        let joined = db.write(move |tx| {
            let code = code.clone();
            Box::pin(async move { sellers::accept(tx, &letterhead(), &code, who).await })
        });
        joined.await.map_err(of_seller)
    }

    async fn put(self, t: &TestDb, who: AccountId, role: StaffRole) {
        t.db().write(move |tx| Box::pin(add_staff(tx, self, who, role))).await.unwrap();
    }

    async fn role_of(self, t: &TestDb, who: AccountId) -> Option<StaffRole> {
        let all = staff(&mut t.db().read().await.unwrap(), self).await.unwrap();
        all.into_iter().find(|member| member.account_id == who).map(|member| member.role)
    }
}

impl Invites for Operators {
    const TOP: &'static str = "administrator";
    const HOST: &'static str = "platform.example";

    fn data(address_is_proven: bool) -> Box<dyn PersonalData> {
        Box::new(OperatorInvitationData { address_is_proven })
    }

    async fn send(t: &TestDb, new: NewInvitation<Self>) -> Result<InvitationId, InvitationError> {
        identity(t).invite_operator(new).await.map_err(of_platform)
    }

    async fn join(t: &TestDb, code: String, who: AccountId) -> Result<Invitation<Self>, InvitationError> {
        let db = t.db();
        let joined = db.write(move |tx| {
            let code = code.clone();
            Box::pin(async move { operators::accept(tx, &letterhead(), &code, who).await })
        });
        joined.await.map_err(of_platform)
    }

    async fn put(self, t: &TestDb, who: AccountId, role: OperatorRole) {
        t.db().write(move |tx| Box::pin(operators::appoint(tx, who, role))).await.unwrap();
    }

    async fn role_of(self, t: &TestDb, who: AccountId) -> Option<OperatorRole> {
        let all = operators::operators(&mut t.db().read().await.unwrap()).await.unwrap();
        all.into_iter().find(|one| one.account_id == who).map(|one| one.role)
    }
}

/// A team, and somebody who may invite to it.
struct Asked<'t, T> {
    t: &'t TestDb,
    team: T,
    by: AccountId,
}

impl<T: Invites> Asked<'_, T> {
    /// Somebody's address in this team's part of the test.
    fn mail(&self, name: &str) -> String {
        format!("{name}@{}", T::HOST)
    }

    fn role(name: &str) -> T::Role {
        T::Role::parse(name).unwrap()
    }

    /// Invites the owner of the address `name` as this.
    async fn invite(&self, key: &str, name: &str, role: &str) -> Result<InvitationId, InvitationError> {
        let new = NewInvitation {
            key: IdempotencyKey::parse(&format!("{key:-<20}")).unwrap(),
            team: self.team,
            email: Email::parse(&self.mail(name)).unwrap(),
            role: Self::role(role),
            by: self.by,
            locale: Locale::En,
        };
        T::send(self.t, new).await
    }

    /// The codes of the letters to somebody, in their order.
    async fn codes(&self, name: &str) -> Vec<String> {
        let to = Email::parse(&self.mail(name)).unwrap();
        let letters = mail::written_to(&mut self.t.db().read().await.unwrap(), &to).await.unwrap();
        let code = |text: &str| text.split_once("/join?token=").unwrap().1[..32].to_owned();
        letters.iter().map(|letter| code(&letter.text_body)).collect()
    }

    async fn accept(&self, code: &str, who: AccountId) -> Result<Invitation<T>, InvitationError> {
        T::join(self.t, code.to_owned(), who).await
    }

    /// Accepts what opens nothing.
    async fn is_gone(&self, code: &str, who: AccountId) -> bool {
        matches!(self.accept(code, who).await, Err(InvitationError::NoSuchInvitation))
    }

    async fn open(&self) -> usize {
        invitations(&mut self.t.db().read().await.unwrap(), self.team).await.unwrap().len()
    }

    async fn role_of(&self, who: AccountId) -> Option<&'static str> {
        self.team.role_of(self.t, who).await.map(TextEnum::as_str)
    }

    async fn withdraw(&self, id: InvitationId) -> Result<(), InvitationError> {
        let (db, team) = (self.t.db(), self.team);
        db.write(move |tx| Box::pin(withdraw(tx, team, id))).await
    }

    async fn forget(&self) -> u64 {
        self.t.db().write(|tx| Box::pin(forget(tx))).await.unwrap()
    }

    /// What the copy of somebody's data says of invitations.
    async fn copy(&self, address_is_proven: bool, who: AccountId) -> Vec<Value> {
        let mut conn = self.t.db().read().await.unwrap();
        let copy = T::data(address_is_proven).export(&mut conn, who).await.unwrap();
        copy.as_array().unwrap().clone()
    }
}

async fn at_seller(t: &TestDb) -> Asked<'_, SellerId> {
    let (team, by) = seller_with_owner(&t.db()).await;
    Asked { t, team, by }
}

async fn at_platform(t: &TestDb) -> Asked<'_, Operators> {
    let by = account(t, "olga@example.com").await;
    Operators.put(t, by, OperatorRole::Administrator).await;
    Asked { t, team: Operators, by }
}

/// The same of both teams, in one database.
macro_rules! of_both {
    ($($name:ident => $check:ident;)+) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            on_both(|t| {
                Box::pin(async move {
                    $check(&at_seller(t).await).await;
                    $check(&at_platform(t).await).await;
                })
            })
            .await;
        }
    )+};
}

of_both! {
    an_invitation_is_accepted_once_by_whoever_has_the_address => accepted_once;
    what_was_withdrawn_followed_by_another_or_is_a_week_old_opens_nothing => opens_nothing;
    a_mailbox_is_not_filled_and_neither_is_the_list => is_not_filled;
    whoever_may_invite_no_more_has_not_invited => has_not_invited;
    a_copy_of_ones_data_has_invitations_and_they_go_with_the_account => goes_with_the_account;
}

async fn accepted_once<T: Invites>(desk: &Asked<'_, T>) {
    let t = desk.t;
    let id = desk.invite("first", "packer", BOOKS).await.unwrap();
    assert_eq!(desk.invite("first", "packer", BOOKS).await.unwrap(), id, "the same form");
    let other = desk.invite("first", "packer", LISTS).await;
    assert!(matches!(other, Err(InvitationError::KeyReused)));
    let codes = desk.codes("packer").await;
    assert_eq!((codes.len(), desk.open().await), (1, 1));
    let packer = account(t, &desk.mail("Packer")).await;
    let other = account(t, &desk.mail("other")).await;
    assert!(matches!(desk.accept(&codes[0], other).await, Err(InvitationError::NotInvited)));
    assert!(desk.is_gone("nonsense", packer).await);
    assert_eq!(desk.role_of(packer).await, None);
    let (one, two) = tokio::join!(desk.accept(&codes[0], packer), desk.accept(&codes[0], packer));
    let accepted: Vec<InvitationId> = [one, two].into_iter().flatten().map(|open| open.id).collect();
    assert_eq!(accepted, [id], "two who press at once are one acceptance");
    assert_eq!(desk.role_of(packer).await, Some(BOOKS));
    assert!(desk.is_gone(&codes[0], packer).await);
    assert_eq!(desk.open().await, 0);
    let again = desk.invite("again", "packer", T::TOP).await;
    assert!(matches!(again, Err(InvitationError::WorksHere)));
}

async fn opens_nothing<T: Invites>(desk: &Asked<'_, T>) {
    let t = desk.t;
    let packer = account(t, &desk.mail("packer")).await;
    let id = desk.invite("first", "packer", BOOKS).await.unwrap();
    desk.withdraw(id).await.unwrap();
    assert!(matches!(desk.withdraw(id).await, Err(InvitationError::NoSuchInvitation)));
    for (key, role) in [("second", BOOKS), ("third", LISTS)] {
        t.clock().advance(DurationUs::from_mins(1));
        desk.invite(key, "packer", role).await.unwrap();
    }
    let codes = desk.codes("packer").await;
    for code in &codes[..2] {
        assert!(desk.is_gone(code, packer).await);
    }
    assert_eq!(desk.open().await, 1, "the last letter counts");
    t.clock().advance(INVITED_FOR);
    assert!(desk.is_gone(&codes[2], packer).await);
    assert_eq!(desk.open().await, 1, "it is shown that it is too old");
    assert_eq!(desk.forget().await, 0);
    t.clock().advance(DurationUs::from_days(31));
    assert_eq!(desk.forget().await, 3);
    assert_eq!((desk.open().await, desk.role_of(packer).await), (0, None));
}

async fn is_not_filled<T: Invites>(desk: &Asked<'_, T>) {
    for n in 0..MOST_TO_ONE {
        desk.invite(&format!("one-{n}"), "packer", BOOKS).await.unwrap();
    }
    let fourth = desk.invite("one-more", "packer", BOOKS).await;
    assert!(matches!(fourth, Err(InvitationError::TooMany)));
    assert_eq!(desk.open().await, 1, "what is refused ends nothing");
    for n in MOST_TO_ONE..MOST_A_DAY {
        desk.invite(&format!("many-{n}"), &format!("p{n}"), BOOKS).await.unwrap();
    }
    let beyond = desk.invite("beyond", "beyond", BOOKS).await;
    assert!(matches!(beyond, Err(InvitationError::TooMany)));
    desk.t.clock().advance(DurationUs::from_days(1));
    desk.invite("tomorrow", "packer", BOOKS).await.unwrap();
}

async fn has_not_invited<T: Invites>(desk: &Asked<'_, T>) {
    let t = desk.t;
    desk.invite("first", "packer", T::TOP).await.unwrap();
    let second = account(t, &desk.mail("second")).await;
    desk.team.put(t, second, Asked::<T>::role(T::TOP)).await;
    desk.team.put(t, desk.by, Asked::<T>::role(BOOKS)).await;
    assert_eq!(desk.open().await, 0, "it was the word of somebody who may invite");
    let packer = account(t, &desk.mail("packer")).await;
    assert!(desk.is_gone(&desk.codes("packer").await[0], packer).await);
}

async fn goes_with_the_account<T: Invites>(desk: &Asked<'_, T>) {
    let t = desk.t;
    let packer = account(t, &desk.mail("packer")).await;
    desk.invite("first", "packer", BOOKS).await.unwrap();
    let got = desk.copy(true, packer).await;
    assert_eq!((&got[0]["to"], &got[0]["kind"]), (&desk.mail("packer").into(), &"received".into()));
    assert_eq!(got[0]["role"], BOOKS);
    let guessed = desk.copy(false, packer).await;
    assert!(guessed.is_empty(), "who typed an address has not shown that it is theirs");
    let sent = desk.copy(false, desk.by).await;
    assert_eq!((&sent[0]["to"], &sent[0]["kind"]), (&desk.mail("packer").into(), &"sent".into()));
    let db = t.db();
    let erased = db.write(move |tx| {
        Box::pin(async move {
            T::data(true).erase(tx, packer).await.unwrap();
            Ok::<_, InvitationError>(())
        })
    });
    erased.await.unwrap();
    assert_eq!(desk.open().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_teams_invitation_is_nothing_to_another() {
    on_both(|t| {
        Box::pin(async move {
            let (seller, platform) = (at_seller(t).await, at_platform(t).await);
            let stranger = Asked { t, team: t.db().new_id::<SellerId>(), by: seller.by };
            let ids = [
                seller.invite("first", "packer", BOOKS).await.unwrap(),
                platform.invite("first", "packer", BOOKS).await.unwrap(),
            ];
            for taken in [
                stranger.withdraw(ids[0]).await,
                platform.withdraw(ids[0]).await,
                seller.withdraw(ids[1]).await,
            ] {
                assert!(matches!(taken, Err(InvitationError::NoSuchInvitation)));
            }
            let packers =
                [account(t, &seller.mail("packer")).await, account(t, &platform.mail("packer")).await];
            assert!(platform.is_gone(&seller.codes("packer").await[0], packers[0]).await);
            assert!(seller.is_gone(&platform.codes("packer").await[0], packers[1]).await);
            assert_eq!((seller.open().await, platform.open().await), (1, 1));
            assert_eq!(seller.copy(true, packers[0]).await[0]["seller"], "Lamp House");
            assert!(platform.copy(true, packers[0]).await.is_empty());
            assert!(seller.copy(true, packers[1]).await.is_empty());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_owner_invites_to_a_seller() {
    on_both(|t| {
        Box::pin(async move {
            let desk = at_seller(t).await;
            desk.invite("first", "packer", BOOKS).await.unwrap();
            let second = account(t, "second@example.com").await;
            desk.team.put(t, second, StaffRole::Owner).await;
            desk.team.put(t, desk.by, StaffRole::Staff).await;
            // A form that was let in a moment before is looked at again, with a key that it had as well.
            for key in ["first", "late"] {
                let new = NewInvitation {
                    key: IdempotencyKey::parse(&format!("{key:-<20}")).unwrap(),
                    team: desk.team,
                    email: Email::parse(&desk.mail("packer")).unwrap(),
                    role: StaffRole::Finance,
                    by: desk.by,
                    locale: Locale::En,
                };
                let db = t.db();
                let late = db.write(move |tx| {
                    let new = new.clone();
                    Box::pin(async move { sellers::invite(tx, &letterhead(), &new).await })
                });
                assert!(matches!(late.await, Err(SellerError::NotOwner)), "{key}");
            }
            assert_eq!((desk.open().await, desk.codes("packer").await.len()), (0, 1));
            let seats = StaffData.export(&mut t.db().read().await.unwrap(), second).await.unwrap();
            assert_eq!(seats[0]["role"], "owner");
            assert!(seats[0]["since"].as_str().is_some());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_changed_for_who_works_here_and_the_last_owner_stays_one() {
    on_both(|t| {
        Box::pin(async move {
            let desk = at_seller(t).await;
            let packer = account(t, &desk.mail("packer")).await;
            let (seller, owner) = (desk.team, desk.by);
            let give = async |who: AccountId, role: StaffRole| {
                t.db().write(move |tx| Box::pin(change_role(tx, seller, who, role))).await
            };
            assert!(matches!(give(packer, StaffRole::Finance).await, Err(SellerError::NoSuchMember)));
            for role in StaffRole::ALL.iter().filter(|role| **role != StaffRole::Owner) {
                assert!(matches!(give(owner, *role).await, Err(SellerError::LastOwner)), "{role}");
            }
            desk.invite("first", "packer", "shipping").await.unwrap();
            let code = desk.codes("packer").await.remove(0);
            desk.accept(&code, packer).await.unwrap();
            for role in StaffRole::ALL.iter().rev() {
                assert!(give(packer, *role).await.unwrap(), "{role}");
                assert_eq!(desk.role_of(packer).await, Some(role.as_str()), "every role is kept and read");
            }
            assert!(!give(packer, StaffRole::Owner).await.unwrap());
            assert!(give(owner, StaffRole::Catalogue).await.unwrap(), "now there is another owner");
        })
    })
    .await;
}
