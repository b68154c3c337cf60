//! Kinds of goods that an operator made beside the published ones: their names in each language. Owns fees_classes. Called by the
//! pages and the API, which show them, and by `rules`, which says nothing of one that nobody made.

use crate::FeeError;
use db::{Conn, Text, Tx, sql};
use domain::commission::CommissionClass;
use domain::format::Locale;
use domain::text_enum::TextEnum as _;
use domain::{AccountId, FeeClassId};
use std::collections::BTreeMap;

/// The longest name, in characters.
const LONGEST: usize = 60;

/// What a kind of goods is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassName {
    pub english: String,
    /// Empty when it is typed: as in English.
    pub spanish: String,
    /// Empty when it is typed: as in English.
    pub arabic: String,
}

impl ClassName {
    pub fn of(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.english,
            Locale::Es => &self.spanish,
            Locale::Ar => &self.arabic,
        }
    }

    /// With its blanks put right, and English where nothing else was typed.
    fn parse(&self) -> Result<Self, FeeError> {
        let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let english = tidy(&self.english);
        let other =
            |text: &str| Some(tidy(text)).filter(|text| !text.is_empty()).unwrap_or_else(|| english.clone());
        let name = Self { spanish: other(&self.spanish), arabic: other(&self.arabic), english };
        let fits = |text: &String| (1..=LONGEST).contains(&text.chars().count()) && !text.contains('\0');
        let fine = [&name.english, &name.spanish, &name.arabic].into_iter().all(fits);
        if fine { Ok(name) } else { Err(FeeError::BadClassName) }
    }
}

/// What an operator says.
#[derive(Debug, Clone)]
pub struct NameClass {
    /// `None`: a new kind.
    pub class: Option<CommissionClass>,
    pub name: ClassName,
    pub by: AccountId,
}

/// Makes a kind of goods, or calls one otherwise. Until a rule is said of it, it is charged as everything else. The same English
/// name twice is refused, so that a form that is sent again makes no second one.
///
/// # Errors
/// [`FeeError::BadClassName`], [`FeeError::ClassNameTaken`], [`FeeError::NoSuchClass`], [`FeeError::NoRoomForClass`].
pub async fn name_class(tx: &mut Tx, said: &NameClass) -> Result<CommissionClass, FeeError> {
    let name = said.name.parse()?;
    let known = class_names(tx).await?;
    let class = match said.class {
        Some(class) if known.contains_key(&class) => class,
        Some(_) => return Err(FeeError::NoSuchClass),
        None => {
            let free = CommissionClass::OWN.iter().find(|class| !known.contains_key(class));
            *free.ok_or(FeeError::NoRoomForClass)?
        }
    };
    let english = name.english.to_lowercase();
    if known.iter().any(|(other, known)| *other != class && known.english.to_lowercase() == english) {
        return Err(FeeError::ClassNameTaken);
    }
    let (id, now) = (tx.new_id::<FeeClassId>(), tx.now());
    tx.exec(
        sql("INSERT INTO fees_classes (id, class, name_en, name_es, name_ar, made_by, made_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(class.as_str())
        .bind(&name.english)
        .bind(&name.spanish)
        .bind(&name.arabic)
        .bind(said.by)
        .bind(now),
    )
    .await?;
    Ok(class)
}

/// The kinds of goods that were made, with their names now.
///
/// # Errors
/// Only the database's.
pub async fn class_names(conn: &mut Conn) -> Result<BTreeMap<CommissionClass, ClassName>, FeeError> {
    let statement = sql("SELECT class, name_en, name_es, name_ar FROM fees_classes ORDER BY made_at_us, id");
    let rows: Vec<(Text<CommissionClass>, String, String, String)> = conn.all(statement).await?;
    Ok(rows
        .into_iter()
        .map(|(class, english, spanish, arabic)| (class.0, ClassName { english, spanish, arabic }))
        .collect())
}
