//! The button beside a notice that something was removed. Server only.
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::account::api::{RestoreAddress, RestoreCard};
use crate::ctx::Ctx;
use crate::flash::Undo;
use crate::lists::api::RestoreItem;
use crate::ui::*;

/// Puts the thing back as it was. In place where what held it is in front, else by going there.
#[component]
pub(crate) fn PutBack(undo: Undo) -> AnyView {
    let t = Ctx::current().t();
    let (action, swap, id) = match undo {
        Undo::ListItem(id) => (RestoreItem::PATH, "list", id.to_string()),
        Undo::Address(id) => (RestoreAddress::PATH, "addresses", id.to_string()),
        Undo::Card(id) => (RestoreCard::PATH, "cards", id.to_string()),
    };
    view! {
        <Form action swap id="put-back">
            <Hidden name="id" value=id />
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small>{t.undo()}</Button>
        </Form>
    }
    .into_any()
}
