//! The mail that tells a seller's owners that an endpoint was turned off, written in the transaction that turned it off.

use crate::endpoints::Endpoint;
use crate::{WebhookError, WebhooksConfig};
use db::Tx;
use domain::Timestamp;
use domain::format::{self, Locale};
use domain::roles::StaffRole;
use mail::Letter;

struct Words {
    subject: &'static str,
    text: &'static str,
    address: &'static str,
    since: &'static str,
    view: &'static str,
    footer: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            subject: "A webhook was turned off",
            text: "Your program at this address has taken no message for days, or said that it is gone, so nothing is sent \
                   to it any more. Mend it, turn it on, and send what it missed again from the log.",
            address: "Address",
            since: "Since",
            view: "See the endpoint",
            footer: "You get this because you own this shop.",
        },
        Locale::Es => &Words {
            subject: "Se desactivó un webhook",
            text: "Tu programa en esta dirección no ha aceptado ningún mensaje durante días, o dijo que ya no existe, así que \
                   no se le envía nada más. Arréglalo, actívalo y reenvía lo que faltó desde el registro.",
            address: "Dirección",
            since: "Desde",
            view: "Ver el destino",
            footer: "Recibes esto porque eres titular de esta tienda.",
        },
        Locale::Ar => &Words {
            subject: "أُوقف خطاف ويب",
            text: "لم يقبل برنامجك في هذا العنوان أي رسالة منذ أيام، أو قال إنه لم يعد موجودًا، فلا يُرسل إليه شيء بعد الآن. \
                   أصلحه ثم شغّله وأعد إرسال ما فاته من السجل.",
            address: "العنوان",
            since: "منذ",
            view: "عرض الوجهة",
            footer: "وصلك هذا لأنك مالك هذا المتجر.",
        },
    }
}

pub(crate) async fn broken(
    tx: &mut Tx,
    config: &WebhooksConfig,
    endpoint: &Endpoint,
    at: Timestamp,
) -> Result<(), WebhookError> {
    let staff = sellers::staff(tx, endpoint.seller).await?;
    for owner in staff.iter().filter(|member| member.role == StaffRole::Owner) {
        let Some(account) = identity::account(tx, owner.account_id).await? else { continue };
        let w = words(account.locale);
        let since = endpoint.failing_since.unwrap_or(at);
        let facts =
            vec![(w.address, endpoint.url.clone()), (w.since, format::date_time(since, account.locale))];
        let link =
            format!("{}/seller/webhooks/{}?seller={}", config.public_url, endpoint.id, endpoint.seller);
        let letter = Letter::new(account.locale, &config.shop_name, w.subject).heading(w.subject);
        let letter = letter.text(w.text).facts(facts).button(w.view, &link).footer(w.footer);
        let key = format!("webhook-broken-{}-{}-{}", endpoint.id, at.as_micros(), owner.account_id);
        mail::enqueue(tx, &letter.message(key, &account.email)).await?;
    }
    Ok(())
}
