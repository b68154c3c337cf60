//! A bookshop: books by what they are about, and what stands beside the till.

use crate::kit::{Kit, KitPage, Words, shelf, texts};

const AUTHOR: Words = Words(["Author", "Autor", "المؤلف"]);
const LANGUAGE: Words = Words(["Language", "Idioma", "اللغة"]);
const AGE: Words = Words(["Age", "Edad", "العمر"]);
const EDITION: Words = Words(["Edition", "Edición", "الطبعة"]);
const YEAR: Words = Words(["Year of publication", "Año de publicación", "سنة النشر"]);
const FORMAT: Words = Words(["Format", "Formato", "الصيغة"]);

pub(crate) static KIT: Kit = Kit {
    shelves: &[
        shelf!(["Books", "Libros", "الكتب"], Media, asks [AUTHOR, LANGUAGE], approval false, below [
            shelf!(["Fiction", "Ficción", "الأدب الروائي"], Media, asks [], approval false, below [
                shelf!(["Novels", "Novelas", "الروايات"], Media, asks []),
                shelf!(["Crime and thrillers", "Novela negra y suspense", "الجريمة والإثارة"], Media, asks []),
                shelf!(["Science fiction and fantasy", "Ciencia ficción y fantasía", "الخيال العلمي والفانتازيا"], Media, asks []),
                shelf!(["Poetry", "Poesía", "الشعر"], Media, asks []),
            ]),
            shelf!(["Non-fiction", "No ficción", "غير الروائي"], Media, asks [], approval false, below [
                shelf!(["History", "Historia", "التاريخ"], Media, asks []),
                shelf!(["Biography", "Biografía", "السير"], Media, asks []),
                shelf!(["Science and nature", "Ciencia y naturaleza", "العلوم والطبيعة"], Media, asks []),
                shelf!(["Cooking", "Cocina", "الطبخ"], Media, asks []),
                shelf!(["Travel", "Viajes", "السفر"], Media, asks []),
            ]),
            shelf!(["Children's books", "Libros infantiles", "كتب الأطفال"], Media, asks [AGE]),
            shelf!(["Comics and manga", "Cómic y manga", "القصص المصورة والمانغا"], Media, asks []),
            shelf!(["Textbooks", "Libros de texto", "الكتب الدراسية"], Media, asks [EDITION]),
            shelf!(["Rare books", "Libros raros", "الكتب النادرة"], Media, asks [EDITION, YEAR], approval true, below []),
        ]),
        shelf!(["Music and film", "Música y cine", "الموسيقى والأفلام"], Media, asks[FORMAT]),
        shelf!(["Stationery", "Papelería", "القرطاسية"], Standard, asks [], approval false, below [
            shelf!(["Notebooks", "Cuadernos", "الدفاتر"], Standard, asks []),
            shelf!(["Pens and pencils", "Bolígrafos y lápices", "الأقلام"], Standard, asks []),
        ]),
        shelf!(["Games and gifts", "Juegos y regalos", "الألعاب والهدايا"], Standard, asks []),
    ],
    imprint: texts!("bookshop-imprint"),
    pages: &[
        KitPage { name: "book-conditions", position: 60, texts: texts!("book-conditions") },
        KitPage { name: "book-returns", position: 70, texts: texts!("book-returns") },
    ],
};
