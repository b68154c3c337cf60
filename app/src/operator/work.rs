//! The work behind the operator's forms about searches. Called by `api`.
use domain::AccountId;
use domain::roles::{Action, Resource};
use platform::search::synonyms::{self, SynonymError, SynonymId};
use serde::Serialize;

use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::Tone;

#[derive(Serialize)]
struct Typed {
    typed: String,
    meant: String,
    both_ways: String,
}

pub(super) async fn put_synonym(typed: String, meant: String, both_ways: String) -> Result<Done, Failure> {
    allow(Action::ManageCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let me = account_id()?;
    let form = Typed { typed, meant, both_ways };
    let meanings: Vec<String> =
        form.meant.split(',').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect();
    match put(&form, meanings, me).await {
        Ok(_) => {}
        Err(SynonymError::Db(error)) => return Err(error.into()),
        Err(error) => {
            let field = if form.typed.trim().is_empty() { "typed" } else { "meant" };
            return Err(Invalid::new("synonym", &form).field(field, sentence(t, &error)).into());
        }
    }
    platform().search.reload_words().await?;
    Ok(Done::to("/operator/search").notice(Tone::Good, t.synonym_added(form.typed)))
}

async fn put(form: &Typed, meanings: Vec<String>, me: AccountId) -> Result<SynonymId, SynonymError> {
    let (typed, both_ways) = (form.typed.clone(), !form.both_ways.is_empty());
    platform()
        .db
        .write(move |tx| {
            let (typed, meanings) = (typed.clone(), meanings.clone());
            Box::pin(async move { synonyms::put(tx, &typed, &meanings, both_ways, me).await })
        })
        .await
}

fn sentence(t: T, error: &SynonymError) -> String {
    match error {
        SynonymError::NoWords => t.synonym_no_words(),
        SynonymError::TooLong => t.synonym_too_long(),
        SynonymError::TooMany => t.synonym_too_many(),
        SynonymError::Same => t.synonym_is_same(),
        SynonymError::Full | SynonymError::Db(_) => t.synonym_full(),
    }
}

pub(super) async fn remove_synonym(synonym: String) -> Result<Done, Failure> {
    allow(Action::ManageCatalogue, &Resource::Platform)?;
    let id: SynonymId = synonym.parse().map_err(|_| Failure::NotFound)?;
    let removed: Result<bool, platform::db::DbError> =
        platform().db.write(move |tx| Box::pin(async move { synonyms::remove(tx, id).await })).await;
    if !removed? {
        return Err(Failure::NotFound);
    }
    platform().search.reload_words().await?;
    Ok(Done::to("/operator/search").notice(Tone::Good, Ctx::current().t().synonym_removed()))
}
