//! What a sale would leave its seller.
use super::texts;

texts! {
    fees_title: "What you get", "Lo que recibes", "ما تحصل عليه";
    fees_text:
        "What a sale leaves you, reckoned by the same rules that charge it. All amounts without tax.",
        "Lo que te deja una venta, calculado con las mismas reglas que la cobran. Todos los importes sin impuestos.",
        "ما تتركه لك عملية بيع، محسوبًا بالقواعد نفسها التي تُطبَّق عليها. كل المبالغ من دون ضريبة.";
    fees_class: "Kind of goods", "Tipo de artículo", "نوع البضاعة";
    fees_price(code): "Price of one ({code})", "Precio de uno ({code})", "سعر القطعة ({code})";
    fees_quantity: "How many", "Cuántos", "العدد";
    fees_shipping(code): "Delivery that the buyer pays ({code})", "Envío que paga el comprador ({code})", "التوصيل الذي يدفعه المشتري ({code})";
    fees_cost(code): "What one costs you ({code})", "Lo que te cuesta uno ({code})", "تكلفة القطعة عليك ({code})";
    fees_goods: "Goods", "Artículos", "البضاعة";
    fees_portion(share, base): "{share} of {base}", "{share} de {base}", "{share} من {base}";
    fees_minimum: "the least commission", "la comisión mínima", "أقل عمولة";
    fees_closing: "closing fee", "tarifa de cierre", "رسم إغلاق";
    fees_limited: "never more than the sale", "nunca más que la venta", "لا تتجاوز قيمة البيع";
    fees_payable: "Paid out to you", "Se te paga", "يُدفع لك";
    fees_left: "Left after what it cost you", "Queda tras lo que te costó", "المتبقي بعد تكلفتك";
    fees_margin: "Of the sale", "De la venta", "من قيمة البيع";
    fees_wrong:
        "Write amounts like 45.00 and a whole number of units from 1 to 999.",
        "Escribe importes como 45.00 y un número entero de unidades de 1 a 999.",
        "اكتب المبالغ مثل 45.00 وعددًا صحيحًا من القطع من 1 إلى 999.";
    fees_reckon: "Reckon", "Calcular", "احسب";
    class_standard: "Everything else", "Todo lo demás", "كل ما عدا ذلك";
    class_clothing: "Clothing", "Ropa", "الملابس";
    class_electronics: "Electronics", "Electrónica", "الإلكترونيات";
    class_electronics_accessories: "Electronics accessories", "Accesorios de electrónica", "ملحقات الإلكترونيات";
    class_beauty: "Beauty", "Belleza", "الجمال";
    class_baby: "Baby", "Bebé", "الأطفال الرضع";
    class_grocery: "Grocery", "Alimentación", "البقالة";
    class_furniture: "Furniture", "Muebles", "الأثاث";
    class_jewelry: "Jewellery", "Joyería", "المجوهرات";
    class_industrial: "Industrial", "Industria", "المستلزمات الصناعية";
    class_media: "Books, music and film", "Libros, música y cine", "الكتب والموسيقى والأفلام";
}
