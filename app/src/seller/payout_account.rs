//! The bank account that a seller is paid to, and the commands about money: changing it, paying out. Only owners.
use domain::bank::{BankAccountInput, BankAccountKind};
use domain::key::IdempotencyKey;
use domain::payout::PayoutState;
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::{Currency, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::identity::IdentityError;
use platform::payouts::{self, PayoutError, SavedAccount, TEST_ACCOUNTS, TestAccount};
use platform::sellers::Seller;

use super::api::{BankForm, SaveBankAccount};
use super::{desk, payout_words as words};
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "bank-account";

/// The account that is paid to; for owners with the form that changes it.
#[component]
pub(super) fn AccountCard(seller: Seller, account: Option<SavedAccount>, owner: bool) -> AnyView {
    let t = Ctx::current().t();
    let known = account.is_some();
    let shown = match account {
        None => view! { <Notice tone=Tone::Warn>{t.bank_none()}</Notice> }.into_any(),
        Some(account) => {
            let since = t.bank_since(format::date_short(account.added_at_us.utc_day(), t.locale()));
            view! {
                <p id="bank-now">
                    <bdi dir="ltr" class="font-semibold">{words::account(&account)}</bdi>
                    <span class="block text-sm text-ink-faint">{since}</span>
                </p>
            }
            .into_any()
        }
    };
    let form = owner.then(|| {
        let state = FormState::of(&Ctx::current(), FORM);
        let open = !known || state.failed();
        view! {
            <Disclosure summary=t.bank_change() open=open class="mt-3">
                <AccountForm seller form=state />
            </Disclosure>
        }
    });
    view! { <Card title=t.bank_title() id="bank">{shown} {form}</Card> }.into_any()
}

#[component]
fn AccountForm(seller: Seller, form: FormState) -> AnyView {
    let t = Ctx::current().t();
    let dollars = seller.currency == Currency::USD;
    let usual = if dollars { BankAccountKind::Us } else { BankAccountKind::Iban };
    let form = form.or("kind", usual.as_str());
    let mut kinds = vec![(BankAccountKind::Iban.to_string(), t.bank_kind_iban())];
    if dollars {
        kinds.insert(0, (BankAccountKind::Us.to_string(), t.bank_kind_us()));
    }
    let american = dollars.then(|| {
        view! {
            <Field form=&form name="routing" label=t.bank_routing() hint=t.bank_us_hint() inputmode="numeric" ltr=true optional=true />
            <Field form=&form name="account" label=t.bank_account() hint=t.bank_us_hint() inputmode="numeric" ltr=true optional=true />
        }
    });
    let sandbox = platform().payouts.bank_name() == "sandbox";
    view! {
        <Form action=SaveBankAccount::PATH id="bank-form" class="flex flex-col gap-4">
            <Hidden name="seller" value=seller.id.to_string() />
            <Field form=&form name="holder" label=t.bank_holder() autocomplete="organization" />
            <Select form=&form name="kind" label=t.bank_kind() options=kinds />
            {american}
            <Field form=&form name="iban" label=t.bank_iban() hint=t.bank_iban_hint() ltr=true optional=true />
            <Field form=&form name="password" label=t.security_password_again() r#type="password" ltr=true autocomplete="current-password" />
            <p class="text-sm text-ink-faint">{t.bank_privacy()}</p>
            <div><Button>{t.bank_save()}</Button></div>
            {sandbox.then(|| view! { <TestAccounts dollars /> })}
        </Form>
    }
    .into_any()
}

/// What the sandbox does with which account.
#[component]
fn TestAccounts(dollars: bool) -> AnyView {
    let t = Ctx::current().t();
    let rows = TEST_ACCOUNTS.iter().map(move |test| {
        let number = if dollars { format!("{} {}", TestAccount::ROUTING, test.us_account) } else { test.iban.to_owned() };
        view! { <li class="flex flex-wrap justify-between gap-x-3"><code dir="ltr">{number}</code> <span>{words::behaviour(t, test.behaviour)}</span></li> }
    });
    view! {
        <Disclosure summary=t.bank_sandbox()>
            <ul class="text-sm text-ink-soft">{rows.collect_view()}</ul>
        </Disclosure>
    }
    .into_any()
}

pub(super) async fn save(form: BankForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManagePayouts, &form.seller).await?;
    let t = Ctx::current().t();
    // A number goes to the bank and not back to the browser.
    let invalid =
        Invalid::new(FORM, &form).secret("iban").secret("routing").secret("account").secret("password");
    let input = BankAccountInput {
        holder: form.holder,
        kind: BankAccountKind::parse(&form.kind),
        iban: form.iban,
        routing: form.routing,
        account: form.account,
    };
    let me = account_id()?;
    // Slips first: they cost no attempt at the password.
    if let Err(wrong) = input.parse() {
        let named = wrong.into_iter().fold(invalid, |invalid, (field, problem)| {
            invalid.field(field.as_str(), words::problem(t, problem))
        });
        return Err(named.into());
    }
    match platform().identity.confirm_password(me, &form.password).await {
        Ok(()) => {}
        Err(IdentityError::WrongCredentials) => {
            return Err(invalid.field("password", t.settings_wrong_password()).into());
        }
        Err(other) => return Err(other.into()),
    }
    match platform().payouts.set_account(seller.id, me, &input).await {
        Ok(_) => Ok(Done::to(here(&seller)).notice(Tone::Good, t.bank_saved())),
        Err(PayoutError::WrongCurrency) => Err(invalid.field("kind", t.bank_wrong_currency()).into()),
        Err(PayoutError::Refused(_)) => Err(invalid.field("", t.bank_refused()).into()),
        Err(other) => Err(refusal(t, other)),
    }
}

fn here(seller: &Seller) -> String {
    format!("/seller/payouts?seller={}", seller.id)
}

pub(super) async fn pay_out(seller: String, key: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::PayOut, &seller).await?;
    let t = Ctx::current().t();
    let key = IdempotencyKey::parse(&key).map_err(|_| Failure::refused(t.form_malformed()))?;
    let platform = platform();
    let id = platform.payouts.pay_now(seller.id, key.as_str()).await.map_err(|e| refusal(t, e))?;
    let payout = payouts::payout(&mut platform.db.read().await?, id).await?;
    let amount = amount_text(payout.amount, t.writing());
    let (tone, words) = match (payout.state, payout.rejection) {
        (PayoutState::Paid, _) => (Tone::Good, t.payouts_sent(amount)),
        (PayoutState::Rejected, Some(rejection)) => {
            (Tone::Bad, t.payouts_back(amount, words::why(t, rejection)))
        }
        _ => (Tone::Warn, t.payouts_waiting(amount)),
    };
    Ok(Done::to(here(&seller)).notice(tone, words))
}

/// A refusal in words, for whoever may know of it.
pub(crate) fn refusal(t: T, error: PayoutError) -> Failure {
    let money = |money| amount_text(money, t.writing());
    match error {
        PayoutError::NoSuchSeller | PayoutError::NoSuchPayout | PayoutError::NoSuchTransaction => {
            Failure::NotFound
        }
        PayoutError::PlatformSeller => Failure::refused(t.payouts_platform_title()),
        PayoutError::NoAccount => Failure::refused(t.payouts_no_account()),
        PayoutError::Held => Failure::refused(t.payouts_held()),
        PayoutError::UnderWay => Failure::refused(t.payouts_under_way()),
        PayoutError::AccountRejected => Failure::refused(t.payouts_account_rejected()),
        PayoutError::TooSoon { again_at } => {
            Failure::refused(t.payouts_too_soon(format::date_time(again_at, t.locale())))
        }
        PayoutError::BelowMinimum { available, minimum } => {
            Failure::refused(t.payouts_too_little(money(available), money(minimum)))
        }
        other => other.into(),
    }
}
