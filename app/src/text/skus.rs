//! Texts of what is left of a seller's offers.
use super::texts;

texts! {
    skus_title: "Profit", "Beneficio", "الربح";
    skus_explained:
        "Sales are what units that left were sold for, less discounts and without tax. Delivery is what buyers paid for it; what you pay carriers is not known here. Refunds are what went back to buyers or their banks, less the commission that you got back. Cost is what a unit cost you when it was ordered; units that came back as new and are for sale again cost nothing. Everything counts on the day on which it moved your balance.",
        "Las ventas son aquello por lo que se vendió lo enviado, menos descuentos y sin impuestos. El envío es lo que pagaron los compradores; lo que pagas a los transportistas no se sabe aquí. Los reembolsos son lo que volvió a los compradores o a sus bancos, menos la comisión que recuperaste. El coste es lo que te costó la unidad cuando se pidió; lo devuelto como nuevo y otra vez a la venta no cuesta nada. Todo cuenta en el día en que movió tu saldo.",
        "المبيعات هي ثمن ما أُرسل بعد الخصومات ودون الضريبة. التوصيل هو ما دفعه المشترون مقابله، أما ما تدفعه لشركات الشحن فغير معروف هنا. المبالغ المستردة هي ما عاد إلى المشترين أو بنوكهم مطروحًا منه العمولة التي أُعيدت إليك. التكلفة هي ما كلّفتك القطعة وقت الطلب، وما عاد كالجديد وعُرض للبيع مجددًا لا يكلّف شيئًا. يُحسب كل شيء في اليوم الذي تحرّك فيه رصيدك.";
    skus_explained_without:
        "Sales are what units that left were sold for, less discounts and without tax. Delivery is what buyers paid for it. Refunds are what went back to buyers or their banks, less the commission that came back. Everything counts on the day on which it moved the seller's balance.",
        "Las ventas son aquello por lo que se vendió lo enviado, menos descuentos y sin impuestos. El envío es lo que pagaron los compradores. Los reembolsos son lo que volvió a los compradores o a sus bancos, menos la comisión recuperada. Todo cuenta en el día en que movió el saldo del vendedor.",
        "المبيعات هي ثمن ما أُرسل بعد الخصومات ودون الضريبة. التوصيل هو ما دفعه المشترون مقابله. المبالغ المستردة هي ما عاد إلى المشترين أو بنوكهم مطروحًا منه العمولة المُعادة. يُحسب كل شيء في اليوم الذي تحرّك فيه رصيد البائع.";
    skus_by_offer: "By offer", "Por oferta", "حسب العرض";
    skus_stock: "In stock", "En existencias", "في المخزون";
    skus_stock_explained:
        "Stock is what can be bought now. It lasts as long as it says if as many units leave each day as in these days.",
        "Las existencias son lo que se puede comprar ahora. Duran lo que se indica si cada día salen tantas unidades como en estos días.",
        "المخزون هو ما يمكن شراؤه الآن، ويكفي المدة المذكورة إذا خرج كل يوم عدد القطع نفسه كما في هذه الأيام.";
    skus_lasts_long: "lasts more than a year", "dura más de un año", "يكفي أكثر من سنة";
    skus_lasts(n):
        "{n, plural, one {lasts # day} other {lasts # days}}",
        "{n, plural, one {dura # día} many {dura # días} other {dura # días}}",
        "{n, plural, zero {لا يكفي ليوم} one {يكفي يومًا واحدًا} two {يكفي يومين} few {يكفي # أيام} many {يكفي # يومًا} other {يكفي # يوم}}";
    skus_offer: "Offer", "Oferta", "العرض";
    skus_all: "All offers", "Todas las ofertas", "كل العروض";
    skus_delivery: "Delivery", "Envío", "التوصيل";
    skus_fees: "Fees", "Comisiones", "الرسوم";
    skus_fee_tax: "Tax on fees", "Impuesto de comisiones", "ضريبة الرسوم";
    skus_refunds: "Refunds", "Reembolsos", "المبالغ المستردة";
    skus_cost: "Cost of goods", "Coste de la mercancía", "تكلفة البضائع";
    skus_left: "Left", "Queda", "المتبقي";
    skus_after_fees: "After fees and refunds", "Tras comisiones y reembolsos", "بعد الرسوم والمبالغ المستردة";
    skus_of_sales: "Of sales", "De las ventas", "من المبيعات";
    skus_unknown(n):
        "{n, plural, one {Cost of # unit not known} other {Cost of # units not known}}",
        "{n, plural, one {Coste de # unidad sin indicar} many {Coste de # unidades sin indicar} other {Coste de # unidades sin indicar}}",
        "{n, plural, zero {التكلفة غير معروفة} one {تكلفة قطعة واحدة غير معروفة} two {تكلفة قطعتين غير معروفة} few {تكلفة # قطع غير معروفة} many {تكلفة # قطعة غير معروفة} other {تكلفة # قطعة غير معروفة}}";
    skus_all_unknown(n):
        "{n, plural, one {What # unit cost you is not known, so less is left than shown. Give the cost in the table of your products: it counts for what is ordered from then on.} other {What # units cost you is not known, so less is left than shown. Give the cost in the table of your products: it counts for what is ordered from then on.}}",
        "{n, plural, one {No se sabe lo que te costó # unidad, así que queda menos de lo que se muestra. Indica el coste en la tabla de tus productos: vale para lo que se pida desde entonces.} many {No se sabe lo que te costaron # unidades, así que queda menos de lo que se muestra. Indica el coste en la tabla de tus productos: vale para lo que se pida desde entonces.} other {No se sabe lo que te costaron # unidades, así que queda menos de lo que se muestra. Indica el coste en la tabla de tus productos: vale para lo que se pida desde entonces.}}",
        "{n, plural, zero {التكلفة غير معروفة.} one {تكلفة قطعة واحدة غير معروفة، فالمتبقي أقل مما يظهر. أدخل التكلفة في جدول منتجاتك، وتسري على ما يُطلب بعد ذلك.} two {تكلفة قطعتين غير معروفة، فالمتبقي أقل مما يظهر. أدخل التكلفة في جدول منتجاتك، وتسري على ما يُطلب بعد ذلك.} few {تكلفة # قطع غير معروفة، فالمتبقي أقل مما يظهر. أدخل التكلفة في جدول منتجاتك، وتسري على ما يُطلب بعد ذلك.} many {تكلفة # قطعة غير معروفة، فالمتبقي أقل مما يظهر. أدخل التكلفة في جدول منتجاتك، وتسري على ما يُطلب بعد ذلك.} other {تكلفة # قطعة غير معروفة، فالمتبقي أقل مما يظهر. أدخل التكلفة في جدول منتجاتك، وتسري على ما يُطلب بعد ذلك.}}";
    skus_shown(some, all): "{some} of {all} offers", "{some} de {all} ofertas", "{some} من {all} عرض";
    skus_none_title: "Nothing moved in these days", "No se movió nada en estos días", "لم يتحرك شيء في هذه الأيام";
    skus_none_text: "An offer is listed here once one of its parcels has left.", "Una oferta aparece aquí cuando sale uno de sus paquetes.", "يظهر العرض هنا بعد خروج أحد طروده.";
}
