//! Sellers and their shipping. Owns sellers_sellers.

use crate::SellerError;
use crate::slugs;
use crate::{Holiday, Legal, dispatch, holiday, legal, tables};
use db::{Conn, DbError, NewEvent, Tx, placeholders, sql};
use domain::contact::Email;
use domain::promise::{Dispatch, ShippingOffer, weekend_of};
use domain::shipping::ShippingTables;
use domain::{Currency, Money, SellerId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How often a derived slug is tried with another number.
const MOST_SAME_SLUGS: i64 = 10_000;

domain::text_enum! {
    /// Whether a seller's offers are for sale.
    pub enum SellerStatus {
        Active = "active",
        /// Nothing is for sale until it is opened again, open orders go on. A holiday has days: [`Holiday`].
        Paused = "paused",
        Closed = "closed",
    }
}
db::text_column!(SellerStatus);

/// A seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    pub id: SellerId,
    pub name: String,
    pub slug: String,
    /// The platform's own retail.
    pub is_platform: bool,
    /// Where the goods leave: ISO 3166 country and, where taxes need it, region.
    pub country: String,
    pub region: String,
    /// What the seller's prices are in.
    pub currency: Currency,
    pub status: SellerStatus,
    pub support_email: Option<Email>,
    pub shipping: ShippingOffer,
    /// What delivery costs beside that simple fee.
    pub tables: ShippingTables,
    pub dispatch: Dispatch,
    /// Who it is to the law, once it has said.
    pub legal: Option<Legal>,
    /// When an operator let it sell; `None` while its opening is looked at.
    pub approved_at: Option<Timestamp>,
    /// Since when an operator has stopped it; see [`crate::suspend`].
    pub suspended_at: Option<Timestamp>,
    /// The last one that it said, which may be over; see [`Seller::on_holiday`].
    pub holiday: Option<Holiday>,
    pub created_at: Timestamp,
}

/// What a new seller says.
#[derive(Debug, Clone)]
pub struct NewSeller {
    pub name: String,
    /// `None` derives one from the name.
    pub slug: Option<String>,
    pub country: String,
    pub region: String,
    pub currency: Currency,
    pub support_email: Option<Email>,
    pub shipping: ShippingOffer,
}

/// What a seller may change about itself.
#[derive(Debug, Clone)]
pub struct Profile {
    pub name: String,
    pub country: String,
    pub region: String,
    pub support_email: Option<Email>,
}

/// Payload of `seller.changed`.
#[derive(Debug, Serialize, Deserialize)]
struct SellerChanged {
    seller_id: SellerId,
}

const COLUMNS: &str = "id, name, slug, is_platform, country, region, currency, status, support_email, handling_days, \
                       transit_days_min, transit_days_max, cutoff_minutes, shipping_fee_minor, free_from_minor, \
                       approved_at_us, suspended_at_us, created_at_us";

/// The columns that a seller is read from.
pub(crate) fn columns() -> String {
    [COLUMNS, dispatch::COLUMNS, tables::COLUMNS, legal::COLUMNS, holiday::COLUMNS].join(", ")
}

fn select() -> String {
    format!("SELECT {} FROM sellers_sellers", columns())
}

impl db::FromRow for Seller {
    fn from_row(row: &db::Row) -> Result<Self, DbError> {
        let currency: Currency = row.get("currency")?;
        let email: Option<String> = row.get("support_email")?;
        let email = email.map(|text| Email::parse(&text)).transpose();
        let free_from: Option<i64> = row.get("free_from_minor")?;
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            slug: row.get("slug")?,
            is_platform: row.get("is_platform")?,
            country: row.get("country")?,
            region: row.get("region")?,
            currency,
            status: row.get("status")?,
            support_email: email
                .map_err(|e| DbError::Column { column: "support_email".into(), problem: e.to_string() })?,
            shipping: ShippingOffer {
                handling_days: small(row, "handling_days")?,
                transit_days_min: small(row, "transit_days_min")?,
                transit_days_max: small(row, "transit_days_max")?,
                cutoff_minutes: small(row, "cutoff_minutes")?,
                fee: Money::new(row.get("shipping_fee_minor")?, currency),
                free_from: free_from.map(|minor| Money::new(minor, currency)),
            },
            tables: tables::of_row(row)?,
            dispatch: dispatch::of_row(row)?,
            legal: legal::of_row(row)?,
            approved_at: row.get("approved_at_us")?,
            suspended_at: row.get("suspended_at_us")?,
            holiday: holiday::of_row(row)?,
            created_at: row.get("created_at_us")?,
        })
    }
}

pub(crate) fn small<T: TryFrom<i64>>(row: &db::Row, column: &str) -> Result<T, DbError> {
    let value: i64 = row.get(column)?;
    T::try_from(value)
        .map_err(|_| DbError::Column { column: column.into(), problem: format!("{value} is out of range") })
}

/// The seller with this id.
pub async fn get(conn: &mut Conn, id: SellerId) -> Result<Option<Seller>, SellerError> {
    let text = format!("{} WHERE id = $1", select());
    Ok(conn.opt(sql(text).bind(id)).await?)
}

/// The seller whose shop has this address.
pub async fn by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Seller>, SellerError> {
    let text = format!("{} WHERE slug = $1", select());
    Ok(conn.opt(sql(text).bind(slug)).await?)
}

/// Those of the sellers that exist.
pub async fn many(conn: &mut Conn, ids: &[SellerId]) -> Result<HashMap<SellerId, Seller>, SellerError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("{} WHERE id IN ({})", select(), placeholders(1, ids.len()));
    let sellers: Vec<Seller> = conn.all(sql(text).bind_all(ids.iter().copied())).await?;
    Ok(sellers.into_iter().map(|s| (s.id, s)).collect())
}

/// Sellers in the order of their creation, those behind `after`, at most `limit`.
pub async fn list(conn: &mut Conn, after: Option<SellerId>, limit: i64) -> Result<Vec<Seller>, SellerError> {
    let (condition, place) = if after.is_some() { ("WHERE id > $2", "$1") } else { ("", "$1") };
    let text = format!("{} {condition} ORDER BY id LIMIT {place}", select());
    let statement = sql(text).bind(limit);
    let statement = match after {
        Some(id) => statement.bind(id),
        None => statement,
    };
    Ok(conn.all(statement).await?)
}

/// The platform's own retail, once it exists.
pub async fn platform_seller(conn: &mut Conn) -> Result<Option<Seller>, SellerError> {
    let text = format!("{} WHERE is_platform", select());
    Ok(conn.opt(sql(text)).await?)
}

/// Creates a third-party seller who may sell at once: an operator made it.
///
/// # Errors
/// [`SellerError::SlugTaken`] for a given slug; a derived one gets a number instead. Or what is wrong with the input.
pub async fn create(tx: &mut Tx, new: &NewSeller) -> Result<Seller, SellerError> {
    insert(tx, new, Origin::Operator).await
}

/// Creates a third-party seller who sells nothing before [`approve`].
///
/// # Errors
/// As [`create`].
pub async fn apply(tx: &mut Tx, new: &NewSeller) -> Result<Seller, SellerError> {
    insert(tx, new, Origin::Opening).await
}

/// Lets a seller sell from now on. Again changes nothing.
///
/// # Errors
/// [`SellerError::NoSuchSeller`].
pub async fn approve(tx: &mut Tx, id: SellerId) -> Result<(), SellerError> {
    get(tx, id).await?.ok_or(SellerError::NoSuchSeller)?;
    let now = tx.now();
    let statement = sql("UPDATE sellers_sellers SET approved_at_us = $2, revision = revision + 1
                         WHERE id = $1 AND approved_at_us IS NULL");
    tx.exec(statement.bind(id).bind(now)).await?;
    changed(tx, id).await
}

/// Gives a shop up that never sold: it is closed, nobody works for it, and what it said about itself is forgotten.
///
/// # Errors
/// [`SellerError::NoSuchSeller`], also for one that was approved.
pub async fn give_up(tx: &mut Tx, id: SellerId) -> Result<(), SellerError> {
    let closed = sql("UPDATE sellers_sellers SET status = 'closed', legal = NULL, support_email = NULL,
                      revision = revision + 1 WHERE id = $1 AND approved_at_us IS NULL");
    if tx.exec(closed.bind(id)).await? == 0 {
        return Err(SellerError::NoSuchSeller);
    }
    identity::invitations::end_of_team(tx, id).await?;
    for table in ["sellers_staff", "sellers_stores", "sellers_tax_persons"] {
        tx.exec(sql(format!("DELETE FROM {table} WHERE seller_id = $1")).bind(id)).await?;
    }
    changed(tx, id).await
}

/// The platform's own retail; created from `new` when it does not exist yet, else left as it is.
pub async fn ensure_platform_seller(tx: &mut Tx, new: &NewSeller) -> Result<Seller, SellerError> {
    match platform_seller(tx).await? {
        Some(seller) => Ok(seller),
        None => insert(tx, new, Origin::Platform).await,
    }
}

/// How a seller comes to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Platform,
    Operator,
    /// Somebody opens a shop; an operator decides whether it sells.
    Opening,
}

async fn insert(tx: &mut Tx, new: &NewSeller, origin: Origin) -> Result<Seller, SellerError> {
    let is_platform = origin == Origin::Platform;
    check_name(&new.name)?;
    check_country(&new.country)?;
    check_shipping(&new.shipping, new.currency)?;
    let slug = free_slug(tx, new).await?;
    let (id, now) = (tx.new_id::<SellerId>(), tx.now());
    let shipping = &new.shipping;
    let created = tx
        .exec(
            sql("INSERT INTO sellers_sellers
                 (id, name, slug, is_platform, country, region, currency, status, support_email, handling_days,
                  transit_days_min, transit_days_max, cutoff_minutes, shipping_fee_minor, free_from_minor,
                  created_at_us, rest_days, carrier_rest_days, approved_at_us)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17)
                 ON CONFLICT DO NOTHING")
            .bind(id)
            .bind(new.name.trim())
            .bind(slug)
            .bind(is_platform)
            .bind(&new.country)
            .bind(new.region.trim())
            .bind(new.currency)
            .bind(new.support_email.as_ref().map(Email::as_str))
            .bind(i64::from(shipping.handling_days))
            .bind(i64::from(shipping.transit_days_min))
            .bind(i64::from(shipping.transit_days_max))
            .bind(i64::from(shipping.cutoff_minutes))
            .bind(shipping.fee.minor())
            .bind(shipping.free_from.map(Money::minor))
            .bind(now)
            .bind(i64::from(weekend_of(&new.country)))
            .bind((origin != Origin::Opening).then_some(now)),
        )
        .await?;
    if created == 0 {
        // Both are looked at above, so only a writer at the same moment leads here; the database runs it again.
        return Err(if is_platform { SellerError::PlatformExists } else { SellerError::SlugTaken });
    }
    changed(tx, id).await?;
    get(tx, id).await?.ok_or(SellerError::NoSuchSeller)
}

async fn free_slug(tx: &mut Tx, new: &NewSeller) -> Result<String, SellerError> {
    if let Some(slug) = &new.slug {
        if !slugs::is_slug(slug) {
            return Err(SellerError::BadSlug);
        }
        return match by_slug(tx, slug).await? {
            Some(_) => Err(SellerError::SlugTaken),
            None => Ok(slug.clone()),
        };
    }
    let base = slugs::derive(&new.name);
    if by_slug(tx, &base).await?.is_none() {
        return Ok(base);
    }
    for number in 2..MOST_SAME_SLUGS {
        let slug = format!("{base}-{number}");
        if by_slug(tx, &slug).await?.is_none() {
            return Ok(slug);
        }
    }
    Err(SellerError::SlugTaken)
}

/// Changes how the seller ships, for orders from now on.
///
/// # Errors
/// [`SellerError::NoSuchSeller`], or what is wrong with the offer.
pub async fn update_shipping(tx: &mut Tx, id: SellerId, offer: &ShippingOffer) -> Result<(), SellerError> {
    let seller = get(tx, id).await?.ok_or(SellerError::NoSuchSeller)?;
    check_shipping(offer, seller.currency)?;
    tx.exec(
        sql("UPDATE sellers_sellers SET handling_days = $2, transit_days_min = $3, transit_days_max = $4,
             cutoff_minutes = $5, shipping_fee_minor = $6, free_from_minor = $7,
             revision = revision + 1 WHERE id = $1")
        .bind(id)
        .bind(i64::from(offer.handling_days))
        .bind(i64::from(offer.transit_days_min))
        .bind(i64::from(offer.transit_days_max))
        .bind(i64::from(offer.cutoff_minutes))
        .bind(offer.fee.minor())
        .bind(offer.free_from.map(Money::minor)),
    )
    .await?;
    changed(tx, id).await
}

/// Changes what the seller says about itself; the shop's address stays.
pub async fn update_profile(tx: &mut Tx, id: SellerId, profile: &Profile) -> Result<(), SellerError> {
    check_name(&profile.name)?;
    check_country(&profile.country)?;
    let updated = tx
        .exec(
            sql("UPDATE sellers_sellers SET name = $2, country = $3, region = $4, support_email = $5,
                 revision = revision + 1 WHERE id = $1")
            .bind(id)
            .bind(profile.name.trim())
            .bind(&profile.country)
            .bind(profile.region.trim())
            .bind(profile.support_email.as_ref().map(Email::as_str)),
        )
        .await?;
    if updated == 0 {
        return Err(SellerError::NoSuchSeller);
    }
    changed(tx, id).await
}

/// Opens, pauses or closes a seller's shop.
pub async fn set_status(tx: &mut Tx, id: SellerId, status: SellerStatus) -> Result<(), SellerError> {
    let statement = sql("UPDATE sellers_sellers SET status = $2, revision = revision + 1 WHERE id = $1");
    if tx.exec(statement.bind(id).bind(status)).await? == 0 {
        return Err(SellerError::NoSuchSeller);
    }
    changed(tx, id).await
}

pub(crate) async fn changed(tx: &mut Tx, id: SellerId) -> Result<(), SellerError> {
    let (key, payload) = (id.to_string(), SellerChanged { seller_id: id });
    Ok(tx
        .append(NewEvent { kind: "seller.changed", topic: Some(key.clone()), key, payload: &payload })
        .await?)
}

fn check_name(name: &str) -> Result<(), SellerError> {
    let fits = (2..=80).contains(&name.trim().chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(()) } else { Err(SellerError::BadName) }
}

fn check_country(country: &str) -> Result<(), SellerError> {
    let fits = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
    if fits { Ok(()) } else { Err(SellerError::BadCountry) }
}

/// Longest handling that a seller may name, in days of work.
pub const LONGEST_HANDLING: u8 = 30;

fn check_shipping(offer: &ShippingOffer, currency: Currency) -> Result<(), SellerError> {
    let mut amounts = [Some(offer.fee), offer.free_from].into_iter().flatten();
    if amounts.any(|amount| amount.currency() != currency || amount.minor() < 0) {
        return Err(SellerError::BadShippingAmount);
    }
    let transit = offer.transit_days_min..=offer.transit_days_max;
    let fits = !transit.is_empty() && *transit.start() >= 1 && *transit.end() <= dispatch::LONGEST_TRANSIT;
    if offer.handling_days > LONGEST_HANDLING || !fits {
        return Err(SellerError::BadShippingDays);
    }
    if offer.cutoff_minutes > 24 * 60 {
        return Err(SellerError::BadCutoff);
    }
    Ok(())
}
