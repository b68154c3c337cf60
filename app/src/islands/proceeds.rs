//! What a sale would leave its seller, reckoned anew with every key: in the browser by the code that charges the fee on the
//! server. Without a script the form asks the server, which writes the same.
use domain::commission::{CommissionRule, Portion};
use domain::fees::{Imagined, Proceeds};
use domain::format::{self, Locale, Writing};
use domain::text_enum::TextEnum as _;
use domain::{Currency, Money};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Its words; amounts are put where `{share}` and `{base}` stand.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ProceedsWords {
    pub class: String,
    /// The rule of each kind of goods, which holds for this seller, with the kind's name.
    pub classes: Vec<(CommissionRule, String)>,
    pub price: String,
    pub quantity: String,
    pub shipping: String,
    pub cost: String,
    pub goods: String,
    pub commission: String,
    /// Of the individual plan.
    pub item_fee: String,
    pub fee_tax: String,
    pub portion: String,
    pub minimum: String,
    pub closing: String,
    pub limited: String,
    pub payable: String,
    pub left: String,
    pub margin: String,
    pub wrong: String,
    pub reckon: String,
}

/// What is typed, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProceedsTyped {
    pub class: String,
    pub price: String,
    pub quantity: String,
    pub shipping: String,
    pub cost: String,
}

impl ProceedsTyped {
    /// What comes of it by these rules; `None` for what is no sale.
    fn proceeds(
        &self,
        rules: &[(CommissionRule, String)],
        item: Option<Money>,
        fee_tax_ppm: i64,
        currency: Currency,
    ) -> Option<Proceeds> {
        let amount = |text: &str| match text.trim() {
            "" => Some(Money::zero(currency)),
            text => Money::parse_decimal(text, currency).ok(),
        };
        let quantity = match self.quantity.trim() {
            "" => 1,
            text => text.parse().ok()?,
        };
        let imagined = Imagined {
            price: amount(&self.price)?,
            quantity,
            shipping: amount(&self.shipping)?,
            cost: amount(&self.cost)?,
        };
        let (rule, _) = rules.iter().find(|(rule, _)| rule.class.as_str() == self.class)?;
        imagined.proceeds(rule, item, fee_tax_ppm).ok()
    }
}

/// One field of the form. What was typed before the island woke counts, too.
fn field(id: &'static str, label: String, inputmode: &'static str, value: RwSignal<String>) -> impl IntoView {
    let place = NodeRef::<leptos::html::Input>::new();
    Effect::new(move || adopt(value, place.get().map(|input| input.value())));
    view! {
        <div class="flex flex-col gap-1.5">
            <label for=format!("f-{id}") class="text-sm font-semibold">{label}</label>
            <input node_ref=place id=format!("f-{id}") name=id class="control" dir="ltr" autocomplete="off" inputmode=inputmode
                value=value.get_untracked() on:input=move |event| value.set(event_target_value(&event)) />
        </div>
    }
}

fn adopt(value: RwSignal<String>, there: Option<String>) {
    if let Some(there) = there.filter(|there| *there != value.get_untracked()) {
        value.set(there);
    }
}

/// The form and what comes of it. The page that holds it is the form's own address.
#[island(lazy)]
pub fn ProceedsPreview(
    words: ProceedsWords,
    typed: ProceedsTyped,
    /// Whose desk it is: the page is asked for again with it.
    seller: String,
    /// What the individual plan takes for an item; nothing under the other one.
    item: Option<Money>,
    /// Of what the platform takes, in millionths.
    fee_tax_ppm: i64,
    currency: Currency,
    /// How amounts are written: a language tag.
    writing: String,
) -> impl IntoView {
    let writing = Writing::of_tag(&writing).unwrap_or_else(|| Locale::En.into());
    let class = RwSignal::new(typed.class);
    let (price, quantity) = (RwSignal::new(typed.price), RwSignal::new(typed.quantity));
    let (shipping, cost) = (RwSignal::new(typed.shipping), RwSignal::new(typed.cost));
    let kind = NodeRef::<leptos::html::Select>::new();
    Effect::new(move || adopt(class, kind.get().map(|select| select.value())));
    let told = words.clone();
    let outcome = move || {
        let typed = ProceedsTyped {
            class: class.get(),
            price: price.get(),
            quantity: quantity.get(),
            shipping: shipping.get(),
            cost: cost.get(),
        };
        outcome_of(&told, typed.proceeds(&told.classes, item, fee_tax_ppm, currency), writing)
    };
    let options = words
        .classes
        .into_iter()
        .map(|(rule, name)| {
            let value = rule.class.as_str();
            view! { <option value=value selected=class.get_untracked() == value>{name}</option> }
        })
        .collect_view();
    view! {
        <form method="get" class="grid gap-8 lg:grid-cols-2">
            <input type="hidden" name="seller" value=seller />
            <div class="grid content-start gap-4 sm:grid-cols-2">
                <div class="flex flex-col gap-1.5 sm:col-span-2">
                    <label for="f-class" class="text-sm font-semibold">{words.class}</label>
                    <select node_ref=kind id="f-class" name="class" class="control" on:change=move |event| class.set(event_target_value(&event))>
                        {options}
                    </select>
                </div>
                {field("price", words.price, "decimal", price)}
                {field("quantity", words.quantity, "numeric", quantity)}
                {field("shipping", words.shipping, "decimal", shipping)}
                {field("cost", words.cost, "decimal", cost)}
                // With a script everything is there already, and asking the server gives the same.
                <div class="sm:col-span-2"><button class="btn btn-secondary">{words.reckon}</button></div>
            </div>
            <section id="proceeds" aria-live="polite" aria-label=words.payable class="self-start rounded-card border border-line bg-surface p-5">{outcome}</section>
        </form>
    }
}

fn outcome_of(words: &ProceedsWords, proceeds: Option<Proceeds>, writing: Writing) -> AnyView {
    let Some(proceeds) = proceeds else {
        return view! { <p class="text-ink-soft">{words.wrong.clone()}</p> }.into_any();
    };
    let money = move |money: Money| format::money(money, writing);
    let row = |label: &str, amount: String, look: &'static str| {
        view! {
            <dt class=look>{label.to_owned()}</dt>
            <dd class=format!("text-end {look}")><bdi>{amount}</bdi></dd>
        }
    };
    let fee = proceeds.commission.fee;
    let item_fee = (!proceeds.item_fee.is_zero())
        .then(|| row(&words.item_fee, money(proceeds.item_fee.neg().unwrap_or(proceeds.item_fee)), ""));
    let fee_tax = (!proceeds.fee_tax.is_zero())
        .then(|| row(&words.fee_tax, money(proceeds.fee_tax.neg().unwrap_or(proceeds.fee_tax)), ""));
    let reasons = reasons(words, &proceeds, writing);
    let shipping = proceeds.commission.base.sub(proceeds.goods).unwrap_or(fee);
    let margin =
        proceeds.margin_bps.map(|bps| row(&words.margin, format::percent(bps, writing), "text-ink-soft"));
    let loss = if proceeds.left.minor() < 0 { "font-semibold text-bad" } else { "font-semibold" };
    view! {
        <dl class="grid grid-cols-[1fr_auto] gap-x-4 gap-y-2">
            {row(&words.goods, money(proceeds.goods), "")}
            {row(&words.shipping, money(shipping), "")}
            {row(&words.commission, money(fee.neg().unwrap_or(fee)), "")}
            <dd class="col-span-2 -mt-1 text-sm text-ink-faint">{reasons}</dd>
            {item_fee}
            {fee_tax}
            {row(&words.payable, money(proceeds.payable), "border-t border-line pt-2 text-lg font-bold")}
            {row(&words.left, money(proceeds.left), loss)}
            {margin}
        </dl>
    }
    .into_any()
}

/// What made the commission, in the order in which it is made.
fn reasons(words: &ProceedsWords, proceeds: &Proceeds, writing: Writing) -> String {
    let charge = &proceeds.commission;
    let put = |portion: &Portion| {
        let share = format::percent(portion.rate_bps, writing);
        words.portion.replace("{share}", &share).replace("{base}", &format::money(portion.base, writing))
    };
    let mut reasons: Vec<String> = match charge.minimum_applied {
        true => vec![words.minimum.clone()],
        false => charge.portions.iter().map(put).collect(),
    };
    if !charge.closing_fee.is_zero() {
        reasons.push(format!("{} {}", words.closing, format::money(charge.closing_fee, writing)));
    }
    if charge.limited_to_base {
        reasons.push(words.limited.clone());
    }
    reasons.join(" + ")
}
