//! The sections of the style guide.
use leptos::prelude::*;

use super::samples::{ChartSample, ConsoleSample, FormSample, OrderTable, picture, tiles};
use crate::ctx::Ctx;
use crate::islands::{Countdown, Live};
use crate::ui::*;

#[component]
fn Section(id: &'static str, title: String, children: Children) -> AnyView {
    view! {
        <section aria-labelledby=id>
            <h2 id=id class="mb-5 border-b border-line pb-2 text-2xl font-bold">{title}</h2>
            {children()}
        </section>
    }
    .into_any()
}

#[component]
pub(super) fn Layouts() -> AnyView {
    let t = Ctx::current().t();
    let pages = [
        ("/", t.guide_shop_page()),
        ("/styleguide/console", t.guide_console_page()),
        ("/styleguide/narrow", t.guide_narrow_page()),
        ("/styleguide/message", t.guide_message_page()),
    ];
    let links = pages
        .map(|(href, words)| view! { <LinkButton href kind=ButtonKind::Secondary>{words}</LinkButton> })
        .collect_view();
    view! {
        <Section id="layouts" title=t.guide_layouts()>
            <div class="flex flex-wrap gap-3">{links}</div>
        </Section>
    }
    .into_any()
}

/// A sample: four fifths.
fn sample_rate() -> Option<domain::rate::Rate> {
    domain::rate::Rate::new(domain::Currency::USD, domain::Currency::EUR, (4, 5), 20_781).ok()
}

#[component]
pub(super) fn Products() -> AnyView {
    let t = Ctx::current().t();
    let cards = tiles().into_iter().map(|tile| view! { <ProductCard tile first=true /> }).collect_view();
    view! {
        <Section id="products" title=t.guide_products()>
            <ProductGrid>{cards}</ProductGrid>
            <div class="mt-8 flex flex-wrap items-center gap-x-10 gap-y-4">
                <Rating rating_tenths=43 reviews=2_190 />
                <form class="contents"><QuantityStepper name="quantity" quantity=1 max=5 label=t.guide_product_b() /></form>
                <form class="contents"><QuantityStepper name="quantity" quantity=5 max=5 label=t.guide_product_b() /></form>
                <div>
                    <Price money=domain::Money::new(24_999, domain::Currency::USD) large=true />
                    <TaxHabit inclusive=true />
                    <TaxHabit inclusive=false />
                    {sample_rate().map(|rate| view! { <PaidNote rate money=domain::Money::new(24_999, domain::Currency::USD) /> })}
                </div>
            </div>
        </Section>
    }
    .into_any()
}

#[component]
pub(super) fn Buttons() -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Section id="buttons" title=t.guide_buttons()>
            <div class="flex flex-wrap items-center gap-3">
                <Button>{t.guide_save()}</Button>
                <Button kind=ButtonKind::Secondary>{t.guide_cancel()}</Button>
                <Button kind=ButtonKind::Soft><IconView icon=Icon::Bolt />{t.guide_more()}</Button>
                <Button kind=ButtonKind::Quiet>{t.guide_more()}</Button>
                <Button kind=ButtonKind::Danger>{t.guide_delete()}</Button>
                <Button disabled=true>{t.guide_save()}</Button>
                <Button size=ButtonSize::Small>{t.guide_save()}</Button>
                <Button size=ButtonSize::Large>{t.guide_save()}</Button>
                <LinkButton href="#buttons" kind=ButtonKind::Secondary>{t.guide_more()}</LinkButton>
                <Button kind=ButtonKind::Secondary opens="window">{t.guide_open()}</Button>
                <CopyButton text="/styleguide" />
                <ShareButton title=t.guide_buttons() url="/styleguide" />
            </div>
            <Dialog id="window" title=t.guide_window_title()>
                <p class="text-ink-soft">{t.guide_sentence()}</p>
            </Dialog>
        </Section>
    }
    .into_any()
}

#[component]
pub(super) fn Fields() -> AnyView {
    let t = Ctx::current().t();
    let blank = FormState::default();
    let wrong = FormState::default().or("wrong-email", "ana@").error_on("wrong-email", t.guide_email_error());
    let speed = FormState::default().or("speed", "fast");
    let choice = |value: &str, title: String, text: String, aside: &str, disabled| Choice {
        value: value.into(),
        title,
        text,
        aside: aside.into(),
        disabled,
    };
    let choices = vec![
        choice("standard", t.guide_speed_standard(), t.guide_speed_standard_text(), &t.guide_free(), false),
        choice("fast", t.guide_speed_fast(), t.guide_speed_fast_text(), "$4.90", false),
        choice("pickup", t.guide_speed_pickup(), t.guide_unavailable(), "", true),
    ];
    view! {
        <Section id="fields" title=t.guide_fields()>
            <div class="grid gap-8 lg:grid-cols-3">
                <Card title=t.guide_form()><FormSample /></Card>
                <div class="flex flex-col gap-5">
                    <Field
                        form=&wrong
                        name="wrong-email"
                        label=t.guide_email()
                        hint=t.guide_email_hint()
                        r#type="email"
                        ltr=true
                    />
                    <Field form=&blank name="off" label=t.guide_name() disabled=true placeholder="Ana" />
                    <TextArea form=&blank name="note" label=t.guide_note() optional=true />
                </div>
                <RadioCards form=&speed name="speed" label=t.guide_speed() choices />
            </div>
        </Section>
    }
    .into_any()
}

#[component]
pub(super) fn States() -> AnyView {
    let t = Ctx::current().t();
    let words = [t.guide_new(), t.guide_new(), t.guide_in_stock(), t.guide_few_left(), t.guide_cancelled()];
    let badges = Tone::ALL
        .into_iter()
        .zip(words)
        .map(|(tone, words)| view! { <Badge tone>{words}</Badge> })
        .collect_view();
    let notices =
        Tone::ALL.into_iter().map(|tone| view! { <Notice tone>{t.guide_sentence()}</Notice> }).collect_view();
    let steps = move |current, failed| {
        let step = move |title: String, detail: &str| Step { title, detail: detail.into() };
        let steps = vec![
            step(t.guide_step_ordered(), "09:12"),
            step(t.guide_step_packed(), "11:40"),
            step(t.guide_step_on_way(), ""),
            step(t.guide_step_delivered(), &t.guide_speed_standard_text()),
        ];
        view! { <Steps label=t.guide_shipped() steps current failed /> }
    };
    view! {
        <Section id="states" title=t.guide_states()>
            <div class="flex flex-col gap-6">
                <div class="flex flex-wrap gap-2">{badges}</div>
                <div class="grid gap-3 lg:grid-cols-2">{notices}</div>
                <div class="grid gap-6 lg:grid-cols-3">
                    <Card>
                        <EmptyState title=t.guide_empty_title() text=t.guide_empty_text() icon=Icon::Orders>
                            <LinkButton href="/">{t.guide_find()}</LinkButton>
                        </EmptyState>
                    </Card>
                    <ErrorState title=t.guide_error_title() text=t.guide_error_text()>
                        <LinkButton href="/styleguide" kind=ButtonKind::Secondary>{t.guide_retry()}</LinkButton>
                    </ErrorState>
                    <Card>
                        <p class="sr-only">{t.loading()}</p>
                        <Skeleton lines=4 />
                    </Card>
                </div>
                <Card>{steps(2, false)}</Card>
                <Card>{steps(3, false)}</Card>
                <Card>{steps(1, true)}</Card>
            </div>
        </Section>
    }
    .into_any()
}

#[component]
pub(super) fn Lists() -> AnyView {
    let t = Ctx::current().t();
    let trail = vec![
        ("/".to_owned(), t.guide_home()),
        ("#tables".to_owned(), t.guide_kitchen()),
        (String::new(), t.guide_product_b()),
    ];
    let tab = |label: String, count, current| Tab { href: "#tables".into(), label, count, current };
    let tabs = vec![
        tab(t.guide_all(), None, true),
        tab(t.guide_open_orders(), Some(7), false),
        tab(t.guide_cancelled(), Some(1_204), false),
    ];
    view! {
        <Section id="tables" title=t.guide_tables()>
            <div class="flex flex-col gap-5">
                <Breadcrumbs trail />
                <Tabs label=t.guide_order() tabs />
                <Card><OrderTable caption=t.guide_order() /></Card>
                <Pagination page=4 pages=27 href=Callback::new(|page| format!("?page={page}#tables")) />
                <Disclosure summary=t.guide_more()>
                    <p class="text-ink-soft">{t.guide_sentence()}</p>
                </Disclosure>
            </div>
        </Section>
    }
    .into_any()
}

#[component]
pub(super) fn Charts() -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Section id="charts" title=t.guide_charts()>
            <div class="flex flex-col gap-6">
                <Card title=t.guide_sales_by_hour()><ChartSample /></Card>
                <ConsoleSample />
            </div>
        </Section>
    }
    .into_any()
}

#[component]
pub(super) fn LiveParts() -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    view! {
        <Section id="live" title=t.guide_live()>
            <div class="flex flex-wrap items-center gap-4">
                <Live stream="/live/ticks" regions="tick" on=t.live_on() off=t.live_off() />
                <span id="tick">{t.guide_tick(ctx.request_id())}</span>
                <Countdown
                    left_s=7_984 locale=ctx.locale() before="" over=t.guide_over() regions="" />
                <Countdown
                    left_s=20 locale=ctx.locale() before="" over=t.guide_over() regions="" />
            </div>
        </Section>
    }
    .into_any()
}

#[component]
pub(super) fn Foundations() -> AnyView {
    let t = Ctx::current().t();
    let colours = [
        ("page", "bg-page"),
        ("surface", "bg-surface"),
        ("sunken", "bg-sunken"),
        ("line", "bg-line"),
        ("line-strong", "bg-line-strong"),
        ("ink", "bg-ink"),
        ("ink-soft", "bg-ink-soft"),
        ("accent", "bg-accent"),
        ("accent-soft", "bg-accent-soft"),
        ("good", "bg-good"),
        ("warn", "bg-warn"),
        ("bad", "bg-bad"),
        ("star", "bg-star"),
    ]
    .map(|(name, class)| {
        view! {
            <li class="flex flex-col gap-1 text-sm text-ink-soft">
                <span class=classes(&["h-14 w-24 rounded-control border border-line", class])></span>
                {name}
            </li>
        }
    })
    .collect_view();
    let icons =
        Icon::ALL.map(|icon| view! { <li class="tap"><IconView icon class="size-6" /></li> }).collect_view();
    view! {
        <Section id="foundations" title=t.guide_colours()>
            <ul class="flex flex-wrap gap-4" dir="ltr">{colours}</ul>
            <h3 class="mt-8 mb-3 text-xl font-semibold">{t.guide_type()}</h3>
            <p class="text-4xl font-bold">{t.guide_sentence()}</p>
            <p class="text-2xl font-semibold">{t.guide_sentence()}</p>
            <p class="text-base">{t.guide_sentence()}</p>
            <p class="text-sm text-ink-faint">{t.guide_sentence()}</p>
            <h3 class="mt-8 mb-3 text-xl font-semibold">{t.guide_icons()}</h3>
            <ul class="flex flex-wrap">{icons}</ul>
            <div class="mt-6 flex flex-wrap items-center gap-6">
                <Mark class="size-16" />
                <Mark class="size-9" />
                <img src=picture("#2f8f9d") alt="" width="64" height="64" />
            </div>
        </Section>
    }
    .into_any()
}
