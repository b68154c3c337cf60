//! Migrations: one text for both databases, forward only, run at start under the database's own lock.

use crate::BoxFuture;
use crate::embedded::BUSY;
use crate::error::DbError;
use include_dir::{Dir, include_dir};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, PgPool, SqlSafeStr as _};
use std::borrow::Cow;
use std::path::PathBuf;

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/migrations");

/// The one type that the two databases spell differently: a number that the database counts up.
const SERIAL: &str = "{{serial}}";
const SERIAL_SQLITE: &str = "INTEGER PRIMARY KEY AUTOINCREMENT";
const SERIAL_POSTGRES: &str = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";

/// `{{append_only some_table}}`: triggers that refuse to change or remove a row of that table.
const APPEND_ONLY: &str = "{{append_only ";
const APPEND_ONLY_SQLITE: &str = "
CREATE TRIGGER <table>_no_update BEFORE UPDATE ON <table> BEGIN SELECT RAISE(ABORT, '<table> is append-only'); END;
CREATE TRIGGER <table>_no_delete BEFORE DELETE ON <table> BEGIN SELECT RAISE(ABORT, '<table> is append-only'); END;";
const APPEND_ONLY_POSTGRES: &str = "
CREATE OR REPLACE FUNCTION db_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER <table>_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON <table>
    FOR EACH STATEMENT EXECUTE FUNCTION db_append_only();";

/// `{{country_of some.column}}`: the country of an address that is kept as JSON.
const COUNTRY_OF: &str = "{{country_of ";
const COUNTRY_OF_SQLITE: &str = "json_extract(<column>, '$.country')";
const COUNTRY_OF_POSTGRES: &str = "(CAST(<column> AS json) ->> 'country')";

/// How one of the databases spells what the two spell differently.
struct Spelling {
    serial: &'static str,
    append_only: &'static str,
    country_of: &'static str,
}
const SQLITE: Spelling =
    Spelling { serial: SERIAL_SQLITE, append_only: APPEND_ONLY_SQLITE, country_of: COUNTRY_OF_SQLITE };
const POSTGRES: Spelling =
    Spelling { serial: SERIAL_POSTGRES, append_only: APPEND_ONLY_POSTGRES, country_of: COUNTRY_OF_POSTGRES };

/// Creates the file when there is none.
pub(crate) fn sqlite(file: PathBuf) -> BoxFuture<'static, Result<(), DbError>> {
    Box::pin(async move {
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(BUSY);
        let refused = |e: sqlx::Error| DbError::Open(format!("{} cannot be opened: {e}", file.display()));
        let pool =
            SqlitePoolOptions::new().max_connections(1).connect_with(options).await.map_err(refused)?;
        migrator(&SQLITE)?.run(&pool).await?;
        pool.close().await;
        Ok(())
    })
}

pub(crate) async fn postgres(pool: &PgPool) -> Result<(), DbError> {
    Ok(migrator(&POSTGRES)?.run(pool).await?)
}

fn migrator(spelling: &Spelling) -> Result<Migrator, DbError> {
    Ok(Migrator::with_migrations(migrations(spelling)?))
}

/// In the order in which they run.
fn migrations(spelling: &Spelling) -> Result<Vec<Migration>, DbError> {
    let mut migrations = FILES
        .files()
        .filter(|f| f.path().extension().is_some_and(|e| e == "sql"))
        .map(|f| {
            let name = f.path().file_stem().and_then(|s| s.to_str()).unwrap_or_default();
            let (version, what) = name.split_once('_').unwrap_or((name, ""));
            let version = version
                .parse()
                .map_err(|_| DbError::Open(format!("migration `{name}` must start with yyyymmddhhmmss_")))?;
            let text = f.contents_utf8().unwrap_or_default().replace(SERIAL, spelling.serial);
            let text = expand(&text, APPEND_ONLY, "<table>", spelling.append_only);
            let text = expand(&text, COUNTRY_OF, "<column>", spelling.country_of);
            let text = AssertSqlSafe(text).into_sql_str();
            Ok(Migration::new(version, Cow::Owned(what.to_owned()), MigrationType::Simple, text, false))
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    migrations.sort_by_key(|m| m.version);
    Ok(migrations)
}

/// Writes `form` for each `{{… name}}` that begins with `mark`, with the name in the place of its `hole`.
fn expand(text: &str, mark: &str, hole: &str, form: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(mark) {
        out.push_str(before);
        let Some((name, after)) = after.split_once("}}") else { break };
        out.push_str(&form.replace(hole, name.trim()));
        rest = after;
    }
    out + rest
}

/// A fingerprint of every migration; test databases are copied from a template of that name.
#[cfg(feature = "testing")]
pub(crate) fn fingerprint() -> String {
    let mut hasher = blake3::Hasher::new();
    for file in FILES.files() {
        hasher.update(file.path().to_string_lossy().as_bytes());
        hasher.update(file.contents());
    }
    hasher.finalize().to_hex()[..16].to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From here on a category's class is said of it from a moment on; before, it stood in the category.
    const CLASSES: i64 = 20_261_212_040_000;

    #[tokio::test]
    async fn every_category_of_an_older_shop_is_charged_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let options =
            SqliteConnectOptions::new().filename(dir.path().join("shop.db")).create_if_missing(true);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
        let all = migrations(&SQLITE).unwrap();
        let before: Vec<Migration> = all.iter().filter(|one| one.version < CLASSES).cloned().collect();
        assert!(before.len() < all.len());
        Migrator::with_migrations(before).run(&pool).await.unwrap();
        let tree: [(u8, Option<u8>, &str); 5] = [
            (1, None, "standard"),
            (2, Some(1), "standard"),
            (3, Some(2), "media"),
            (4, Some(3), "media"),
            (5, Some(3), "standard"),
        ];
        for (id, parent, class) in tree {
            let text = "INSERT INTO catalog_categories
                    (id, parent_id, slug, name, path, commission_class, position)
                VALUES ($1, $2, $3, $3, $3, $4, 0)";
            let row = sqlx::query(text).bind(vec![id]).bind(parent.map(|parent| vec![parent]));
            row.bind(id.to_string()).bind(class).execute(&pool).await.unwrap();
        }
        Migrator::with_migrations(all).run(&pool).await.unwrap();
        let held: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT hex(category_id), class, hex(said_by) FROM catalog_category_spans ORDER BY category_id",
        )
        .fetch_all(&pool)
        .await
        .unwrap();
        let held: Vec<(&str, &str, &str)> =
            held.iter().map(|(id, class, by)| (id.as_str(), class.as_str(), by.as_str())).collect();
        let expected = [
            ("01", "standard", "01"),
            ("02", "standard", "01"),
            ("03", "media", "03"),
            ("04", "media", "03"),
            ("05", "standard", "05"),
        ];
        assert_eq!(held, expected);
        let said: Vec<(String, String)> = sqlx::query_as(
            "SELECT hex(category_id), class FROM catalog_category_classes ORDER BY category_id",
        )
        .fetch_all(&pool)
        .await
        .unwrap();
        let own: Vec<&str> = said.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(own, ["01", "03", "05"], "who differs from its parent, or has none, says so");
    }
}
