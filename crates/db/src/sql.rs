//! A statement and its values; the same text for both databases, with `$1` placeholders.

use crate::value::{Bind, Value};
use sqlx::postgres::PgArguments;
use sqlx::{Arguments as _, AssertSqlSafe, SqlSafeStr as _, SqlStr};
use std::borrow::Cow;

/// A statement with its bound values, in order.
#[derive(Debug, Clone)]
pub struct Sql {
    text: Cow<'static, str>,
    values: Vec<Value>,
}

/// Starts a statement. Values never become part of the text; they are bound.
pub fn sql(text: impl Into<Cow<'static, str>>) -> Sql {
    Sql { text: text.into(), values: Vec::new() }
}

/// `$from, $from+1, …`: the placeholders of an `IN (…)` list of `count` values.
pub fn placeholders(from: usize, count: usize) -> String {
    (from..from + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

impl Sql {
    pub fn bind(mut self, value: impl Bind) -> Self {
        self.values.push(value.into_value());
        self
    }

    pub fn bind_all<B: Bind>(mut self, values: impl IntoIterator<Item = B>) -> Self {
        self.values.extend(values.into_iter().map(Bind::into_value));
        self
    }

    /// Whether its rows are rows that it wrote (`RETURNING`).
    pub(crate) fn writes(&self) -> bool {
        let verb = self.text.trim_start().get(..6).unwrap_or_default();
        ["INSERT", "UPDATE", "DELETE"].contains(&verb)
    }

    /// Values of several kinds, in order.
    pub(crate) fn bind_values(mut self, values: Vec<Value>) -> Self {
        self.values.extend(values);
        self
    }

    fn text(text: Cow<'static, str>) -> SqlStr {
        match text {
            Cow::Borrowed(text) => text.into_sql_str(),
            // Built texts hold placeholders and column names chosen by code, never input.
            Cow::Owned(text) => AssertSqlSafe(text).into_sql_str(),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }

    pub(crate) fn postgres(self) -> Result<(SqlStr, PgArguments), sqlx::Error> {
        let mut args = PgArguments::default();
        for value in self.values {
            match value {
                Value::Int(v) => args.add(v),
                Value::Bool(v) => args.add(v),
                Value::Real(v) => args.add(v),
                Value::Text(v) => args.add(v),
                Value::Bytes(v) => args.add(v),
                Value::Uuid(v) => args.add(v),
            }
            .map_err(sqlx::Error::Encode)?;
        }
        Ok((Self::text(self.text), args))
    }
}
