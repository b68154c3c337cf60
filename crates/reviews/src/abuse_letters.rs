//! The mail to somebody who reported something: what became of it. Written in the transaction of the decision.

use crate::abuse::About;
use crate::{ReviewError, ReviewsConfig};
use db::Tx;
use domain::abuse::AbuseVerdict;
use domain::format::Locale;
use domain::{AbuseReportId, AccountId};
use mail::Letter;

struct Words {
    title: &'static str,
    kept: &'static str,
    acted: &'static str,
    reported: &'static str,
    thanks: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            title: "We looked at what you reported",
            kept: "We found nothing that breaks our rules, so it stays.",
            acted: "You were right to report it, and we have acted.",
            reported: "You reported",
            thanks: "Thank you for keeping the shop safe for everybody.",
        },
        Locale::Es => &Words {
            title: "Hemos revisado lo que denunciaste",
            kept: "No hemos encontrado nada que incumpla nuestras normas, así que sigue publicado.",
            acted: "Hiciste bien en denunciarlo y hemos actuado.",
            reported: "Denunciaste",
            thanks: "Gracias por cuidar la tienda para todo el mundo.",
        },
        Locale::Ar => &Words {
            title: "نظرنا في ما أبلغت عنه",
            kept: "لم نجد ما يخالف قواعدنا، لذا يبقى منشورًا.",
            acted: "كنت محقًا في الإبلاغ عنه، وقد اتخذنا إجراءً.",
            reported: "أبلغت عن",
            thanks: "شكرًا لمساعدتك في الحفاظ على أمان المتجر للجميع.",
        },
    }
}

/// The key of the mail about one report.
pub(crate) fn key(id: AbuseReportId) -> String {
    format!("abuse-decided:{id}")
}

/// Tells a reporter what was decided, in their language.
pub(crate) async fn decided(
    tx: &mut Tx,
    config: &ReviewsConfig,
    (report, account): (AbuseReportId, AccountId),
    about: &About,
    verdict: AbuseVerdict,
) -> Result<(), ReviewError> {
    let Some(account) = identity::account(tx, account).await? else { return Ok(()) };
    let w = words(account.locale);
    let text = if verdict == AbuseVerdict::Dismiss { w.kept } else { w.acted };
    let letter = Letter::new(account.locale, &config.shop_name, w.title)
        .heading(w.title)
        .text(text)
        .facts([(w.reported, about.title.clone())])
        .small(w.thanks)
        .footer(&config.shop_name);
    mail::enqueue(tx, &letter.message(key(report), &account.email)).await?;
    Ok(())
}
