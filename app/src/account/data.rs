//! One's data: a copy of all of it, and the end of the account. Route `/account/data`; the copy itself is sent by the
//! server from `/account/data/:id`.
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::identity::{self, Export};

use super::api::{DeleteAccount, RequestExport};
use crate::access::{account_id, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let t = Ctx::current().t();
    let mut conn = platform().db.read().await?;
    let export = identity::export_of(&mut conn, me).await?;
    let asks_for_code = identity::second_step(&mut conn, me).await?.is_some();
    drop(conn);
    let trail = vec![("/account".into(), t.nav_account()), (String::new(), t.data_title())];
    Ok(view! {
        <ShopPage title=t.data_title() head=Head { private: true, ..Head::default() }>
            <div class="mx-auto flex max-w-xl flex-col gap-6">
                <Breadcrumbs trail />
                <h1 class="text-3xl font-bold">{t.data_title()}</h1>
                <ExportCard export />
                <DeleteCard asks_for_code />
            </div>
        </ShopPage>
    }
    .into_any())
}

#[component]
fn ExportCard(export: Option<Export>) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, "export");
    let state = export.map(|export| match export.is_ready {
        true => view! {
            <Notice tone=Tone::Good>
                <p>{t.export_ready()} " " <DateText at=export.created_at time=true /></p>
                <p class="my-2">
                    <a class="inline-flex min-h-tap items-center font-semibold underline" href=format!("/account/data/{}", export.id) download="">
                        {t.export_download()}
                    </a>
                </p>
                <p class="text-sm">{t.export_until()} " " <DateText at=export.expires_at /></p>
            </Notice>
        }
        .into_any(),
        false => view! {
            <Notice tone=Tone::Info>
                <p>{t.export_under_way()}</p>
                <p><a class="inline-flex min-h-tap items-center underline" href="/account/data">{t.export_look()}</a></p>
            </Notice>
        }
        .into_any(),
    });
    view! {
        <Card title=t.export_title() id="export">
            <div class="flex flex-col gap-4">
                <p class="text-ink-soft">{t.export_text()}</p>
                {state}
                <Form action=RequestExport::PATH class="flex flex-col gap-4">
                    <Field form=&form name="export_password" label=t.security_password_again() r#type="password" autocomplete="current-password" ltr=true />
                    <div><Button kind=ButtonKind::Secondary>{t.export_request()}</Button></div>
                </Form>
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn DeleteCard(asks_for_code: bool) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, "delete");
    let code = asks_for_code.then(|| {
        view! { <Field form=&form name="code" label=t.codes_code() autocomplete="one-time-code" ltr=true /> }
    });
    view! {
        <Card title=t.delete_title() id="delete">
            <div class="flex flex-col gap-4">
                <ul class="list-inside list-disc text-ink-soft">
                    <li>{t.delete_goes()}</li>
                    <li>{t.delete_stays()}</li>
                    <li>{t.delete_first()}</li>
                </ul>
                <Form action=DeleteAccount::PATH class="flex flex-col gap-4">
                    <Field form=&form name="delete_password" label=t.security_password_again() r#type="password" autocomplete="current-password" ltr=true />
                    {code}
                    <Checkbox form=&form name="sure" label=t.delete_sure() />
                    <div><Button kind=ButtonKind::Danger>{t.delete_button()}</Button></div>
                </Form>
            </div>
        </Card>
    }
    .into_any()
}
