//! HTML of a description as plain text with paragraphs. Nothing of the markup survives.

/// The text of an HTML fragment; text without markup comes back with its spaces tidied.
pub(crate) fn to_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = if rest.starts_with('<') { tag(rest, &mut text) } else { entity(rest, &mut text) };
    }
    text.push_str(rest);
    tidy(&text)
}

/// Consumes a tag, a comment or a lone `<`.
fn tag<'a>(rest: &'a str, text: &mut String) -> &'a str {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.split_once("-->").map_or("", |(_, after)| after);
    }
    let begins_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    if !begins_tag {
        text.push('<');
        return &rest[1..];
    }
    let Some((inside, after)) = rest[1..].split_once('>') else { return "" };
    let closing = inside.starts_with('/');
    let name: String = inside
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    match name.as_str() {
        "script" | "style" | "template" | "noscript" | "iframe" if !closing => skip_content(after, &name),
        "br" | "p" | "div" | "li" | "ul" | "ol" | "tr" | "table" | "section" | "h1" | "h2" | "h3" | "h4"
        | "h5" | "h6" => {
            text.push('\n');
            if name == "li" && !closing {
                text.push_str("• ");
            }
            after
        }
        "td" | "th" => {
            text.push(' ');
            after
        }
        _ => after,
    }
}

/// Everything up to the end tag of an element whose content is not text.
fn skip_content<'a>(after: &'a str, name: &str) -> &'a str {
    let end = format!("</{name}");
    // Compared in place: a text may hold thousands of them, and a lower-case copy of the rest for each takes minutes.
    let found =
        after.as_bytes().windows(end.len()).position(|part| part.eq_ignore_ascii_case(end.as_bytes()));
    match found {
        Some(at) => after[at..].split_once('>').map_or("", |(_, rest)| rest),
        None => "",
    }
}

fn entity<'a>(rest: &'a str, text: &mut String) -> &'a str {
    let end = rest.bytes().take(12).position(|b| b == b';');
    let decoded = end.and_then(|end| decode(&rest[1..end]).map(|c| (c, end)));
    match decoded {
        Some((c, end)) => {
            text.push(c);
            &rest[end + 1..]
        }
        None => {
            text.push('&');
            &rest[1..]
        }
    }
}

fn decode(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control() || *c == '\n');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "bull" => '•',
        "deg" => '°',
        "reg" => '®',
        "trade" => '™',
        "copy" => '©',
        "times" => '×',
        "eacute" => 'é',
        "rsquo" | "lsquo" => '’',
        "rdquo" => '”',
        "ldquo" => '“',
        "euro" => '€',
        "pound" => '£',
        _ => return None,
    })
}

/// A text as HTML, from which [`to_text`] reads it again.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// One space between words, no empty lines, no control characters.
pub(crate) fn tidy(text: &str) -> String {
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let printable: String = text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    printable.lines().map(line).filter(|l| !l.is_empty() && l != "•").collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_paragraphs_and_nothing_of_it_is_left() {
        let cases = [
            ("<p>One</p><p>Two &amp; three</p>", "One\nTwo & three"),
            ("a<br/>b<BR>c", "a\nb\nc"),
            ("<ul><li>x</li><li>y</li></ul>", "• x\n• y"),
            ("<script>alert('<b>')</script>ok", "ok"),
            ("<STYLE>p{}</sTyLe >ok", "ok"),
            ("before<script>never closed", "before"),
            ("<!-- secret <p> -->shown", "shown"),
            ("<img src=x onerror=alert(1)>", ""),
            ("3 < 5 && 7 > 2", "3 < 5 && 7 > 2"),
            ("&lt;script&gt; &#60;b&#62; &#x1F600; &unknown; &#0;", "<script> <b> 😀 &unknown; &#0;"),
            ("plain   text\r\n\r\n with\tspaces", "plain text\nwith spaces"),
            ("<a href='javascript:x'>link</a>", "link"),
            ("broken <p", "broken"),
            ("ﬁn é&eacute;&", "ﬁn éé&"),
        ];
        for (html, text) in cases {
            assert_eq!(to_text(html), text, "{html}");
        }
    }
}
