//! How goods came back, and what that comes to before it is decided. The grades stand in the page's address, so the
//! preview needs no script and changes nothing; only the last press gives back.
use domain::returns::{Grade, ReturnState};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{LineId, Money, SellerId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::db::Conn;
use platform::fees::FeeError;
use platform::returns::outcome::{Graded, Outcome, outcome};
use platform::returns::{Return, ReturnDetail, ReturnError, ReturnLine};
use platform::sellers::Seller;

use super::api::RefundReturn;
use super::labels::row_words;
use super::words::grade_words;
use crate::access::visitor;
use crate::basket::forms::new_key;
use crate::ctx::Ctx;
use crate::page::query;
use crate::ui::*;

fn name(what: &str, line: LineId) -> String {
    format!("{what}-{line}")
}

/// Whole percent as basis points; nothing for a field that was left empty.
fn percent(text: &str) -> Result<Option<i64>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse::<i64>().ok().filter(|n| (0..=100).contains(n)).map(|n| Some(n * 100)).ok_or(())
}

/// What the address says of each line, and what that comes to.
fn read(detail: &ReturnDetail) -> (FormState, Option<Outcome>) {
    let t = Ctx::current().t();
    let looks = query("look").is_some();
    let (mut form, mut graded, mut wrong) = (FormState::default(), Vec::new(), false);
    for line in &detail.lines {
        let id = line.line_id;
        let (grade, keep, stock) =
            (query(&name("grade", id)), query(&name("keep", id)), query(&name("stock", id)));
        let stock = if looks { stock.unwrap_or_default() } else { "on".to_owned() };
        let grade = grade.and_then(|text| Grade::parse(&text)).unwrap_or(Grade::AsNew);
        form = form
            .or(&name("grade", id), grade.as_str())
            .or(&name("keep", id), keep.clone().unwrap_or_default())
            .or(&name("stock", id), stock.clone());
        match percent(&keep.unwrap_or_default()) {
            Ok(kept_bps) => graded.push(Graded { line: id, grade, kept_bps, restock: !stock.is_empty() }),
            Err(()) => {
                form = form.error_on(&name("keep", id), t.return_percent_wrong());
                wrong = true;
            }
        }
    }
    if !looks || wrong {
        return (form, None);
    }
    match outcome(detail, &graded) {
        Ok(outcome) => (form, Some(outcome)),
        Err(ReturnError::TooMuchKept { line, most_bps }) => {
            (form.error_on(&name("keep", line), t.return_refused_kept(most_bps / 100)), None)
        }
        Err(ReturnError::NothingToRestock { line }) => {
            (form.error_on(&name("stock", line), t.return_refused_restock()), None)
        }
        Err(_) => (form, None),
    }
}

/// Whether this visitor is told what the platform charges and what it leaves the seller.
pub(super) fn sees_money(seller: SellerId) -> bool {
    visitor().allow(Action::ReadMoney, &Resource::Seller(seller)).is_ok()
}

/// The tax on the commission that comes back by what the address says.
pub(super) async fn fee_tax_back(
    conn: &mut Conn,
    seller: &Seller,
    detail: &ReturnDetail,
) -> Result<Money, FeeError> {
    let row = &detail.row;
    let none = Money::zero(row.currency);
    let Some(outcome) = read(detail).1.filter(|_| !seller.is_platform) else { return Ok(none) };
    let fees = Money::new(outcome.fee_minor - outcome.back.commission_minor, row.currency);
    let tax = platform::fees::tax_next(conn, seller, &row.capture_id.to_string(), fees).await?;
    Ok(tax.neg()?)
}

/// The grades of all lines, and below them what they come to.
#[component]
pub(super) fn Grading(detail: ReturnDetail, fee_tax: Money) -> AnyView {
    let t = Ctx::current().t();
    let (form, outcome) = read(&detail);
    let row = detail.row.clone();
    let several = detail.lines.len() > 1;
    let lines = detail
        .lines
        .into_iter()
        .map(|line| view! { <GradeFields form=form.clone() line several /> })
        .collect_view();
    let here = format!("/seller/returns/{}", row.id);
    view! {
        <Card title=t.return_grading() id="grading">
            <Form action=here get=true class="flex flex-col gap-5">
                <Hidden name="seller" value=row.seller_id.to_string() />
                <Hidden name="look" value="1" />
                {lines}
                <p class="text-sm text-ink-faint">{t.return_keep_hint()}</p>
                <div><Button kind=ButtonKind::Secondary>{t.return_preview()}</Button></div>
            </Form>
        </Card>
        {outcome.map(|outcome| view! { <Preview row outcome fee_tax /> })}
    }
    .into_any()
}

#[component]
fn GradeFields(form: FormState, line: ReturnLine, several: bool) -> AnyView {
    let t = Ctx::current().t();
    let id = line.line_id;
    let grades = Grade::ALL.iter().map(|g| (g.as_str().to_owned(), grade_words(t, *g))).collect();
    let legend = if several { "mb-2 font-medium" } else { "sr-only" };
    view! {
        <fieldset class="flex flex-col gap-3">
            <legend class=legend><bdi>{line.title}</bdi></legend>
            <div class="grid gap-4 sm:grid-cols-2">
                <Select form=&form name=name("grade", id) label=t.return_grade() options=grades />
                <Field form=&form name=name("keep", id) label=t.return_keep() inputmode="numeric" ltr=true optional=true />
            </div>
            <Checkbox form=&form name=name("stock", id) label=t.return_restock() />
        </fieldset>
    }
    .into_any()
}

/// What is given back, by whom and to whom, and the button that does it.
#[component]
fn Preview(
    row: Return,
    outcome: Outcome,
    /// Comes back with the commission.
    fee_tax: Money,
) -> AnyView {
    let t = Ctx::current().t();
    debug_assert_eq!(row.state.0, ReturnState::Received);
    let currency = outcome.currency;
    let money = move |minor: i64| Money::new(minor, currency);
    let (card, from_seller) = (outcome.card(), outcome.from_seller());
    let from_seller = from_seller.sub(fee_tax).unwrap_or(from_seller);
    let tax_back =
        (!fee_tax.is_zero()).then(|| view! { <dt>{t.group_fee_tax()}</dt><dd><Amount money=fee_tax /></dd> });
    let (label, by) = (money(outcome.label_minor), row_words(t, outcome.label_by));
    let label = (!label.is_zero()).then(|| view! { <dt>{by}</dt><dd><Amount money=label /></dd> });
    let fees = sees_money(row.seller_id).then(|| {
        view! {
            <dt>{t.return_commission_back()}</dt><dd><Amount money=money(outcome.back.commission_minor) /></dd>
            <dt>{t.return_fee_kept()}</dt><dd><Amount money=money(outcome.fee_minor) /></dd>
            {tax_back}
            <dt class="font-bold">{t.return_costs_you()}</dt><dd class="font-bold"><Amount money=from_seller /></dd>
        }
    });
    let hidden = outcome
        .lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            view! {
                <Hidden name=format!("form[lines][{at}]") value=line.line.to_string() />
                <Hidden name=format!("form[grades][{at}]") value=line.grade.as_str() />
                <Hidden name=format!("form[kept][{at}]") value=line.asked_bps.to_string() />
                <Hidden name=format!("form[restock][{at}]") value=if line.restock { "on" } else { "off" } />
            }
        })
        .collect_view();
    let bank_has = outcome.lines.iter().any(|line| line.kept_bps > line.asked_bps);
    let bank_has =
        bank_has.then(|| view! { <Notice tone=Tone::Info class="mb-4">{t.return_bank_has()}</Notice> });
    let button = if card.is_positive() {
        view! { <Button>{t.return_refund(format::money(card, t.writing()))}</Button> }.into_any()
    } else {
        view! { <Button kind=ButtonKind::Danger>{t.return_close()}</Button> }.into_any()
    };
    view! {
        <Card title=t.return_preview() id="preview">
            {bank_has}
            <dl class="grid grid-cols-[1fr_auto] gap-y-2 [&>dd]:text-end">
                <dt class="font-bold">{t.return_card_gets()}</dt><dd class="font-bold"><Amount money=card /></dd>
                {label}
                <dt>{t.return_tax_back()}</dt><dd><Amount money=money(outcome.back.all_tax_minor()) /></dd>
                {fees}
            </dl>
            <Form action=RefundReturn::PATH id="refund" class="mt-4">
                <Hidden name="form[seller]" value=row.seller_id.to_string() />
                <Hidden name="form[return_id]" value=row.id.to_string() />
                <Hidden name="form[key]" value=new_key() />
                <Hidden name="form[seen]" value=card.minor().to_string() />
                {hidden}
                {button}
            </Form>
        </Card>
    }
    .into_any()
}
