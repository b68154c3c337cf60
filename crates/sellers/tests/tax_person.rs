//! Who a seller is to tax authorities: said once or again, missing until then, and gone with a shop that is given up.
#![allow(clippy::unwrap_used)]

use db::testing::{TestDb, on_both};
use domain::opening::SellerKind;
use domain::{AccountId, SellerId};
use sellers::testing::{new_seller, seller_with_owner};
use sellers::*;

const COMPANY: TaxPersonInput<'static> = TaxPersonInput {
    kind: SellerKind::Company,
    born_on: "",
    register_number: "HRB 86891",
    tax_id: "",
    tax_country: "US",
};

async fn say(t: &TestDb, seller: SellerId, by: AccountId, input: &TaxPersonInput<'_>) -> TaxPerson {
    let mut conn = t.db().read().await.unwrap();
    let before = tax_person(&mut conn, seller).await.unwrap();
    drop(conn);
    let said = TaxPerson::read(input, before.as_ref(), t.db().now().utc_day()).unwrap();
    let done: Result<(), SellerError> = {
        let said = said.clone();
        t.db()
            .write(move |tx| {
                let said = said.clone();
                Box::pin(async move { say_tax_person(tx, seller, by, &said).await })
            })
            .await
    };
    done.unwrap();
    said
}

async fn missing(t: &TestDb, seller: SellerId) -> Vec<TaxDetail> {
    let mut conn = t.db().read().await.unwrap();
    let told = tax_person(&mut conn, seller).await.unwrap();
    let seller = get(&mut conn, seller).await.unwrap().unwrap();
    missing_tax_details(&seller, told.as_ref())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_named_until_it_is_said_and_what_was_said_last_counts() {
    on_both(|t| {
        Box::pin(async move {
            let (seller, owner) = seller_with_owner(&t.db()).await;
            let all = [TaxDetail::Kind, TaxDetail::Name, TaxDetail::Address, TaxDetail::TaxId];
            assert_eq!(missing(t, seller).await, all);
            let legal = Legal::read("US", "Lamp House Ltd", "1 Elm", "12-3456789").unwrap();
            let saved: Result<(), SellerError> = t
                .db()
                .write(move |tx| {
                    let legal = legal.clone();
                    Box::pin(async move { update_legal(tx, seller, &legal).await })
                })
                .await;
            saved.unwrap();
            assert_eq!(missing(t, seller).await, [TaxDetail::Kind], "the number on the invoices is one");
            let unregistered = TaxPersonInput { register_number: "", ..COMPANY };
            say(t, seller, owner, &unregistered).await;
            assert_eq!(missing(t, seller).await, [TaxDetail::RegisterNumber]);
            let said = say(t, seller, owner, &COMPANY).await;
            assert_eq!(missing(t, seller).await, vec![]);
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(tax_person(&mut conn, seller).await.unwrap(), Some(said));
            drop(conn);
            let person = TaxPersonInput { kind: SellerKind::Person, tax_id: "98-7650123", ..COMPANY };
            say(t, seller, owner, &person).await;
            assert_eq!(missing(t, seller).await, [TaxDetail::BornOn]);
            let person = TaxPersonInput { born_on: "1987-03-14", ..person };
            let said = say(t, seller, owner, &person).await;
            assert_eq!((missing(t, seller).await, said.register_number.as_str()), (vec![], ""));
            let mut conn = t.db().read().await.unwrap();
            let found = get(&mut conn, seller).await.unwrap().unwrap();
            let number = tax_number(&found, Some(&said));
            assert_eq!(number, Some(("98-7650123".to_owned(), "US".to_owned())), "its own comes first");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_is_given_up_leaves_nothing_of_who_it_was() {
    on_both(|t| {
        Box::pin(async move {
            let (_, owner) = seller_with_owner(&t.db()).await;
            let applied: Result<SellerId, SellerError> = t
                .db()
                .write(move |tx| Box::pin(async move { Ok(apply(tx, &new_seller("Grey Heron")).await?.id) }))
                .await;
            let seller = applied.unwrap();
            say(t, seller, owner, &COMPANY).await;
            let given_up: Result<(), SellerError> =
                t.db().write(move |tx| Box::pin(give_up(tx, seller))).await;
            given_up.unwrap();
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(tax_person(&mut conn, seller).await.unwrap(), None);
        })
    })
    .await;
}
