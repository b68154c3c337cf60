//! PDFs of messages: whole, few, for the two sides, and gone with the words.

use crate::common::{Ordered, Shop, message, reason};
use db::testing::on_both;
use domain::MessageDocumentId;
use domain::file::LARGEST_PDF;
use domain::messages::{Complaint, MOST_DOCUMENTS_OF_SIDE};
use domain::review::Verdict;
use messages::{MessageError, NewDocument, NewMessage, document, documents_of, uses_of_document};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF\n";

fn with(of: Ordered, key: &str, files: &[(&str, &[u8])]) -> NewMessage {
    let documents = files.iter().map(|(name, bytes)| NewDocument::new(name, bytes.to_vec())).collect();
    NewMessage { documents, ..message(of.party(), of.part, key, "See the paper") }
}

async fn first_of(shop: &Shop, of: Ordered) -> MessageDocumentId {
    let id = shop.all(of.part).await[0].id;
    documents_of(&mut shop.db.read().await.unwrap(), &[id]).await.unwrap()[&id][0].id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pdf_is_sent_once_whole_and_as_it_was() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("paper").await;
            let mut large = PDF.to_vec();
            large.resize(LARGEST_PDF + 1, b'\n');
            let half = &PDF[..PDF.len() - 6];
            for wrong in [&b""[..], b"<svg onload=x>", half] {
                let refused = shop.send(with(lamp, "wrong", &[("a.pdf", wrong)])).await;
                assert!(matches!(refused, Err(MessageError::NotADocument)), "{refused:?}");
            }
            let refused = shop.send(with(lamp, "large", &[("a.pdf", large.as_slice())])).await;
            assert!(matches!(refused, Err(MessageError::DocumentTooLarge)), "{refused:?}");
            let refused = shop.send(with(lamp, "three", &[("a.pdf", PDF); 3])).await;
            assert!(matches!(refused, Err(MessageError::TooManyDocuments)), "{refused:?}");
            assert!(shop.all(lamp.part).await.is_empty(), "nothing is written");

            let sent = shop.send(with(lamp, "one", &[("C:\\ada\\bill.pdf", PDF)])).await.unwrap();
            assert_eq!(shop.send(with(lamp, "one", &[("bill.pdf", PDF)])).await.unwrap(), sent);
            let other = shop.send(with(lamp, "one", &[])).await;
            assert!(matches!(other, Err(MessageError::KeyReused)), "{other:?}");
            assert_eq!(shop.all(lamp.part).await[0].documents, 1);
            let id = first_of(&shop, lamp).await;
            let mut conn = shop.db.read().await.unwrap();
            let (kept, bytes) = document(&mut conn, id).await.unwrap().unwrap();
            assert_eq!(
                (kept.file_name.as_str(), kept.message_id, bytes.as_slice()),
                ("bill.pdf", sent.id, PDF)
            );
            let uses = uses_of_document(&mut conn, id).await.unwrap();
            let uses: Vec<_> = uses.iter().map(|one| (one.part_id, one.seller_id, one.is_shown())).collect();
            assert_eq!(uses, [(lamp.part, shop.seller, true)]);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_side_sends_only_so_many_about_one_part_and_the_other_side_as_many() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("many").await;
            for number in 0..MOST_DOCUMENTS_OF_SIDE / 2 {
                shop.send(with(lamp, &format!("n{number}"), &[("a.pdf", PDF); 2])).await.unwrap();
            }
            let more = shop.send(with(lamp, "more", &[("a.pdf", PDF)])).await;
            assert!(matches!(more, Err(MessageError::NoRoomForDocuments)), "{more:?}");
            let theirs = NewMessage { party: shop.staff(), ..with(lamp, "theirs", &[("a.pdf", PDF)]) };
            shop.send(theirs).await.unwrap();
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_is_kept_for_who_decides() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("hidden").await;
            let sent = shop.send(with(lamp, "one", &[("a.pdf", PDF)])).await.unwrap().id;
            let paper = first_of(&shop, lamp).await;
            let (staff, operator) = (shop.staff(), shop.owner);
            shop.write(move |tx| Box::pin(messages::report(tx, staff, sent, Complaint::Fraud)))
                .await
                .unwrap();
            shop.write(move |tx| {
                let why = reason("It asks for a code.");
                Box::pin(async move { messages::decide(tx, operator, sent, Verdict::Hide, &why).await })
            })
            .await
            .unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let uses = uses_of_document(&mut conn, paper).await.unwrap();
            assert!(!uses[0].is_shown(), "neither side has it any more");
            assert_eq!(document(&mut conn, paper).await.unwrap().unwrap().1, PDF, "and it is still there");
        })
    })
    .await;
}
