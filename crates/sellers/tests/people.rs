//! Who else is told of what an owner says about the people of a seller.
#![allow(clippy::unwrap_used)]

use db::testing::{TestDb, on_both};
use domain::contact::Email;
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::roles::StaffRole;
use domain::{AccountId, DurationUs, InvitationId, SellerId};
use identity::invitations::{Invitation, Letterhead, NewInvitation};
use mail::StoredMail;
use sellers::testing::{account, seller_with_owner};
use sellers::{SellerError, add_staff, decide};

const PACKER: &str = "packer@lamps.example";

fn letterhead() -> Letterhead {
    Letterhead { shop_name: "Orinoco".into(), public_url: "https://shop.example".into() }
}

/// Another owner, who reads this language.
async fn owner(t: &TestDb, seller: SellerId, email: &str, locale: &'static str) {
    let owner = account(&t.db(), email).await;
    let made: Result<bool, SellerError> = t
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let speak = db::sql("UPDATE identity_accounts SET locale = $2 WHERE id = $1");
                tx.exec(speak.bind(owner).bind(locale)).await?;
                add_staff(tx, seller, owner, StaffRole::Owner).await
            })
        })
        .await;
    assert!(made.unwrap());
}

async fn letters(t: &TestDb, to: &str) -> Vec<StoredMail> {
    mail::written_to(&mut t.db().read().await.unwrap(), &Email::parse(to).unwrap()).await.unwrap()
}

/// Invites the packer; what is sent twice is one invitation.
async fn invite(t: &TestDb, team: SellerId, by: AccountId) -> InvitationId {
    let new = NewInvitation {
        key: IdempotencyKey::parse("invitation-of-a-packer").unwrap(),
        team,
        email: Email::parse(PACKER).unwrap(),
        role: StaffRole::Shipping,
        by,
        locale: Locale::En,
    };
    let sent: Result<InvitationId, SellerError> = t
        .db()
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { sellers::invite(tx, &letterhead(), &new).await })
        })
        .await;
    sent.unwrap()
}

async fn join(t: &TestDb, packer: AccountId) {
    let letter = letters(t, PACKER).await.remove(0);
    let code = letter.text_body.split_once("/join?token=").unwrap().1[..32].to_owned();
    let joined: Result<Invitation<SellerId>, SellerError> = t
        .db()
        .write(move |tx| {
            let code = code.clone();
            Box::pin(async move { sellers::accept(tx, &letterhead(), &code, packer).await })
        })
        .await;
    joined.unwrap();
}

async fn say(
    t: &TestDb,
    desk: (SellerId, AccountId),
    member: AccountId,
    role: Option<StaffRole>,
) -> Result<bool, SellerError> {
    t.clock().advance(DurationUs::from_mins(1));
    t.db().write(move |tx| Box::pin(async move { decide(tx, &letterhead(), desk, member, role).await })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_owners_get_a_letter_in_their_language_that_names_nobody() {
    on_both(|t| {
        Box::pin(async move {
            let (seller, by) = seller_with_owner(&t.db()).await;
            let told = [
                (
                    "second@lamps.example",
                    "en",
                    ["somebody was invited", "somebody joined", "a role was changed", "somebody left"],
                ),
                (
                    "segunda@lamps.example",
                    "es",
                    [
                        "se ha invitado a alguien",
                        "se ha incorporado alguien",
                        "ha cambiado una función",
                        "alguien se ha ido",
                    ],
                ),
                ("thalitha@lamps.example", "ar", ["دُعي شخص للعمل", "انضم شخص", "تغيّر دور", "غادر شخص"]),
            ];
            for (email, locale, _) in told {
                owner(t, seller, email, locale).await;
            }
            assert_eq!(invite(t, seller, by).await, invite(t, seller, by).await);
            t.clock().advance(DurationUs::from_mins(1));
            let packer = account(&t.db(), PACKER).await;
            join(t, packer).await;
            assert!(say(t, (seller, by), packer, Some(StaffRole::Catalogue)).await.unwrap());
            let same = say(t, (seller, by), packer, Some(StaffRole::Catalogue)).await;
            assert!(!same.unwrap(), "it was so already");
            assert!(say(t, (seller, by), packer, None).await.unwrap());
            assert!(matches!(say(t, (seller, by), packer, None).await, Err(SellerError::NoSuchMember)));
            assert!(matches!(say(t, (seller, packer), by, None).await, Err(SellerError::NotOwner)));
            for (email, _, expected) in told {
                let mut letters = letters(t, email).await;
                // An account may have been written other things.
                letters.retain(|one| one.message_key.contains(".told_"));
                assert_eq!(letters.len(), expected.len(), "{email} is told of each once");
                for (letter, words) in letters.iter().zip(expected) {
                    assert!(letter.subject.contains(words), "{email}: {}", letter.subject);
                    let text = &letter.text_body;
                    assert!(text.contains(&format!("/seller/staff?seller={seller}")), "{text}");
                    assert!(!text.contains("packer"), "{text}");
                }
            }
        })
    })
    .await;
}

/// Subjects of the letters to somebody whose key has this in it, in their order.
async fn subjects(t: &TestDb, to: &str, key: &str) -> Vec<String> {
    let all = letters(t, to).await.into_iter().filter(|one| one.message_key.contains(key));
    all.map(|one| one.subject).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_only_owner_hears_of_what_is_done_in_their_name_and_of_being_thrown_out() {
    on_both(|t| {
        Box::pin(async move {
            let (seller, by) = seller_with_owner(&t.db()).await;
            let own = identity::account(&mut t.db().read().await.unwrap(), by).await.unwrap().unwrap();
            let own = own.email.as_str().to_owned();
            invite(t, seller, by).await;
            t.clock().advance(DurationUs::from_mins(1));
            let packer = account(&t.db(), PACKER).await;
            join(t, packer).await;
            // Whoever holds the account makes the other one an owner, who throws the first one out.
            assert!(say(t, (seller, by), packer, Some(StaffRole::Owner)).await.unwrap());
            let told = subjects(t, &own, ".told_").await;
            let expected = ["somebody was invited", "somebody joined", "a role was changed"];
            assert_eq!(told.len(), expected.len(), "{told:?}");
            for (subject, words) in told.iter().zip(expected) {
                assert!(subject.contains(words), "{told:?}");
            }
            assert!(subjects(t, PACKER, ".own_").await[0].contains("Your role at"));
            assert!(say(t, (seller, packer), by, Some(StaffRole::Staff)).await.unwrap());
            assert!(say(t, (seller, packer), by, None).await.unwrap());
            let about = subjects(t, &own, ".own_").await;
            assert_eq!(about.len(), 2, "{about:?}");
            assert!(about[0].contains("Your role at") && about[1].contains("You work for"), "{about:?}");
        })
    })
    .await;
}
