//! Labels for the way back: a part of `/seller/settings`, of a return's page and of the desk, and the work behind their forms.
use domain::returns::{LabelTerms, Payer, ReturnState};
use domain::roles::Action;
use domain::{Money, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::returns::{Return, ReturnError, ReturnLabel, save_label_terms};
use platform::sellers::Seller;

use super::api::{ReturnLabelsForm, SaveReturnLabels, TakeLabel};
use super::words::sentence;
use super::work::{order_of, return_of};
use crate::access::platform;
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::text::T;
use crate::ui::*;

/// Whether shoppers may take labels, and who pays. `price`: what the shop asks for one in the seller's currency.
#[component]
pub(crate) fn LabelCard(seller: Seller, terms: LabelTerms, price: Option<Money>) -> AnyView {
    let t = Ctx::current().t();
    let on = |yes: bool| if yes { "on" } else { "" };
    let form = FormState::default()
        .or("labels_offered", on(terms.offered))
        .or("labels_seller_pays", on(terms.seller_pays));
    let text = match price {
        Some(price) => t.return_labels_text(format::money(price, t.writing())),
        None => t.return_labels_none(),
    };
    view! {
        <Card title=t.return_way_back() id="return-labels">
            <p class="mb-4 text-sm text-ink-faint">{text}</p>
            <Form readable=true action=SaveReturnLabels::PATH class="flex flex-col gap-4">
                <Hidden name="seller" value=seller.id.to_string() />
                <Checkbox form=&form name="labels_offered" label=t.return_labels_offered() />
                <Checkbox form=&form name="labels_seller_pays" label=t.return_labels_seller_pays() />
                <div><Button>{t.save()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

pub(super) async fn save(form: ReturnLabelsForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?.id;
    let t = Ctx::current().t();
    let terms = LabelTerms {
        offered: !form.labels_offered.is_empty(),
        seller_pays: !form.labels_seller_pays.is_empty(),
    };
    platform()
        .db
        .write(move |tx| Box::pin(async move { save_label_terms(tx, seller, terms).await }))
        .await
        .map_err(|error: ReturnError| sentence(t, error))?;
    Ok(Done::to(desk::link(seller, "/seller/settings"))
        .at("return-labels")
        .notice(Tone::Good, t.settings_saved()))
}

/// The shopper takes the label of a return.
pub(super) async fn take(order: String, id: String) -> Result<Done, Failure> {
    let (order, shopper) = order_of(&order).await?;
    let t = Ctx::current().t();
    let (id, page) = return_of(&order, &id).await?;
    platform().returns.take_label(shopper, id).await.map_err(|e| sentence(t, e))?;
    Ok(Done::to(page).at("send").notice(Tone::Good, t.return_label_taken()))
}

/// What a label would cost whoever asks for a return, before it is asked for.
pub(super) fn offer_words(t: T, payer: Payer, price: Money) -> String {
    match payer {
        Payer::Seller => t.return_label_free(),
        Payer::Shopper => t.return_label_yours(format::money(price, t.writing())),
    }
}

/// The label's price, if it was taken.
fn cost(row: &Return, label: Option<&ReturnLabel>) -> Option<Money> {
    label.map(ReturnLabel::cost_minor).filter(|minor| *minor > 0).map(|minor| row.money(minor))
}

/// A replacement has left, so nothing is given back of which a label could be paid.
fn is_exchanged(row: &Return) -> bool {
    row.state.0 == ReturnState::Exchanged
}

/// Who pays for the way back, as the shopper reads it.
pub(super) fn way_words(t: T, row: &Return, label: Option<&ReturnLabel>) -> String {
    match (row.pays_return.0, cost(row, label)) {
        (Payer::Seller, None) => t.return_seller_pays(),
        (Payer::Shopper, None) => t.return_shopper_pays(),
        (Payer::Seller, Some(_)) => t.return_label_is_free(),
        (Payer::Shopper, Some(_)) if is_exchanged(row) => t.return_label_is_free(),
        (Payer::Shopper, Some(price)) => t.return_label_less(format::money(price, t.writing())),
    }
}

/// The same as the seller reads it.
pub(super) fn desk_words(t: T, row: &Return, label: Option<&ReturnLabel>) -> String {
    match (row.pays_return.0, cost(row, label)) {
        (Payer::Seller, None) => t.return_seller_pays_desk(),
        (Payer::Shopper, None) => t.return_shopper_pays_desk(),
        (Payer::Seller, Some(price)) => t.return_label_costs_you(format::money(price, t.writing())),
        (Payer::Shopper, Some(_)) if is_exchanged(row) => t.return_label_costs_nobody(),
        (Payer::Shopper, Some(price)) => t.return_label_costs_them(format::money(price, t.writing())),
    }
}

/// The name of the row with the label's price beside what is given back.
pub(super) fn row_words(t: T, payer: Payer) -> String {
    match payer {
        Payer::Seller => t.return_label_by_you(),
        Payer::Shopper => t.return_label_by_them(),
    }
}

/// The button that takes the label, with what it costs.
#[component]
pub(super) fn TakeView(row: Return, label: ReturnLabel) -> AnyView {
    let t = Ctx::current().t();
    let words = offer_words(t, row.pays_return.0, row.money(label.price_minor));
    view! {
        <Form action=TakeLabel::PATH id="label" class="my-4 flex flex-col items-start gap-2">
            <Hidden name="order" value=row.order_id.to_string() />
            <Hidden name="return_id" value=row.id.to_string() />
            <p class="text-sm text-ink-soft">{words}</p>
            <Button kind=ButtonKind::Secondary>{t.return_label_take()}</Button>
        </Form>
    }
    .into_any()
}
