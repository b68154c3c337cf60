//! When a seller works and how long their parcels take: the form on `/seller/settings`, and what it does.
use domain::calendar::{day_text, parse_day};
use domain::format::weekday_name;
use domain::place::Reach;
use domain::promise::{Day, Dispatch, Transit};
use domain::roles::Action;
use domain::zone::Zone;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::sellers::Seller;

use super::api::{CalendarForm, SaveCalendar};
use super::desk;
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "calendar";
/// As the fields of weekdays end, Monday first.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

#[component]
pub(super) fn Calendar(seller: Seller) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let now = platform().db.now();
    let form = state(&ctx, &seller.dispatch);
    let zones: Vec<(String, String)> = Zone::all()
        .map(|zone| (zone.name().to_owned(), format!("{} ({})", zone.name(), zone.offset_text(now))))
        .collect();
    // What holds while the seller says nothing.
    let silent = Dispatch { near: None, abroad: None, ..seller.dispatch.clone() };
    let unless = |reach| {
        let transit = silent.transit(&seller.shipping, reach);
        t.calendar_empty(i64::from(transit.min), i64::from(transit.max))
    };
    let (near, abroad) = (unless(Reach::Near), unless(Reach::Abroad));
    view! {
        <Card title=t.calendar_title() id="calendar">
            <p class="mb-4 text-sm text-ink-soft">{t.calendar_text()}</p>
            <Form readable=true action=SaveCalendar::PATH class="grid gap-4 sm:grid-cols-2">
                <Hidden name="seller" value=seller.id.to_string() />
                <Select form=&form name="zone" label=t.calendar_zone() options=zones class="sm:col-span-2" />
                <Weekdays form=form.clone() prefix="rest" label=t.calendar_rest() />
                <Weekdays form=form.clone() prefix="carrier" label=t.calendar_carrier_rest() />
                <div class="sm:col-span-2">
                    <TextArea form=&form name="closed" label=t.calendar_closed() hint=t.calendar_closed_hint() optional=true />
                    <Checkbox form=&form name="carrier_keeps" label=t.calendar_carrier_keeps() />
                </div>
                <Field form=&form name="near_min" label=t.calendar_near_min() hint=near.clone() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="near_max" label=t.calendar_near_max() hint=near inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="abroad_min" label=t.calendar_abroad_min() hint=abroad.clone() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="abroad_max" label=t.calendar_abroad_max() hint=abroad inputmode="numeric" optional=true ltr=true />
                <div class="sm:col-span-2"><Button>{t.save()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

#[component]
fn Weekdays(form: FormState, prefix: &'static str, label: String) -> AnyView {
    let locale = Ctx::current().locale();
    let boxes = (0u8..)
        .zip(DAYS)
        .map(|(day, end)| {
            let label = weekday_name(day, locale);
            view! { <Checkbox form=&form name=format!("{prefix}_{end}") label /> }
        })
        .collect_view();
    view! {
        <fieldset>
            <legend class="mb-1.5 text-sm font-semibold">{label}</legend>
            {boxes}
        </fieldset>
    }
    .into_any()
}

/// What is set, or what was typed.
fn state(ctx: &Ctx, set: &Dispatch) -> FormState {
    let on = |is: bool| if is { "on" } else { "" };
    let days = |transit: Option<Transit>| match transit {
        Some(t) => (t.min.to_string(), t.max.to_string()),
        None => (String::new(), String::new()),
    };
    let (near, abroad) = (days(set.near), days(set.abroad));
    let closed: Vec<String> = set.closed_days.iter().map(|day| day_text(*day)).collect();
    let mut form = FormState::of(ctx, FORM)
        .or("zone", set.zone.name())
        .or("closed", closed.join("\n"))
        .or("carrier_keeps", on(set.carrier_keeps_closed_days))
        .or("near_min", near.0)
        .or("near_max", near.1)
        .or("abroad_min", abroad.0)
        .or("abroad_max", abroad.1);
    for (bit, end) in DAYS.iter().enumerate() {
        form = form
            .or(&format!("rest_{end}"), on(set.rest_days & (1 << bit) != 0))
            .or(&format!("carrier_{end}"), on(set.carrier_rest_days & (1 << bit) != 0));
    }
    form
}

/// Who is it, may they, parse, one call.
pub(super) async fn save(form: CalendarForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?;
    let t = Ctx::current().t();
    let platform = platform();
    let dispatch = parse(t, &form, platform.db.now())?;
    let id = seller.id;
    platform
        .db
        .write(move |tx| {
            let dispatch = dispatch.clone();
            Box::pin(async move { platform::sellers::update_dispatch(tx, id, &dispatch).await })
        })
        .await?;
    Ok(Done::to(desk::link(id, "/seller/settings")).notice(Tone::Good, t.settings_saved()))
}

fn parse(t: T, form: &CalendarForm, now: domain::Timestamp) -> Result<Dispatch, Failure> {
    let mut invalid = Invalid::new(FORM, form);
    let zone = Zone::parse(&form.zone);
    if zone.is_none() {
        invalid = invalid.field("zone", t.calendar_zone_wrong());
    }
    let closed = closed_days(t, &form.closed, now.utc_day() - 1);
    if let Err(words) = &closed {
        invalid = invalid.field("closed", words.clone());
    }
    let near = transit(&form.near_min, &form.near_max);
    let abroad = transit(&form.abroad_min, &form.abroad_max);
    for (name, wrong) in [("near_min", near.is_none()), ("abroad_min", abroad.is_none())] {
        if wrong {
            invalid = invalid.field(name, t.calendar_days_wrong());
        }
    }
    let (Some(zone), Ok(closed_days), Some(near), Some(abroad)) = (zone, closed, near, abroad) else {
        return Err(invalid.into());
    };
    let f = form;
    let rest = [&f.rest_mon, &f.rest_tue, &f.rest_wed, &f.rest_thu, &f.rest_fri, &f.rest_sat, &f.rest_sun];
    let carrier = [
        &f.carrier_mon,
        &f.carrier_tue,
        &f.carrier_wed,
        &f.carrier_thu,
        &f.carrier_fri,
        &f.carrier_sat,
        &f.carrier_sun,
    ];
    Ok(Dispatch {
        zone,
        rest_days: weekdays(rest),
        closed_days,
        carrier_rest_days: weekdays(carrier),
        carrier_keeps_closed_days: !form.carrier_keeps.is_empty(),
        near,
        abroad,
    })
}

fn weekdays(ticked: [&String; 7]) -> u8 {
    ticked.iter().enumerate().map(|(bit, tick)| u8::from(!tick.is_empty()) << bit).sum()
}

/// Both fields, or neither; `None` for what is no transit.
fn transit(min: &str, max: &str) -> Option<Option<Transit>> {
    if min.trim().is_empty() && max.trim().is_empty() {
        return Some(None);
    }
    let days = |text: &str| text.trim().parse::<u8>().ok().filter(|days| (1..=90).contains(days));
    let (min, max) = (days(min)?, days(max)?);
    (min <= max).then_some(Some(Transit { min, max }))
}

/// The dates of the lines in their order, each once; those before `from` are over and left out.
fn closed_days(t: T, text: &str, from: Day) -> Result<Vec<Day>, String> {
    let mut days = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()).take(1_000) {
        let shown: String = line.chars().take(40).collect();
        days.push(parse_day(line).ok_or_else(|| t.calendar_closed_wrong(shown))?);
    }
    days.retain(|day| *day >= from);
    days.sort_unstable();
    days.dedup();
    if days.len() > Dispatch::MOST_CLOSED_DAYS {
        return Err(t.calendar_closed_many(Dispatch::MOST_CLOSED_DAYS as i64));
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;

    #[test]
    fn closed_days_are_dates_that_are_yet_to_come() {
        let t = T::new(Locale::En);
        let day = |text| parse_day(text).unwrap();
        let text = "2026-12-26\r\n\n 2026-12-25 \n2020-01-01\n2026-12-25";
        assert_eq!(closed_days(t, text, day("2026-11-28")), Ok(vec![day("2026-12-25"), day("2026-12-26")]));
        assert!(closed_days(t, "Christmas", 0).unwrap_err().contains("Christmas"));
        let many: Vec<String> = (0..61).map(|n| day_text(30_000 + n)).collect();
        assert!(closed_days(t, &many.join("\n"), 0).is_err());
    }

    #[test]
    fn a_transit_is_two_numbers_or_none() {
        assert_eq!(transit("", " "), Some(None));
        assert_eq!(transit("1", "2"), Some(Some(Transit { min: 1, max: 2 })));
        for (min, max) in [("1", ""), ("2", "1"), ("0", "3"), ("1", "91"), ("x", "2")] {
            assert_eq!(transit(min, max), None, "{min} to {max}");
        }
    }

    #[test]
    fn ticked_weekdays_are_bits_from_monday() {
        let (on, off) = ("on".to_owned(), String::new());
        assert_eq!(weekdays([&on, &off, &off, &off, &off, &on, &on]), 0b110_0001);
    }
}
