//! What a change of fees or of what holds for returns would come to, over HTTP: looked at by GET, and nothing is said by it.

use crate::api::desk;
use crate::common::page_as;

const OPERATOR: &str = "operator@orinoco.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_looked_at_beside_its_form_and_says_nothing() {
    let desk = desk().await;
    let operator = desk.shop.cookie_of(OPERATOR).await;
    for (path, typed) in [
        ("/operator/fees?see=plans&monthly=49.00&item=1.50", "49.00"),
        ("/operator/fees?see=seat&country=&why=Nowhere", "Nowhere"),
        ("/operator/rates?see=rate&base=USD&quote=EUR&value=0.8765", "0.8765"),
        ("/operator/return-terms?see=window&days=14", "14"),
        ("/operator/gift-wrap?see=effect&price=4.75", "4.75"),
        ("/operator/return-terms?see=label&price=7.25&currency=USD", "7.25"),
    ] {
        let list = path.split_once('?').unwrap().0;
        let before = page_as(&desk.shop, list, &operator).await;
        assert!(!before.contains("id=\"effect\""), "{path}");
        let shown = page_as(&desk.shop, path, &operator).await;
        assert!(shown.contains("id=\"effect\""), "{path}");
        assert!(shown.contains(&format!("value=\"{typed}\"")), "{path}: what was typed stays");
        let after = page_as(&desk.shop, list, &operator).await;
        assert!(!after.contains(&format!("value=\"{typed}\"")), "{path}: looking says nothing");
    }
    for (path, wrong) in [
        ("/operator/fees?see=plans&monthly=much&item=1.50", "Write an amount like 15.00"),
        ("/operator/rates?see=rate&base=USD&quote=USD&value=1", "aria-invalid=\"true\""),
        ("/operator/return-terms?see=window&days=0", "aria-invalid=\"true\""),
        ("/operator/return-terms?see=label&price=7&currency=dollars", "aria-invalid=\"true\""),
        ("/operator/return-terms?see=label&price=-7.25&currency=USD", "aria-invalid=\"true\""),
        ("/operator/return-terms?see=label&price=90000000000000000&currency=USD", "aria-invalid=\"true\""),
    ] {
        let shown = page_as(&desk.shop, path, &operator).await;
        assert!(shown.contains(wrong) && !shown.contains("id=\"effect\""), "{path}");
    }
}
