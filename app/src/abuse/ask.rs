//! Where a product, an offer or a store is reported, by whoever finds something wrong. Route `/report/{thing}`.
use domain::abuse::{AbuseReason, Thing};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::reviews::abuse::about;

use super::api::ReportAbuse;
use super::words::{kind_words, reason_words};
use super::work::REPORT_FORM;
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let thing = Thing::parse(&param("thing")).ok_or(Failure::NotFound)?;
    let mut conn = platform().db.read().await?;
    let about = about(&mut conn, thing).await?.filter(|about| about.shown).ok_or(Failure::NotFound)?;
    drop(conn);
    let form = FormState::of(&ctx, REPORT_FORM);
    let reasons: Vec<(String, String)> =
        AbuseReason::ALL.iter().map(|one| (one.as_str().to_owned(), reason_words(t, *one))).collect();
    let kind = kind_words(t, thing.kind());
    Ok(view! {
        <ShopPage title=t.abuse_title() head=Head { private: true, ..Head::default() }>
            <div class="mx-auto flex max-w-xl flex-col gap-4">
                <h1 class="text-3xl font-bold">{t.abuse_title()}</h1>
                <p>
                    {kind} ": "
                    <a class="link inline-flex min-h-tap items-center" href=about.href><bdi>{about.title}</bdi></a>
                </p>
                <p class="text-ink-soft">{t.abuse_text()}</p>
                <Form action=ReportAbuse::PATH id="report" label=t.abuse_title() class="flex flex-col gap-4">
                    <Hidden name="thing" value=thing.to_string() />
                    <Select form=&form name="reason" label=t.abuse_why() options=reasons />
                    <TextArea form=&form name="words" label=t.abuse_words() hint=t.abuse_words_hint() />
                    <div><Button>{t.abuse_send()}</Button></div>
                </Form>
            </div>
        </ShopPage>
    }
    .into_any())
}
