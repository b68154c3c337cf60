//! Sample contents that more than one part of the guide shows.
use domain::{Currency, Money};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::SendSample;
use crate::ctx::Ctx;
use crate::ui::*;

/// A drawn picture, so the guide needs no files.
pub(super) fn picture(hue: &str) -> String {
    let drawing = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 120 120'><rect x='26' y='18' width='68' height='84' rx='14' \
         fill='{hue}'/><path d='M26 66c16-10 26 8 42 0s18-4 26-2v24a14 14 0 01-14 14H40a14 14 0 01-14-14z' \
         fill='white' opacity='.35'/></svg>"
    );
    format!("data:image/svg+xml,{}", drawing.replace('#', "%23").replace('<', "%3C").replace('>', "%3E"))
}

pub(super) fn tiles() -> Vec<ProductTile> {
    let t = Ctx::current().t();
    let usd = |minor| Some(Money::new(minor, Currency::USD));
    let plain = |title: String, brand: &str, hue: &str| ProductTile {
        href: "#".into(),
        title,
        brand: brand.into(),
        photo: Photo { src: picture(hue), webp: None },
        promise: t.guide_arrives(),
        ..ProductTile::default()
    };
    vec![
        ProductTile {
            price: usd(12_900),
            before: usd(15_900),
            rating: Some((46, 1_284)),
            flag: Some((Tone::Warn, t.guide_few_left())),
            ..plain(t.guide_product_a(), "Sierra", "#2f8f9d")
        },
        ProductTile {
            price: usd(1_450),
            rating: Some((38, 97)),
            ..plain(t.guide_product_b(), "Barro", "#c46a4a")
        },
        ProductTile {
            price: usd(24_999),
            rating: Some((50, 3)),
            flag: Some((Tone::Good, t.guide_new())),
            ..plain(t.guide_product_c(), "Onda", "#4b5fa6")
        },
        ProductTile {
            unavailable: Some(t.guide_unavailable()),
            promise: String::new(),
            ..plain(t.guide_product_b(), "Barro", "#7c8b6f")
        },
        ProductTile {
            price: usd(799),
            rating: Some((7, 12)),
            ..plain(t.guide_product_a(), "Sierra", "#b98b2f")
        },
    ]
}

/// The form that answers in place.
#[component]
pub(super) fn FormSample() -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, "sample").or("country", "CO").or("remember", "on");
    let countries = vec![("CO".to_owned(), t.guide_colombia()), ("ES".to_owned(), t.guide_spain())];
    view! {
        <Form action=SendSample::PATH swap="sample" id="sample" class="flex flex-col gap-5">
            <Field form=&form name="name" label=t.guide_name() autocomplete="name" />
            <Field
                form=&form
                name="email"
                label=t.guide_email()
                hint=t.guide_email_hint()
                r#type="email"
                autocomplete="email"
                ltr=true
            />
            <Select form=&form name="country" label=t.guide_country() options=countries />
            <Checkbox form=&form name="remember" label=t.guide_terms() />
            <Button wide=true>{t.guide_save()}</Button>
        </Form>
    }
    .into_any()
}

#[component]
pub(super) fn ChartSample() -> AnyView {
    let t = Ctx::current().t();
    let sold = [0, 0, 3, 1, 0, 2, 8, 15, 22, 31, 28, 24, 36, 41, 33, 27, 25, 30, 44, 52, 47, 21, 9, 0];
    let bars = sold
        .iter()
        .enumerate()
        .map(|(hour, value)| {
            let before = sold[(hour + 22) % 24] * 9 / 10;
            let text = |value: i64| format!("${value}.00");
            Bar {
                label: format!("{hour:02}"),
                value: *value,
                text: text(*value),
                before: Some(before),
                before_text: text(before),
            }
        })
        .collect();
    view! {
        <BarChart title=t.guide_sales_by_hour() bars heads=[t.guide_hour(), t.guide_today(), t.guide_yesterday()] />
    }
    .into_any()
}

#[component]
pub(super) fn OrderTable(caption: String) -> AnyView {
    let t = Ctx::current().t();
    let rows = [
        ("ord_01j9x2", Tone::Good, t.guide_shipped(), 12_900),
        ("ord_01j9x3", Tone::Warn, t.guide_few_left(), 1_450),
        ("ord_01j9x4", Tone::Bad, t.guide_cancelled(), 24_999),
    ];
    let rows = rows
        .map(|(id, tone, words, minor)| {
            view! {
                <tr>
                    <th scope="row"><a href="#" class="link" dir="ltr">{id}</a></th>
                    <td><Badge tone>{words}</Badge></td>
                    <td class="num"><Amount money=Money::new(minor, Currency::USD) /></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption>
            <thead>
                <tr>
                    <th scope="col">{t.guide_order()}</th>
                    <th scope="col">{t.guide_state()}</th>
                    <th scope="col" class="num">{t.guide_total()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

/// What the first screen of a console looks like: figures, chart, table.
#[component]
pub(super) fn ConsoleSample() -> AnyView {
    let t = Ctx::current().t();
    view! {
        <div class="flex flex-col gap-6">
            <div class="grid gap-4 sm:grid-cols-3">
                <Figure label=t.guide_today() value="$1,284.50" detail="+12 %" tone=Tone::Good />
                <Figure label=t.guide_open_orders() value="7" />
                <Figure label=t.guide_few_left() value="3" tone=Tone::Warn />
            </div>
            <Card title=t.guide_sales_by_hour()><ChartSample /></Card>
            <Card title=t.seller_orders()><OrderTable caption=t.seller_orders() /></Card>
        </div>
    }
    .into_any()
}
