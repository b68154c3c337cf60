//! That a program can do whatever a seller's desk does: each page and each form with the operations that do the same, or with the
//! reason why it is left to people. Whoever adds a form says here which it is.

use crate::api::desk;
use http::StatusCode;
use server::routes_rules::{About, RULES};
use std::collections::{HashMap, HashSet};

/// What stands for a page or a form.
enum By {
    /// These operations, by their ids.
    Operations(&'static [&'static str]),
    /// Nothing, for this reason.
    People(&'static str),
}
use By::{Operations, People};

const MONEYS_WAY: &str =
    "No key turns the money's way: a stolen one must not send a seller's money elsewhere, or early.";
const CHARGED: &str =
    "What the platform charges a card each month is agreed to by an owner with the password at hand.";
const OPENING: &str =
    "Who opens a shop has no key yet, and papers about people are shown to the operator by the people.";
const WHO_IT_IS: &str =
    "Who the seller is by law, and where it is reached, is said by its owners, who answer for it.";
const WHERE_BACK: &str =
    "A stolen key must not send buyers' parcels elsewhere: where they go back to is said by owners.";
const TO_A_PERSON: &str = "Notices are what a person has not looked at; a program is told by webhooks, and nothing that it read is unread.";
const NOBODY_IN: &str =
    "No key lets anybody in or out: a stolen one must not outlive itself by a member or another key.";

/// Every page and form of which the rule is a seller's.
const DESK: &[(&str, &str, By)] = &[
    ("GET", "/live/seller/{seller}", Operations(&["make_webhook"])),
    ("GET", "/seller", Operations(&["get_sales_summary", "get_daily_sales", "get_todo"])),
    ("GET", "/seller/analysis", Operations(&["get_sales_analysis"])),
    ("GET", "/seller/analysis/{table}", Operations(&["get_sales_analysis"])),
    ("GET", "/seller/profit", Operations(&["get_profit"])),
    ("GET", "/seller/profit/file.csv", Operations(&["get_profit"])),
    ("GET", "/seller/orders", Operations(&["list_orders"])),
    ("GET", "/seller/orders/{part}", Operations(&["get_order"])),
    ("GET", "/seller/orders/{part}/slip", Operations(&["get_packing_slip"])),
    ("GET", "/seller/orders/{part}/invoices/{invoice}", Operations(&["list_invoices", "get_invoice"])),
    ("GET", "/seller/orders/pick-list", Operations(&["get_pick_list"])),
    ("POST", "/api/seller/accept", Operations(&["accept_order"])),
    ("POST", "/api/seller/ship", Operations(&["ship_order"])),
    ("POST", "/api/seller/cancel", Operations(&["cancel_order"])),
    ("POST", "/api/seller/deliver", Operations(&["deliver_order"])),
    ("GET", "/seller/messages", Operations(&["list_conversations"])),
    (
        "GET",
        "/seller/messages/{part}",
        Operations(&["list_messages", "get_message_picture", "get_message_document"]),
    ),
    (
        "POST",
        "/seller/messages/{part}",
        Operations(&["send_message", "send_message_with_pictures", "send_message_with_documents"]),
    ),
    ("POST", "/api/seller/message-read", Operations(&["read_messages"])),
    ("POST", "/api/seller/message-settle", Operations(&["settle_messages"])),
    ("POST", "/api/seller/message-report", Operations(&["report_message"])),
    ("GET", "/seller/returns", Operations(&["list_returns"])),
    ("GET", "/seller/returns/{return_id}", Operations(&["get_return"])),
    ("POST", "/api/seller/return-approve", Operations(&["approve_return"])),
    ("POST", "/api/seller/return-decline", Operations(&["decline_return"])),
    ("POST", "/api/seller/return-receive", Operations(&["receive_return"])),
    ("POST", "/api/seller/return-refund", Operations(&["refund_return"])),
    ("POST", "/api/seller/return-pickup", Operations(&["confirm_pickup"])),
    ("POST", "/api/seller/exchange-accept", Operations(&["accept_exchange"])),
    ("POST", "/api/seller/exchange-send", Operations(&["send_replacement"])),
    ("POST", "/api/seller/exchange-deliver", Operations(&["deliver_replacement"])),
    ("POST", "/api/seller/exchange-turn", Operations(&["turn_exchange"])),
    ("POST", "/api/seller/return-settings", Operations(&["put_return_policy"])),
    ("GET", "/seller/returns/rules", Operations(&["get_return_rules", "preview_return_rules"])),
    ("POST", "/api/seller/return-rule-add", Operations(&["put_return_rules"])),
    ("POST", "/api/seller/return-rule-change", Operations(&["put_return_rules"])),
    ("POST", "/api/seller/return-labels", Operations(&["put_return_policy"])),
    ("POST", "/api/seller/return-address", People(WHERE_BACK)),
    ("GET", "/seller/disputes", Operations(&["list_disputes"])),
    ("GET", "/seller/disputes/{dispute}", Operations(&["get_dispute", "list_dispute_documents"])),
    ("GET", "/seller/disputes/{dispute}/documents/{paper}", Operations(&["get_dispute_document"])),
    ("POST", "/seller/disputes/{dispute}/documents", Operations(&["attach_dispute_document"])),
    ("POST", "/api/seller/dispute-document-remove", Operations(&["remove_dispute_document"])),
    ("POST", "/api/seller/dispute-contest", Operations(&["contest_dispute"])),
    ("POST", "/api/seller/dispute-accept", Operations(&["accept_dispute"])),
    ("GET", "/seller/products", Operations(&["list_offers", "list_listing_quality"])),
    ("GET", "/seller/products/add", Operations(&["find_products"])),
    ("GET", "/seller/products/add/{product}", Operations(&["find_products"])),
    ("POST", "/seller/products/by-picture/{seller}", Operations(&["find_products_by_picture"])),
    ("GET", "/seller/products/new", Operations(&["list_categories", "list_proposals"])),
    ("POST", "/api/seller/offer", Operations(&["change_offer"])),
    ("POST", "/api/seller/offer-add", Operations(&["make_offer"])),
    ("POST", "/api/seller/product-propose", Operations(&["make_proposal"])),
    ("POST", "/seller/proposals/{proposal}/pictures", Operations(&["add_proposal_picture"])),
    ("GET", "/seller/products/sheet", Operations(&["list_offers", "list_sheets", "get_sheet"])),
    ("POST", "/api/seller/sheet", Operations(&["save_sheet"])),
    ("POST", "/api/seller/sheet-undo", Operations(&["undo_sheet"])),
    ("GET", "/seller/prices", Operations(&["list_price_rules", "get_price_rule"])),
    ("POST", "/api/seller/price-rule", Operations(&["put_price_rule"])),
    ("POST", "/api/seller/price-rule-stop", Operations(&["remove_price_rule"])),
    ("GET", "/seller/imports", Operations(&["list_imports"])),
    ("GET", "/seller/imports/{upload}", Operations(&["get_import"])),
    ("GET", "/seller/imports/{upload}/findings", Operations(&["list_import_findings"])),
    ("GET", "/seller/export/{format}", Operations(&["export_offers"])),
    ("POST", "/seller/imports/to/{seller}", Operations(&["send_catalogue"])),
    ("POST", "/api/seller/import-start", Operations(&["start_import"])),
    ("POST", "/api/seller/import-undo", Operations(&["undo_import"])),
    ("POST", "/api/seller/import-discard", Operations(&["discard_import"])),
    ("GET", "/seller/promotions", Operations(&["list_promotions", "get_promotion"])),
    ("POST", "/api/seller/promotion-create", Operations(&["make_promotion"])),
    ("POST", "/api/seller/promotion-pause", Operations(&["change_promotion"])),
    ("GET", "/seller/coupons", Operations(&["list_coupons", "get_coupon"])),
    ("POST", "/api/seller/coupon-create", Operations(&["make_coupon"])),
    ("POST", "/api/seller/coupon-end", Operations(&["end_coupon"])),
    ("GET", "/seller/reviews", Operations(&["list_reviews", "list_questions", "list_feedback"])),
    ("POST", "/api/seller/reply", Operations(&["reply_to_review"])),
    ("POST", "/api/seller/feedback-answer", Operations(&["answer_feedback"])),
    ("GET", "/seller/health", Operations(&["get_health", "get_standing"])),
    ("POST", "/api/seller/appeal", Operations(&["appeal_suspension"])),
    ("GET", "/seller/fees", Operations(&["get_fees", "quote_fees"])),
    ("GET", "/seller/plan", Operations(&["get_fees"])),
    ("POST", "/api/seller/plan", People(CHARGED)),
    ("POST", "/api/seller/plan-card", People(CHARGED)),
    ("POST", "/api/seller/plan-card-remove", People(CHARGED)),
    ("GET", "/seller/invoices", Operations(&["list_fee_invoices"])),
    ("GET", "/seller/invoices/{fee_invoice}/invoice.pdf", Operations(&["get_fee_invoice_pdf"])),
    ("GET", "/seller/payouts", Operations(&["get_balance", "list_payouts", "get_open_statement"])),
    ("GET", "/seller/payouts/{payout}", Operations(&["get_payout", "get_statement"])),
    (
        "GET",
        "/seller/payouts/{payout}/statement.csv",
        Operations(&["get_statement_file", "get_open_statement_file"]),
    ),
    (
        "GET",
        "/seller/payouts/{payout}/statement.pdf",
        Operations(&["get_statement_file", "get_open_statement_file"]),
    ),
    ("GET", "/seller/year", Operations(&["get_year"])),
    ("GET", "/seller/lines", Operations(&["list_lines"])),
    ("POST", "/api/seller/tax-person", People(WHO_IT_IS)),
    ("GET", "/seller/notices", People(TO_A_PERSON)),
    ("GET", "/seller/year.csv", Operations(&["get_year_file"])),
    ("GET", "/seller/year.pdf", Operations(&["get_year_file"])),
    ("GET", "/seller/postings/{transaction}", Operations(&["get_posting"])),
    ("POST", "/api/seller/bank-account", People(MONEYS_WAY)),
    ("POST", "/api/seller/pay-out", People(MONEYS_WAY)),
    ("GET", "/seller/store", Operations(&["get_store"])),
    ("POST", "/seller/store/logo/{seller}", Operations(&["put_store_logo"])),
    ("POST", "/api/seller/store", Operations(&["put_store"])),
    ("POST", "/api/seller/logo-remove", Operations(&["remove_store_logo"])),
    (
        "GET",
        "/seller/settings",
        Operations(&["get_delivery", "get_holiday", "get_calendar", "get_return_policy"]),
    ),
    ("GET", "/seller/shipping", Operations(&["list_shipping_tables"])),
    ("POST", "/api/seller/shipping", Operations(&["put_delivery"])),
    ("POST", "/api/seller/holiday", Operations(&["put_holiday"])),
    ("POST", "/api/seller/calendar", Operations(&["put_calendar"])),
    ("POST", "/api/seller/table", Operations(&["make_shipping_table", "change_shipping_table"])),
    ("POST", "/api/seller/table-remove", Operations(&["remove_shipping_table"])),
    ("POST", "/api/seller/legal", People(WHO_IT_IS)),
    ("POST", "/api/seller/contact", People(WHO_IT_IS)),
    ("GET", "/seller/opening", People(OPENING)),
    ("GET", "/seller/opening/documents/{document}", People(OPENING)),
    ("POST", "/seller/opening/to/{seller}", People(OPENING)),
    ("POST", "/api/seller/opening-remove", People(OPENING)),
    ("POST", "/api/seller/opening-submit", People(OPENING)),
    ("POST", "/api/seller/opening-withdraw", People(OPENING)),
    ("GET", "/seller/changes", Operations(&["list_changes"])),
    ("GET", "/seller/staff", Operations(&["list_staff"])),
    ("POST", "/api/seller/staff-invite", People(NOBODY_IN)),
    ("POST", "/api/seller/staff-role", People(NOBODY_IN)),
    ("POST", "/api/seller/staff-remove", People(NOBODY_IN)),
    ("POST", "/api/seller/staff-withdraw", People(NOBODY_IN)),
    ("GET", "/seller/api", Operations(&["get_key"])),
    ("POST", "/api/seller/key-create", People(NOBODY_IN)),
    ("POST", "/api/seller/key-revoke", People(NOBODY_IN)),
    ("GET", "/seller/webhooks", Operations(&["list_webhooks"])),
    (
        "GET",
        "/seller/webhooks/{endpoint}",
        Operations(&["get_webhook", "list_webhook_deliveries", "get_webhook_delivery"]),
    ),
    ("POST", "/api/seller/webhook-create", Operations(&["make_webhook"])),
    ("POST", "/api/seller/webhook-change", Operations(&["change_webhook"])),
    ("POST", "/api/seller/webhook-secret", Operations(&["rotate_webhook_secret"])),
    ("POST", "/api/seller/webhook-remove", Operations(&["remove_webhook"])),
    ("POST", "/api/seller/webhook-test", Operations(&["test_webhook"])),
    ("POST", "/api/seller/webhook-replay", Operations(&["replay_webhook_delivery"])),
];

#[test]
fn every_page_and_form_of_the_desk_is_said_once() {
    let mut said = HashSet::new();
    for (method, path, _) in DESK {
        assert!(said.insert((*method, *path)), "{method} {path} is said twice");
    }
    let ruled: HashSet<(&str, &str)> = RULES
        .iter()
        .filter(|rule| matches!(rule.about, About::Seller(_)))
        .map(|rule| (rule.method, rule.path))
        .collect();
    let missing: Vec<_> = ruled.difference(&said).collect();
    assert!(missing.is_empty(), "which operation does the same, or why is there none? {missing:#?}");
    let gone: Vec<_> = said.difference(&ruled).collect();
    assert!(gone.is_empty(), "there is no such page or form: {gone:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_for_a_form_is_an_operation_that_changes_something() {
    let desk = desk().await;
    let (status, description) = desk.get("/api/v1/openapi.json").await;
    assert_eq!(status, StatusCode::OK);
    let mut methods: HashMap<&str, &str> = HashMap::new();
    for item in description["paths"].as_object().unwrap().values() {
        for (method, operation) in item.as_object().unwrap() {
            if let Some(id) = operation["operationId"].as_str() {
                methods.insert(id, method);
            }
        }
    }
    assert!(methods.len() > 100, "only {} operations", methods.len());
    for (method, path, by) in DESK {
        let ids = match by {
            Operations(ids) => ids,
            People(reason) => {
                assert!(reason.split(' ').count() > 8, "{method} {path}: {reason}");
                continue;
            }
        };
        assert!(!ids.is_empty(), "{method} {path}");
        for id in *ids {
            let does = methods.get(id).unwrap_or_else(|| panic!("{method} {path}: there is no {id}"));
            let live = *path == "/live/seller/{seller}";
            assert!(live || (*does == "get") == (*method == "GET"), "{method} {path} is no {does} {id}");
        }
    }
}
