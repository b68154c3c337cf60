//! The audit trail.
use super::texts;

texts! {
    trail_title: "What was changed", "Lo que se cambió", "ما الذي تغيّر";
    trail_text:
        "Every change by a person in this console, at a seller's desk or from the command line, and by sellers' programs: noted together with the change, with the role that the person had then, and never altered. Secrets and free words are left out.",
        "Cada cambio de una persona en esta consola, en la mesa de un vendedor o desde la línea de comandos, y de los programas de los vendedores: anotado junto con el cambio, con la función que la persona tenía entonces, y nunca alterado. Se omiten secretos y textos libres.",
        "كل تغيير أجراه شخص في لوحة التحكم هذه أو في مكتب بائع أو من سطر الأوامر، أو أجرته برامج البائعين: يُدوَّن مع التغيير نفسه ومع الدور الذي كان للشخص حينها، ولا يُعدَّل أبدًا. تُحذف الأسرار والنصوص الحرة.";
    trail_desk_text:
        "Every change at this desk, by whom, and by which of your programs. It cannot be altered.",
        "Cada cambio en esta mesa, de quién y de cuál de tus programas. No se puede alterar.",
        "كل تغيير في هذا المكتب، ومن أجراه، وأي برنامج من برامجك. لا يمكن تعديله.";
    trail_all: "Show everybody's", "Mostrar los de todos", "عرض تغييرات الجميع";
    trail_when: "When", "Cuándo", "متى";
    trail_who: "Who", "Quién", "من";
    trail_desk: "Where", "Dónde", "أين";
    trail_what: "What", "Qué", "ماذا";
    trail_command_line: "Command line", "Línea de comandos", "سطر الأوامر";
    trail_platform: "The platform", "La plataforma", "المنصة";
    trail_program(name): "Program “{name}”", "Programa «{name}»", "البرنامج «{name}»";
    trail_none_title: "Nothing was changed", "No se cambió nada", "لم يتغيّر شيء";
    trail_none_text: "In these days nobody changed anything here.", "En estos días nadie cambió nada aquí.", "في هذه الأيام لم يغيّر أحد شيئًا هنا.";
}
