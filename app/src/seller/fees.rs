//! What a sale would leave the seller: the form and its answer are an island, which reckons in the browser with the code
//! that charges. Route `/seller/fees`.
use domain::commission::CommissionClass;
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;

use super::desk;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::islands::ProceedsPreview;
use crate::islands::proceeds::{ProceedsTyped, ProceedsWords};
use crate::page::query;
use crate::text::T;
use crate::ui::*;

fn class_words(t: T, class: CommissionClass) -> String {
    match class {
        CommissionClass::Standard => t.class_standard(),
        CommissionClass::Clothing => t.class_clothing(),
        CommissionClass::Electronics => t.class_electronics(),
        CommissionClass::ElectronicsAccessories => t.class_electronics_accessories(),
        CommissionClass::Beauty => t.class_beauty(),
        CommissionClass::Baby => t.class_baby(),
        CommissionClass::Grocery => t.class_grocery(),
        CommissionClass::Furniture => t.class_furniture(),
        CommissionClass::Jewelry => t.class_jewelry(),
        CommissionClass::Industrial => t.class_industrial(),
        CommissionClass::Media => t.class_media(),
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page().await?;
    let t = Ctx::current().t();
    let code = seller.currency.code();
    let asked = |name: &str, usual: &str| query(name).unwrap_or_else(|| usual.to_owned());
    let typed = ProceedsTyped {
        class: asked("class", CommissionClass::Standard.as_str()),
        price: asked("price", ""),
        quantity: asked("quantity", "1"),
        shipping: asked("shipping", &seller.shipping.fee.to_decimal()),
        cost: asked("cost", ""),
    };
    let words = ProceedsWords {
        class: t.fees_class(),
        classes: CommissionClass::ALL.iter().map(|class| (*class, class_words(t, *class))).collect(),
        price: t.fees_price(code),
        quantity: t.fees_quantity(),
        shipping: t.fees_shipping(code),
        cost: t.fees_cost(code),
        goods: t.fees_goods(),
        commission: t.sale_commission(),
        portion: t.fees_portion("{share}", "{base}"),
        minimum: t.fees_minimum(),
        closing: t.fees_closing(),
        limited: t.fees_limited(),
        payable: t.fees_payable(),
        left: t.fees_left(),
        margin: t.fees_margin(),
        wrong: t.fees_wrong(),
        reckon: t.fees_reckon(),
    };
    let (currency, writing) = (seller.currency, t.writing().tag());
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.fees_title()>
            <div class="flex flex-col gap-6">
                <p class="max-w-3xl text-ink-soft">{t.fees_text()}</p>
                <ProceedsPreview words typed currency writing=writing.to_owned() />
            </div>
        </ConsolePage>
    }
    .into_any())
}
