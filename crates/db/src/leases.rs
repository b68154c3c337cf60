//! Leases: one server at a time does a piece of work; a dead holder is succeeded when its time is over.

use crate::error::DbError;
use crate::pool::Db;
use crate::sql::sql;
use domain::DurationUs;

impl Db {
    /// Takes or renews the lease `name` for `holder`. `false` when somebody else holds it.
    pub async fn lease(&self, name: &'static str, holder: &str, span: DurationUs) -> Result<bool, DbError> {
        let holder = holder.to_owned();
        self.write(move |tx| {
            let holder = holder.clone();
            Box::pin(async move {
                let now = tx.now();
                let changed = tx
                    .exec(
                        sql("INSERT INTO db_leases (name, holder, until_us) VALUES ($1, $2, $3)
                             ON CONFLICT (name) DO UPDATE SET holder = $2, until_us = $3
                             WHERE db_leases.holder = $2 OR db_leases.until_us < $4")
                        .bind(name)
                        .bind(&holder)
                        .bind(now.plus(span))
                        .bind(now),
                    )
                    .await?;
                Ok(changed > 0)
            })
        })
        .await
    }
}
