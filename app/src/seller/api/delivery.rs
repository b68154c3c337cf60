//! The server functions of how the seller ships, and when.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Typed;

/// How the seller ships.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ShippingForm {
    pub seller: String,
    pub fee: String,
    pub free_from: String,
    pub handling_days: String,
    pub transit_min: String,
    pub transit_max: String,
    pub cutoff: String,
}

/// What delivery costs by place, weight and worth. `to-0`, `weight-0`, `from-0` and `fee-0` are the first rate.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TableForm {
    pub seller: String,
    /// A new one brings its own id, so that sending it twice makes one.
    pub table: String,
    pub name: String,
    pub standard: String,
    #[serde(flatten)]
    pub rates: std::collections::BTreeMap<String, Typed>,
}

/// Makes or changes a shipping table, for orders from now on.
#[server(endpoint = "seller/table", input = leptos::server_fn::codec::PostUrl)]
pub async fn save_table(#[server(flatten)] form: TableForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::tables_work::save(form)).await
}

/// Takes a shipping table away.
#[server(endpoint = "seller/table-remove")]
pub async fn remove_table(seller: String, table: String) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::tables_work::remove(seller, table)).await
}

/// When the seller is on holiday: days like `2026-12-25`, or empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HolidayForm {
    pub seller: String,
    pub holiday_from: String,
    pub holiday_until: String,
    /// `on` ends it, whatever the days are.
    pub ends: String,
}

/// Begins, changes or ends a holiday.
#[server(endpoint = "seller/holiday")]
pub async fn save_holiday(#[server(flatten)] form: HolidayForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::holiday::save(form)).await
}

/// When the seller works and how long parcels take. `rest_…` and `carrier_…` are `on` for a weekday off.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CalendarForm {
    pub seller: String,
    pub zone: String,
    pub rest_mon: String,
    pub rest_tue: String,
    pub rest_wed: String,
    pub rest_thu: String,
    pub rest_fri: String,
    pub rest_sat: String,
    pub rest_sun: String,
    pub carrier_mon: String,
    pub carrier_tue: String,
    pub carrier_wed: String,
    pub carrier_thu: String,
    pub carrier_fri: String,
    pub carrier_sat: String,
    pub carrier_sun: String,
    /// A date like `2026-12-25` on each line.
    pub closed: String,
    pub carrier_keeps: String,
    pub near_min: String,
    pub near_max: String,
    pub abroad_min: String,
    pub abroad_max: String,
}

/// Changes when the seller works, for promises from now on.
#[server(endpoint = "seller/calendar")]
pub async fn save_calendar(#[server(flatten)] form: CalendarForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::calendar::save(form)).await
}

/// Changes how the seller ships, from the next order on.
#[server(endpoint = "seller/shipping")]
pub async fn save_shipping(#[server(flatten)] form: ShippingForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::work::save_shipping(form)).await
}
