//! Files that go to a bank: what is taken, how many, until when, and what the bank keeps of them.

use crate::common::{FRAUDULENT, Shop};
use db::sql;
use db::testing::{TestDb, on_both};
use disputes::{Answered, Dispute, DisputeError, NewDocument, content, documents};
use domain::dispute::{DisputeState, MOST_EVIDENCE_FILES};
use domain::file::{FileKind, LARGEST_PDF};
use domain::{DisputeDocumentId, DurationUs, SellerId};
use identity::PersonalData as _;
use orders::OrderData;
use pictures::{PictureError, Pictures, local_store};
use std::sync::atomic::Ordering;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n";
const PHOTO: &[u8] = include_bytes!("../../../../public/icons/icon-192.png");

fn pictures(t: &TestDb) -> Pictures {
    Pictures::open(t.db(), local_store(&t.dir().join("pictures")).unwrap())
}

/// A PDF that is not the one of another number.
fn pdf(number: usize) -> Vec<u8> {
    [PDF, format!("{number}\n%%EOF\n").as_bytes()].concat()
}

async fn attach(
    shop: &Shop,
    t: &TestDb,
    row: &Dispute,
    name: &str,
    bytes: &[u8],
) -> Result<DisputeDocumentId, DisputeError> {
    let (file_name, content) = (name.to_owned(), bytes.to_vec().into());
    let new = NewDocument { seller: row.seller_id, dispute: row.id, file_name, content };
    shop.disputes.add_document(&pictures(t), new).await
}

async fn count(shop: &Shop, row: &Dispute) -> usize {
    documents(&mut shop.db.read().await.unwrap(), row.id).await.unwrap().len()
}

/// What the sandbox's banks keep of files: hash and size, in their order.
async fn told(shop: &Shop) -> Vec<(String, i64)> {
    let all = sql("SELECT hash, bytes FROM payments_sandbox_evidence ORDER BY dispute_ref, position");
    shop.db.read().await.unwrap().all(all).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_to_the_bank_once_with_the_words_and_stay_as_they_went() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("files", shop.lamp, 1, FRAUDULENT).await;
            let paper = attach(&shop, t, &row, "C:\\ada\\signed.pdf", PDF).await.unwrap();
            assert_eq!(attach(&shop, t, &row, "again.pdf", PDF).await.unwrap(), paper, "the same file");
            t.clock().advance(DurationUs::from_mins(1));
            let photo = attach(&shop, t, &row, "door.png", PHOTO).await.unwrap();
            let all = documents(&mut shop.db.read().await.unwrap(), row.id).await.unwrap();
            let kinds: Vec<_> = all.iter().map(|one| (one.id, one.kind.0, one.file_name.as_str())).collect();
            assert_eq!(kinds, [(paper, FileKind::Pdf, "signed.pdf"), (photo, FileKind::Jpeg, "door.png")]);
            let mut conn = shop.db.read().await.unwrap();
            let (_, kept) = content(&mut conn, row.id, paper).await.unwrap().unwrap();
            assert_eq!(kept, PDF, "a PDF stays as it came");
            let (_, drawn) = content(&mut conn, row.id, photo).await.unwrap().unwrap();
            assert!(drawn.starts_with(b"\xff\xd8\xff") && drawn != PHOTO, "a picture is drawn anew");
            assert!(
                content(&mut conn, shop.db.new_id(), paper).await.unwrap().is_none(),
                "of this dispute alone"
            );
            drop(conn);
            assert_eq!(told(&shop).await, vec![]);

            // The answer that is lost and given again by the job is one, with its files.
            shop.line.lost.store(1, Ordering::SeqCst);
            let words = "Winning evidence: she signed for it.";
            assert_eq!(shop.contest(&row, words).await.unwrap(), Answered::Pending);
            t.clock().advance(DurationUs::from_mins(2));
            shop.work().await;
            assert_eq!(shop.dispute(row.id).await.state.0, DisputeState::Won);
            let expected: Vec<(String, i64)> = all.iter().map(|one| (one.hash.clone(), one.bytes)).collect();
            assert_eq!(told(&shop).await, expected);

            let late = attach(&shop, t, &row, "late.pdf", &pdf(1)).await;
            assert!(matches!(late, Err(DisputeError::WrongState { .. })), "{late:?}");
            let gone = shop.disputes.remove_document(row.seller_id, row.id, paper).await;
            assert!(matches!(gone, Err(DisputeError::WrongState { .. })), "{gone:?}");
            assert_eq!(count(&shop, &row).await, 2);
            shop.assert_sound().await;
        })
    })
    .await;
}

/// The end of the account that ordered what the dispute is about.
async fn forgotten(shop: &Shop, row: &Dispute) {
    let order = orders::store::order(&mut shop.db.read().await.unwrap(), row.order_id).await.unwrap();
    let account = order.account_id.unwrap();
    let gone: Result<(), DisputeError> =
        shop.db.write(move |tx| Box::pin(async move { disputes::forget_buyer(tx, account).await })).await;
    gone.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn files_and_words_about_a_buyer_go_with_the_account_once_the_bank_has_decided() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("forgotten", shop.lamp, 1, FRAUDULENT).await;
            attach(&shop, t, &row, "signed-by-ada.pdf", PDF).await.unwrap();
            forgotten(&shop, &row).await;
            assert_eq!(count(&shop, &row).await, 1, "the bank is still to have it");
            let answered = shop.contest(&row, "Winning evidence: Ada signed for it.").await.unwrap();
            assert_eq!(answered, Answered::Given);
            shop.work().await;
            assert_eq!(shop.dispute(row.id).await.state.0, DisputeState::Won);
            for _ in 0..2 {
                forgotten(&shop, &row).await;
            }
            let left = shop.dispute(row.id).await;
            assert_eq!((count(&shop, &row).await, left.words().unwrap()), (0, None));
            let evidence = left.evidence.unwrap();
            assert!(!evidence.contains("Ada") && !evidence.contains("signed-by-ada"), "{evidence}");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_bank_still_weighed_when_the_account_ended_goes_when_it_has_decided() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("weighed", shop.lamp, 1, FRAUDULENT).await;
            attach(&shop, t, &row, "signed-by-ada.pdf", PDF).await.unwrap();
            forgotten(&shop, &row).await;
            let order = orders::store::order(&mut shop.db.read().await.unwrap(), row.order_id).await.unwrap();
            let account = order.account_id.unwrap();
            let erased: Result<(), DisputeError> = shop
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        OrderData.erase(tx, account).await.unwrap();
                        Ok(())
                    })
                })
                .await;
            erased.unwrap();
            assert_eq!(count(&shop, &row).await, 1, "the bank is still to have it");
            let answered = shop.contest(&row, "Winning evidence: Ada signed for it.").await.unwrap();
            assert_eq!((answered, told(&shop).await.len()), (Answered::Given, 1), "the bank had all of it");
            shop.work().await;
            let left = shop.dispute(row.id).await;
            assert_eq!(left.state.0, DisputeState::Won);
            assert_eq!((count(&shop, &row).await, left.words().unwrap()), (0, None));
            let evidence = left.evidence.unwrap();
            assert!(!evidence.contains("Ada") && !evidence.contains("signed-by-ada"), "{evidence}");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_document_too_large_too_much_or_too_late_is_refused_and_leaves_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("refused", shop.lamp, 1, FRAUDULENT).await;
            for bytes in [&b""[..], b"<svg onload=x>", b"GIF89a", b"PK\x03\x04", &PDF[..PDF.len() - 6]] {
                let refused = attach(&shop, t, &row, "it.pdf", bytes).await;
                assert!(matches!(refused, Err(DisputeError::NotADocument)), "{refused:?}");
            }
            let half = attach(&shop, t, &row, "half.png", &PHOTO[..PHOTO.len() / 2]).await;
            assert!(matches!(half, Err(DisputeError::Picture(PictureError::Damaged(_)))), "{half:?}");
            let mut large = PDF.to_vec();
            large.resize(LARGEST_PDF + 1, b'\n');
            let large = attach(&shop, t, &row, "large.pdf", &large).await;
            assert!(matches!(large, Err(DisputeError::DocumentTooLarge { .. })), "{large:?}");
            let foreign = Dispute { seller_id: shop.db.new_id::<SellerId>(), ..row.clone() };
            let stranger = attach(&shop, t, &foreign, "it.pdf", PDF).await;
            assert!(matches!(stranger, Err(DisputeError::NotFound)), "{stranger:?}");
            assert_eq!(count(&shop, &row).await, 0);

            for number in 0..usize::try_from(MOST_EVIDENCE_FILES).unwrap() {
                attach(&shop, t, &row, "one.pdf", &pdf(number)).await.unwrap();
            }
            let more = attach(&shop, t, &row, "more.pdf", &pdf(99)).await;
            assert!(matches!(more, Err(DisputeError::TooManyDocuments { .. })), "{more:?}");
            let first = documents(&mut shop.db.read().await.unwrap(), row.id).await.unwrap().remove(0).id;
            let theirs = shop.disputes.remove_document(foreign.seller_id, row.id, first).await;
            assert!(matches!(theirs, Err(DisputeError::NotFound)), "{theirs:?}");
            assert!(shop.disputes.remove_document(row.seller_id, row.id, first).await.unwrap());
            assert!(!shop.disputes.remove_document(row.seller_id, row.id, first).await.unwrap());
            attach(&shop, t, &row, "more.pdf", &pdf(99)).await.unwrap();

            t.clock().advance(DurationUs::from_days(10));
            let late = attach(&shop, t, &row, "late.pdf", PDF).await;
            assert!(matches!(late, Err(DisputeError::TooLate { .. })), "{late:?}");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_attach_the_last_file_at_once_one_does() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("last", shop.lamp, 1, FRAUDULENT).await;
            for number in 1..usize::try_from(MOST_EVIDENCE_FILES).unwrap() {
                attach(&shop, t, &row, "one.pdf", &pdf(number)).await.unwrap();
            }
            let (first, second) = (pdf(100), pdf(101));
            let (first, second) = tokio::join!(
                attach(&shop, t, &row, "first.pdf", &first),
                attach(&shop, t, &row, "second.pdf", &second)
            );
            assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
            assert_eq!(count(&shop, &row).await, usize::try_from(MOST_EVIDENCE_FILES).unwrap());
        })
    })
    .await;
}
