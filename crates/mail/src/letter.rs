//! A letter: what a mail says, once, from which both the HTML and the text body are made. Everything is escaped.

use crate::Message;
use crate::layout;
use domain::contact::Email;
use domain::format::Locale;

/// A mail's content in reading order, in one language.
#[derive(Debug, Clone)]
pub struct Letter {
    pub(crate) locale: Locale,
    pub(crate) shop: String,
    pub(crate) subject: String,
    pub(crate) preheader: String,
    pub(crate) footer: String,
    pub(crate) blocks: Vec<Block>,
}

/// A table: the first column holds words, the others figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Label and amount under the last column; the last one is the sum and stands out.
    pub totals: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
pub(crate) enum Block {
    Heading(String),
    Text(String),
    Small(String),
    Button { label: String, url: String },
    Facts(Vec<(String, String)>),
    Table(Table),
}

impl Letter {
    /// A letter of `shop`. Line breaks in the subject become spaces: it may hold a product's title.
    pub fn new(locale: Locale, shop: &str, subject: &str) -> Self {
        Self {
            locale,
            shop: shop.into(),
            subject: one_line(subject),
            preheader: String::new(),
            footer: String::new(),
            blocks: Vec::new(),
        }
    }

    /// What a mail program shows beside the subject in its list.
    pub fn preheader(mut self, text: &str) -> Self {
        self.preheader = one_line(text);
        self
    }

    pub fn heading(self, text: &str) -> Self {
        self.push(Block::Heading(text.into()))
    }

    /// A paragraph; line breaks are kept.
    pub fn text(self, text: &str) -> Self {
        self.push(Block::Text(text.into()))
    }

    /// A quiet paragraph: conditions, reasons, what to do when the mail came by mistake.
    pub fn small(self, text: &str) -> Self {
        self.push(Block::Small(text.into()))
    }

    /// A link that looks like a button; only `https://` and `http://` addresses become links.
    pub fn button(self, label: &str, url: &str) -> Self {
        self.push(Block::Button { label: label.into(), url: url.into() })
    }

    /// Pairs of a label and its value: order number, delivery, address.
    pub fn facts<L: Into<String>, V: Into<String>>(self, facts: impl IntoIterator<Item = (L, V)>) -> Self {
        let facts = facts.into_iter().map(|(label, value)| (label.into(), value.into())).collect();
        self.push(Block::Facts(facts))
    }

    pub fn table(self, table: Table) -> Self {
        self.push(Block::Table(table))
    }

    /// The last lines: why the reader gets this mail, the seller's name and address.
    pub fn footer(mut self, text: &str) -> Self {
        self.footer = text.into();
        self
    }

    fn push(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// The body for programs that show HTML.
    pub fn html(&self) -> String {
        layout::html(self)
    }

    /// The same content for programs and people that want text.
    pub fn plain_text(&self) -> String {
        layout::text(self)
    }

    /// The finished mail.
    pub fn message(&self, key: impl Into<String>, to: &Email) -> Message {
        Message {
            key: key.into(),
            to: to.clone(),
            subject: self.subject.clone(),
            text: self.plain_text(),
            html: self.html(),
        }
    }
}

fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
