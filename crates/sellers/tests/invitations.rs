//! Invitations: one letter, one use, one address, seven days; and whoever may invite no more has not invited.
#![allow(clippy::unwrap_used)]

use db::testing::{TestDb, on_both};
use domain::contact::{Email, NewPassword, PersonName};
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::promise::ShippingOffer;
use domain::roles::StaffRole;
use domain::text_enum::TextEnum as _;
use domain::{AccountId, Currency, DurationUs, InvitationId, Money, SellerId};
use identity::{Identity, IdentityConfig, NewAccount, PersonalData as _};
use sellers::*;

const PACKER: &str = "packer@example.com";

async fn account(t: &TestDb, mail: &str) -> AccountId {
    let identity = Identity::new(t.db(), IdentityConfig::for_tests()).unwrap();
    let new = NewAccount {
        email: Email::parse(mail).unwrap(),
        name: PersonName::parse("Ada Rivers").unwrap(),
        password: NewPassword::parse("heron over brown water").unwrap(),
        locale: Locale::En,
        currency: Currency::USD,
    };
    identity.create_account(new, false).await.unwrap()
}

/// A seller and its owner.
async fn shop(t: &TestDb) -> (SellerId, AccountId) {
    let owner = account(t, "owner@example.com").await;
    let new = NewSeller {
        name: "Blue Heron".into(),
        slug: None,
        country: "US".into(),
        region: "OR".into(),
        currency: Currency::USD,
        support_email: None,
        shipping: ShippingOffer {
            handling_days: 1,
            transit_days_min: 2,
            transit_days_max: 4,
            cutoff_minutes: 17 * 60,
            fee: Money::new(499, Currency::USD),
            free_from: None,
        },
    };
    let db = t.db();
    let made = db.write(move |tx| {
        let new = new.clone();
        Box::pin(async move {
            let seller = create(tx, &new).await?.id;
            add_staff(tx, seller, owner, StaffRole::Owner).await?;
            Ok::<_, SellerError>(seller)
        })
    });
    (made.await.unwrap(), owner)
}

struct Asked<'t> {
    t: &'t TestDb,
    seller: SellerId,
    by: AccountId,
}

impl Asked<'_> {
    async fn invite(&self, key: &str, email: &str, role: StaffRole) -> Result<InvitationId, SellerError> {
        let letterhead =
            Letterhead { shop_name: "Orinoco".into(), public_url: "https://shop.example".into() };
        let new = NewInvitation {
            key: IdempotencyKey::parse(&format!("{key:-<20}")).unwrap(),
            seller: self.seller,
            email: Email::parse(email).unwrap(),
            role,
            by: self.by,
            locale: Locale::En,
        };
        let db = self.t.db();
        let made = db.write(move |tx| {
            let (letterhead, new) = (letterhead.clone(), new.clone());
            Box::pin(async move { invite(tx, &letterhead, &new).await })
        });
        made.await
    }

    /// The codes of the letters to somebody, in their order.
    async fn codes(&self, email: &str) -> Vec<String> {
        let to = Email::parse(email).unwrap();
        let letters = mail::written_to(&mut self.t.db().read().await.unwrap(), &to).await.unwrap();
        let code = |text: &str| text.split_once("/join?token=").unwrap().1[..32].to_owned();
        letters.iter().map(|letter| code(&letter.text_body)).collect()
    }

    async fn accept(&self, code: &str, who: AccountId) -> Result<Invitation, SellerError> {
        let code = code.to_owned();
        let db = self.t.db();
        let accepted = db.write(move |tx| {
            let code = code.clone();
            Box::pin(async move { accept(tx, &code, who).await })
        });
        accepted.await
    }

    async fn open(&self) -> Vec<Invitation> {
        invitations(&mut self.t.db().read().await.unwrap(), self.seller).await.unwrap()
    }

    async fn role_of(&self, who: AccountId) -> Option<StaffRole> {
        let all = staff(&mut self.t.db().read().await.unwrap(), self.seller).await.unwrap();
        all.into_iter().find(|member| member.account_id == who).map(|member| member.role)
    }
}

async fn asked(t: &TestDb) -> Asked<'_> {
    let (seller, by) = shop(t).await;
    Asked { t, seller, by }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_accepted_once_by_whoever_has_the_address() {
    on_both(|t| {
        Box::pin(async move {
            let desk = asked(t).await;
            let id = desk.invite("first", PACKER, StaffRole::Shipping).await.unwrap();
            assert_eq!(desk.invite("first", PACKER, StaffRole::Shipping).await.unwrap(), id, "the same form");
            let codes = desk.codes(PACKER).await;
            assert_eq!((codes.len(), desk.open().await.len()), (1, 1));
            let (packer, other) =
                (account(t, "Packer@Example.com").await, account(t, "other@example.com").await);
            assert!(matches!(desk.accept(&codes[0], other).await, Err(SellerError::NotInvited)));
            assert!(matches!(desk.accept("nonsense", packer).await, Err(SellerError::NoSuchInvitation)));
            assert_eq!(desk.role_of(packer).await, None);
            assert_eq!(desk.accept(&codes[0], packer).await.unwrap().id, id);
            assert_eq!(desk.role_of(packer).await, Some(StaffRole::Shipping));
            assert!(matches!(desk.accept(&codes[0], packer).await, Err(SellerError::NoSuchInvitation)));
            assert!(desk.open().await.is_empty());
            let again = desk.invite("again", PACKER, StaffRole::Owner).await;
            assert!(matches!(again, Err(SellerError::WorksHere)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_press_at_once_with_one_code_are_one_acceptance() {
    on_both(|t| {
        Box::pin(async move {
            let desk = asked(t).await;
            desk.invite("first", PACKER, StaffRole::Finance).await.unwrap();
            let (code, packer) = (desk.codes(PACKER).await.remove(0), account(t, PACKER).await);
            let (one, other) = tokio::join!(desk.accept(&code, packer), desk.accept(&code, packer));
            assert_eq!([one, other].iter().filter(|accepted| accepted.is_ok()).count(), 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_withdrawn_followed_by_another_or_is_a_week_old_opens_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let (desk, packer) = (asked(t).await, account(t, PACKER).await);
            let id = desk.invite("first", PACKER, StaffRole::Shipping).await.unwrap();
            let seller = desk.seller;
            let take_back = async || t.db().write(move |tx| Box::pin(withdraw(tx, seller, id))).await;
            take_back().await.unwrap();
            assert!(matches!(take_back().await, Err(SellerError::NoSuchInvitation)));
            t.clock().advance(DurationUs::from_mins(1));
            desk.invite("second", PACKER, StaffRole::Shipping).await.unwrap();
            t.clock().advance(DurationUs::from_mins(1));
            desk.invite("third", PACKER, StaffRole::Finance).await.unwrap();
            let codes = desk.codes(PACKER).await;
            for code in &codes[..2] {
                assert!(matches!(desk.accept(code, packer).await, Err(SellerError::NoSuchInvitation)));
            }
            assert_eq!(desk.open().await.len(), 1, "the last letter counts");
            t.clock().advance(INVITED_FOR);
            assert!(matches!(desk.accept(&codes[2], packer).await, Err(SellerError::NoSuchInvitation)));
            assert_eq!(desk.open().await.len(), 1, "it is shown that it is too old");
            assert_eq!(forget_invitations(&t.db()).await.unwrap(), 0);
            t.clock().advance(DurationUs::from_days(31));
            assert_eq!(forget_invitations(&t.db()).await.unwrap(), 3);
            assert_eq!(desk.role_of(packer).await, None);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_seller_withdraws_nothing_and_a_former_owner_has_not_invited() {
    on_both(|t| {
        Box::pin(async move {
            let desk = asked(t).await;
            let id = desk.invite("first", PACKER, StaffRole::Owner).await.unwrap();
            let stranger: SellerId = t.db().new_id();
            let db = t.db();
            let taken = db.write(move |tx| Box::pin(withdraw(tx, stranger, id))).await;
            assert!(matches!(taken, Err(SellerError::NoSuchInvitation)));
            let (second, seller, first) = (account(t, "second@example.com").await, desk.seller, desk.by);
            let db = t.db();
            let demoted = db.write(move |tx| {
                Box::pin(async move {
                    add_staff(tx, seller, second, StaffRole::Owner).await?;
                    change_role(tx, seller, first, StaffRole::Staff).await
                })
            });
            assert!(demoted.await.unwrap());
            assert!(desk.open().await.is_empty(), "it was the word of an owner");
            let packer = account(t, PACKER).await;
            let code = desk.codes(PACKER).await.remove(0);
            assert!(matches!(desk.accept(&code, packer).await, Err(SellerError::NoSuchInvitation)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_not_filled_and_neither_is_the_list() {
    on_both(|t| {
        Box::pin(async move {
            let desk = asked(t).await;
            for n in 0..MOST_TO_ONE {
                desk.invite(&format!("one-{n}"), PACKER, StaffRole::Shipping).await.unwrap();
            }
            let fourth = desk.invite("one-more", PACKER, StaffRole::Shipping).await;
            assert!(matches!(fourth, Err(SellerError::TooManyInvitations)));
            assert_eq!(desk.open().await.len(), 1, "what is refused ends nothing");
            for n in MOST_TO_ONE..MOST_A_DAY {
                desk.invite(&format!("many-{n}"), &format!("p{n}@example.com"), StaffRole::Shipping)
                    .await
                    .unwrap();
            }
            let beyond = desk.invite("beyond", "beyond@example.com", StaffRole::Shipping).await;
            assert!(matches!(beyond, Err(SellerError::TooManyInvitations)));
            t.clock().advance(DurationUs::from_days(1));
            desk.invite("tomorrow", PACKER, StaffRole::Shipping).await.unwrap();
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_changed_for_who_works_here_and_the_last_owner_stays_one() {
    on_both(|t| {
        Box::pin(async move {
            let (desk, packer) = (asked(t).await, account(t, PACKER).await);
            let (seller, owner) = (desk.seller, desk.by);
            let give = async |who: AccountId, role: StaffRole| {
                t.db().write(move |tx| Box::pin(change_role(tx, seller, who, role))).await
            };
            assert!(matches!(give(packer, StaffRole::Finance).await, Err(SellerError::NoSuchMember)));
            for role in StaffRole::ALL.iter().filter(|role| **role != StaffRole::Owner) {
                assert!(matches!(give(owner, *role).await, Err(SellerError::LastOwner)), "{role}");
            }
            desk.invite("first", PACKER, StaffRole::Shipping).await.unwrap();
            let code = desk.codes(PACKER).await.remove(0);
            desk.accept(&code, packer).await.unwrap();
            for role in StaffRole::ALL.iter().rev() {
                assert!(give(packer, *role).await.unwrap(), "{role}");
                assert_eq!(desk.role_of(packer).await, Some(*role), "every role is kept and read");
            }
            assert!(!give(packer, StaffRole::Owner).await.unwrap());
            assert!(give(owner, StaffRole::Catalogue).await.unwrap(), "now there is another owner");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_ones_data_has_places_and_invitations_and_they_go_with_the_account() {
    on_both(|t| {
        Box::pin(async move {
            let (desk, packer) = (asked(t).await, account(t, PACKER).await);
            desk.invite("first", PACKER, StaffRole::Shipping).await.unwrap();
            let (proven, typed) =
                (InvitationData { address_is_proven: true }, InvitationData { address_is_proven: false });
            let mut conn = t.db().read().await.unwrap();
            let got = proven.export(&mut conn, packer).await.unwrap();
            assert_eq!((&got[0]["seller"], &got[0]["kind"]), (&"Blue Heron".into(), &"received".into()));
            let guessed = typed.export(&mut conn, packer).await.unwrap();
            assert_eq!(
                guessed.as_array().unwrap().len(),
                0,
                "who typed an address has not shown that it is theirs"
            );
            let sent = typed.export(&mut conn, desk.by).await.unwrap();
            assert_eq!((&sent[0]["to"], &sent[0]["kind"]), (&PACKER.into(), &"sent".into()));
            let seats = StaffData.export(&mut conn, desk.by).await.unwrap();
            assert_eq!(seats[0]["role"], "owner");
            assert!(seats[0]["since"].as_str().is_some());
            drop(conn);
            let db = t.db();
            let erased = db.write(move |tx| {
                Box::pin(async move {
                    InvitationData { address_is_proven: true }.erase(tx, packer).await.unwrap();
                    Ok::<_, SellerError>(())
                })
            });
            erased.await.unwrap();
            assert!(desk.open().await.is_empty());
        })
    })
    .await;
}
