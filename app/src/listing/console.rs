//! The operator's products: proposals that wait for a decision, products that look like one, and what was merged. Route
//! `/operator/products`.
use domain::roles::{Action, Resource};
use domain::{ListingProposalId, SellerId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::{CategoryTree, twins};
use platform::listing::{self, ListingError, Proposal, ProposalState, merges, pictures_of, waiting};

use super::api::{DecideProduct, ProductDecisionForm};
use super::duplicates;
use super::rules::Names;
use super::{pictures, words};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::ui::*;

pub(super) const PATH: &str = "/operator/products";
/// So many proposals, duplicates and merges are shown.
const MOST: i64 = 50;

fn form_of(id: ListingProposalId) -> String {
    format!("product-decision-{id}")
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadCatalogue, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let tree = platform().categories().await?;
    // Looking for what is alike may take long in a large catalogue: other tasks move on meanwhile.
    let (proposals, photos, alike, merged, names) = platform()
        .db
        .snapshot(|conn| {
            Box::pin(async move {
                let proposals = waiting(conn, MOST).await?;
                let ids: Vec<ListingProposalId> = proposals.iter().map(|one| one.id).collect();
                let photos = pictures_of(conn, &ids).await?;
                let alike = twins(conn, MOST).await?;
                let merged = merges(conn, MOST).await?;
                let sellers: Vec<SellerId> = proposals.iter().map(|one| one.seller).collect();
                let people = proposals.iter().map(|one| one.made_by).chain(merged.iter().map(|one| one.by));
                let names = Names::load(conn, sellers, people.collect()).await?;
                Ok::<_, Loaded>((proposals, photos, alike, merged, names))
            })
        })
        .await
        .map_err(|Loaded(failure)| failure)?;
    let rows = proposals
        .into_iter()
        .map(|one| {
            let own = photos.get(&one.id).map(Vec::as_slice).unwrap_or_default();
            case(&ctx, &tree, &names, one, pictures::shown(own))
        })
        .collect_view();
    let queue = match rows.is_empty() {
        true => view! { <p class="text-ink-soft">{t.products_none()}</p> }.into_any(),
        false => view! { <ul class="flex flex-col gap-4">{rows}</ul> }.into_any(),
    };
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.products_title()
            actions=view! { <LinkButton href="/operator/listing" kind=ButtonKind::Secondary>{t.rules_title()}</LinkButton> }.into_any()>
            <div class="flex max-w-4xl flex-col gap-10">
                <section aria-labelledby="queue-title" id="queue">
                    <h2 id="queue-title" class="mb-2 text-lg font-bold">{t.products_queue()}</h2>
                    {queue}
                </section>
                {duplicates::section(&ctx, alike)}
                {duplicates::log(merged, &names)}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// A failure that can cross the snapshot, which knows errors of the database.
struct Loaded(Failure);

impl From<platform::db::DbError> for Loaded {
    fn from(error: platform::db::DbError) -> Self {
        Self(error.into())
    }
}

impl From<Failure> for Loaded {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

fn case(
    ctx: &Ctx,
    tree: &CategoryTree,
    names: &Names,
    proposal: Proposal,
    photos: Option<AnyView>,
) -> AnyView {
    let t = ctx.t();
    let id = proposal.id;
    let form = FormState::of(ctx, &form_of(id));
    let draft = proposal.draft;
    let trail: Vec<&str> = tree.path(draft.category).iter().map(|c| c.name.as_str()).collect();
    let attributes = draft.attributes.into_iter().map(|one| {
        view! { <li><bdi>{one.name}</bdi> ": " <bdi>{one.value}</bdi></li> }
    });
    let attributes = attributes.collect_view();
    let brand = draft.brand.map(|brand| view! { <bdi>{brand}</bdi> " · " });
    let code = draft.code.map(|code| view! { " · " <span dir="ltr">{code}</span> });
    let offer = t.products_offer(
        words::condition(t, draft.condition),
        amount_text(draft.price, t.writing()),
        format::number(draft.stock, t.writing()),
    );
    // Each case has a field of its own: two of one name on a page would have one id.
    let field = format!("reason-{id}");
    let wrong = form.error("reason");
    let said = wrong.as_ref().map(|_| format!("{field}-error"));
    let (label_for, input_id, error_id) = (field.clone(), field.clone(), format!("{field}-error"));
    let error = wrong.map(|text| view! { <p id=error_id class="text-sm font-medium text-bad">{text}</p> });
    let invalid = said.is_some().then_some("true");
    let at = format::date_time(proposal.made_at, t.locale());
    view! {
        <li class="card p-4" data-proposal=id.to_string()>
            <h3 class="font-semibold"><bdi>{draft.title}</bdi></h3>
            <p class="text-sm text-ink-faint">{brand} <bdi>{trail.join(" › ")}</bdi> {code}</p>
            <p class="text-sm">{offer}</p>
            <p class="mt-2 max-w-prose whitespace-pre-line"><bdi>{draft.description}</bdi></p>
            <ul class="mt-2 text-sm">{attributes}</ul>
            {photos}
            <p class="mt-2 text-sm text-ink-faint"><bdi>{names.seller(proposal.seller)}</bdi> " · " {at} " · " <bdi>{t.hold_by(names.person(proposal.made_by))}</bdi></p>
            <Form action=DecideProduct::PATH id=format!("decide-{id}") class="mt-3 flex max-w-xl flex-col gap-3">
                <Hidden name="proposal" value=id.to_string() />
                <div class="field flex flex-col gap-1.5">
                    <label for=label_for class="text-sm font-semibold">{t.products_reason()}</label>
                    <input id=input_id name="reason" class="control" value=form.value("reason") aria-invalid=invalid aria-describedby=said />
                    {error}
                </div>
                <div class="flex flex-wrap gap-3">
                    <Button name="verdict" value="approve">{t.products_approve()}</Button>
                    <Button kind=ButtonKind::Secondary name="verdict" value="refuse">{t.products_refuse()}</Button>
                </div>
            </Form>
        </li>
    }
    .into_any()
}

/// Approves a proposal or refuses it.
pub(super) async fn decide(form: ProductDecisionForm) -> Result<Done, Failure> {
    allow(Action::ManageCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let id: ListingProposalId = form.proposal.parse().map_err(|_| Failure::NotFound)?;
    let invalid = Invalid::new(&form_of(id), &form);
    let refusal = match form.verdict.as_str() {
        "approve" => None,
        "refuse" => Some(form.reason.clone()),
        _ => return Err(Failure::refused(t.form_malformed())),
    };
    let by = account_id()?;
    let platform = platform();
    let config = std::sync::Arc::new(platform.listing.clone());
    let decided = platform
        .db
        .write(move |tx| {
            let (config, refusal) = (std::sync::Arc::clone(&config), refusal.clone());
            Box::pin(async move { listing::decide(tx, &config, id, refusal.as_deref(), by).await })
        })
        .await;
    match decided {
        Ok(one) if one.state == ProposalState::Live => {
            Ok(Done::to(PATH).notice(Tone::Good, t.products_approved(one.draft.title)))
        }
        Ok(one) => Ok(Done::to(PATH).notice(Tone::Good, t.products_were_refused(one.draft.title))),
        Err(ListingError::BadReason) => Err(invalid.field("reason", t.words_wrong()).into()),
        Err(ListingError::Exists(_)) => Err(Failure::refused(t.products_offered_already())),
        Err(ListingError::CodeNotShown) => Err(Failure::refused(t.products_code_not_shown())),
        Err(ListingError::NoSuchProposal) => Err(Failure::NotFound),
        Err(ListingError::Decided) => Err(Failure::refused(t.listing_decided_before())),
        // What is wrong with the draft by now is said where the decision is made.
        Err(error) => Err(match words::refused(t, error, Invalid::new(&form_of(id), &form)) {
            Failure::Invalid(wrong) => Failure::refused(wrong.first().unwrap_or_else(|| t.form_malformed())),
            other => other,
        }),
    }
}
