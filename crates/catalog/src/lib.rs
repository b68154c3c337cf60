//! The catalogue: a category tree, products, pictures of products and every seller's offers. Owns catalog_*.
//! Called by inventory, search, orders, import and pages.
//!
//! A product is described once; several sellers offer it. What a seller asks for it, and whether it is for sale,
//! is the offer. Stock is `inventory`'s; who sells is `sellers`'.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod alike;
mod category;
mod check;
mod classes;
mod contend;
mod contents;
mod described;
mod document;
mod error;
mod gtin;
mod image;
mod listed;
mod merged;
mod model;
mod model_write;
mod offer;
mod offer_write;
mod page;
mod prices;
mod product;
mod product_write;
mod same_article;
mod slug;
mod sold;
mod taken_down;
mod walk;
mod windows;

pub use alike::products_alike;
pub use category::{
    Category, CategoryEdit, CategoryTree, categories_above, category_by_slug, category_tree, create_category,
    ensure_category_path, slugs_below, update_category,
};
pub use check::{Violation, check};
pub use classes::{
    Following, SayClass, StoredClass, WithdrawnClass, class_history, classes_at, classes_later, coming_class,
    say_class, withdraw_class, would_follow,
};
pub use contend::{
    Contending, FEW, Kind, contending, contending_of, for_sale_after, offers_for_sale_page, set_stocked,
};
pub use contents::{Content, Contents};
pub use described::{Described, described};
pub use document::{ProductDocument, all_product_ids_after, product_documents};
pub use error::CatalogError;
pub use gtin::{Gtin, GtinError};
pub use image::{OfferImage, ProductImage, offer_images, product_images, restore_offers, restore_products};
pub use listed::{Listed, categories_of, listed, pictures_of, product_at, product_count};
pub use merged::{Twins, merge_products, merged_address, merged_among, merged_into, twins};
pub use model::{
    MOST_VARIANTS, Members, Model, ModelSize, Variant, VariantOf, fits_model, model_keys_of, model_sizes,
    model_variants, models, models_members, variant_owner,
};
pub use offer::{
    Condition, NewOffer, Offer, OfferForSale, OfferKey, OfferPage, SellerOffer, Terms, UpsertedOffer,
    every_offer_of, offer, offer_by_sku, offer_keys, offers_by_source, offers_for_sale, offers_of,
    offers_of_products, offers_of_seller, offers_of_seller_by_sku, seller_of_offer, sellers_of,
    stocked_of_seller, terms_of,
};
pub use offer_write::{
    check_handling, check_packing, move_offer, set_active, set_packing, set_price, set_terms, upsert_offer,
    upsert_offers,
};
pub use page::{CardModel, ProductCard, ProductDetail, cards, product_by_slug, product_detail};
pub use prices::{ReducedOffer, end_reductions, prior_prices, reduced_offers};
pub use product::{
    Attribute, Change, NewProduct, Product, ProductStatus, Upserted, UpsertedProduct, product_by_ean,
    product_by_id, product_sources, products_by_ean, products_by_source, source_keys,
};
pub use product_write::{TEXT_MAX, add_pictures, set_product_status, upsert_product, upsert_products};
pub use same_article::{SameArticle, same_article};
pub use slug::slugify;
pub use sold::{Sold, count_of_seller, sold_by};
pub use taken_down::{
    barred_products, offers_down_now, offers_taken_down, products_down_now, products_taken_down,
    show_offer_again, show_product_again, take_down_offer, take_down_product,
};
pub use walk::{
    offer_of_seller, offers_by_sku_after, offers_changed_last, offers_of_seller_after, products_of_seller,
};
pub use windows::{
    SaidReturnWindow, SayReturnWindow, return_days_of, return_windows, say_return_window,
    shortest_return_days, withdraw_return_window, would_return_in,
};

/// Statements bind at most this many rows at a time; both databases limit bound values.
pub(crate) const BATCH: usize = 500;

/// `($1, $2), ($3, $4), …` for `rows` rows of `columns` values.
pub(crate) fn value_rows(rows: usize, columns: usize) -> String {
    (0..rows)
        .map(|r| format!("({})", db::placeholders(r * columns + 1, columns)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The table whose `picture_id` says which pictures are in use here; the sweep removes all others.
pub const PICTURES_IN_USE: &str = "catalog_product_pictures";
