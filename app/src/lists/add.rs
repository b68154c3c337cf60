//! The button that puts a product onto a list, for the product page. Its region `wish` is replaced in place.
use domain::{AccountId, ProductId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::db::Conn;
use platform::lists::{self, ListSummary};

use super::api::AddToList;
use super::work::{page_of, words};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::kept::{Piece, kept_with};
use crate::ui::*;

/// What the button needs to know: the shopper's lists, and which of them hold the product.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wish {
    lists: Vec<ListSummary>,
    on: Vec<ListSummary>,
}

impl Wish {
    /// Nothing is asked for a guest.
    pub(crate) async fn load(
        conn: &mut Conn,
        account: Option<AccountId>,
        product: ProductId,
    ) -> Result<Self, Failure> {
        let Some(account) = account else { return Ok(Self::default()) };
        let t = Ctx::current().t();
        let lists = lists::lists(conn, account).await.map_err(|e| words(t, e))?;
        let holding = lists::holding(conn, account, product).await.map_err(|e| words(t, e))?;
        let on = lists.iter().filter(|list| holding.contains(&list.id)).cloned().collect();
        Ok(Self { lists, on })
    }
}

#[component]
pub(crate) fn WishForm(wish: Wish, product: ProductId) -> AnyView {
    let ctx = Ctx::current();
    let product = product.to_string();
    if wish.lists.is_empty() {
        let piece = Piece::Wish { locale: ctx.locale() };
        return kept_with(piece, [&product], |[product]| wish_form(ctx.t(), wish, product));
    }
    wish_form(ctx.t(), wish, product)
}

fn wish_form(t: T, wish: Wish, product: String) -> AnyView {
    let Wish { lists, on } = wish;
    // Lists that hold it already are not offered again.
    let options: Vec<(String, String)> = lists
        .iter()
        .filter(|list| !on.iter().any(|held| held.id == list.id))
        .map(|list| (list.id.to_string(), list.name.clone()))
        .collect();
    let held = (!on.is_empty()).then(|| {
        let links = on
            .iter()
            .map(|list| view! { <li><a class="link inline-flex min-h-tap items-center" href=page_of(list.id)><bdi>{list.name.clone()}</bdi></a></li> })
            .collect_view();
        view! {
            <div class="flex flex-wrap items-center gap-x-3 text-sm">
                <span class="inline-flex items-center gap-2 font-medium text-good"><IconView icon=Icon::Heart class="size-5" />{t.list_on()}</span>
                <ul class="flex flex-wrap gap-x-3">{links}</ul>
            </div>
        }
    });
    let form = FormState::default();
    let choose = match options.as_slice() {
        [] => ().into_any(),
        [(id, _)] => view! { <Hidden name="id" value=id.clone() /> }.into_any(),
        _ => {
            view! { <Select form=&form name="id" label=t.list_which() options=options.clone() /> }.into_any()
        }
    };
    // Everywhere already: there is nothing to add it to.
    let adds = (!options.is_empty() || lists.is_empty()).then(|| {
        view! {
            <Form action=AddToList::PATH swap="wish" class="flex flex-col gap-3">
                <Hidden name="product" value=product />
                {choose}
                <Button kind=ButtonKind::Secondary wide=true><IconView icon=Icon::Heart class="size-5" />{t.list_add()}</Button>
            </Form>
        }
    });
    view! { <section id="wish" aria-label=t.lists_title() class="flex flex-col gap-2">{held} {adds}</section> }.into_any()
}
