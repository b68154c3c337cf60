//! What a seller's owners are written: paid, given back, the account was changed. In the transaction of what it tells.

use crate::store::Payout;
use crate::{PayoutError, PayoutsConfig};
use db::Tx;
use domain::bank::AccountSketch;
use domain::format::{self, Locale};
use domain::payout::Rejection;
use domain::{BankAccountId, SellerId};
use mail::Letter;
use notify::{Kind, Message};

/// The words of a letter in one language.
struct Words {
    paid: &'static str,
    paid_text: &'static str,
    rejected: &'static str,
    rejected_text: &'static str,
    changed: &'static str,
    changed_text: &'static str,
    amount: &'static str,
    account: &'static str,
    reason: &'static str,
    statement: &'static str,
    payouts: &'static str,
    footer: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            paid: "Your payout is on your account",
            paid_text: "The bank has sent it. Depending on your bank it shows within a day or two.",
            rejected: "The bank gave your payout back",
            rejected_text: "The money is in your balance again. It is sent once more when you change the bank account, or at the next date.",
            changed: "Your bank account was changed",
            changed_text: "From now on payouts go to this account. If that was not you, write to us at once.",
            amount: "Amount",
            account: "Account",
            reason: "Why",
            statement: "See the statement",
            payouts: "See payouts",
            footer: "You get this because you own this shop.",
        },
        Locale::Es => &Words {
            paid: "Tu pago está en tu cuenta",
            paid_text: "El banco lo ha enviado. Según tu banco aparece en uno o dos días.",
            rejected: "El banco devolvió tu pago",
            rejected_text: "El dinero vuelve a estar en tu saldo. Se envía de nuevo cuando cambies la cuenta bancaria o en la próxima fecha.",
            changed: "Se cambió tu cuenta bancaria",
            changed_text: "Desde ahora los pagos van a esta cuenta. Si no fuiste tú, escríbenos enseguida.",
            amount: "Importe",
            account: "Cuenta",
            reason: "Motivo",
            statement: "Ver el extracto",
            payouts: "Ver los pagos",
            footer: "Recibes esto porque eres titular de esta tienda.",
        },
        Locale::Ar => &Words {
            paid: "دفعتك في حسابك",
            paid_text: "أرسلها البنك. تظهر خلال يوم أو يومين بحسب بنكك.",
            rejected: "أعاد البنك دفعتك",
            rejected_text: "عاد المبلغ إلى رصيدك. يُرسل مرة أخرى عندما تغيّر الحساب البنكي أو في الموعد التالي.",
            changed: "تغيّر حسابك البنكي",
            changed_text: "من الآن تذهب الدفعات إلى هذا الحساب. إن لم تكن أنت من غيّره فراسلنا فورًا.",
            amount: "المبلغ",
            account: "الحساب",
            reason: "السبب",
            statement: "عرض كشف الحساب",
            payouts: "عرض الدفعات",
            footer: "تصلك هذه الرسالة لأنك مالك هذا المتجر.",
        },
    }
}

fn reason(rejection: Rejection, locale: Locale) -> &'static str {
    let [en, es, ar] = match rejection {
        Rejection::AccountClosed => ["the account is closed", "la cuenta está cerrada", "الحساب مغلق"],
        Rejection::AccountNotFound => {
            ["there is no such account", "no existe esa cuenta", "لا يوجد حساب كهذا"]
        }
        Rejection::NotAccepted => [
            "the account does not take this transfer",
            "la cuenta no acepta esta transferencia",
            "لا يقبل الحساب هذا التحويل",
        ],
        Rejection::Refused => ["the bank refused it", "el banco lo rechazó", "رفضه البنك"],
    };
    match locale {
        Locale::En => en,
        Locale::Es => es,
        Locale::Ar => ar,
    }
}

/// Tells the owners who want to know that a payout was paid, or given back: beside the bell and by mail, no device.
pub(crate) async fn settled(
    tx: &mut Tx,
    config: &PayoutsConfig,
    payout: &Payout,
    rejection: Option<Rejection>,
) -> Result<(), PayoutError> {
    for owner in sellers::owners(tx, payout.seller).await? {
        let (locale, w) = (owner.locale, words(owner.locale));
        let (title, text) = match rejection {
            None => (w.paid, w.paid_text),
            Some(_) => (w.rejected, w.rejected_text),
        };
        let page = format!("/seller/payouts/{}?seller={}", payout.id, payout.seller);
        let message = Message::new(locale, title, text, page.clone(), format!("payout-{}", payout.id));
        notify::note(tx, owner.id, Kind::Payout, &message).await?;
        if !notify::choice(tx, owner.id, Kind::Payout).await?.mail {
            continue;
        }
        let amount = format::money(payout.amount, locale);
        let account = format!("•••• {}", payout.last4);
        let url = format!("{}{page}", config.public_url);
        let mut facts = vec![(w.amount, amount.as_str()), (w.account, account.as_str())];
        facts.extend(rejection.map(|rejection| (w.reason, reason(rejection, locale))));
        let letter = Letter::new(locale, &config.shop_name, &format!("{title}: {amount}"))
            .preheader(text)
            .heading(title)
            .text(text)
            .facts(facts)
            .button(w.statement, &url)
            .footer(w.footer);
        // Each owner has a letter of their own; a payout is settled once, so its id is key enough.
        mail::enqueue(tx, &letter.message(format!("payout:{}:{}", payout.id, owner.id), &owner.email))
            .await?;
    }
    Ok(())
}

/// Tells every owner that payouts go elsewhere. Nobody can turn this one off: it is how a theft is noticed.
pub(crate) async fn account_changed(
    tx: &mut Tx,
    config: &PayoutsConfig,
    seller: SellerId,
    account: BankAccountId,
    sketch: &AccountSketch,
) -> Result<(), PayoutError> {
    for owner in sellers::owners(tx, seller).await? {
        let w = words(owner.locale);
        let shown = format!("{} {} •••• {}", sketch.country, sketch.bank_code, sketch.last4);
        let letter = Letter::new(owner.locale, &config.shop_name, w.changed)
            .preheader(w.changed_text)
            .heading(w.changed)
            .text(w.changed_text)
            .facts([(w.account, shown.as_str())])
            .button(w.payouts, &format!("{}/seller/payouts?seller={seller}", config.public_url))
            .footer(w.footer);
        mail::enqueue(tx, &letter.message(format!("payout-account:{account}:{}", owner.id), &owner.email))
            .await?;
    }
    Ok(())
}
