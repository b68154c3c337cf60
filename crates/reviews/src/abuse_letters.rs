//! What somebody is told who reported something: what became of it, by mail, on their devices and beside the bell, as they chose.
//! The first of them are told in the transaction of the decision, the others by a job: one thing may be reported by very many.

use crate::{ReviewError, ReviewsConfig, abuse};
use db::{Db, NewJob, Text, Tx, Worker, row, sql};
use domain::abuse::{AbuseVerdict, Thing, ThingKind};
use domain::format::Locale;
use domain::{AbuseDecisionId, AbuseReportId, AccountId};
use mail::Letter;
use notify::{Kind, Message};
use std::sync::Arc;
use uuid::Uuid;

/// Tells those who reported a thing what was decided about it.
pub const TELL_ABUSE_JOB: &str = "reviews.tell_abuse";
/// Reports whose reporters are told in one transaction: others wait for it to write.
pub const TOLD_AT_ONCE: i64 = 100;

/// Payload of [`TELL_ABUSE_JOB`]: the decision, what the thing is called, and the last report whose reporter was told.
pub(crate) type Telling = (AbuseDecisionId, String, Option<AbuseReportId>);

row! {
    struct Judged { thing: Text<ThingKind>, thing_id: Uuid, verdict: Text<AbuseVerdict> }
}

/// Of a thing in a message, in characters.
const LONGEST_TITLE: usize = 120;
/// Where the notices are, for what has no page of its own.
const NOTICES: &str = "/account/notices";

/// What was decided, about what.
struct Said<'s> {
    title: &'s str,
    /// A path of the shop.
    page: &'s str,
    verdict: AbuseVerdict,
}

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

/// Registers the handler of [`TELL_ABUSE_JOB`].
pub fn register(worker: Worker, db: Db, config: ReviewsConfig) -> Worker {
    let config = Arc::new(config);
    worker.on(TELL_ABUSE_JOB, move |job| {
        let (db, config) = (db.clone(), Arc::clone(&config));
        Box::pin(async move {
            let telling: Arc<Telling> = Arc::new(job.payload()?);
            let told = db.write(move |tx| {
                let (config, telling) = (Arc::clone(&config), Arc::clone(&telling));
                Box::pin(async move { tell(tx, &config, &telling).await })
            });
            Ok(told.await?)
        })
    })
}

/// Tells the next [`TOLD_AT_ONCE`], and leaves a job for those after them. Each mail has its report's key, so doing it again
/// writes none twice; a message and a notice take the place of those before.
pub(crate) async fn tell(
    tx: &mut Tx,
    config: &ReviewsConfig,
    (decision, title, after): &Telling,
) -> Result<(), ReviewError> {
    let judged = sql("SELECT thing, thing_id, verdict FROM reviews_abuse_decisions WHERE id = $1");
    let judged: Judged = tx.one(judged.bind(*decision)).await?;
    let behind = if after.is_some() { "AND id > $4" } else { "" };
    let text = format!(
        "SELECT id, account_id FROM reviews_abuse_reports WHERE thing_id = $1 AND decision_id = $2 {behind}
         ORDER BY id LIMIT $3"
    );
    let some = sql(text).bind(judged.thing_id).bind(*decision).bind(TOLD_AT_ONCE).bind_all(*after);
    let some: Vec<(AbuseReportId, Option<AccountId>)> = tx.all(some).await?;
    let about = abuse::about(tx, Thing::of(judged.thing.0, judged.thing_id)).await?;
    // What was taken down has no page for shoppers any more.
    let page = about.filter(|about| about.shown).map_or_else(|| NOTICES.to_owned(), |about| about.href);
    let said = Said { title, page: &page, verdict: judged.verdict.0 };
    for (report, account) in &some {
        if let Some(account) = account {
            decided(tx, config, (*report, *account), &said).await?;
        }
    }
    let is_full = i64::try_from(some.len()).is_ok_and(|told| told >= TOLD_AT_ONCE);
    if let Some((last, _)) = some.last().filter(|_| is_full) {
        let (next, now): (Telling, _) = ((*decision, title.clone(), Some(*last)), tx.now());
        let key = Some(format!("{decision}-{last}"));
        tx.enqueue(NewJob { kind: TELL_ABUSE_JOB, key, payload: &next, run_at: now }).await?;
    }
    Ok(())
}

/// Tells a reporter what was decided, in their language, as they chose.
async fn decided(
    tx: &mut Tx,
    config: &ReviewsConfig,
    (report, account): (AbuseReportId, AccountId),
    said: &Said<'_>,
) -> Result<(), ReviewError> {
    let Some(account) = identity::account(tx, account).await? else { return Ok(()) };
    let w = words(account.locale);
    let text = if said.verdict == AbuseVerdict::Dismiss { w.kept } else { w.acted };
    let title: String = said.title.chars().take(LONGEST_TITLE).collect();
    let body = format!("{}: {title}. {text}", w.reported);
    let message = Message::new(account.locale, w.title, &body, said.page.to_owned(), key(report));
    notify::enqueue(tx, account.id, Kind::Report, &message).await?;
    if !notify::choice(tx, account.id, Kind::Report).await?.mail {
        return Ok(());
    }
    let letter = Letter::new(account.locale, &config.shop_name, w.title)
        .heading(w.title)
        .text(text)
        .facts([(w.reported, said.title.to_owned())])
        .small(w.thanks)
        .footer(&config.shop_name);
    mail::enqueue(tx, &letter.message(key(report), &account.email)).await?;
    Ok(())
}
