//! The button beside the notice that a product was taken off a list. Server only.
use domain::ListItemId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::RestoreItem;
use crate::ctx::Ctx;
use crate::ui::*;

/// Puts the product back as it was. In place where the list is in front, else by going there.
#[component]
pub(crate) fn PutBack(item: ListItemId) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Form action=RestoreItem::PATH swap="list" id="put-back">
            <Hidden name="id" value=item.to_string() />
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small>{t.undo()}</Button>
        </Form>
    }
    .into_any()
}
