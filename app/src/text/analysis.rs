//! Texts of the seller's analysis.
use super::texts;

texts! {
    seller_analysis: "Analysis", "Análisis", "التحليل";
    analysis_choose: "Days to look at", "Días que mirar", "الأيام المعروضة";
    analysis_from: "From", "Desde", "من";
    analysis_until: "Until", "Hasta", "إلى";
    analysis_show: "Show", "Mostrar", "عرض";
    analysis_wrong_day: "Give both days, as days of the calendar.", "Indica los dos días, que existan en el calendario.", "أدخل اليومين بتاريخ صحيح.";
    analysis_wrong_length(most): "The last day comes after the first, and a range has at most {most} days.", "El último día va después del primero y un periodo tiene como máximo {most} días.", "يأتي اليوم الأخير بعد الأول، والمدة لا تزيد على {most} يومًا.";
    analysis_behind: "Older orders are still being counted. The figures are complete in a few minutes.", "Aún se están contando pedidos antiguos. Las cifras estarán completas en unos minutos.", "لا تزال الطلبات الأقدم قيد العدّ. تكتمل الأرقام خلال دقائق.";
    analysis_days(first, last): "{first} to {last}", "{first} a {last}", "{first} إلى {last}";
    analysis_range(now, before): "{now}, against {before}. Days are UTC.", "{now}, frente a {before}. Los días son UTC.", "{now} مقارنة بـ {before}. الأيام بالتوقيت العالمي.";
    analysis_csv: "CSV", "CSV", "CSV";
    analysis_figures: "Figures", "Cifras", "الأرقام";

    analysis_sales: "Sales", "Ventas", "المبيعات";
    analysis_units: "Units", "Unidades", "الوحدات";
    analysis_returned: "Returned", "Devueltas", "المرتجع";
    analysis_views: "Page views", "Visitas", "المشاهدات";
    analysis_conversion: "Orders per view", "Pedidos por visita", "الطلبات لكل مشاهدة";
    analysis_units_for(n, amount): "{n} for {amount}", "{n} por {amount}", "{n} بمبلغ {amount}";
    analysis_explained:
        "Sales are prices without shipping and tax, less what was cancelled. Cancelled and returned units count on the day of their order. Views are of product pages on which your offer was the one to buy.",
        "Las ventas son precios sin envío ni impuestos, menos lo cancelado. Lo cancelado y lo devuelto cuenta en el día de su pedido. Las visitas son de páginas de producto en las que tu oferta era la que se compraba.",
        "المبيعات أسعار دون الشحن والضريبة مطروحًا منها الملغى. يُحسب الملغى والمرتجع في يوم الطلب. المشاهدات هي لصفحات منتجات كان عرضك فيها هو المعروض للشراء.";

    analysis_buy_box: "Buy box share", "Cuota en la caja de compra", "الحصة في مربع الشراء";
    analysis_buy_box_explained(most):
        "Buy box share: of the views of product pages of which you had an offer that could be bought, those in whose buy box it stood, whichever offer was looked at. A product that more than {most} sellers offer is left out, and so is what was looked at before this was counted.",
        "Cuota en la caja de compra: de las visitas a páginas de productos de los que tenías una oferta que se podía comprar, aquellas en cuya caja estaba, fuera cual fuera la oferta que se miraba. Los productos que ofrecen más de {most} vendedores quedan fuera, y también lo que se miró antes de que esto se contara.",
        "الحصة في مربع الشراء: من مشاهدات صفحات المنتجات التي كان لك فيها عرض يمكن شراؤه، تلك التي كان عرضك في مربع شرائها أيًّا كان العرض المعروض. لا يُحسب منتج يعرضه أكثر من {most} بائعًا، ولا ما شوهد قبل بدء هذا العدّ.";

    analysis_by_week: "Sales by week", "Ventas por semana", "المبيعات حسب الأسبوع";
    analysis_week: "Week from", "Semana desde", "أسبوع يبدأ في";
    analysis_by_days(n):
        "{n, plural, one {Sales by # day} other {Sales by # days}}",
        "{n, plural, one {Ventas cada # día} many {Ventas cada # días} other {Ventas cada # días}}",
        "{n, plural, zero {المبيعات} one {المبيعات كل يوم} two {المبيعات كل يومين} few {المبيعات كل # أيام} many {المبيعات كل # يومًا} other {المبيعات كل # يوم}}";

    analysis_funnel: "From views to orders", "De las visitas a los pedidos", "من المشاهدة إلى الطلب";
    analysis_carts: "Put into the cart", "Añadidos al carrito", "أُضيف إلى السلة";
    analysis_of_views(share): "{share} of views", "{share} de las visitas", "{share} من المشاهدات";

    analysis_by_product: "By product", "Por producto", "حسب المنتج";
    analysis_by_category: "By category", "Por categoría", "حسب الفئة";
    analysis_by_country: "By country", "Por país", "حسب البلد";
    analysis_by_device: "By device", "Por dispositivo", "حسب الجهاز";
    analysis_product: "Product", "Producto", "المنتج";
    analysis_category: "Category", "Categoría", "الفئة";
    analysis_country: "Delivered to", "Entregado en", "التوصيل إلى";
    analysis_device: "Ordered with", "Pedido con", "طُلب بواسطة";
    analysis_share: "Share", "Parte", "الحصة";
    analysis_change: "Change", "Cambio", "التغيّر";
    analysis_new: "new", "nuevo", "جديد";
    analysis_phone: "Phone", "Teléfono", "هاتف";
    analysis_desktop: "Computer or tablet", "Ordenador o tableta", "حاسوب أو جهاز لوحي";
    analysis_unknown: "Not known", "No se sabe", "غير معروف";
    analysis_nothing: "Nothing was sold in these days.", "No se vendió nada en estos días.", "لم يُبع شيء في هذه الأيام.";
    analysis_more: "Show more", "Mostrar más", "عرض المزيد";
    analysis_shown(some, all): "{some} of {all} products", "{some} de {all} productos", "{some} من {all} منتج";

    analysis_cohorts: "Shoppers who came back", "Compradores que volvieron", "المتسوقون العائدون";
    analysis_cohorts_text: "Of the shoppers whose first order was in a month, how many bought again one, two and more months later.", "De los compradores cuyo primer pedido fue en un mes, cuántos volvieron a comprar uno, dos y más meses después.", "من المتسوقين الذين كان أول طلب لهم في شهر ما، كم منهم اشترى مجددًا بعد شهر أو شهرين أو أكثر.";
    analysis_first_order: "First order", "Primer pedido", "أول طلب";
    analysis_shoppers: "Shoppers", "Compradores", "المتسوقون";

    sales_of_product(title): "Orders of {title}", "Pedidos de {title}", "طلبات {title}";
    sales_kept: "Not cancelled", "No cancelados", "غير الملغاة";
    sales_country_unknown: "Country not known", "País desconocido", "بلد غير معروف";
    sales_device_unknown: "Device not known", "Dispositivo desconocido", "جهاز غير معروف";
    sales_of_none_title: "No such order", "No hay pedidos así", "لا توجد طلبات كهذه";
    sales_of_none_text: "Nobody has ordered this of you, or not in this state.", "Nadie te ha pedido esto, o no en este estado.", "لم يطلب أحد هذا منك، أو ليس في هذه الحالة.";
}
