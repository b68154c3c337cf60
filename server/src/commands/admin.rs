//! `orinoco admin`: what the operator does from a shell, through the same commands as the pages, and in the audit trail as
//! what is done there.

use super::{CommandError, open, print_table, say};
use crate::cli::Admin;
use platform::config::Layers;
use platform::db::changes::{By, acting};
use platform::domain::JobId;
use platform::domain::contact::{Email, NewPassword, PersonName};
use platform::domain::roles::{OperatorRole, StaffRole};
use platform::domain::text_enum::TextEnum as _;
use platform::identity::invitations::Letterhead;
use platform::identity::operators::{OperatorError, settle};
use platform::identity::{AccountSummary, NewAccount};
use platform::sellers::{NewSeller, Seller};
use platform::{Config, Platform, PlatformError, identity, sellers};
use std::process::ExitCode;

pub async fn run(config: Config, layers: &Layers, command: Admin) -> Result<ExitCode, CommandError> {
    if matches!(command, Admin::Settings) {
        settings(layers);
        return Ok(ExitCode::SUCCESS);
    }
    let platform = open(config).await?;
    match command {
        Admin::Settings => {}
        Admin::MakeOperator { email, revoke: true, .. } => revoke_operator(&platform, &email).await?,
        Admin::MakeOperator { email, role, .. } => make_operator(&platform, &email, &role).await?,
        Admin::CreateAccount { email, name, operator, password_stdin } => {
            create_account(&platform, &email, &name, operator, password_stdin).await?;
        }
        Admin::CreateSeller { name, owner, country } => {
            create_seller(&platform, name, &owner, country).await?
        }
        Admin::AddStaff { seller, email, owner } => add_staff(&platform, &seller, &email, owner).await?,
        Admin::Sellers => list_sellers(&platform).await?,
        Admin::DeadJobs => dead_jobs(&platform).await?,
        Admin::ReplayJobs { job } => replay_jobs(&platform, job).await?,
    }
    platform.db.close().await;
    Ok(ExitCode::SUCCESS)
}

fn settings(layers: &Layers) {
    let mut text = String::new();
    for [key, value, source, help] in layers.overview() {
        text.push_str(&format!("{key} = {value}  ({source})\n    {help}\n"));
    }
    text.push_str(
        "\nSet them in orinoco.toml, as ORINOCO_<KEY> (dots become underscores), or with --set key=value.\n",
    );
    say(&text);
}

fn said(error: impl std::fmt::Display) -> CommandError {
    CommandError::Said(error.to_string())
}

/// Where letters about people come from and lead to.
fn letterhead(platform: &Platform) -> Letterhead {
    Letterhead { shop_name: platform.config.name.clone(), public_url: platform.config.site_url() }
}

/// What a command was told, for the audit trail.
fn told(name: &'static str, value: impl ToString) -> (&'static str, String) {
    (name, value.to_string())
}

pub(super) async fn account(platform: &Platform, email: &str) -> Result<AccountSummary, CommandError> {
    let parsed = Email::parse(email).map_err(said)?;
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    let found = identity::account_by_email(&mut conn, &parsed).await.map_err(PlatformError::from)?;
    found.ok_or_else(|| {
        CommandError::Said(format!("nobody has the e-mail {email}; see `admin create-account`"))
    })
}

async fn make_operator(platform: &Platform, email: &str, role: &str) -> Result<(), CommandError> {
    let role = OperatorRole::parse(role).ok_or_else(|| {
        let all: Vec<&str> = OperatorRole::ALL.iter().map(|role| role.as_str()).collect();
        CommandError::Said(format!("there is no role `{role}`; choose one of {}", all.join(", ")))
    })?;
    let account = account(platform, email).await?;
    let id = account.id;
    let by = By::command("orinoco admin make-operator", &[told("member", id), told("role", role)]);
    let letterhead = letterhead(platform);
    let work = platform.db.write(move |tx| {
        let letterhead = letterhead.clone();
        Box::pin(async move { settle(tx, &letterhead, None, id, Some(role)).await })
    });
    let appointed: Result<bool, OperatorError> = acting(by, work).await;
    appointed.map_err(said)?;
    println!("{} ({email}) is an operator: {role}.", account.name);
    Ok(())
}

async fn revoke_operator(platform: &Platform, email: &str) -> Result<(), CommandError> {
    let account = account(platform, email).await?;
    let id = account.id;
    let by = By::command("orinoco admin make-operator --revoke", &[told("member", id)]);
    let letterhead = letterhead(platform);
    let work = platform.db.write(move |tx| {
        let letterhead = letterhead.clone();
        Box::pin(async move { settle(tx, &letterhead, None, id, None).await })
    });
    let dismissed: Result<bool, OperatorError> = acting(by, work).await;
    dismissed.map_err(said)?;
    println!("{} ({email}) is no longer an operator.", account.name);
    Ok(())
}

async fn create_account(
    platform: &Platform,
    email: &str,
    name: &str,
    operator: bool,
    password_stdin: bool,
) -> Result<(), CommandError> {
    let (password, made_up) = if password_stdin {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line)?;
        (line.trim_end_matches(['\r', '\n']).to_owned(), false)
    } else {
        (platform::seed::new_password(), true)
    };
    let new = NewAccount {
        email: Email::parse(email).map_err(said)?,
        name: PersonName::parse(name).map_err(said)?,
        password: NewPassword::parse(&password).map_err(said)?,
        locale: platform.config.locale,
        currency: platform.config.currency,
    };
    // Whom it is for is known by the moment: nothing that people are called stands in the trail.
    let by = By::command("orinoco admin create-account", &[told("operator", operator)]);
    acting(by, platform.identity.create_account(new, operator)).await.map_err(PlatformError::from)?;
    println!("{email} can sign in now.");
    if made_up {
        println!("Password, shown only now: {password}");
    }
    Ok(())
}

async fn create_seller(
    platform: &Platform,
    name: String,
    owner: &str,
    country: Option<String>,
) -> Result<(), CommandError> {
    let owner = account(platform, owner).await?;
    let config = &platform.config;
    let new = NewSeller {
        name,
        slug: None,
        country: country.unwrap_or_else(|| config.country.clone()),
        region: String::new(),
        currency: config.currency,
        shipping: platform::seed::standard_shipping(config.currency),
        support_email: Some(owner.email.clone()),
    };
    let by = By::command("orinoco admin create-seller", &[told("owner", owner.id)]);
    let work = platform.db.write(move |tx| {
        let (new, owner) = (new.clone(), owner.id);
        Box::pin(async move {
            let seller = sellers::create(tx, &new).await?;
            sellers::add_staff(tx, seller.id, owner, StaffRole::Owner).await?;
            Ok(seller)
        })
    });
    let made: Result<Seller, sellers::SellerError> = acting(by, work).await;
    let seller = made.map_err(PlatformError::from)?;
    println!("{} sells now, as `{}` ({}).", seller.name, seller.slug, seller.id);
    Ok(())
}

async fn add_staff(platform: &Platform, slug: &str, email: &str, owner: bool) -> Result<(), CommandError> {
    let account = account(platform, email).await?;
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    let seller = sellers::by_slug(&mut conn, slug).await.map_err(PlatformError::from)?;
    drop(conn);
    let seller =
        seller.ok_or_else(|| CommandError::Said(format!("no seller `{slug}`; see `admin sellers`")))?;
    let (seller_id, role) = (seller.id, if owner { StaffRole::Owner } else { StaffRole::Staff });
    let by = By {
        desk: seller_id.into(),
        ..By::command("orinoco admin add-staff", &[told("member", account.id), told("role", role)])
    };
    let (letterhead, member) = (letterhead(platform), account.id);
    let work = platform.db.write(move |tx| {
        let letterhead = letterhead.clone();
        Box::pin(async move { sellers::settle(tx, &letterhead, (seller_id, None), member, Some(role)).await })
    });
    let added: Result<bool, sellers::SellerError> = acting(by, work).await;
    added.map_err(PlatformError::from)?;
    println!("{email} works for {} now.", seller.name);
    Ok(())
}

async fn list_sellers(platform: &Platform) -> Result<(), CommandError> {
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    let all = sellers::list(&mut conn, None, 1_000).await.map_err(PlatformError::from)?;
    let row = |s: &Seller| vec![s.slug.clone(), s.name.clone(), s.country.clone(), s.status.to_string()];
    print_table(&["slug", "name", "country", "status"], &all.iter().map(row).collect::<Vec<_>>());
    Ok(())
}

async fn dead_jobs(platform: &Platform) -> Result<(), CommandError> {
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    let jobs = conn.dead_jobs(1_000).await.map_err(PlatformError::from)?;
    let rows: Vec<Vec<String>> = jobs
        .into_iter()
        .map(|job| {
            vec![job.id.to_string(), job.kind, job.attempts.to_string(), job.last_error.unwrap_or_default()]
        })
        .collect();
    if rows.is_empty() {
        println!("No job has failed for good.");
    } else {
        print_table(&["job", "kind", "attempts", "last error"], &rows);
    }
    Ok(())
}

async fn replay_jobs(platform: &Platform, job: Option<String>) -> Result<(), CommandError> {
    let which = job.clone().unwrap_or_else(|| "all".to_owned());
    let jobs: Vec<JobId> = match job {
        Some(text) => vec![text.parse().map_err(said)?],
        None => {
            let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
            let dead = conn.dead_jobs(100_000).await.map_err(PlatformError::from)?;
            dead.into_iter().map(|job| job.id).collect()
        }
    };
    let by = By::command("orinoco admin replay-jobs", &[told("job", which)]);
    let work = platform.db.write(move |tx| {
        let jobs = jobs.clone();
        Box::pin(async move {
            let mut count = 0;
            for job in jobs {
                count += usize::from(tx.replay_job(job).await?);
            }
            Ok(count)
        })
    });
    let replayed: Result<usize, platform::db::DbError> = acting(by, work).await;
    println!("{} jobs have all their attempts again.", replayed.map_err(PlatformError::from)?);
    Ok(())
}
