//! Markdown to HTML that is safe to stand in a page, whoever wrote it.
//!
//! Only the elements that are written here can come out: raw HTML is shown as the text that it is, pictures are their
//! words, and a link leads to this site, to http(s), or to a mail address in angle brackets. `[[Company name]]` is a gap
//! that somebody has still to fill.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, TextMergeStream};

const GAP: (&str, &str) = ("[[", "]]");

fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    TextMergeStream::new(Parser::new(markdown))
}

/// The text as HTML. Its largest headings are `h2`: the page's title stands above it.
pub fn html(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len() * 5 / 4);
    // A link that is not allowed leaves its words: what to close where it ends.
    let mut open_links: Vec<bool> = Vec::new();
    for event in events(markdown) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let href = allowed(link_type, &dest_url);
                if let Some(href) = &href {
                    out.push_str("<a class=\"link\" href=\"");
                    escape(href, &mut out);
                    out.push_str(if href.starts_with("http") { "\" rel=\"noopener\">" } else { "\">" });
                }
                open_links.push(href.is_some());
            }
            Event::End(TagEnd::Link) => {
                if open_links.pop() == Some(true) {
                    out.push_str("</a>");
                }
            }
            Event::Start(tag) => start(&tag, &mut out),
            Event::End(tag) => out.push_str(end(tag)),
            Event::Text(text) => with_gaps(&text, &mut out),
            Event::Code(text) => {
                out.push_str("<code>");
                escape(&text, &mut out);
                out.push_str("</code>");
            }
            Event::Html(text) | Event::InlineHtml(text) => escape(&text, &mut out),
            // Lines stay lines: whoever writes an address means it so.
            Event::SoftBreak | Event::HardBreak => out.push_str("<br>"),
            Event::Rule => out.push_str("<hr>"),
            // Of extensions that are not switched on.
            _ => {}
        }
    }
    out
}

fn start(tag: &Tag<'_>, out: &mut String) {
    let opening = match tag {
        Tag::Paragraph | Tag::HtmlBlock => "<p>",
        Tag::Heading { level, .. } => match level {
            HeadingLevel::H1 | HeadingLevel::H2 => "<h2>",
            _ => "<h3>",
        },
        Tag::BlockQuote(_) => "<blockquote>",
        Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
            "<pre dir=\"ltr\" tabindex=\"0\"><code>"
        }
        Tag::List(None) => "<ul>",
        Tag::List(Some(1)) => "<ol>",
        Tag::List(Some(first)) => {
            out.push_str(&format!("<ol start=\"{first}\">"));
            return;
        }
        Tag::Item => "<li>",
        Tag::Emphasis => "<em>",
        Tag::Strong => "<strong>",
        _ => "",
    };
    out.push_str(opening);
}

fn end(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::Paragraph | TagEnd::HtmlBlock => "</p>\n",
        TagEnd::Heading(HeadingLevel::H1 | HeadingLevel::H2) => "</h2>\n",
        TagEnd::Heading(_) => "</h3>\n",
        TagEnd::BlockQuote(_) => "</blockquote>\n",
        TagEnd::CodeBlock => "</code></pre>\n",
        TagEnd::List(false) => "</ul>\n",
        TagEnd::List(true) => "</ol>\n",
        TagEnd::Item => "</li>\n",
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        _ => "",
    }
}

/// Where a link may lead: to a path of this site, to a place on the page, to http(s).
fn allowed(kind: LinkType, dest: &str) -> Option<String> {
    // A browser skips blanks and control characters in an address: `java\nscript:` would be a script.
    if dest.is_empty() || dest.chars().any(|c| c <= ' ' || c == '\u{7f}' || c == '\\') {
        return None;
    }
    if kind == LinkType::Email {
        return Some(format!("mailto:{dest}"));
    }
    let lower = dest.to_ascii_lowercase();
    let inside = (dest.starts_with('/') && !dest.starts_with("//")) || dest.starts_with('#');
    let outside = ["https://", "http://"].iter().any(|scheme| lower.starts_with(scheme));
    (inside || outside).then(|| dest.to_owned())
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// Text and gaps by turns: `(false, "Name: ")`, `(true, "Company name")`.
fn pieces(mut text: &str) -> Vec<(bool, &str)> {
    let mut pieces = Vec::new();
    while let Some((before, rest)) = text.split_once(GAP.0) {
        let Some((gap, after)) = rest.split_once(GAP.1) else { break };
        pieces.push((false, before));
        pieces.push((true, gap.trim()));
        text = after;
    }
    pieces.push((false, text));
    pieces
}

fn with_gaps(text: &str, out: &mut String) {
    for (is_gap, piece) in pieces(text) {
        if is_gap {
            out.push_str("<mark>");
            escape(piece, out);
            out.push_str("</mark>");
        } else {
            escape(piece, out);
        }
    }
}

/// What is still to be filled in, in the order of the text, each once.
pub fn gaps(markdown: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for event in events(markdown) {
        let Event::Text(text) = event else { continue };
        for (_, gap) in pieces(&text).into_iter().filter(|(is_gap, _)| *is_gap) {
            if !found.iter().any(|known| known == gap) {
                found.push(gap.to_owned());
            }
        }
    }
    found
}

/// The first words of the text without its marks, at most `most_chars` characters: for search engines.
pub fn plain(markdown: &str, most_chars: usize) -> String {
    let mut out = String::new();
    for event in events(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock)
                if !out.ends_with(' ') =>
            {
                out.push(' ');
            }
            _ => {}
        }
        if out.chars().nth(most_chars).is_some() {
            break;
        }
    }
    let cut: String = out.chars().take(most_chars).collect();
    cut.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_people_read() {
        for (markdown, wanted) in [
            ("# Big\n\n### Small", "<h2>Big</h2>\n<h3>Small</h3>\n"),
            ("A *b* **c** `d`", "<p>A <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
            ("- a\n- b", "<ul><li>a</li>\n<li>b</li>\n</ul>\n"),
            ("3. a", "<ol start=\"3\"><li>a</li>\n</ol>\n"),
            ("> a", "<blockquote><p>a</p>\n</blockquote>\n"),
            ("[here](/help/delivery)", "<p><a class=\"link\" href=\"/help/delivery\">here</a></p>\n"),
            (
                "<mara@shop.example>",
                "<p><a class=\"link\" href=\"mailto:mara@shop.example\">mara@shop.example</a></p>\n",
            ),
            (
                "[x](https://a.example/?a=1&b=2)",
                "<p><a class=\"link\" href=\"https://a.example/?a=1&amp;b=2\" rel=\"noopener\">x</a></p>\n",
            ),
            ("![a cat](/media/x.jpg)", "<p>a cat</p>\n"),
        ] {
            assert_eq!(html(markdown), wanted, "{markdown}");
        }
    }

    /// Every tag and attribute of the answer must be one that this file writes.
    fn assert_safe(markdown: &str) {
        const KNOWN: &[&str] = &[
            "p",
            "h2",
            "h3",
            "blockquote",
            "pre dir=\"ltr\" tabindex=\"0\"",
            "code",
            "ul",
            "ol",
            "li",
            "em",
            "strong",
            "mark",
            "pre",
            "br",
            "hr",
            "a",
        ];
        let out = html(markdown);
        for tag in out.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
            let link = tag.strip_prefix("a class=\"link\" href=\"").is_some_and(|rest| {
                let (href, rest) = rest.split_once('"').unwrap();
                let leads = ["/", "#", "http://", "https://", "HTTPS://", "mailto:"];
                leads.iter().any(|start| href.starts_with(start))
                    && !href.starts_with("//")
                    && ["", " rel=\"noopener\""].contains(&rest)
            });
            assert!(link || KNOWN.contains(&tag.trim_start_matches('/')), "<{tag}> of {markdown:?}: {out}");
        }
    }

    #[test]
    fn no_text_becomes_a_script() {
        for markdown in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<svg/onload=alert(1)>",
            "<style>*{display:none}</style>",
            "<iframe src=https://evil.example></iframe>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](java\nscript:alert(1))",
            "[x](&#106;avascript:alert(1))",
            "[x](<javascript:alert(1)>)",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:x)",
            "[x](//evil.example)",
            "[x](/\\evil.example)",
            "[x](\\\\evil.example)",
            "<javascript:alert(1)>",
            "[x]: javascript:alert(1)\n\n[x]",
            "[x](/a\"onmouseover=\"alert(1))",
            "[x](https://a.example \"t\\\" onclick=alert(1)\")",
            "![x](javascript:alert(1))",
            "[[<script>alert(1)</script>]]",
            "`<script>`",
            "```\"><script>\n</code></pre><script>alert(1)</script>\n```",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<!-- --><script>alert(1)</script>",
            "<![CDATA[<script>]]>",
        ] {
            assert_safe(markdown);
            assert!(!html(markdown).to_lowercase().contains("<script"), "{markdown}");
        }
        assert!(html("<b>x</b>").contains("&lt;b&gt;"), "it is shown, not hidden");
    }

    #[test]
    fn gaps_are_found_and_seen() {
        let text = "Name: [[Company name]]\n\n* [[E-mail]] and [[E-mail]], [[]] `[[no gap]]`";
        assert_eq!(gaps(text), ["Company name", "E-mail", ""]);
        assert!(html(text).contains("<mark>Company name</mark>"));
        assert!(gaps("[[open").is_empty());
    }

    #[test]
    fn the_first_words_have_no_marks() {
        assert_eq!(plain("## Delivery\n\nWe *send* [it](/x)\nto you.", 100), "Delivery We send it to you.");
        assert_eq!(plain("العربية هنا", 7), "العربية");
    }
}
