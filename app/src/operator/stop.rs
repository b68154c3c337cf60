//! Stopping something of a seller's, or letting it go on, with a reason: payouts, sales.
use leptos::prelude::*;

use crate::ctx::Ctx;
use crate::ui::*;

/// The form. Its second button sends `name` empty.
#[component]
pub(super) fn StopForm(
    form: FormState,
    /// Sellers: id and name.
    choices: Vec<(String, String)>,
    action: &'static str,
    id: &'static str,
    title: String,
    text: String,
    #[prop(optional, into)] hint: String,
    name: &'static str,
    stop: String,
    release: String,
) -> AnyView {
    let t = Ctx::current().t();
    let (heading, headed) = (format!("{id}-title"), format!("{id}-title"));
    view! {
        <section aria-labelledby=headed>
            <h2 id=heading class="mb-2 text-lg font-bold">{title}</h2>
            <p class="mb-4 max-w-prose text-sm text-ink-soft">{text}</p>
            <Form action id class="flex max-w-xl flex-col gap-4">
                <Select form=&form name="seller" label=t.payouts_seller() options=choices />
                <Field form=&form name="reason" label=t.hold_reason() hint />
                <div class="flex flex-wrap gap-3">
                    <Button kind=ButtonKind::Danger name value="on">{stop}</Button>
                    <Button kind=ButtonKind::Secondary name value="">{release}</Button>
                </div>
            </Form>
        </section>
    }
    .into_any()
}
