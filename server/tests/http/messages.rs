//! Messages over HTTP, by plain forms as a browser without script sends them: what each side reads, what stays typed, who
//! gets a picture, and that nobody else gets there.

use crate::common::{cookie_in, header, text};
use crate::talk::{ADA, BEN, Demo, LUCIA, OPERATOR, PNG, TOMAS, demo, ordered};
use axum::body::Body;
use futures::StreamExt as _;
use http::{Request, StatusCode};
use platform::domain::PictureId;
use platform::messages::{self, pictures_of};
use platform::orders::{Shopper, store};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn both_write_to_each_other_and_neither_sees_the_others_address() {
    let demo = demo().await;
    let order = demo.page(ADA, &format!("/orders/{}", demo.order)).await;
    assert!(order.contains("Message the seller") && order.contains(&demo.shoppers()));
    let said = "Where is it? <b>Write</b> to ada@shopper.example or +1 415 555 0132.";
    let sent = demo.send(ADA, &demo.shoppers(), "ask", said, &[]).await;
    assert_eq!((sent.status(), header(&sent, "location")), (StatusCode::SEE_OTHER, demo.shoppers().as_str()));
    let flash = cookie_in(&sent, "flash").unwrap();
    let cookie = format!("{}; {flash}", demo.shop.cookie_of(ADA).await);
    let request = Request::get(demo.shoppers()).header("accept", "text/html").header("cookie", cookie);
    let told = text(demo.shop.ask(request.body(Body::empty()).unwrap()).await).await;
    assert!(told.contains("are hidden from the other side"), "the writer is told");
    assert!(told.contains("<s class=\"text-ink-faint\">ada@shopper.example</s>"));
    // The same press again is the same message.
    demo.send(ADA, &demo.shoppers(), "ask", said, &[]).await;
    assert_eq!(demo.thread().await.messages, 1);

    let desk = demo.page(LUCIA, &demo.desk()).await;
    assert!(desk.contains("[hidden]") && desk.contains("&lt;b&gt;Write&lt;/b&gt;"));
    assert!(!desk.contains("ada@shopper.example") && !desk.contains("555"));
    let inbox = demo.page(LUCIA, &format!("/seller/messages?seller={}", demo.seller)).await;
    assert!(inbox.contains(&demo.part.to_string()) && !inbox.contains("ada@shopper.example"));
    assert!(demo.page(LUCIA, "/seller").await.contains("for an answer."));
    let sale = demo.page(LUCIA, &format!("/seller/orders/{}?seller={}", demo.part, demo.seller)).await;
    assert!(sale.contains("Message the shopper") && sale.contains("1 new"));
    let seen_by_operator = demo.page(OPERATOR, &demo.shoppers()).await;
    assert!(seen_by_operator.contains("ada@shopper.example") && !seen_by_operator.contains("id=\"write\""));

    let sent = demo.send(LUCIA, &demo.desk(), "answer", "It left. See www.lamps.example/ada", &[]).await;
    assert_eq!((sent.status(), header(&sent, "location")), (StatusCode::SEE_OTHER, demo.desk().as_str()));
    let page = demo.page(ADA, &demo.shoppers()).await;
    assert!(page.contains("It left. See ") && page.contains("[hidden]") && !page.contains("www.lamps"));
    assert!(page.contains("Casa Guayabo") && !page.contains("Luc\u{ed}a Guayabo"), "no name of the staff");
    assert!(demo.page(LUCIA, &demo.desk()).await.contains("Luc\u{ed}a Guayabo"));
    let list = demo.page(ADA, "/account/messages").await;
    assert!(list.contains(&demo.shoppers()) && list.contains("1 new") && !list.contains("www.lamps"));
    demo.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_stays_however_long_it_is() {
    let demo = demo().await;
    // Arabic letters: in a cookie they would take six bytes each.
    let long = "سؤال طويل ".repeat(230);
    let refused = demo.send(ADA, &demo.shoppers(), "long", &long, &[]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(header(&refused, "x-keep"), "");
    let page = text(refused).await;
    assert!(page.contains(long.trim_end()) && page.contains("Write at most 2,000 characters."));
    assert!(page.contains("aria-invalid=\"true\""));
    for (key, said, files, told) in [
        ("empty", " \n ", vec![], "Please fill this in."),
        ("picture", "Look at this", vec![b"<svg/>".as_slice()], "not a JPEG, PNG or WebP picture"),
        ("many", "Look at these", vec![PNG; 5], "at most 4 pictures"),
    ] {
        let refused = demo.send(ADA, &demo.shoppers(), key, said, &files).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{key}");
        let page = text(refused).await;
        assert!(page.contains(said.trim()), "{key} keeps what was typed");
        assert!(page.contains(told), "{key}: {told}");
    }
    let tags = "</textarea><b id=\"in\">bold</b> &lt; & more ".repeat(50);
    let page = text(demo.send(ADA, &demo.shoppers(), "tags", &tags, &[]).await).await;
    assert!(page.contains("&lt;/textarea&gt;&lt;b id=&quot;in&quot;&gt;bold&lt;/b&gt; &amp;lt; &amp; more"));
    assert!(!page.contains("<b id=\"in\">"), "what was typed is no part of the page");
    // Far too long: what comes back is its beginning, whole letters of it.
    let refused = demo.send(ADA, &demo.shoppers(), "novel", &"ñ&".repeat(200_000), &[PNG]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(refused).await;
    assert!(page.contains("Write at most 2,000 characters."), "{page}");
    let shown: String = page.chars().skip_while(|c| *c != 'ñ').take(60).collect();
    assert!(shown.starts_with("ñ&amp;ñ&amp;"), "{shown}");
    assert!(page.len() < 200_000 && !page.contains(char::REPLACEMENT_CHARACTER), "{} bytes", page.len());
    let bomb = vec![0u8; server::http::messages::MOST_BYTES + 1];
    let refused = demo.send(ADA, &demo.shoppers(), "bomb", "Kept all the same", &[&bomb]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(refused).await.contains("Kept all the same"));
    let malformed = demo.post(ADA, &demo.shoppers(), "text=Hello").await;
    assert_eq!(malformed.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let mut conn = demo.shop.platform().db.read().await.unwrap();
    assert!(messages::thread(&mut conn, demo.part).await.unwrap().is_none(), "nothing was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_breaks_off_in_the_middle_of_its_picture_leaves_nothing() {
    let demo = demo().await;
    let cookie = demo.shop.cookie_of(ADA).await;
    let form = Demo::form("half", "Look at this", &[PNG, PNG]);
    // In the words, in the first picture, in the second one, and without the form's end.
    for cut in [150, form.len() / 3, form.len() * 2 / 3, form.len() - 6] {
        demo.send_body(&cookie, &demo.shoppers(), form[..cut].to_vec()).await;
        let mut conn = demo.shop.platform().db.read().await.unwrap();
        let thread = platform::messages::thread(&mut conn, demo.part).await.unwrap();
        assert!(thread.is_none(), "cut off after {cut} of {} bytes", form.len());
    }
    demo.send_body(&cookie, &demo.shoppers(), form).await;
    assert_eq!(demo.thread().await.messages, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_for_the_two_sides_and_the_operator_and_gone_when_its_message_is_hidden() {
    let demo = demo().await;
    assert_eq!(
        demo.send(ADA, &demo.shoppers(), "look", "Look", &[PNG, PNG]).await.status(),
        StatusCode::SEE_OTHER
    );
    let id = demo.last().await;
    let mut conn = demo.shop.platform().db.read().await.unwrap();
    let pictures = pictures_of(&mut conn, &[id]).await.unwrap().remove(&id).unwrap();
    drop(conn);
    assert_eq!(pictures.len(), 1, "the same file is the same picture");
    let path = pictures[0].src(160, "jpg");
    assert!(demo.page(LUCIA, &demo.desk()).await.contains(&path));
    let status = async |who: Option<&str>| {
        let answer = demo.get(who, &path).await;
        assert_eq!(header(&answer, "cache-control"), "private, no-store", "{who:?}");
        assert_eq!(header(&answer, "etag"), "", "{who:?}");
        answer.status()
    };
    for who in [ADA, LUCIA, OPERATOR] {
        assert_eq!(status(Some(who)).await, StatusCode::OK, "{who}");
    }
    for who in [None, Some(BEN), Some(TOMAS)] {
        assert_eq!(status(who).await, StatusCode::NOT_FOUND, "{who:?}");
    }
    // The public picture of the same bytes is another one.
    let public = demo.shop.platform().pictures.add(PNG.into()).await.unwrap();
    assert_ne!(public.id, pictures[0].id);
    assert_eq!(demo.get(None, &public.src(160, "jpg")).await.status(), StatusCode::OK);
    // A private one that stands nowhere is nobody's.
    let nowhere = demo.shop.platform().pictures.add_private(vec_of(PNG).into()).await.unwrap();
    let nobodys = demo.get(Some(OPERATOR), &nowhere.src(160, "jpg")).await;
    assert_eq!(nobodys.status(), StatusCode::NOT_FOUND);

    let hide = format!("message={id}&verdict=hide&reason=It+shows+a+stranger");
    assert_eq!(
        demo.post(OPERATOR, "/api/operator/message-decide", &hide).await.status(),
        StatusCode::SEE_OTHER
    );
    for who in [ADA, LUCIA] {
        assert_eq!(status(Some(who)).await, StatusCode::NOT_FOUND, "{who}");
    }
    assert_eq!(status(Some(OPERATOR)).await, StatusCode::OK);
    demo.shop.platform().pictures.sweep(&["messages_pictures"]).await.unwrap();
    assert_eq!(status(Some(OPERATOR)).await, StatusCode::OK, "it is in use");
    demo.assert_sound().await;
}

/// The same picture in other bytes.
fn vec_of(png: &[u8]) -> Vec<u8> {
    let mut bytes = png.to_vec();
    bytes.extend_from_slice(b"other");
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn each_side_says_what_it_read_reports_the_other_and_the_operator_hides() {
    let demo = demo().await;
    let (order, part, seller) = (demo.order, demo.part, demo.seller);
    demo.send(ADA, &demo.shoppers(), "one", "Give me your bank's code", &[]).await;
    let id = demo.last().await;
    let desk = demo.page(LUCIA, &demo.desk()).await;
    assert!(desk.contains("data-when-seen") && desk.contains("Waits for an answer"));
    let read =
        demo.post(LUCIA, "/api/seller/message-read", &format!("seller={seller}&part={part}&upto=1")).await;
    assert_eq!(read.status(), StatusCode::SEE_OTHER);
    assert!(!demo.page(LUCIA, &demo.desk()).await.contains("data-when-seen"));
    let settle = format!("seller={seller}&part={part}&seen=1");
    assert_eq!(demo.post(LUCIA, "/api/seller/message-settle", &settle).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(demo.thread().await.waiting_since_us, None);

    let own =
        demo.post(ADA, "/api/messages/report", &format!("order={order}&message={id}&complaint=fraud")).await;
    assert!(cookie_in(&own, "flash").unwrap().contains("wrote"), "nobody reports their own words");
    let report = format!("seller={seller}&message={id}&complaint=fraud");
    demo.post(LUCIA, "/api/seller/message-report", &report).await;
    let queue = demo.page(OPERATOR, "/operator/reports/messages").await;
    assert!(queue.contains(&id.to_string()) && queue.contains("Looks like fraud"));
    assert!(demo.page(OPERATOR, "/operator/reports").await.contains("/operator/reports/messages"));
    let case = demo.page(OPERATOR, &format!("/operator/reports/messages/{id}")).await;
    assert!(case.contains("Give me your bank") && case.contains("Looks like fraud"));
    let wordless = format!("message={id}&verdict=hide&reason=");
    demo.post(OPERATOR, "/api/operator/message-decide", &wordless).await;
    assert!(demo.page(ADA, &demo.shoppers()).await.contains("Give me your bank"), "a reason is asked for");
    demo.post(OPERATOR, "/api/operator/message-decide", &format!("message={id}&verdict=hide&reason=Fraud"))
        .await;
    for (who, page) in [(ADA, demo.shoppers()), (LUCIA, demo.desk())] {
        let page = demo.page(who, &page).await;
        assert!(page.contains("This message was removed.") && !page.contains("Give me your bank"), "{who}");
    }
    let decided = demo.page(OPERATOR, "/operator/reports/messages?show=decided").await;
    assert!(decided.contains(&id.to_string()));
    assert!(demo.page(OPERATOR, &format!("/operator/reports/messages/{id}")).await.contains("Olga Rivera"));
    demo.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_finds_a_conversation() {
    let demo = demo().await;
    demo.send(ADA, &demo.shoppers(), "mine", "Where is it?", &[]).await;
    for (who, path, expected) in [
        (Some(BEN), demo.shoppers(), StatusCode::NOT_FOUND),
        (Some(TOMAS), demo.shoppers(), StatusCode::NOT_FOUND),
        (Some(TOMAS), format!("/seller/messages/{}", demo.part), StatusCode::NOT_FOUND),
        (Some(BEN), demo.desk(), StatusCode::NOT_FOUND),
        (
            Some(ADA),
            format!("/orders/{}/messages/prt_01jz0000000000000000000000", demo.order),
            StatusCode::NOT_FOUND,
        ),
        (Some(LUCIA), "/operator/reports/messages".into(), StatusCode::FORBIDDEN),
        (None, demo.shoppers(), StatusCode::SEE_OTHER),
        (None, demo.desk(), StatusCode::SEE_OTHER),
    ] {
        let answer = demo.get(who, &path).await;
        assert_eq!(answer.status(), expected, "{who:?}: {path}");
    }
    for (who, path) in
        [(BEN, demo.shoppers()), (TOMAS, demo.desk()), (ADA, demo.desk()), (LUCIA, demo.shoppers())]
    {
        let sent = demo.send(who, &path, "foreign", "Hello", &[]).await;
        assert!(
            matches!(sent.status(), StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
            "{who}: {}",
            sent.status()
        );
    }
    assert_eq!(demo.thread().await.messages, 1);
    // A part of another order of one's own is not of this order.
    let ada = Shopper::Account(demo.shop.account_of(ADA).await);
    let mut conn = demo.shop.platform().db.read().await.unwrap();
    let orders = store::orders_of(&mut conn, ada, None, 50).await.unwrap();
    drop(conn);
    let other = orders.iter().find(|order| order.order.id != demo.order).unwrap().order.id;
    let mixed = format!("/orders/{other}/messages/{}", demo.part);
    assert_eq!(demo.get(Some(ADA), &mixed).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(demo.send(ADA, &mixed, "mixed", "Hello", &[]).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_arrives_live_on_both_sides_without_its_words() {
    let demo = demo().await;
    for (who, stream) in
        [(LUCIA, format!("/live/seller/{}", demo.seller)), (ADA, format!("/live/order/{}", demo.order))]
    {
        let request = Request::get(&stream).header("cookie", demo.shop.cookie_of(who).await);
        let mut events =
            demo.shop.ask(request.body(Body::empty()).unwrap()).await.into_body().into_data_stream();
        assert!(String::from_utf8_lossy(&events.next().await.unwrap().unwrap()).contains("connected"));
        demo.send(ADA, &demo.shoppers(), &who[..3], "Quietly spoken", &[]).await;
        let id = demo.last().await.to_string();
        let arrives = async {
            loop {
                let event = String::from_utf8_lossy(&events.next().await.unwrap().unwrap()).into_owned();
                assert!(!event.contains("Quietly"), "{event}");
                if event.contains("\"kind\":\"message.sent\"") && event.contains(&id) {
                    break;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(30), arrives).await.expect("it never came");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_reads_and_answers_by_the_link_in_the_mail() {
    let demo = demo().await;
    let gil = Shopper::Guest(demo.shop.platform().db.new_id());
    let (order, part) = ordered(&demo.shop, demo.seller, gil, "gil@guest.example").await;
    let desk = format!("/seller/messages/{part}?seller={}", demo.seller);
    let sent = demo.send(LUCIA, &desk, "hello", "Which colour do you want?", &[]).await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    let page = format!("/orders/{order}/messages/{part}");
    let mails = platform::mail::recent(&mut demo.shop.platform().db.read().await.unwrap(), 9).await.unwrap();
    let mail = mails.iter().find(|mail| mail.recipient == "gil@guest.example").unwrap();
    assert!(!mail.text_body.contains("colour") && !mail.text_body.contains("lucia@"), "{}", mail.text_body);
    let at = mail.text_body.find(&format!("{page}?code=")).unwrap();
    let link = mail.text_body[at..].split_whitespace().next().unwrap().to_owned();
    let opened = demo.get(None, &link).await;
    assert_eq!((opened.status(), header(&opened, "location")), (StatusCode::SEE_OTHER, page.as_str()));
    let cookie = cookie_in(&opened, "orinoco_orders").unwrap();
    let request = Request::get(&page).header("accept", "text/html").header("cookie", &cookie);
    let read = text(demo.shop.ask(request.body(Body::empty()).unwrap()).await).await;
    assert!(read.contains("Which colour do you want?") && read.contains("id=\"write\""));
    let answered = demo.send_as(&cookie, &page, "guest", "Blue, please", &[PNG]).await;
    assert_eq!(answered.status(), StatusCode::SEE_OTHER);
    let picture: (PictureId,) = {
        let mut conn = demo.shop.platform().db.read().await.unwrap();
        conn.one(platform::db::sql("SELECT picture_id FROM messages_pictures")).await.unwrap()
    };
    let path = format!("/media/{}/160.jpg", picture.0);
    let own = Request::get(&path).header("cookie", &cookie).body(Body::empty()).unwrap();
    assert_eq!(demo.shop.ask(own).await.status(), StatusCode::OK);
    assert_eq!(demo.get(None, &path).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(demo.get(None, &page).await.status(), StatusCode::NOT_FOUND);
    assert!(demo.page(LUCIA, &desk).await.contains("Blue, please"));
    demo.assert_sound().await;
}
