//! The operator's console: revenue by stream and profit and loss from the ledger, down to a posting, failed jobs, what
//! shoppers search for, exchange rates, coupons, promotions, payouts, sellers, their webhooks, what selling costs, tax,
//! terms, what holds for returns, who works here as what, and any order with what is given back of it.
pub mod api;
pub mod dated_api;

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod cohorts;
#[cfg(feature = "ssr")]
pub mod coupons;
#[cfg(feature = "ssr")]
mod dated;
#[cfg(feature = "ssr")]
mod effect;
#[cfg(feature = "ssr")]
mod establishment;
#[cfg(feature = "ssr")]
pub mod fee_rule;
#[cfg(feature = "ssr")]
pub mod fees;
#[cfg(feature = "ssr")]
mod fees_effect;
#[cfg(feature = "ssr")]
mod fees_work;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
mod kinds;
#[cfg(feature = "ssr")]
mod ledger_words;
#[cfg(feature = "ssr")]
pub mod order;
#[cfg(feature = "ssr")]
mod order_earned;
#[cfg(feature = "ssr")]
mod order_events;
#[cfg(feature = "ssr")]
mod order_money;
#[cfg(feature = "ssr")]
mod order_parts;
#[cfg(feature = "ssr")]
pub mod orders;
#[cfg(feature = "ssr")]
mod orders_work;
#[cfg(feature = "ssr")]
pub mod overview;
#[cfg(feature = "ssr")]
pub mod payouts;
#[cfg(feature = "ssr")]
pub mod posting;
#[cfg(feature = "ssr")]
pub mod profit;
#[cfg(feature = "ssr")]
pub mod promotions;
#[cfg(feature = "ssr")]
mod promotions_work;
#[cfg(feature = "ssr")]
pub mod rates;
#[cfg(feature = "ssr")]
mod rates_work;
#[cfg(feature = "ssr")]
pub mod refunds;
#[cfg(feature = "ssr")]
pub mod returns;
#[cfg(feature = "ssr")]
mod returns_work;
#[cfg(feature = "ssr")]
mod scopes;
#[cfg(feature = "ssr")]
pub mod searches;
#[cfg(feature = "ssr")]
pub mod sellers;
#[cfg(feature = "ssr")]
pub mod shelves;
#[cfg(feature = "ssr")]
mod shelves_work;
#[cfg(feature = "ssr")]
pub mod staff;
#[cfg(feature = "ssr")]
mod staff_work;
#[cfg(feature = "ssr")]
mod stop;
#[cfg(feature = "ssr")]
pub mod take_back;
#[cfg(feature = "ssr")]
pub mod taxes;
#[cfg(feature = "ssr")]
mod taxes_work;
#[cfg(feature = "ssr")]
pub mod term;
#[cfg(feature = "ssr")]
pub mod terms;
#[cfg(feature = "ssr")]
mod terms_work;
#[cfg(feature = "ssr")]
pub mod trail;
#[cfg(feature = "ssr")]
pub mod webhooks;
#[cfg(feature = "ssr")]
mod webhooks_work;
#[cfg(feature = "ssr")]
mod work;
#[cfg(feature = "ssr")]
pub mod wrap;
