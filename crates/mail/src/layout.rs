//! How a letter looks, in the colours of style/main.css: one column, inline styles (mail programs drop style sheets), dark where the program asks for
//! it, and right to left for languages that are written so. The text body has the same content in the same order.

use crate::letter::{Block, Letter, Table};
use domain::text_enum::TextEnum as _;
use std::fmt::Write as _;

const FONT: &str =
    "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif";

/// Classes only for the dark scheme: a program that drops them shows the light letter, which is complete by itself.
const DARK: &str = "@media (prefers-color-scheme:dark){.page{background:#0b1417!important}\
.sheet{background:#122024!important;border-color:#263a40!important}.ink{color:#e8f0f2!important}\
.quiet{color:#b3c4c9!important}.rule{border-color:#263a40!important}\
.button{background:#5cc5da!important;color:#04232b!important}.brand{color:#5cc5da!important}}";

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

fn lines(text: &str) -> String {
    escape(text).replace('\n', "<br>")
}

/// Anything but a web address stays text, so that no letter carries a `javascript:` link.
fn is_web_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

pub(crate) fn html(letter: &Letter) -> String {
    let language = letter.locale.as_str();
    let direction = letter.locale.dir();
    let start = if direction == "rtl" { "right" } else { "left" };
    let mut body = String::new();
    for block in &letter.blocks {
        html_block(&mut body, block, start);
    }
    let (subject, shop) = (escape(&letter.subject), escape(&letter.shop));
    let (preheader, footer) = (escape(&letter.preheader), lines(&letter.footer));
    format!(
        "<!doctype html><html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"supported-color-schemes\" content=\"light dark\">\
<title>{subject}</title><style>{DARK}</style></head>\
<body class=\"page\" dir=\"{direction}\" style=\"margin:0;padding:0;background:#f5f8f8;{FONT}\">\
<div style=\"display:none;max-height:0;overflow:hidden;opacity:0\">{preheader}</div>\
<table role=\"presentation\" class=\"page\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" \
style=\"background:#f5f8f8\"><tr><td align=\"center\" style=\"padding:24px 12px\">\
<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" \
style=\"max-width:600px;text-align:{start}\">\
<tr><td class=\"brand\" style=\"padding:0 8px 16px;font-size:20px;font-weight:700;color:#0a677f\">{shop}</td></tr>\
<tr><td class=\"sheet\" style=\"background:#ffffff;border:1px solid #dbe4e6;border-radius:12px;padding:28px 24px\">\
{body}</td></tr>\
<tr><td class=\"quiet\" style=\"padding:16px 8px;font-size:13px;line-height:1.5;color:#576a70\">{footer}</td></tr>\
</table></td></tr></table></body></html>\r\n"
    )
}

fn html_block(out: &mut String, block: &Block, start: &str) {
    let _ = match block {
        Block::Heading(text) => write!(
            out,
            "<h1 class=\"ink\" style=\"margin:0 0 12px;font-size:24px;line-height:1.25;color:#0e1f24\">{}</h1>",
            lines(text)
        ),
        Block::Text(text) => write!(
            out,
            "<p class=\"ink\" style=\"margin:0 0 16px;font-size:16px;line-height:1.55;color:#0e1f24\">{}</p>",
            lines(text)
        ),
        Block::Small(text) => write!(
            out,
            "<p class=\"quiet\" style=\"margin:0 0 12px;font-size:13px;line-height:1.5;color:#576a70\">{}</p>",
            lines(text)
        ),
        Block::Button { label, url } if is_web_address(url) => write!(
            out,
            "<p style=\"margin:4px 0 20px\"><a class=\"button\" href=\"{}\" style=\"display:inline-block;\
padding:13px 24px;border-radius:8px;background:#0a677f;color:#ffffff;font-size:16px;font-weight:600;\
text-decoration:none\">{}</a></p>",
            escape(url),
            escape(label)
        ),
        Block::Button { label, url } => write!(
            out,
            "<p class=\"ink\" style=\"margin:0 0 16px;font-size:16px;color:#0e1f24\">{}: {}</p>",
            escape(label),
            escape(url)
        ),
        Block::Facts(facts) => return html_facts(out, facts, start),
        Block::Table(table) => return html_table(out, table, start),
    };
}

fn html_facts(out: &mut String, facts: &[(String, String)], start: &str) {
    out.push_str("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 16px\">");
    for (label, value) in facts {
        let _ = write!(
            out,
            "<tr><td class=\"quiet\" align=\"{start}\" valign=\"top\" style=\"padding:4px 0;width:38%;font-size:14px;\
color:#576a70\">{}</td><td class=\"ink\" align=\"{start}\" style=\"padding:4px 0;font-size:15px;line-height:1.45;\
color:#0e1f24\">{}</td></tr>",
            escape(label),
            lines(value)
        );
    }
    out.push_str("</table>");
}

fn html_table(out: &mut String, table: &Table, start: &str) {
    let end = if start == "left" { "right" } else { "left" };
    let align = |column: usize| if column == 0 { start } else { end };
    out.push_str("<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 20px;border-collapse:collapse\">");
    if !table.head.is_empty() {
        out.push_str("<tr>");
        for (column, cell) in table.head.iter().enumerate() {
            let _ = write!(
                out,
                "<th scope=\"col\" class=\"quiet rule\" align=\"{}\" style=\"padding:6px 4px;font-size:13px;font-weight:600;\
color:#576a70;border-bottom:1px solid #dbe4e6\">{}</th>",
                align(column),
                escape(cell)
            );
        }
        out.push_str("</tr>");
    }
    for row in &table.rows {
        out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let _ = write!(
                out,
                "<td class=\"ink rule\" align=\"{}\" valign=\"top\" style=\"padding:10px 4px;font-size:15px;\
line-height:1.4;color:#0e1f24;border-bottom:1px solid #dbe4e6\">{}</td>",
                align(column),
                lines(cell)
            );
        }
        out.push_str("</tr>");
    }
    let columns = table.rows.iter().map(Vec::len).chain([table.head.len(), 2]).max().unwrap_or(2);
    for (index, (label, amount)) in table.totals.iter().enumerate() {
        let weight = if index + 1 == table.totals.len() { "700" } else { "400" };
        let _ = write!(
            out,
            "<tr><td class=\"ink\" colspan=\"{}\" align=\"{start}\" style=\"padding:8px 4px 0;font-size:15px;\
font-weight:{weight};color:#0e1f24\">{}</td><td class=\"ink\" align=\"{end}\" style=\"padding:8px 4px 0;font-size:15px;\
font-weight:{weight};color:#0e1f24\">{}</td></tr>",
            columns - 1,
            escape(label),
            escape(amount)
        );
    }
    out.push_str("</table>");
}

pub(crate) fn text(letter: &Letter) -> String {
    let mut out = format!("{}\n\n", letter.shop);
    for block in &letter.blocks {
        match block {
            Block::Heading(text) => {
                let rule = "=".repeat(text.chars().count().min(60));
                let _ = write!(out, "{text}\n{rule}\n\n");
            }
            Block::Text(text) | Block::Small(text) => {
                let _ = write!(out, "{text}\n\n");
            }
            Block::Button { label, url } => {
                let _ = write!(out, "{label}:\n{url}\n\n");
            }
            Block::Facts(facts) => {
                for (label, value) in facts {
                    let _ = writeln!(out, "{label}: {}", value.replace('\n', ", "));
                }
                out.push('\n');
            }
            Block::Table(table) => text_table(&mut out, table),
        }
    }
    if !letter.footer.is_empty() {
        let _ = write!(out, "--\n{}\n", letter.footer);
    }
    out
}

/// One line of words, then one of figures: columns drawn with spaces break on a phone.
fn text_table(out: &mut String, table: &Table) {
    for row in &table.rows {
        let Some((words, figures)) = row.split_first() else { continue };
        let _ = writeln!(out, "- {}", words.replace('\n', ", "));
        let named: Vec<String> = figures
            .iter()
            .enumerate()
            .map(|(index, figure)| match table.head.get(index + 1).filter(|name| !name.is_empty()) {
                Some(name) => format!("{name}: {figure}"),
                None => figure.clone(),
            })
            .collect();
        if !named.is_empty() {
            let _ = writeln!(out, "  {}", named.join("; "));
        }
    }
    out.push('\n');
    for (label, amount) in &table.totals {
        let _ = writeln!(out, "{label}: {amount}");
    }
    out.push('\n');
}
