//! An electronics market: devices by what they do, and what is plugged into them.

use crate::kit::{Kit, KitPage, Words, shelf, texts};

const MODEL: Words = Words(["Model number", "Número de modelo", "رقم الطراز"]);
const SCREEN: Words = Words(["Screen size", "Tamaño de pantalla", "حجم الشاشة"]);
const MEMORY: Words = Words(["Memory", "Memoria", "الذاكرة"]);
const STORAGE: Words = Words(["Storage", "Almacenamiento", "سعة التخزين"]);
const RESOLUTION: Words = Words(["Resolution", "Resolución", "الدقة"]);
const ENERGY: Words = Words(["Energy class", "Clase energética", "فئة الطاقة"]);
const FITS: Words = Words(["Compatible with", "Compatible con", "متوافق مع"]);
const BATTERY: Words = Words(["Battery type", "Tipo de batería", "نوع البطارية"]);

/// What is forged most, and what its makers give to dealers that they chose.
const BRANDS: &[&str] = &["Apple", "Beats", "Bose", "DJI", "GoPro", "Samsung", "Sonos", "Sony"];
const APPLIANCE_BRANDS: &[&str] = &["Dyson", "Vitamix"];

pub(crate) static KIT: Kit = Kit {
    shelves: &[
        shelf!(["Electronics", "Electrónica", "الإلكترونيات"], Electronics, asks [MODEL], approval false, brands BRANDS, below [
            shelf!(["Computers", "Ordenadores", "الحواسيب"], Electronics, asks [], approval false, below [
                shelf!(["Laptops", "Portátiles", "الحواسيب المحمولة"], Electronics, asks [SCREEN, MEMORY, STORAGE]),
                shelf!(["Desktops", "Sobremesa", "الحواسيب المكتبية"], Electronics, asks [MEMORY, STORAGE]),
                shelf!(["Monitors", "Monitores", "الشاشات"], Electronics, asks [SCREEN, RESOLUTION]),
            ]),
            shelf!(["Phones and tablets", "Móviles y tabletas", "الهواتف والأجهزة اللوحية"], Electronics, asks [SCREEN, STORAGE], approval false, below [
                shelf!(["Phones", "Móviles", "الهواتف"], Electronics, asks []),
                shelf!(["Tablets", "Tabletas", "الأجهزة اللوحية"], Electronics, asks []),
            ]),
            shelf!(["Audio", "Sonido", "الصوتيات"], Electronics, asks [], approval false, below [
                shelf!(["Headphones", "Auriculares", "سماعات الرأس"], Electronics, asks []),
                shelf!(["Speakers", "Altavoces", "مكبرات الصوت"], Electronics, asks []),
            ]),
            shelf!(["Cameras", "Cámaras", "الكاميرات"], Electronics, asks [RESOLUTION]),
            shelf!(["Televisions", "Televisores", "التلفزيونات"], Electronics, asks [SCREEN, RESOLUTION, ENERGY]),
            shelf!(["Accessories", "Accesorios", "الملحقات"], ElectronicsAccessories, asks [FITS], approval false, below [
                shelf!(["Cables and chargers", "Cables y cargadores", "الكابلات والشواحن"], ElectronicsAccessories, asks []),
                shelf!(["Cases and stands", "Fundas y soportes", "الأغطية والحوامل"], ElectronicsAccessories, asks []),
                shelf!(["Batteries", "Baterías", "البطاريات"], ElectronicsAccessories, asks [BATTERY], approval true, below []),
            ]),
        ]),
        shelf!(["Appliances", "Electrodomésticos", "الأجهزة المنزلية"], Standard, asks [MODEL, ENERGY], approval false, brands APPLIANCE_BRANDS, below []),
    ],
    imprint: texts!("electronics-imprint"),
    pages: &[
        KitPage { name: "warranty", position: 60, texts: texts!("warranty") },
        KitPage { name: "old-devices", position: 70, texts: texts!("old-devices") },
    ],
};
