//! Proposing a product that the catalogue has not, with its first offer; and what became of those before. Route
//! `/seller/products/new`. The category is chosen by a form of its own, because it says what else is asked for.
use std::collections::HashMap;

use domain::feature::Feature;
use domain::listing::ListingRule;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{CategoryId, ListingProposalId, PictureId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::classes_at;
use platform::db::Conn;
use platform::fees;
use platform::listing::{Proposal, ProposalState, of_category, pictures_of, proposals_of_seller};
use platform::sellers::Seller;

use super::api::ProposeProduct;
use super::work::PROPOSAL_FORM;
use super::{pictures, sending, words};
use crate::access::{may, platform};
use crate::answer::Failure;
use crate::basket::forms::new_key;
use crate::category_names::choices;
use crate::ctx::Ctx;
use crate::fee_words::{ClassNames, rule_words};
use crate::page::query;
use crate::seller::desk;
use crate::switches::closed_notice;
use crate::ui::*;

const PATH: &str = "/seller/products/new";
/// So many proposals are shown, the newest ones.
const MOST: i64 = 50;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadCatalogue).await?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let closed = closed_notice(Feature::Proposals).await?;
    let tree = platform().categories().await?;
    let form = FormState::of(&ctx, PROPOSAL_FORM);
    // What was chosen before a mistake is chosen still.
    let chosen = query("category").or_else(|| Some(form.value("category")));
    let chosen = chosen.and_then(|id| id.parse::<CategoryId>().ok()).filter(|id| tree.get(*id).is_some());
    let mut conn = platform().db.read_together().await?;
    let rule = match chosen {
        Some(id) => of_category(&mut conn, id).await?,
        None => ListingRule::default(),
    };
    let before = proposals_of_seller(&mut conn, seller.id, MOST).await?;
    let ids: Vec<ListingProposalId> = before.iter().map(|one| one.id).collect();
    let photos = pictures_of(&mut conn, &ids).await?;
    // Who has no business with money hears of none; the platform's own retail pays nothing.
    let pays = !seller.is_platform && may(Action::ReadMoney, &Resource::Seller(seller.id));
    let charged = match chosen.filter(|_| pays) {
        Some(id) => charged(&mut conn, &seller, id).await?,
        None => None,
    };
    drop(conn);
    let nothing = (String::new(), t.propose_choose());
    let options: Vec<(String, String)> = std::iter::once(nothing).chain(choices(&tree)).collect();
    let picked = FormState::default().set("category", chosen.map(|id| id.to_string()).unwrap_or_default());
    let code = query("code").unwrap_or_default();
    let code_again = code.clone();
    // Nobody fills it in to be refused; what was filled in stays.
    let wanted = chosen.filter(|_| closed.is_none() || form.failed());
    let wanted = wanted.map(|category| Wanted { category, rule, charged, code, form, seller }.view(&ctx));
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.propose_title()>
            {closed}
            <div class="flex max-w-3xl flex-col gap-6">
                <p class="max-w-prose text-ink-soft">{t.propose_text()} " " <a class="link" href=desk::here(super::find::PATH)>{t.listing_find_title()}</a></p>
                <Card title=t.propose_step_category() id="category">
                    <Form action=PATH get=true label=t.propose_step_category() class="flex flex-wrap items-end gap-3">
                        {desk::field()}
                        {(!code_again.is_empty()).then(|| view! { <Hidden name="code" value=code_again /> })}
                        <Select form=&picked name="category" label=t.listing_category() options submits=true class="min-w-0 flex-1" />
                        <Button kind=ButtonKind::Secondary>{t.propose_go_on()}</Button>
                    </Form>
                </Card>
                {wanted}
                {earlier(before, &photos)}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// What the commission on a sale in the category would be reckoned by now.
async fn charged(conn: &mut Conn, seller: &Seller, category: CategoryId) -> Result<Option<AnyView>, Failure> {
    let t = Ctx::current().t();
    let now = conn.now();
    let Some(held) = classes_at(conn, &[category], now).await?.remove(&category) else { return Ok(None) };
    let rule = fees::terms_at(conn, Some(seller.id), now).await?.rule(held.class);
    let rule = rule.in_currency(seller.currency)?;
    let kind = ClassNames::load(conn).await?.words(t, held.class);
    let href = desk::here(&format!("/seller/fees?class={}", held.class.as_str()));
    let parts = rule_words(t, &rule).into_iter().map(|part| view! { <li>{part}</li> }).collect_view();
    Ok(Some(
        view! {
            <div class="mb-4 text-sm text-ink-soft" data-charged=held.class.as_str()>
                <a class="link inline-flex min-h-tap items-center" href=href>{t.fee_change_of(kind)}</a>
                <ul class="flex flex-wrap gap-x-5">{parts}</ul>
            </div>
        }
        .into_any(),
    ))
}

/// The second form, once the category is known.
struct Wanted {
    category: CategoryId,
    rule: ListingRule,
    /// What a sale costs, for whoever may know.
    charged: Option<AnyView>,
    /// That was looked for in vain.
    code: String,
    form: FormState,
    seller: Seller,
}

impl Wanted {
    fn view(self, ctx: &Ctx) -> AnyView {
        let t = ctx.t();
        let charged = self.charged;
        let lines: Vec<String> = self.rule.required.iter().map(|name| format!("{name}: ")).collect();
        let form = self.form.or("code", self.code).or("attributes", lines.join("\n")).or("condition", "new");
        let asked = match self.rule.required.is_empty() {
            true => t.propose_attributes_hint(),
            false => t.propose_attributes_asked(self.rule.required.join(", ")),
        };
        let price = format!("{} ({})", t.offer_price(), self.seller.currency.code());
        let sending = sending::fields(&form, &self.seller);
        let approval = match (self.rule.approval, self.seller.approved_at) {
            (_, None) => Some(t.propose_shop_waits()),
            (true, Some(_)) => Some(t.propose_needs_approval()),
            (false, Some(_)) => None,
        };
        let approval = approval.map(|text| view! { <Notice tone=Tone::Info class="mb-4">{text}</Notice> });
        let category =
            form.error("category").map(|text| view! { <Notice tone=Tone::Bad class="mb-4">{text}</Notice> });
        view! {
            <Card title=t.propose_step_product() id="describe">
                {approval} {category} {charged}
                <Form action=ProposeProduct::PATH id="propose" class="grid gap-4 sm:grid-cols-2">
                    <Hidden name="seller" value=self.seller.id.to_string() />
                    <Hidden name="category" value=self.category.to_string() />
                    <Hidden name="key" value=new_key() />
                    <Field form=&form name="title" label=t.propose_name() hint=t.propose_name_hint() class="sm:col-span-2" />
                    <Field form=&form name="brand" label=t.propose_brand() optional=true />
                    <Field form=&form name="code" label=t.propose_code() hint=t.propose_code_hint() inputmode="numeric" optional=true ltr=true />
                    <TextArea form=&form name="description" label=t.propose_description() rows=6 optional=true class="sm:col-span-2" />
                    <TextArea form=&form name="attributes" label=t.propose_attributes() hint=asked rows=6 optional=true class="sm:col-span-2" />
                    <Select form=&form name="condition" label=t.listing_condition() options=words::conditions(t) />
                    <Field form=&form name="sku" label=t.listing_sku() hint=t.listing_sku_hint() ltr=true />
                    <Field form=&form name="price" label=price inputmode="decimal" ltr=true />
                    <Field form=&form name="stock" label=t.offer_stock() inputmode="numeric" ltr=true />
                    {sending}
                    <p class="text-sm text-ink-faint sm:col-span-2">{t.propose_pictures()}</p>
                    <div class="sm:col-span-2"><Button>{t.propose_button()}</Button></div>
                </Form>
            </Card>
        }
        .into_any()
    }
}

/// Where a proposal stands, and how that looks.
fn state(state: ProposalState) -> (Tone, String) {
    let t = Ctx::current().t();
    match state {
        ProposalState::Waiting => (Tone::Info, t.propose_waiting()),
        ProposalState::Live => (Tone::Good, t.propose_live()),
        ProposalState::Refused => (Tone::Bad, t.propose_refused()),
    }
}

fn earlier(proposals: Vec<Proposal>, photos: &HashMap<ListingProposalId, Vec<PictureId>>) -> Option<AnyView> {
    let t = Ctx::current().t();
    if proposals.is_empty() {
        return None;
    }
    let rows = proposals
        .into_iter()
        .map(|proposal| {
            let (tone, standing) = state(proposal.state);
            let reason = proposal.reason.map(|reason| view! { <p><bdi>{reason}</bdi></p> });
            let at = format::date_time(proposal.made_at, t.locale());
            let id = proposal.id.to_string();
            let own = photos.get(&proposal.id).map(Vec::as_slice).unwrap_or_default();
            let add = (proposal.state != ProposalState::Refused)
                .then(|| pictures::form(&id, &proposal.draft.title, own.len()))
                .flatten();
            let own = pictures::shown(own);
            view! {
                <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-proposal=id>
                    <div class="min-w-0 flex-1 basis-60">
                        <p class="font-medium"><bdi>{proposal.draft.title}</bdi></p>
                        {reason}
                        <p class="text-sm text-ink-faint">{at}</p>
                        {own}
                        {add}
                    </div>
                    <Badge tone>{standing}</Badge>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section aria-labelledby="proposals-title" id="proposals">
                <h2 id="proposals-title" class="mb-2 text-lg font-bold">{t.propose_before()}</h2>
                <ul class="divide-y divide-line">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}
