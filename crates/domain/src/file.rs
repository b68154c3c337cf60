//! Small files that people attach: what they are and what they are called. Called by openings, disputes and messages.

use crate::field::one_line;

/// The largest PDF that is taken, in bytes.
pub const LARGEST_PDF: usize = 4 * 1024 * 1024;
/// The longest name that is kept, in characters.
pub const LONGEST_NAME: usize = 120;
/// Where at the latest the last line of a PDF begins, in bytes before its end.
const TAIL: usize = 1_024;

crate::text_enum! {
    /// What a file is that was taken: nothing that runs in a browser.
    pub enum FileKind {
        /// Kept as it came.
        Pdf = "pdf",
        /// A picture of any kind that is taken, drawn anew.
        Jpeg = "jpg",
    }
}

impl FileKind {
    /// As it is sent (RFC 6838).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// Whether a file begins as a PDF does, whatever it is called. Source: ISO 32000-1 7.5.2.
pub fn begins_as_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// Whether a file is a PDF with its beginning and its end. What was cut off has no end.
///
/// Source: ISO 32000-1 7.5.2 and 7.5.5; readers look for the end in the last 1,024 bytes.
pub fn is_whole_pdf(bytes: &[u8]) -> bool {
    const END: &[u8] = b"%%EOF";
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    begins_as_pdf(bytes) && tail.windows(END.len()).any(|window| window == END)
}

/// The last part of what a file was called, on one line; a name that cannot be shown is none.
pub fn kept_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let short: String = last.chars().take(LONGEST_NAME).collect();
    one_line(&short, LONGEST_NAME).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_name_only_its_last_part_is_kept() {
        assert_eq!(kept_name("C:\\Users\\ada\\passport.pdf"), "passport.pdf");
        assert_eq!(kept_name("../../etc/scan.png"), "scan.png");
        assert_eq!(kept_name("<b>.pdf"), "");
        assert_eq!(kept_name(&"x".repeat(300)).len(), LONGEST_NAME);
    }

    #[test]
    fn a_pdf_has_a_beginning_and_an_end() {
        let whole = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n".to_vec();
        assert!(is_whole_pdf(&whole));
        assert!(!is_whole_pdf(&whole[..whole.len() - 4]), "its end is missing");
        assert!(!is_whole_pdf(b"<svg onload=x> %PDF-1.7 %%EOF"));
        assert!(!is_whole_pdf(b""));
        let mut buried = whole;
        buried.extend(std::iter::repeat_n(b' ', TAIL));
        assert!(!is_whole_pdf(&buried), "what follows the end is no part of it");
    }
}
