//! Adding what a kit has and the shop has not.

use crate::plan::{Plan, PlannedCategory, PlannedPage, plan};
use crate::{KitError, KitName};
use catalog::{CategoryEdit, create_category, update_category};
use content::{Edit, Saved};
use db::Tx;
use domain::format::Locale;
use domain::{AccountId, CategoryId, Currency};
use fees::SayRule;

/// What an operator asks for.
#[derive(Debug, Clone)]
pub struct ApplyKit {
    pub kit: KitName,
    /// Of the names of categories and of what they ask for.
    pub language: Locale,
    /// Of the amounts in commission rules.
    pub currency: Currency,
    /// Noted with each commission rule.
    pub reason: String,
    pub by: AccountId,
}

/// Adds what is missing and changes nothing that is there. Gives the plan that was carried out: what it called new was added.
///
/// # Errors
/// As [`plan`], and those of the commands that write; nothing is added then.
pub async fn apply(tx: &mut Tx, asked: &ApplyKit) -> Result<Plan, KitError> {
    let plan = plan(tx, asked.kit, asked.language, asked.currency).await?;
    let mut ids: Vec<CategoryId> = Vec::with_capacity(plan.categories.len());
    for one in &plan.categories {
        let id = match one.known {
            Some(id) => id,
            None => make(tx, one, one.parent.map(|at| ids[at])).await?,
        };
        ids.push(id);
        if let Some(rule) = one.rule.as_ref().filter(|rule| rule.is_new) {
            listing::say(tx, id, rule.rule.clone(), asked.by).await?;
        }
    }
    for one in plan.commissions.iter().filter(|one| one.is_new) {
        let said = SayRule {
            class: one.rule.class,
            seller: None,
            rule: Some(one.rule.clone()),
            starts_at: None,
            reason: asked.reason.clone(),
            by: asked.by,
        };
        fees::say_rule(tx, &said).await?;
    }
    for one in plan.pages.iter().filter(|one| one.is_new) {
        write(tx, one, asked.by).await?;
    }
    Ok(plan)
}

/// A category's address and path are English in every shop, so that the kit finds it again in whatever language it is applied.
async fn make(
    tx: &mut Tx,
    one: &PlannedCategory,
    parent: Option<CategoryId>,
) -> Result<CategoryId, KitError> {
    let made = create_category(tx, parent, one.english, one.class).await?;
    if made.name != one.name {
        let edit = CategoryEdit { name: Some(one.name.clone()), ..CategoryEdit::default() };
        update_category(tx, made.id, edit).await?;
    }
    Ok(made.id)
}

/// A text with gaps is a draft: people go on reading what they read before.
async fn write(tx: &mut Tx, page: &PlannedPage, by: AccountId) -> Result<(), KitError> {
    let edit = Edit {
        slug: page.slug.clone(),
        locale: page.locale,
        title: page.title.clone(),
        body: page.body.clone(),
        position: page.position,
        seen: 0,
        publish: !page.is_draft,
        starts_at: None,
        by,
    };
    match content::save(tx, &edit).await? {
        Saved::Published(_) | Saved::Scheduled(..) | Saved::Draft(_) => Ok(()),
        Saved::Outdated(_) | Saved::Incomplete(_) | Saved::Unchanged(_) => {
            Err(KitError::Page(page.slug.to_string()))
        }
    }
}
