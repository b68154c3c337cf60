//! Who a seller is to tax authorities, beside what its invoices say: what marketplaces have to report of their sellers. Owns
//! sellers_tax_persons. Called by the seller's desk, the operator's file of a year and `personal`.
//!
//! Source: Council Directive (EU) 2021/514 (DAC7), annex V, section II B: name, address, tax number with the state that gave it,
//! of a person the day of birth, of a company the number in its register. Form 1099-K asks for a part of the same.

use crate::SellerError;
use crate::store::{Seller, get};
use db::{Conn, DbError, Text, Tx, placeholders, row, sql};
use domain::address::country_format;
use domain::calendar::{civil, day_text, parse_day};
use domain::field::one_line;
use domain::opening::SellerKind;
use domain::promise::Day;
use domain::text_enum::TextEnum as _;
use domain::{AccountId, SellerId, tax_id, text_enum};
use std::collections::HashMap;

/// Nobody who sells is older.
const OLDEST_YEARS: i64 = 130;
/// Of a number in a register, in characters.
const LONGEST_REGISTER: usize = 40;
const SHORTEST_REGISTER: usize = 3;

text_enum! {
    /// What authorities ask for.
    pub enum TaxDetail {
        /// Whether a person or a company sells.
        Kind = "kind",
        Name = "name",
        Address = "address",
        TaxId = "tax_id",
        /// Of a person.
        BornOn = "born_on",
        /// Of a company.
        RegisterNumber = "register_number",
    }
}

/// Who a seller is to tax authorities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxPerson {
    pub kind: SellerKind,
    /// Of a person.
    pub born_on: Option<Day>,
    /// Of a company, as its register writes it; empty where it is not said.
    pub register_number: String,
    /// As the state that gave it writes it; empty where the number on the invoices is meant.
    pub tax_id: String,
    /// The state that gave it, ISO 3166.
    pub tax_country: String,
}

/// What somebody typed.
#[derive(Debug, Clone)]
pub struct TaxPersonInput<'t> {
    pub kind: SellerKind,
    pub born_on: &'t str,
    pub register_number: &'t str,
    pub tax_id: &'t str,
    pub tax_country: &'t str,
}

/// A day of birth as browsers send it, not after today and not too long ago.
fn birth(typed: &str, today: Day) -> Result<Day, SellerError> {
    let day = parse_day(typed).ok_or(SellerError::BadBirth)?;
    let years = civil(today).year - civil(day).year;
    if day > today || years > OLDEST_YEARS {
        return Err(SellerError::BadBirth);
    }
    Ok(day)
}

/// Letters of any script, digits and what registers put between them: `HRB 86891`, `B-12345678`, `552 100 554 R.C.S. Paris`.
fn register_number(typed: &str) -> Result<String, SellerError> {
    let number = one_line(typed, LONGEST_REGISTER).map_err(|_| SellerError::BadRegister)?;
    let signs = number.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '/'));
    let said = number.chars().count() >= SHORTEST_REGISTER && number.chars().any(char::is_numeric);
    if number.is_empty() || (signs && said) { Ok(number) } else { Err(SellerError::BadRegister) }
}

impl TaxPerson {
    /// From what somebody typed. The day of birth and the tax number are never shown whole, so a field of theirs that was left
    /// empty leaves what was said before, as long as it is about the same kind of seller and the same state.
    ///
    /// # Errors
    /// [`SellerError::BadBirth`], [`SellerError::BadRegister`], [`SellerError::BadCountry`], [`SellerError::BadTaxId`].
    pub fn read(input: &TaxPersonInput<'_>, before: Option<&Self>, today: Day) -> Result<Self, SellerError> {
        let country = input.tax_country.trim();
        country_format(country).ok_or(SellerError::BadCountry)?;
        let before = before.filter(|before| before.kind == input.kind);
        let person = input.kind == SellerKind::Person;
        let born_on = match input.born_on.trim() {
            _ if !person => None,
            "" => before.and_then(|before| before.born_on),
            typed => Some(birth(typed, today)?),
        };
        let number = if person { String::new() } else { register_number(input.register_number)? };
        let same_state = before.filter(|before| before.tax_country == country);
        let tax_id = match input.tax_id.trim() {
            "" => same_state.map(|before| before.tax_id.clone()).unwrap_or_default(),
            typed => tax_id::parse(country, typed).map_err(|_| SellerError::BadTaxId)?,
        };
        let (kind, tax_country) = (input.kind, country.to_owned());
        Ok(Self { kind, born_on, register_number: number, tax_id, tax_country })
    }
}

/// The seller's tax number and the state that gave it: its own, else the one on its invoices.
pub fn tax_number(seller: &Seller, told: Option<&TaxPerson>) -> Option<(String, String)> {
    let own = told.filter(|told| !told.tax_id.is_empty());
    let own = own.map(|told| (told.tax_id.clone(), told.tax_country.clone()));
    let on_invoices = seller.legal.as_ref().filter(|legal| !legal.tax_id.is_empty());
    own.or_else(|| on_invoices.map(|legal| (legal.tax_id.clone(), seller.country.clone())))
}

/// What authorities ask for and the seller has not said.
pub fn missing_tax_details(seller: &Seller, told: Option<&TaxPerson>) -> Vec<TaxDetail> {
    let kind = told.map(|told| told.kind);
    let lacks = |detail: TaxDetail| match detail {
        TaxDetail::Kind => kind.is_none(),
        TaxDetail::Name => seller.legal.as_ref().is_none_or(|legal| legal.name.is_empty()),
        TaxDetail::Address => seller.legal.as_ref().is_none_or(|legal| legal.address.is_empty()),
        TaxDetail::TaxId => tax_number(seller, told).is_none(),
        TaxDetail::BornOn => {
            told.is_some_and(|told| told.kind == SellerKind::Person && told.born_on.is_none())
        }
        TaxDetail::RegisterNumber => {
            told.is_some_and(|told| told.kind == SellerKind::Company && told.register_number.is_empty())
        }
    };
    TaxDetail::ALL.iter().copied().filter(|detail| lacks(*detail)).collect()
}

row! {
    struct PersonRow {
        seller_id: SellerId,
        kind: Text<SellerKind>,
        born_on: Option<String>,
        register_number: String,
        tax_id: String,
        tax_country: String,
    }
}

impl PersonRow {
    fn person(self) -> Result<(SellerId, TaxPerson), DbError> {
        let wrong =
            |text: &str| DbError::Column { column: "born_on".into(), problem: format!("`{text}` is no day") };
        let born_on = self.born_on.map(|text| parse_day(&text).ok_or_else(|| wrong(&text))).transpose()?;
        let PersonRow { seller_id, kind, register_number, tax_id, tax_country, .. } = self;
        Ok((seller_id, TaxPerson { kind: kind.0, born_on, register_number, tax_id, tax_country }))
    }
}

const PERSON: &str =
    "SELECT seller_id, kind, born_on, register_number, tax_id, tax_country FROM sellers_tax_persons";

/// What these sellers have said.
///
/// # Errors
/// Only the database's.
pub async fn tax_persons(
    conn: &mut Conn,
    sellers: &[SellerId],
) -> Result<HashMap<SellerId, TaxPerson>, SellerError> {
    if sellers.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("{PERSON} WHERE seller_id IN ({})", placeholders(1, sellers.len()));
    let rows: Vec<PersonRow> = conn.all(sql(text).bind_all(sellers.iter().copied())).await?;
    Ok(rows.into_iter().map(PersonRow::person).collect::<Result<_, _>>()?)
}

/// What a seller has said; `None` while it has said nothing.
///
/// # Errors
/// Only the database's.
pub async fn tax_person(conn: &mut Conn, seller: SellerId) -> Result<Option<TaxPerson>, SellerError> {
    Ok(tax_persons(conn, &[seller]).await?.remove(&seller))
}

/// Says who the seller is to tax authorities. The same again changes nothing but who said it.
///
/// # Errors
/// [`SellerError::NoSuchSeller`].
pub async fn say_tax_person(
    tx: &mut Tx,
    seller: SellerId,
    by: AccountId,
    person: &TaxPerson,
) -> Result<(), SellerError> {
    get(tx, seller).await?.ok_or(SellerError::NoSuchSeller)?;
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO sellers_tax_persons
             (seller_id, kind, born_on, register_number, tax_id, tax_country, by_account, said_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (seller_id) DO UPDATE SET kind = excluded.kind, born_on = excluded.born_on,
             register_number = excluded.register_number, tax_id = excluded.tax_id,
             tax_country = excluded.tax_country, by_account = excluded.by_account, said_at_us = excluded.said_at_us")
        .bind(seller)
        .bind(Text(person.kind))
        .bind(person.born_on.map(day_text))
        .bind(&person.register_number)
        .bind(&person.tax_id)
        .bind(&person.tax_country)
        .bind(by)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// All but the end of a number, so that who knows it recognises it: `••••6789`.
pub fn masked(number: &str) -> String {
    let kept = number.chars().count().min(8) / 2;
    let end: String = number.chars().rev().take(kept).collect();
    format!("••••{}", end.chars().rev().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Day = 20_000;

    fn typed(kind: SellerKind) -> TaxPersonInput<'static> {
        TaxPersonInput { kind, born_on: "", register_number: "", tax_id: "", tax_country: "DE" }
    }

    #[test]
    fn a_day_of_birth_has_been_and_is_no_older_than_people_are() {
        for (text, fine) in [
            ("1987-03-14", true),
            (&*day_text(TODAY), true),
            (&*day_text(TODAY + 1), false),
            ("1890-01-01", false),
            ("1987-02-30", false),
            ("14.3.1987", false),
        ] {
            let input = TaxPersonInput { born_on: text, ..typed(SellerKind::Person) };
            let read = TaxPerson::read(&input, None, TODAY);
            assert_eq!(read.is_ok(), fine, "{text}");
            let company = TaxPersonInput { born_on: text, ..typed(SellerKind::Company) };
            assert_eq!(
                TaxPerson::read(&company, None, TODAY).unwrap().born_on,
                None,
                "a company is not born"
            );
        }
    }

    #[test]
    fn a_number_of_a_register_is_read_as_registers_write_it() {
        for (text, fine) in [
            ("HRB 86891", true),
            ("552 100 554 R.C.S. Paris", true),
            ("", true),
            ("HRB", false),
            ("12", false),
            ("=1+2", false),
            ("1234567890123456789012345678901234567890 1", false),
        ] {
            let input = TaxPersonInput { register_number: text, ..typed(SellerKind::Company) };
            assert_eq!(TaxPerson::read(&input, None, TODAY).is_ok(), fine, "{text}");
        }
    }

    #[test]
    fn what_is_left_empty_stays_as_long_as_it_is_about_the_same() {
        let said =
            TaxPersonInput { born_on: "1987-03-14", tax_id: "DE123456789", ..typed(SellerKind::Person) };
        let said = TaxPerson::read(&said, None, TODAY).unwrap();
        let again = TaxPerson::read(&typed(SellerKind::Person), Some(&said), TODAY).unwrap();
        assert_eq!(again, said);
        let abroad = TaxPersonInput { tax_country: "FR", ..typed(SellerKind::Person) };
        let abroad = TaxPerson::read(&abroad, Some(&said), TODAY).unwrap();
        assert_eq!((abroad.born_on, abroad.tax_id.as_str()), (said.born_on, ""));
        let company = TaxPerson::read(&typed(SellerKind::Company), Some(&said), TODAY).unwrap();
        assert_eq!((company.born_on, company.tax_id.as_str()), (None, ""));
    }

    #[test]
    fn a_number_is_one_of_the_state_that_gave_it() {
        let read = |tax_country, tax_id| {
            TaxPerson::read(&TaxPersonInput { tax_country, tax_id, ..typed(SellerKind::Person) }, None, TODAY)
        };
        assert_eq!(read("DE", "123 456 789").unwrap().tax_id, "DE123456789");
        assert!(matches!(read("DE", "12-34").unwrap_err(), SellerError::BadTaxId));
        assert!(matches!(read("XX", "123456789").unwrap_err(), SellerError::BadCountry));
        assert_eq!(
            (masked("DE123456789"), masked("12"), masked("")),
            ("••••6789".into(), "••••2".into(), "••••".into())
        );
    }
}
