//! Opening a shop: what a new seller hands in before an operator lets it sell, and the states between the two. Called by
//! `openings`, its pages and its API.
//!
//! Sources of what is asked for: the Digital Services Act, article 30 (traceability of traders), DAC7 (Directive (EU)
//! 2021/514, annex V) and the INFORM Consumers Act (15 U.S.C. 45f): name, address, identity, tax number, bank account.

use std::collections::BTreeSet;

crate::text_enum! {
    /// Who sells.
    pub enum SellerKind {
        /// One person in their own name.
        Person = "person",
        /// A company or another body with a register.
        Company = "company",
    }
}

crate::text_enum! {
    /// What a document shows.
    pub enum DocumentKind {
        /// A passport or identity card: of the person, or of whoever acts for the company.
        Identity = "identity",
        /// That the address is true: a bill or an official letter of the last three months.
        Address = "address",
        /// The company in its country's register.
        Register = "register",
        /// Anything else that was asked for.
        Other = "other",
    }
}

crate::text_enum! {
    /// One line of the checklist.
    pub enum Requirement {
        /// An address that buyers and the operator reach the seller at.
        Contact = "contact",
        /// Legal name and address.
        Legal = "legal",
        TaxId = "tax_id",
        /// A bank account that it can be paid to.
        Bank = "bank",
        Identity = "identity",
        Address = "address",
        Register = "register",
    }
}

impl Requirement {
    /// What a kind of seller hands in, in the order of the checklist. A person may have no tax number; a company's
    /// address stands in its register.
    pub fn of(kind: SellerKind) -> &'static [Self] {
        match kind {
            SellerKind::Person => &[Self::Contact, Self::Legal, Self::Bank, Self::Identity, Self::Address],
            SellerKind::Company => {
                &[Self::Contact, Self::Legal, Self::TaxId, Self::Bank, Self::Identity, Self::Register]
            }
        }
    }

    /// The document that it is, if it is one.
    pub fn document(self) -> Option<DocumentKind> {
        match self {
            Self::Identity => Some(DocumentKind::Identity),
            Self::Address => Some(DocumentKind::Address),
            Self::Register => Some(DocumentKind::Register),
            Self::Contact | Self::Legal | Self::TaxId | Self::Bank => None,
        }
    }
}

/// What is there so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandedIn {
    pub contact: bool,
    pub legal: bool,
    pub tax_id: bool,
    pub bank: bool,
    pub documents: BTreeSet<DocumentKind>,
}

impl HandedIn {
    pub fn has(&self, requirement: Requirement) -> bool {
        match requirement {
            Requirement::Contact => self.contact,
            Requirement::Legal => self.legal,
            Requirement::TaxId => self.tax_id,
            Requirement::Bank => self.bank,
            Requirement::Identity | Requirement::Address | Requirement::Register => {
                requirement.document().is_some_and(|kind| self.documents.contains(&kind))
            }
        }
    }

    /// What a seller of this kind has still to hand in, in the order of the checklist.
    pub fn missing(&self, kind: SellerKind) -> Vec<Requirement> {
        Requirement::of(kind).iter().copied().filter(|one| !self.has(*one)).collect()
    }
}

crate::text_enum! {
    /// How far an opening is.
    pub enum OpeningState {
        /// The seller gathers what it needs.
        Draft = "draft",
        /// An operator looks at it; the seller changes no document.
        Submitted = "submitted",
        /// Something has to be handed in again.
        Returned = "returned",
        /// It sells.
        Approved = "approved",
        /// It will not sell here.
        Refused = "refused",
        /// The seller gave it up.
        Withdrawn = "withdrawn",
    }
}

impl OpeningState {
    /// Whether the seller may hand in and take back documents, and submit.
    pub fn is_sellers(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether nothing follows any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Approved | Self::Refused | Self::Withdrawn)
    }
}

crate::text_enum! {
    /// What an operator decides about one that was submitted.
    pub enum OpeningDecision {
        Approve = "approve",
        /// Something has to be handed in again.
        Return = "return",
        Refuse = "refuse",
    }
}

impl OpeningDecision {
    /// The state that follows.
    pub fn leads_to(self) -> OpeningState {
        match self {
            Self::Approve => OpeningState::Approved,
            Self::Return => OpeningState::Returned,
            Self::Refuse => OpeningState::Refused,
        }
    }

    /// Whether the seller must be told why.
    pub fn needs_words(self) -> bool {
        self != Self::Approve
    }
}

/// What a file is, by how it begins: what a reviewer can open, and nothing that runs.
///
/// Sources: ISO 32000-1 7.5.2 (PDF), ISO/IEC 15948 5.2 (PNG), ITU-T T.81 B.1.1.3 (JPEG).
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
    ];
    KINDS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text_enum::TextEnum as _;

    #[test]
    fn the_checklist_shrinks_by_what_is_handed_in_and_keeps_its_order() {
        let mut there = HandedIn { bank: true, ..HandedIn::default() };
        use Requirement as R;
        assert_eq!(there.missing(SellerKind::Person), [R::Contact, R::Legal, R::Identity, R::Address]);
        there.documents.insert(DocumentKind::Identity);
        there.contact = true;
        assert_eq!(there.missing(SellerKind::Company), [R::Legal, R::TaxId, R::Register]);
        // A document that nobody asks this kind for fills no other line.
        there.documents.insert(DocumentKind::Other);
        assert_eq!(there.missing(SellerKind::Person), [R::Legal, R::Address]);
    }

    #[test]
    fn every_kind_can_fill_its_list() {
        let documents = DocumentKind::ALL.iter().copied().collect();
        let all = HandedIn { contact: true, legal: true, tax_id: true, bank: true, documents };
        for kind in SellerKind::ALL {
            assert!(all.missing(*kind).is_empty(), "{kind}");
            assert_eq!(HandedIn::default().missing(*kind), Requirement::of(*kind));
        }
    }

    #[test]
    fn a_decision_ends_the_waiting_and_only_a_return_gives_it_back() {
        for decision in OpeningDecision::ALL {
            let state = decision.leads_to();
            assert_ne!(state, OpeningState::Submitted);
            assert_ne!(state.is_final(), state.is_sellers(), "{decision}");
        }
        assert!(OpeningDecision::Return.leads_to().is_sellers());
    }

    #[test]
    fn a_file_is_what_it_begins_with() {
        assert_eq!(media_type(b"%PDF-1.7 ..."), Some("application/pdf"));
        assert_eq!(media_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        for other in [&b""[..], b"%PD", b"<svg onload=", b"GIF89a", b"PK\x03\x04"] {
            assert_eq!(media_type(other), None);
        }
    }
}
