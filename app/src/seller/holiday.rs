//! A seller's holiday: the form on `/seller/settings`, what it does, and what the other pages say of it.
use domain::Timestamp;
use domain::calendar::{day_text, parse_day};
use domain::format;
use domain::promise::Day;
use domain::roles::Action;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::sellers::{Holiday, Seller, SellerError, update_holiday};

use super::api::{HolidayForm, SaveHoliday};
use super::desk;
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "holiday";

/// What a holiday that runs or is to come means for the seller, in words.
fn words(t: T, seller: &Seller, now: Timestamp) -> Option<String> {
    let date = |day: Day| format::date(day, t.locale());
    let holiday = seller.coming_holiday(now)?;
    Some(match (seller.on_holiday(now), holiday.until) {
        (None, _) => t.holiday_comes(date(holiday.from)),
        (Some(_), Some(until)) => t.holiday_is_until(date(until)),
        (Some(_), None) => t.holiday_is(),
    })
}

/// What shoppers read of a seller that is on holiday now.
pub(crate) fn shop_words(t: T, seller: &Seller, now: Timestamp) -> Option<String> {
    let name = seller.name.clone();
    Some(match seller.on_holiday(now)?.until {
        Some(until) => t.shop_on_holiday_until(name, format::date(until, t.locale())),
        None => t.shop_on_holiday(name),
    })
}

/// On the first page of the desk while a holiday runs or is to come.
pub(super) fn notice(seller: &Seller) -> Option<AnyView> {
    let t = Ctx::current().t();
    let words = words(t, seller, platform().db.now())?;
    let href = format!("/seller/settings?seller={}#holiday", seller.id);
    Some(view! { <Notice tone=Tone::Info class="mb-8">{words} " " <a class="underline" href=href>{t.holiday_look()}</a></Notice> }.into_any())
}

#[component]
pub(super) fn HolidayCard(seller: Seller) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let now = platform().db.now();
    let (said, running) = (words(t, &seller, now), seller.on_holiday(now).is_some());
    let known = seller.coming_holiday(now);
    let text = |day: Option<Day>| day.map(day_text).unwrap_or_default();
    let form = FormState::of(&ctx, FORM)
        .or("holiday_from", text(known.map(|holiday| holiday.from)))
        .or("holiday_until", text(known.and_then(|holiday| holiday.until)));
    let set = known.is_some();
    let (id, own) = (seller.id.to_string(), seller.id.to_string());
    view! {
        <Card title=t.holiday_title() id="holiday">
            <p class="mb-4 text-sm text-ink-soft">{t.holiday_text(seller.dispatch.zone.name())}</p>
            {said.map(|words| view! { <Notice tone=Tone::Info class="mb-4">{words}</Notice> })}
            <Form readable=true action=SaveHoliday::PATH class="grid gap-4 sm:grid-cols-2">
                <Hidden name="seller" value=own />
                <Field form=&form name="holiday_from" label=t.holiday_from() hint=t.holiday_from_hint() r#type="date" optional=true />
                <Field form=&form name="holiday_until" label=t.holiday_until() hint=t.holiday_until_hint() r#type="date" optional=true />
                <div class="sm:col-span-2"><Button>{if set { t.holiday_change() } else { t.holiday_begin() }}</Button></div>
            </Form>
            {set.then(|| view! {
                <Form action=SaveHoliday::PATH class="mt-3">
                    <Hidden name="seller" value=id />
                    <Hidden name="ends" value="on" />
                    <Button kind=ButtonKind::Secondary>{if running { t.holiday_end() } else { t.holiday_take_back() }}</Button>
                </Form>
            })}
        </Card>
    }
    .into_any()
}

/// The days that were typed.
fn parse(t: T, form: &HolidayForm, today: Day) -> Result<Holiday, Failure> {
    let mut invalid = Invalid::new(FORM, form);
    let mut day = |name: &str, typed: &str| match typed.trim() {
        "" => None,
        typed => {
            let day = parse_day(typed).filter(|day| (day - today).abs() <= Holiday::FARTHEST);
            if day.is_none() {
                invalid = std::mem::take(&mut invalid).field(name, t.holiday_day_wrong());
            }
            day
        }
    };
    let from = day("holiday_from", &form.holiday_from).unwrap_or(today);
    let until = day("holiday_until", &form.holiday_until);
    if until.is_some_and(|until| until < today.max(from)) {
        invalid = invalid.field("holiday_until", t.holiday_order_wrong());
    }
    invalid.check()?;
    Ok(Holiday { from, until })
}

/// Who is it, may they, parse, one call.
pub(super) async fn save(form: HolidayForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?;
    let t = Ctx::current().t();
    let now = platform().db.now();
    let today = seller.today(now);
    let holiday = if form.ends.is_empty() { Some(parse(t, &form, today)?) } else { None };
    let id = seller.id;
    let saved: Result<(), SellerError> =
        platform().db.write(move |tx| Box::pin(update_holiday(tx, id, holiday))).await;
    match saved {
        Ok(()) => {}
        // The day changed between the two lines above.
        Err(SellerError::BadHoliday) => {
            return Err(Invalid::new(FORM, &form).field("holiday_until", t.holiday_order_wrong()).into());
        }
        Err(other) => return Err(other.into()),
    }
    let words = match holiday {
        None => t.holiday_ended(),
        Some(holiday) if holiday.contains(today) => t.holiday_began(),
        Some(_) => t.holiday_saved(),
    };
    Ok(Done::to(format!("/seller/settings?seller={id}")).notice(Tone::Good, words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;

    #[test]
    fn days_are_typed_or_left_out_and_stand_in_their_order() {
        let today = parse_day("2026-12-01").unwrap();
        let read = |from: &str, until: &str| {
            let form = HolidayForm {
                holiday_from: from.into(),
                holiday_until: until.into(),
                ..HolidayForm::default()
            };
            parse(T::new(Locale::En), &form, today).ok().map(|holiday| (holiday.from, holiday.until))
        };
        assert_eq!(read("", " "), Some((today, None)));
        assert_eq!(read("2026-12-24", "2026-12-31"), Some((today + 23, Some(today + 30))));
        assert_eq!(read("2026-11-20", "2026-12-01"), Some((today - 11, Some(today))));
        for (from, until) in [
            ("2026-12-24", "2026-12-23"),
            ("", "2026-11-30"),
            ("soon", ""),
            ("", "2029-01-01"),
            ("2026-02-30", ""),
        ] {
            assert_eq!(read(from, until), None, "{from} to {until}");
        }
    }
}
