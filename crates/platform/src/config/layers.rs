//! The layers of settings: defaults, then the file, then the environment, then flags. The last one to speak wins.

use super::ConfigError;
use super::settings::{Kind, SETTINGS, Setting, find, nearest};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// Where a value comes from, for people who wonder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Default,
    File(PathBuf),
    Environment(String),
    Flag(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => f.write_str(name),
            Self::Flag(name) => f.write_str(name),
        }
    }
}

/// A value of a known key, of the right kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub value: toml::Value,
    pub source: Source,
}

/// Variables of the scripts and tests that share the prefix but are no settings.
const TOOL_VARIABLES: &[&str] = &["CACHE", "CHROMIUM", "POSTGRES_BIN", "ROOT", "TEST_POSTGRES_URL", "CONFIG"];

/// Values by key, each from the last layer that gave one.
#[derive(Clone, Debug, Default)]
pub struct Layers(BTreeMap<&'static str, Given>);

impl Layers {
    /// Takes in the settings of a TOML text.
    pub fn file(&mut self, path: &Path, text: &str) -> Result<(), ConfigError> {
        let table: toml::Table = text
            .parse()
            .map_err(|e: toml::de::Error| ConfigError::File { path: path.into(), reason: e.to_string() })?;
        let source = Source::File(path.into());
        self.table("", &table, &source)
    }

    fn table(&mut self, prefix: &str, table: &toml::Table, source: &Source) -> Result<(), ConfigError> {
        for (name, value) in table {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            match (find(&key), value) {
                (Some(setting), value) => self.set(setting, typed(setting, value, source)?, source.clone()),
                (None, toml::Value::Table(inner)) if is_group(&key) => self.table(&key, inner, source)?,
                (None, _) => return Err(unknown(&key, source)),
            }
        }
        Ok(())
    }

    /// Takes in the environment: `DATABASE_URL` and every `ORINOCO_*`. An empty one counts as not set.
    pub fn environment(
        &mut self,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<(), ConfigError> {
        let mut database_url = None;
        for (name, text) in variables {
            if name == "DATABASE_URL" {
                database_url = Some(text);
                continue;
            }
            let Some(rest) = name.strip_prefix("ORINOCO_") else { continue };
            if TOOL_VARIABLES.contains(&rest) || text.is_empty() {
                continue;
            }
            let source = Source::Environment(name.clone());
            let Some(setting) = SETTINGS.iter().find(|s| s.variable() == name) else {
                let names: Vec<String> = SETTINGS.iter().map(Setting::variable).collect();
                let meant = nearest(&name, names.iter().map(String::as_str)).map(str::to_owned);
                return Err(ConfigError::UnknownKey {
                    key: name,
                    source_name: "the environment".into(),
                    meant,
                });
            };
            self.set(setting, typed_text(setting, &text, &source)?, source);
        }
        // The variable that every host of databases sets; our own name is the more precise one.
        let own = matches!(self.0.get("database.url"), Some(Given { source: Source::Environment(_), .. }));
        if let (Some(text), Some(setting), false) = (database_url, find("database.url"), own)
            && !text.is_empty()
        {
            self.set(setting, toml::Value::String(text), Source::Environment("DATABASE_URL".into()));
        }
        Ok(())
    }

    /// Takes in one flag, such as `--listen`, or `--set key=value`.
    pub fn flag(&mut self, flag: &str, key: &str, text: &str) -> Result<(), ConfigError> {
        let source = Source::Flag(flag.to_owned());
        let setting = find(key).ok_or_else(|| unknown(key, &source))?;
        self.set(setting, typed_text(setting, text, &source)?, source);
        Ok(())
    }

    fn set(&mut self, setting: &'static Setting, value: toml::Value, source: Source) {
        self.0.insert(setting.key, Given { value, source });
    }

    /// The value of a key and where it comes from; `None` when nobody gave one and there is no default.
    ///
    /// # Panics
    /// For a key that is no setting, which would silently be "not set" for ever.
    pub fn get(&self, key: &'static str) -> Option<Given> {
        assert!(find(key).is_some(), "`{key}` is read but is no setting");
        if let Some(given) = self.0.get(key) {
            return Some(given.clone());
        }
        let setting = find(key)?;
        if setting.default.is_empty() {
            return None;
        }
        let value = typed_text(setting, setting.default, &Source::Default).ok()?;
        Some(Given { value, source: Source::Default })
    }

    /// The value of a text setting.
    pub fn text(&self, key: &'static str) -> Option<String> {
        self.get(key).map(|g| shown(&g.value)).filter(|t| !t.is_empty())
    }

    pub fn whole(&self, key: &'static str) -> i64 {
        self.get(key).and_then(|g| g.value.as_integer()).unwrap_or_default()
    }

    pub fn yes(&self, key: &'static str) -> bool {
        self.get(key).and_then(|g| g.value.as_bool()).unwrap_or_default()
    }

    /// A complaint about a value, naming where it was set.
    pub fn bad(&self, key: &'static str, problem: impl Into<String>) -> ConfigError {
        let source = self.get(key).map_or(Source::Default, |g| g.source);
        ConfigError::BadValue { key: key.into(), source_name: source.to_string(), problem: problem.into() }
    }
}

/// A value as people write it.
pub fn shown(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(entries) => format!("{} entries", entries.len()),
        toml::Value::Table(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            entries.join(", ")
        }
        other => other.to_string(),
    }
}

fn is_group(key: &str) -> bool {
    SETTINGS.iter().any(|s| s.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')))
}

fn unknown(key: &str, source: &Source) -> ConfigError {
    let meant = nearest(key, SETTINGS.iter().map(|s| s.key)).map(str::to_owned);
    ConfigError::UnknownKey { key: key.into(), source_name: source.to_string(), meant }
}

/// Checks a value of the file against the kind of its setting.
fn typed(setting: &Setting, value: &toml::Value, source: &Source) -> Result<toml::Value, ConfigError> {
    let bad = |problem: &str| ConfigError::BadValue {
        key: setting.key.into(),
        source_name: source.to_string(),
        problem: problem.into(),
    };
    match (setting.kind, value) {
        (Kind::Text, toml::Value::String(_)) | (Kind::YesNo, toml::Value::Boolean(_)) => Ok(value.clone()),
        (Kind::OneOf(_), toml::Value::String(text)) => typed_text(setting, text, source),
        (Kind::Whole { .. }, toml::Value::Integer(n)) => typed_text(setting, &n.to_string(), source),
        (Kind::List, toml::Value::Array(_)) => Ok(value.clone()),
        (Kind::Map { min, max }, toml::Value::Table(entries)) => {
            let within = |value: &toml::Value| value.as_integer().is_some_and(|n| (min..=max).contains(&n));
            match entries.iter().find(|(_, value)| !within(value)) {
                None => Ok(value.clone()),
                Some((name, value)) => {
                    Err(bad(&format!("`{name} = {value}` is not a whole number from {min} to {max}")))
                }
            }
        }
        (Kind::Text | Kind::OneOf(_), _) => Err(bad("must be a text in quotes")),
        (Kind::YesNo, _) => Err(bad("must be true or false")),
        (Kind::Whole { .. }, _) => Err(bad("must be a whole number")),
        (Kind::List, _) => Err(bad(&format!("must be a list of tables, [[{}]]", setting.key))),
        (Kind::Map { .. }, _) => Err(bad("must be a table, { USD = 30, … }")),
    }
}

/// Reads the text of a variable or flag.
fn typed_text(setting: &Setting, text: &str, source: &Source) -> Result<toml::Value, ConfigError> {
    let bad = |problem: String| ConfigError::BadValue {
        key: setting.key.into(),
        source_name: source.to_string(),
        problem,
    };
    match setting.kind {
        Kind::Text => Ok(toml::Value::String(text.to_owned())),
        Kind::YesNo => match text {
            "true" | "yes" | "1" | "on" => Ok(toml::Value::Boolean(true)),
            "false" | "no" | "0" | "off" => Ok(toml::Value::Boolean(false)),
            _ => Err(bad(format!("`{text}` is neither true nor false"))),
        },
        Kind::Whole { min, max } => match text.trim().parse::<i64>() {
            Ok(n) if (min..=max).contains(&n) => Ok(toml::Value::Integer(n)),
            _ => Err(bad(format!("`{text}` is not a whole number from {min} to {max}"))),
        },
        Kind::OneOf(choices) if choices.contains(&text) => Ok(toml::Value::String(text.to_owned())),
        Kind::OneOf(choices) => Err(bad(format!("`{text}` is none of {}", choices.join(", ")))),
        Kind::List => format!("list = {text}")
            .parse::<toml::Table>()
            .ok()
            .and_then(|mut t| t.remove("list"))
            .filter(toml::Value::is_array)
            .ok_or_else(|| bad("must be a TOML array, [{ country = \"US\", … }]".into())),
        Kind::Map { .. } => {
            let table = format!("map = {text}").parse::<toml::Table>().ok().and_then(|mut t| t.remove("map"));
            typed(setting, &table.unwrap_or_else(|| toml::Value::String(text.to_owned())), source)
        }
    }
}
