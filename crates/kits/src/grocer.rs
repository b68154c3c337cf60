//! A grocer: food by where it stands in the kitchen, and what a household uses up.

use crate::kit::{Kit, KitPage, Words, shelf, texts};

const QUANTITY: Words = Words(["Net quantity", "Cantidad neta", "الكمية الصافية"]);
const INGREDIENTS: Words = Words(["Ingredients", "Ingredientes", "المكونات"]);
const ALLERGENS: Words = Words(["Allergens", "Alérgenos", "مسببات الحساسية"]);
const ORIGIN: Words = Words(["Origin", "Origen", "بلد المنشأ"]);
const STORAGE: Words = Words(["Storage", "Conservación", "طريقة الحفظ"]);
const ALCOHOL: Words = Words(["Alcohol content", "Graduación alcohólica", "نسبة الكحول"]);
const AGE: Words = Words(["Age", "Edad", "العمر"]);

pub(crate) static KIT: Kit = Kit {
    shelves: &[
        shelf!(["Grocery", "Alimentación", "البقالة"], Grocery, asks [QUANTITY], approval false, below [
            shelf!(["Fruit and vegetables", "Frutas y verduras", "الفواكه والخضروات"], Grocery, asks [ORIGIN]),
            shelf!(["Bakery", "Panadería", "المخبوزات"], Grocery, asks [INGREDIENTS, ALLERGENS]),
            shelf!(["Dairy and eggs", "Lácteos y huevos", "الألبان والبيض"], Grocery, asks [INGREDIENTS, ALLERGENS, STORAGE]),
            shelf!(["Meat and fish", "Carne y pescado", "اللحوم والأسماك"], Grocery, asks [ORIGIN, STORAGE], approval true, below []),
            shelf!(["Frozen food", "Congelados", "الأطعمة المجمدة"], Grocery, asks [INGREDIENTS, ALLERGENS, STORAGE]),
            shelf!(["Pantry", "Despensa", "المؤونة"], Grocery, asks [INGREDIENTS, ALLERGENS], approval false, below [
                shelf!(["Pasta, rice and grains", "Pasta, arroz y cereales", "المعكرونة والأرز والحبوب"], Grocery, asks []),
                shelf!(["Oils and vinegars", "Aceites y vinagres", "الزيوت والخل"], Grocery, asks []),
                shelf!(["Spices", "Especias", "التوابل"], Grocery, asks []),
                shelf!(["Sweets and snacks", "Dulces y aperitivos", "الحلويات والوجبات الخفيفة"], Grocery, asks []),
            ]),
            shelf!(["Drinks", "Bebidas", "المشروبات"], Grocery, asks [], approval false, below [
                shelf!(["Coffee and tea", "Café y té", "القهوة والشاي"], Grocery, asks []),
                shelf!(["Water and juice", "Agua y zumos", "المياه والعصائر"], Grocery, asks []),
                shelf!(["Wine and beer", "Vino y cerveza", "النبيذ والبيرة"], Grocery, asks [ALCOHOL, ORIGIN], approval true, below []),
            ]),
        ]),
        shelf!(["Household", "Hogar y limpieza", "مستلزمات المنزل"], Standard, asks [], approval false, below [
            shelf!(["Cleaning", "Limpieza", "التنظيف"], Standard, asks [INGREDIENTS]),
            shelf!(["Paper goods", "Papel e higiene", "المنتجات الورقية"], Standard, asks []),
        ]),
        shelf!(["Baby", "Bebé", "الأطفال الرضع"], Baby, asks [AGE], approval false, below [
            shelf!(["Baby food", "Alimentación infantil", "أغذية الرضع"], Baby, asks [INGREDIENTS, ALLERGENS, QUANTITY], approval true, below []),
            shelf!(["Nappies and care", "Pañales y cuidado", "الحفاضات والعناية"], Baby, asks []),
        ]),
    ],
    imprint: texts!("grocer-imprint"),
    pages: &[
        KitPage { name: "fresh-food", position: 60, texts: texts!("fresh-food") },
        KitPage { name: "food-returns", position: 70, texts: texts!("food-returns") },
    ],
};
