//! What a sale would leave the seller, by the rules that hold for this one: the form and its answer are an island, which reckons
//! in the browser with the code that charges. Below stand the rules, and what changes. Route `/seller/fees`.
use domain::commission::{CommissionClass, RefundFee, local};
use domain::format;
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::{Money, MoneyError, Timestamp};
use leptos::prelude::*;
use platform::fees::{self, StoredRule, Terms};
use platform::sellers::Seller;

use super::desk;
use super::fee_kinds::{Kinds, kinds};
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::fee_words::{ClassNames, fee_tax_reason, fee_tax_words, rule_words};
use crate::islands::ProceedsPreview;
use crate::islands::proceeds::{ProceedsTyped, ProceedsWords};
use crate::page::query;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadMoney).await?;
    let t = Ctx::current().t();
    let mut conn = platform().db.read_together().await?;
    let now = conn.now();
    // The platform's own retail pays nothing; it sees what everybody pays.
    let who = (!seller.is_platform).then_some(seller.id);
    let terms = fees::terms_at(&mut conn, who, now).await?;
    let upcoming: Vec<StoredRule> = fees::upcoming(&mut conn, who, now)
        .await?
        .into_iter()
        .filter(|row| row.seller == who || row.seller.is_none())
        .collect();
    let taxed = fees::tax_now(&mut conn, &seller).await?.filter(|_| !seller.is_platform);
    let shelf = query("shelf").unwrap_or_default();
    let found = kinds(&mut conn, &shelf).await?;
    let names = ClassNames::load(&mut conn).await?;
    let of_refunds = platform::terms::timeline::<RefundFee>(&mut conn).await?;
    drop(conn);
    let kept = refund_words(&of_refunds.at(now), &seller)?;
    let next = match of_refunds.after(now) {
        Some((at, fee)) => Some((at, refund_words(&fee, &seller)?)),
        None => None,
    };
    let fee_tax_ppm = taxed.as_ref().map_or(0, |how| how.rate_ppm);
    let code = seller.currency.code();
    let asked = |name: &str, usual: &str| query(name).unwrap_or_else(|| usual.to_owned());
    let typed = ProceedsTyped {
        class: asked("class", CommissionClass::Standard.as_str()),
        price: asked("price", ""),
        quantity: asked("quantity", "1"),
        shipping: asked("shipping", &seller.shipping.fee.to_decimal()),
        cost: asked("cost", ""),
    };
    let words = ProceedsWords {
        class: t.fees_class(),
        classes: names.all().into_iter().map(|class| (terms.rule(class), names.words(t, class))).collect(),
        price: t.fees_price(code),
        quantity: t.fees_quantity(),
        shipping: t.fees_shipping(code),
        cost: t.fees_cost(code),
        goods: t.fees_goods(),
        commission: t.sale_commission(),
        item_fee: t.fees_item(),
        fee_tax: taxed.as_ref().map(|how| fee_tax_words(t, how)).unwrap_or_default(),
        portion: t.fees_portion("{share}", "{base}"),
        minimum: t.fees_minimum(),
        closing: t.fees_closing(),
        limited: t.fees_limited(),
        payable: t.fees_payable(),
        left: t.fees_left(),
        margin: t.fees_margin(),
        wrong: t.fees_wrong(),
        reckon: t.fees_reckon(),
    };
    let (currency, writing, item) = (seller.currency, t.writing().tag(), terms.item(seller.currency)?);
    let plan = format!("/seller/plan?seller={}", seller.id);
    let taxed_text = taxed
        .map(|how| view! { <p id="fee-tax" class="max-w-3xl text-ink-soft">{fee_tax_reason(t, &how)}</p> });
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.fees_title()>
            <div class="flex flex-col gap-6">
                <p class="max-w-3xl text-ink-soft">{t.fees_text()} " " <a class="link" href=plan>{t.plan_title()}</a></p>
                {taxed_text}
                <ProceedsPreview words typed seller=seller.id.to_string() item fee_tax_ppm currency writing=writing.to_owned() />
                <Kept kept next seller=seller.clone() />
                <Kinds search=shelf found names=names.clone() />
                <Rules terms upcoming seller names />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// What is kept of the commission that a refund gives back, in the seller's currency.
fn refund_words(fee: &RefundFee, seller: &Seller) -> Result<String, MoneyError> {
    let t = Ctx::current().t();
    let most = local(Money::new(fee.most_minor, fee.currency), seller.currency)?;
    Ok(t.term_share_most(format::percent(fee.share_bps, t.writing()), amount_text(most, t.writing())))
}

/// What is kept of refunds of what is ordered now, and what of what is ordered later.
#[component]
fn Kept(kept: String, next: Option<(Timestamp, String)>, seller: Seller) -> AnyView {
    let t = Ctx::current().t();
    let later = next.map(|(at, words)| {
        let day = format::date(seller.dispatch.zone.day_and_minute(at).0, t.locale());
        view! { <p class="text-sm text-ink-faint">{t.fees_later(day)} " " {words}</p> }
    });
    view! {
        <section id="refund-fee">
            <h2 class="mb-1 text-lg font-bold">{t.term_refund_fee()}</h2>
            <p>{kept}</p>
            {later}
            <p class="max-w-3xl text-sm text-ink-soft">{t.term_refund_fee_text()}</p>
        </section>
    }
    .into_any()
}

/// Every kind of goods with what this seller is charged, and what changes when.
#[component]
fn Rules(terms: Terms, upcoming: Vec<StoredRule>, seller: Seller, names: ClassNames) -> AnyView {
    let t = Ctx::current().t();
    let words = |rule: &domain::commission::CommissionRule| {
        let rule = rule.in_currency(seller.currency).unwrap_or_else(|_| rule.clone());
        // Each part is a line of its own: next to each other, amounts and shares change places in Arabic.
        let parts = rule_words(t, &rule).into_iter().map(|part| view! { <li>{part}</li> }).collect_view();
        view! { <ul class="flex flex-wrap gap-x-5">{parts}</ul> }.into_any()
    };
    let rows = names
        .all()
        .into_iter()
        .map(|class| {
            // What changes for everybody does not change a rule of one's own.
            let own = terms.is_own(class);
            let later = upcoming.iter().filter(|row| row.class == class && (row.seller.is_some() || !own));
            let later = later.map(|row| {
                let day = format::date(seller.dispatch.zone.day_and_minute(row.starts_at).0, t.locale());
                let rule = row.rule.as_ref().map_or_else(|| t.fee_usual_again().into_any(), words);
                view! { <div class="text-sm text-ink-faint"><p>{t.fees_later(day)}</p> {rule}</div> }
            });
            let later = later.collect_view();
            view! {
                <tr data-class=class.as_str()>
                    <th scope="row" class="text-start align-top font-medium">
                        {names.words(t, class)}
                        {own.then(|| view! { " " <Badge tone=Tone::Good>{t.fees_own()}</Badge> })}
                    </th>
                    <td>{words(&terms.rule(class))} {later}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2 class="mb-3 text-lg font-bold">{t.fees_yours()}</h2>
            <Table caption=t.fees_yours()>
                <thead>
                    <tr>
                        <th scope="col">{t.fees_class()}</th>
                        <th scope="col">{t.fee_rule()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}
