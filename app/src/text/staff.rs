//! Texts of who works for a seller: the page of its staff, and the page where an invitation is accepted.
use super::texts;

texts! {
    staff_title: "Staff", "Personal", "فريق العمل";
    staff_text: "Whoever works here signs in with an account of their own and opens what their role is for. What you change holds at once.", "Quien trabaja aquí entra con su propia cuenta y abre lo que permite su función. Lo que cambies vale al instante.", "يدخل كل من يعمل هنا بحسابه الخاص ويفتح ما يخص دوره. يسري ما تغيّره فورًا.";
    staff_people: "People", "Personas", "الأشخاص";
    staff_since(date): "since {date}", "desde el {date}", "منذ {date}";
    staff_you: "you", "tú", "أنت";
    staff_gone: "Deleted account", "Cuenta eliminada", "حساب محذوف";
    staff_role_of(name): "Role of {name}", "Función de {name}", "دور {name}";
    staff_change(name): "Change the role of {name}", "Cambiar la función de {name}", "تغيير دور {name}";
    staff_change_short: "Change", "Cambiar", "تغيير";
    staff_remove(name): "Remove {name}", "Quitar a {name}", "إزالة {name}";
    staff_last_owner: "The last owner stays: make somebody else an owner first.", "El último titular se queda: nombra antes a otro.", "يبقى المالك الأخير: عيّن مالكًا آخر أولًا.";
    staff_changed: "The role was changed.", "La función se ha cambiado.", "غُيّر الدور.";
    staff_removed: "They work here no more.", "Ya no trabaja aquí.", "لم يعد يعمل هنا.";
    staff_role_wrong: "Choose a role.", "Elige una función.", "اختر دورًا.";
    staff_invite: "Invite somebody", "Invitar a alguien", "دعوة شخص";
    staff_invite_text: "They get a letter with a link that works once, for seven days, for this e-mail alone.", "Recibirá un mensaje con un enlace que funciona una vez, durante siete días y solo para este correo.", "تصله رسالة برابط يعمل مرة واحدة لمدة سبعة أيام ولهذا البريد وحده.";
    staff_role: "Role", "Función", "الدور";
    staff_invite_button: "Send the invitation", "Enviar la invitación", "إرسال الدعوة";
    staff_invited(email): "A letter is on its way to {email}.", "Va un mensaje de camino a {email}.", "رسالة في طريقها إلى {email}.";
    staff_works_here: "Somebody with this e-mail works here already.", "Alguien con este correo ya trabaja aquí.", "يعمل هنا بالفعل شخص بهذا البريد.";
    staff_too_many: "Too many invitations. Wait until some were accepted, or until tomorrow.", "Demasiadas invitaciones. Espera a que se acepten algunas o a mañana.", "دعوات كثيرة. انتظر قبول بعضها أو إلى الغد.";
    staff_open: "Open invitations", "Invitaciones abiertas", "الدعوات المفتوحة";
    staff_open_none: "Nobody is invited.", "No hay nadie invitado.", "لا أحد مدعو.";
    staff_open_until(date): "until {date}", "hasta el {date}", "حتى {date}";
    staff_expired: "too old now: invite again", "ya caducada: invita de nuevo", "انتهت صلاحيتها: ادعُ مجددًا";
    staff_withdraw(email): "Withdraw the invitation to {email}", "Retirar la invitación a {email}", "سحب الدعوة إلى {email}";
    staff_withdrawn: "The invitation is withdrawn: its link opens nothing.", "La invitación se ha retirado: su enlace no abre nada.", "سُحبت الدعوة: رابطها لا يفتح شيئًا.";

    staff_roles: "What each role opens", "Qué abre cada función", "ما يفتحه كل دور";
    role_owner: "Owner", "Titular", "مالك";
    role_owner_text: "Everything, with staff, bank account, keys and settings.", "Todo, con personal, cuenta bancaria, claves y ajustes.", "كل شيء، مع الفريق والحساب البنكي والمفاتيح والإعدادات.";
    role_staff: "Manager", "Gestión", "مدير";
    role_staff_text: "Orders, products and reading everything else; changes no settings and moves no money.", "Pedidos, productos y lectura de lo demás; no cambia ajustes ni mueve dinero.", "الطلبات والمنتجات وقراءة كل ما سواها؛ لا يغيّر الإعدادات ولا يحرّك المال.";
    role_shipping: "Shipping", "Envíos", "الشحن";
    role_shipping_text: "Orders, parcels, returns, disputes and messages about them.", "Pedidos, paquetes, devoluciones, disputas y sus mensajes.", "الطلبات والطرود والمرتجعات والنزاعات ورسائلها.";
    role_catalogue: "Catalogue", "Catálogo", "الكتالوج";
    role_catalogue_text: "Products, offers, imports, promotions, reviews and questions.", "Productos, ofertas, importaciones, promociones, reseñas y preguntas.", "المنتجات والعروض والاستيراد والعروض الترويجية والتقييمات والأسئلة.";
    role_finance: "Finance", "Finanzas", "المالية";
    role_finance_text: "Payouts, statements, fees, year reports and invoices.", "Pagos, extractos, tarifas, informes anuales y facturas.", "الدفعات والكشوف والرسوم والتقارير السنوية والفواتير.";

    operator_last_administrator: "The last administrator stays: make somebody else an administrator first.", "El último administrador se queda: nombra antes a otro.", "يبقى المسؤول الأخير: عيّن مسؤولًا آخر أولًا.";
    role_administrator: "Administrator", "Administración", "مسؤول";
    operator_administrator_text: "Everything, and alone who works here, who may sell and which features are open.", "Todo; y solo esta función decide quién trabaja aquí, quién puede vender y qué está abierto.", "كل شيء، وله وحده تحديد من يعمل هنا ومن يبيع وأي الميزات مفتوحة.";
    operator_finance_text: "Profit and loss, payouts, fees, rates and coupons, and sellers' money.", "Resultados, pagos, tarifas, cambios y cupones, y el dinero de los vendedores.", "الأرباح والخسائر والدفعات والرسوم وأسعار الصرف والقسائم وأموال البائعين.";
    operator_catalogue_text: "Products, what categories ask for, search words, content pages, imports, and reports of reviews and questions.", "Productos, requisitos de las categorías, palabras de búsqueda, páginas, importaciones y denuncias de reseñas y preguntas.", "المنتجات ومتطلبات الفئات وكلمات البحث والصفحات والاستيراد وبلاغات التقييمات والأسئلة.";
    role_support: "Support", "Atención", "الدعم";
    operator_support_text: "Orders, returns, disputes, messages and reports of them, and reading who sells.", "Pedidos, devoluciones, disputas, mensajes y sus denuncias, y lectura de quién vende.", "الطلبات والمرتجعات والنزاعات والرسائل وبلاغاتها، وقراءة من يبيع.";
    role_technical: "Technical", "Técnica", "التقنية";
    operator_technical_text: "Jobs and webhooks, reading sellers' settings, the trail, and which features are open.", "Tareas y webhooks; lectura de los ajustes de los vendedores, del registro y de qué está abierto.", "المهام وخطافات الويب، وقراءة إعدادات البائعين والسجل والميزات المفتوحة.";

    join_title: "An invitation to work together", "Una invitación a trabajar juntos", "دعوة إلى العمل معًا";
    join_text(seller, role): "{seller} invites you to its desk. Your role: {role}.", "{seller} te invita a su panel. Tu función: {role}.", "يدعوك {seller} إلى لوحة متجره. دورك: {role}.";
    join_platform_text(role): "This shop invites you to its console. Your role: {role}.", "Esta tienda te invita a su consola. Tu función: {role}.", "يدعوك هذا المتجر إلى لوحة التشغيل. دورك: {role}.";
    join_platform_accepted: "Welcome to the console.", "Te damos la bienvenida a la consola.", "مرحبًا بك في لوحة التشغيل.";
    join_guest: "Sign in with the e-mail that the letter came to, or sign up with it. Then you come back here.", "Entra con el correo al que llegó el mensaje o regístrate con él. Después volverás aquí.", "سجّل الدخول بالبريد الذي وصلته الرسالة أو أنشئ حسابًا به، ثم تعود إلى هنا.";
    join_other(email): "You are signed in as {email}, and the invitation is for another e-mail. Sign in with the one that the letter came to.", "Has entrado como {email} y la invitación es para otro correo. Entra con aquel al que llegó el mensaje.", "أنت مسجّل الدخول بالبريد {email} والدعوة لبريد آخر. سجّل الدخول بالبريد الذي وصلته الرسالة.";
    join_accept: "Accept", "Aceptar", "قبول";
    join_accepted(seller): "Welcome to {seller}.", "Te damos la bienvenida a {seller}.", "مرحبًا بك في {seller}.";
    join_gone: "This invitation was used, was withdrawn or is too old. Ask for a new one.", "Esta invitación ya se usó, se retiró o caducó. Pide una nueva.", "استُخدمت هذه الدعوة أو سُحبت أو انتهت صلاحيتها. اطلب دعوة جديدة.";
}
