//! Texts of invoices, credit notes and what else is handed out as a PDF.
use super::texts;

texts! {
    invoice_title: "Invoice", "Factura", "فاتورة";
    credit_title: "Credit note", "Factura rectificativa", "إشعار دائن";
    invoice_pdf: "Invoice (PDF)", "Factura (PDF)", "الفاتورة (PDF)";
    credit_pdf: "Credit note (PDF)", "Factura rectificativa (PDF)", "الإشعار الدائن (PDF)";
    invoice_tax_id(number): "Tax number {number}", "NIF/IVA {number}", "الرقم الضريبي {number}";
    invoice_sold_by: "Sold by", "Vendido por", "البائع";
    invoice_to: "Billed and delivered to", "Facturado y entregado a", "الفوترة والتسليم إلى";
    invoice_date: "Date", "Fecha", "التاريخ";
    invoice_ordered: "Ordered", "Pedido el", "تاريخ الطلب";
    invoice_supplied: "Dispatched", "Enviado el", "تاريخ الإرسال";
    invoice_tax_place: "Tax of", "Impuesto de", "ضريبة";
    invoice_corrects: "Corrects invoice", "Rectifica la factura", "يصحّح الفاتورة";
    invoice_item: "Item", "Artículo", "المنتج";
    invoice_units: "Qty", "Cant.", "الكمية";
    invoice_price: "Price", "Precio", "السعر";
    invoice_net: "Net", "Base", "الصافي";
    invoice_rate: "Tax rate", "Tipo", "نسبة الضريبة";
    invoice_tax: "Tax", "Impuesto", "الضريبة";
    invoice_gross: "With tax", "Con impuesto", "مع الضريبة";
    invoice_total: "Total", "Total", "الإجمالي";
    credit_total: "Total given back", "Total devuelto", "إجمالي المبلغ المُعاد";
    invoice_discount(amount): "Discount {amount}", "Descuento {amount}", "خصم {amount}";
    invoice_dispute: "Payment taken back by the buyer's bank", "Pago retirado por el banco del comprador", "دفعة سحبها مصرف المشتري";
    invoice_paid: "Paid by card when the goods left.", "Pagado con tarjeta al salir la mercancía.", "دُفع بالبطاقة عند خروج البضاعة.";
    credit_paid: "It corrects the amounts of the invoice named above.", "Rectifica los importes de la factura indicada arriba.", "يصحّح مبالغ الفاتورة المذكورة أعلاه.";
    invoice_inclusive: "Prices include the tax.", "Los precios incluyen el impuesto.", "الأسعار شاملة الضريبة.";
    invoice_exclusive: "Tax is added to the prices.", "El impuesto se suma a los precios.", "تُضاف الضريبة إلى الأسعار.";
    invoice_order(number): "Order {number}", "Pedido {number}", "الطلب {number}";
    paper_page(n, of): "Page {n} of {of}", "Página {n} de {of}", "صفحة {n} من {of}";
    statement_pdf: "Download as PDF", "Descargar como PDF", "تنزيل بصيغة PDF";
    statement_title: "Payout statement", "Liquidación de pago", "كشف دفعة";
    statement_seller: "Seller", "Vendedor", "البائع";
    statement_from: "From", "Desde", "من";
    statement_until: "Until", "Hasta", "حتى";
}
