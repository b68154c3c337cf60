//! The checkout's part about presents, closed until somebody opens it.
use domain::{Money, format};
use leptos::prelude::*;

use crate::ctx::Ctx;
use crate::ui::*;

/// That it is a present, its message, and wrapping where somebody wraps.
#[component]
pub(super) fn Present(form: FormState, fee: Option<Money>) -> AnyView {
    let t = Ctx::current().t();
    let open = !form.value("gift").is_empty();
    let wrap = fee.map(|fee| {
        let label = t.gift_wrap_for(format::money(fee, t.writing()));
        view! { <Checkbox form=&form name="gift_wrap" label hint=t.gift_wrap_hint() /> }
    });
    view! {
        <Disclosure summary=t.gift_title() open>
            <div class="group/gift flex flex-col gap-4 pt-3">
                <Checkbox form=&form name="gift" label=t.gift_is() hint=t.gift_is_hint() />
                // What is typed for no present would be lost: it is asked once it is one.
                <div class="hidden flex-col gap-4 group-has-[#f-gift:checked]/gift:flex">
                    <TextArea form=&form name="gift_message" label=t.gift_message() hint=t.gift_message_hint() rows=3 optional=true />
                    {wrap}
                </div>
            </div>
        </Disclosure>
    }
    .into_any()
}
