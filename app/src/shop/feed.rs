//! The shop's products as Google Merchant reads them: RSS 2.0 with the namespace `g`. Called by the server, which sends
//! them piece by piece.
//!
//! Of each product the offer that speaks for it on its page, with the price of that page. What nobody offers is left out.
//! Google takes nothing without a picture, and a drawn one is none to it: such products are left out, too, and a comment in
//! the feed counts them.
use std::collections::HashMap;

use domain::format::iso;
use domain::place::Place;
use domain::{ModelId, Money, OfferId, ProductId, SellerId, Timestamp};
use platform::Platform;
use platform::buybox::Market;
use platform::catalog::{
    Category, CategoryTree, Condition, Members, Offer, ProductDocument, ProductStatus, models_members,
    pictures_of, product_documents,
};
use platform::inventory::levels;
use platform::pictures::Picture;
use platform::sellers::{Seller, many};

use crate::answer::Failure;

/// Google's own limits.
const TITLE_CHARS: usize = 150;
const DESCRIPTION_CHARS: usize = 5_000;
const OPTION_CHARS: usize = 100;
const MORE_PICTURES: usize = 10;
const PICTURE_PX: u32 = 1_280;

/// What stands before the first product.
pub fn opening(site: &str, name: &str) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\"><channel>\n",
    );
    element(&mut out, "title", name);
    element(&mut out, "link", site);
    element(&mut out, "description", name);
    out.push('\n');
    out
}

/// What stands behind the last product.
pub const CLOSING: &str = "</channel></rss>\n";

/// Options of a model that Google has an element for, by the names that catalogues give them.
const OPTIONS: &[(&str, &[&str])] = &[
    ("g:color", &["colour", "color", "اللون", "لون"]),
    ("g:size", &["size", "talla", "tamaño", "المقاس", "مقاس", "الحجم"]),
    ("g:material", &["material", "الخامة", "المادة"]),
    ("g:pattern", &["pattern", "estampado", "النقش"]),
];

/// The products among these that somebody offers and that have a picture, in this order.
///
/// # Errors
/// When they cannot be read.
pub async fn items(platform: &Platform, ids: &[ProductId]) -> Result<String, Failure> {
    let tree = platform.categories().await?;
    let conn = &mut platform.db.read_together().await?;
    let mut products = product_documents(conn, ids).await?;
    products.retain(|product| product.status == ProductStatus::Active);
    let offers = || products.iter().flat_map(|p| &p.offers);
    let stock = levels(conn, &offers().map(|o| o.id).collect::<Vec<OfferId>>()).await?;
    let mut who: Vec<SellerId> = offers().map(|o| o.seller_id).collect();
    who.sort_unstable();
    who.dedup();
    let sellers = many(conn, &who).await?;
    // The feed is everybody's: for a reader in the shop's country, wherever it is fetched from.
    let place = Place::country(&platform.config.country);
    let market = platform.buybox.market(conn, platform.config.currency, place).await?;
    let pictures = pictures_of(conn, ids).await?;
    let mut models: Vec<ModelId> = products.iter().filter_map(|p| p.model).collect();
    models.sort_unstable();
    models.dedup();
    let models = models_members(conn, &models).await?;
    let facts = Facts {
        site: platform.config.site_url(),
        country: &platform.config.country,
        sellers: &sellers,
        market: &market,
        pictures: &pictures,
        models: &models,
        tree: &tree,
        now: conn.now(),
    };
    let mut out = String::with_capacity(products.len() * 1_024);
    let mut without = 0;
    for product in &products {
        let Some(offer) = market.best(&product.offers, &stock, &sellers) else { continue };
        if pictures.get(&product.id).is_none_or(Vec::is_empty) {
            without += 1;
            continue;
        }
        let available = stock.get(&offer.id).is_some_and(|level| level.available > 0);
        item(&mut out, &facts, product, offer, available);
    }
    if without > 0 {
        out.push_str(&format!("<!-- left out without a picture: {without} -->\n"));
    }
    Ok(out)
}

struct Facts<'f> {
    site: String,
    /// ISO 3166: whose shipping is said.
    country: &'f str,
    sellers: &'f HashMap<SellerId, Seller>,
    market: &'f Market,
    pictures: &'f HashMap<ProductId, Vec<Picture>>,
    models: &'f HashMap<ModelId, Members>,
    tree: &'f CategoryTree,
    now: Timestamp,
}

fn item(out: &mut String, facts: &Facts<'_>, product: &ProductDocument, offer: &Offer, available: bool) {
    out.push_str("<item>");
    element(out, "g:id", &product.id.to_string());
    // Google shows the variants of a model as one.
    if let Some(model) = product.model {
        element(out, "g:item_group_id", &model.to_string());
        let options = facts.models.get(&model).map_or(&[][..], |model| model.options.as_slice());
        for (option, value) in options.iter().zip(&product.values) {
            if let Some(name) = google_name(option) {
                element(out, name, &cut(value, OPTION_CHARS));
            }
        }
    }
    element(out, "g:title", &cut(&product.title, TITLE_CHARS));
    let description =
        if product.description.trim().is_empty() { &product.title } else { &product.description };
    element(out, "g:description", &cut(description, DESCRIPTION_CHARS));
    element(out, "g:link", &format!("{}/p/{}", facts.site, product.slug));
    let pictures = facts.pictures.get(&product.id).map_or(&[][..], Vec::as_slice);
    for (at, picture) in pictures.iter().take(1 + MORE_PICTURES).enumerate() {
        let name = if at == 0 { "g:image_link" } else { "g:additional_image_link" };
        element(out, name, &format!("{}{}", facts.site, picture.src(PICTURE_PX, "jpg")));
    }
    element(out, "g:availability", if available { "in_stock" } else { "out_of_stock" });
    prices(out, offer, facts.now);
    element(out, "g:condition", condition(offer.condition));
    if let Some(brand) = product.brand.as_deref().filter(|brand| !brand.is_empty()) {
        element(out, "g:brand", &cut(brand, 70));
    }
    match product.eans.first() {
        Some(gtin) => element(out, "g:gtin", gtin),
        None => element(out, "g:identifier_exists", "no"),
    }
    let path: Vec<&str> = product
        .category_ids
        .iter()
        .filter_map(|id| facts.tree.get(*id))
        .map(|category: &Category| category.name.as_str())
        .collect();
    element(out, "g:product_type", &path.join(" > "));
    let fee = facts.sellers.get(&offer.seller_id).and_then(|seller| facts.market.fee(offer, seller).ok());
    if let Some(fee) = fee {
        out.push_str("<g:shipping>");
        element(out, "g:country", facts.country);
        element(out, "g:price", &price(fee));
        out.push_str("</g:shipping>");
    }
    out.push_str("</item>\n");
}

fn google_name(option: &str) -> Option<&'static str> {
    let option = option.trim().to_lowercase();
    OPTIONS.iter().find(|(_, names)| names.contains(&option.as_str())).map(|(name, _)| *name)
}

/// A reduced price says when it ends: by then nothing else may have happened that would make the feed another one.
fn prices(out: &mut String, offer: &Offer, now: Timestamp) {
    let Some((reduction, deal)) = offer.reduction.zip(offer.deal(now)) else {
        return element(out, "g:price", &price(offer.price));
    };
    element(out, "g:price", &price(deal.prior));
    element(out, "g:sale_price", &price(offer.price));
    let runs = format!("{}/{}", iso(reduction.since), iso(deal.until));
    element(out, "g:sale_price_effective_date", &runs);
}

/// `12.34 USD`.
fn price(amount: Money) -> String {
    format!("{} {}", amount.to_decimal(), amount.currency().code())
}

fn condition(condition: Condition) -> &'static str {
    match condition {
        Condition::New => "new",
        Condition::Refurbished => "refurbished",
        Condition::LikeNew | Condition::Good | Condition::Acceptable => "used",
    }
}

fn cut(text: &str, most_chars: usize) -> String {
    text.chars().take(most_chars).collect()
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    xml_text(out, text);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Adds a text so that XML can hold it. Characters that XML knows no way to write are left out.
pub fn xml_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c < ' ' && !matches!(c, '\t' | '\n' | '\r') => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_can_stand_in_xml() {
        let mut out = String::new();
        element(&mut out, "g:title", "A & B <c> \"d\"\u{0}\u{b}\u{ffff} ’ العربية");
        assert_eq!(out, "<g:title>A &amp; B &lt;c&gt; &quot;d&quot; ’ العربية</g:title>");
    }
}
