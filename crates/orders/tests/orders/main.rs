//! The tests of `orders`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod cart;
mod charged;
mod checking;
mod cohorts;
mod common;
mod coupons;
mod currency;
mod deals;
mod find;
mod funded;
mod gift;
mod invoices;
mod narrowed;
mod nonsense;
mod office;
mod one_click;
mod own_coupons;
mod parcels;
mod personal;
mod promise;
mod promotions;
mod said_taxes;
mod sales;
mod saved;
mod ship;
mod tables;
mod taxes;
