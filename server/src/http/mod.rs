//! What the server answers besides pages.
pub mod pages;
pub mod site;
