//! A fashion market: clothes by who wears them, shoes, and what is worn with them.

use crate::kit::{Kit, KitPage, Words, shelf, texts};

const MATERIAL: Words = Words(["Material", "Material", "الخامة"]);
const COLOUR: Words = Words(["Colour", "Color", "اللون"]);
const SIZE: Words = Words(["Size", "Talla", "المقاس"]);
const AGE: Words = Words(["Age", "Edad", "العمر"]);
const METAL: Words = Words(["Metal", "Metal", "المعدن"]);

/// With and without its accent, as people type it.
const BRANDS: &[&str] = &[
    "Burberry",
    "Cartier",
    "Chanel",
    "Dior",
    "Gucci",
    "Hermès",
    "Hermes",
    "Louis Vuitton",
    "Prada",
    "Rolex",
];

pub(crate) static KIT: Kit = Kit {
    shelves: &[
        shelf!(["Fashion", "Moda", "الأزياء"], Clothing, asks [MATERIAL, COLOUR], approval false, brands BRANDS, below [
            shelf!(["Women", "Mujer", "النساء"], Clothing, asks [SIZE], approval false, below [
                shelf!(["Dresses", "Vestidos", "الفساتين"], Clothing, asks []),
                shelf!(["Tops", "Camisetas y blusas", "القمصان والبلوزات"], Clothing, asks []),
                shelf!(["Trousers and skirts", "Pantalones y faldas", "السراويل والتنانير"], Clothing, asks []),
                shelf!(["Coats and jackets", "Abrigos y chaquetas", "المعاطف والسترات"], Clothing, asks []),
            ]),
            shelf!(["Men", "Hombre", "الرجال"], Clothing, asks [SIZE], approval false, below [
                shelf!(["Shirts", "Camisas y camisetas", "القمصان"], Clothing, asks []),
                shelf!(["Trousers", "Pantalones", "السراويل"], Clothing, asks []),
                shelf!(["Coats and jackets", "Abrigos y chaquetas", "المعاطف والسترات"], Clothing, asks []),
            ]),
            shelf!(["Children", "Niños", "الأطفال"], Clothing, asks [SIZE, AGE]),
            shelf!(["Shoes", "Zapatos", "الأحذية"], Standard, asks [SIZE]),
            shelf!(["Bags and accessories", "Bolsos y accesorios", "الحقائب والإكسسوارات"], Standard, asks []),
            shelf!(["Jewellery and watches", "Joyería y relojes", "المجوهرات والساعات"], Jewelry, asks [METAL], approval true, below []),
        ]),
    ],
    imprint: texts!("fashion-imprint"),
    pages: &[
        KitPage { name: "sizes", position: 60, texts: texts!("sizes") },
        KitPage { name: "clothing-returns", position: 70, texts: texts!("clothing-returns") },
    ],
};
