//! `orinoco kit`: the starter kits, one of them beside this shop, and adding it; through the same commands as the page.

use super::{CommandError, admin, open, print_table};
use crate::cli::{ApplyKit, Kit, KitChoice};
use platform::db::changes::{By, acting};
use platform::domain::format::Locale;
use platform::domain::roles::OperatorRole;
use platform::domain::text_enum::TextEnum as _;
use platform::kits::{self, KitError, KitName, Plan};
use platform::{Config, Platform, PlatformError};
use std::process::ExitCode;

pub async fn run(config: Config, command: Kit) -> Result<ExitCode, CommandError> {
    let platform = open(config).await?;
    match command {
        Kit::List => list(&platform).await?,
        Kit::Preview(choice) => preview(&platform, &choice).await?,
        Kit::Apply(asked) => apply(&platform, &asked).await?,
    }
    platform.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// The kit and the language that were named.
fn chosen(platform: &Platform, choice: &KitChoice) -> Result<(KitName, Locale), CommandError> {
    let kit = KitName::parse(&choice.name)
        .ok_or_else(|| CommandError::Said(format!("no kit `{}`; see `kit list`", choice.name)))?;
    let language = match &choice.language {
        None => platform.config.locale,
        Some(code) => {
            Locale::parse(code).ok_or_else(|| CommandError::Said(format!("no language `{code}`")))?
        }
    };
    Ok((kit, language))
}

async fn plan(platform: &Platform, kit: KitName, language: Locale) -> Result<Plan, CommandError> {
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    let plan = kits::plan(&mut conn, kit, language, platform.config.currency).await;
    Ok(plan.map_err(PlatformError::from)?)
}

async fn list(platform: &Platform) -> Result<(), CommandError> {
    let mut rows = Vec::new();
    for kit in KitName::ALL {
        let plan = plan(platform, *kit, platform.config.locale).await?;
        let (new, kept) = plan.counts();
        rows.push(vec![
            kit.to_string(),
            plan.categories.len().to_string(),
            new.to_string(),
            kept.to_string(),
        ]);
    }
    print_table(&["kit", "categories", "new here", "there already"], &rows);
    Ok(())
}

fn state(is_new: bool) -> String {
    if is_new { "new" } else { "there already" }.to_owned()
}

/// A line for each thing of a kit.
fn lines(plan: &Plan) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for one in &plan.categories {
        let name = format!("{}{}", "  ".repeat(one.depth), one.name);
        rows.push(vec!["category".to_owned(), name, one.class.to_string(), state(one.known.is_none())]);
        if let Some(planned) = &one.rule {
            let mut asks = planned.rule.required.clone();
            asks.extend(planned.rule.approval.then(|| "approval".to_owned()));
            asks.extend(planned.rule.brands.iter().map(|one| format!("sellers named for {}", one.brand)));
            rows.push(vec!["asks for".to_owned(), one.name.clone(), asks.join(", "), state(planned.is_new)]);
        }
    }
    for one in &plan.commissions {
        // What was said before holds, and it may be other rates than the kit's.
        let bands = one.rule.bands.iter().filter(|_| one.is_new);
        let rates = bands.map(|band| format!("{} bps", band.rate_bps)).collect::<Vec<_>>();
        rows.push(vec![
            "commission".to_owned(),
            one.rule.class.to_string(),
            rates.join(", "),
            state(one.is_new),
        ]);
    }
    for one in &plan.pages {
        let kind = if one.is_draft { "draft" } else { "page" };
        rows.push(vec![kind.to_owned(), one.slug.to_string(), one.locale.to_string(), state(one.is_new)]);
    }
    rows
}

async fn preview(platform: &Platform, choice: &KitChoice) -> Result<(), CommandError> {
    let (kit, language) = chosen(platform, choice)?;
    let plan = plan(platform, kit, language).await?;
    print_table(&["what", "name", "with", "here"], &lines(&plan));
    let (new, kept) = plan.counts();
    println!(
        "{new} new, {kept} there already. Nothing was changed; add it with \
         `kit apply {kit} --language {language} --by <EMAIL>`."
    );
    Ok(())
}

async fn apply(platform: &Platform, asked: &ApplyKit) -> Result<(), CommandError> {
    let (kit, language) = chosen(platform, &asked.choice)?;
    let operator = admin::account(platform, &asked.by).await?;
    if operator.operator != Some(OperatorRole::Administrator) {
        let text = format!("{} is no administrator; see `admin make-operator`", asked.by);
        return Err(CommandError::Said(text));
    }
    let said = kits::ApplyKit {
        kit,
        language,
        currency: platform.config.currency,
        reason: format!("Starter kit: {kit}"),
        by: operator.id,
    };
    let work = platform.db.write(move |tx| {
        let said = said.clone();
        Box::pin(async move { kits::apply(tx, &said).await })
    });
    // In the audit trail as what is pressed on the page is.
    let told = [("kit", kit.to_string()), ("language", language.to_string())];
    let by = By {
        account: Some(operator.id),
        operator: operator.operator,
        ..By::command("orinoco kit apply", &told)
    };
    let applied: Result<Plan, KitError> = acting(by, work).await;
    let (new, kept) = applied.map_err(PlatformError::from)?.counts();
    match new {
        0 => println!("The shop had all of this already. Nothing was changed."),
        _ => println!("{new} added, {kept} there already and kept."),
    }
    Ok(())
}
