//! Who carries a parcel, and where its way can be followed.

crate::text_enum! {
    /// A carrier. `own` is the seller's own courier, `other` one that this list does not name.
    pub enum Carrier {
        Ups = "ups",
        Fedex = "fedex",
        Usps = "usps",
        Dhl = "dhl",
        Seur = "seur",
        Aramex = "aramex",
        Own = "own",
        Other = "other",
    }
}

impl Carrier {
    /// The carrier's own name, the same in every language; `None` for `own` and `other`, which pages translate.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Ups => "UPS",
            Self::Fedex => "FedEx",
            Self::Usps => "USPS",
            Self::Dhl => "DHL",
            Self::Seur => "SEUR",
            Self::Aramex => "Aramex",
            Self::Own | Self::Other => return None,
        })
    }

    /// The carrier's public page for a tracking number. `None` when the carrier has none, or when the number holds
    /// anything but 4 to 40 letters, digits and hyphens (spaces are dropped): nothing else may enter a link.
    pub fn tracking_url(self, number: &str) -> Option<String> {
        let number: String = number.chars().filter(|c| !c.is_whitespace()).collect();
        let sound = number.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !sound || !(4..=40).contains(&number.len()) {
            return None;
        }
        let page = match self {
            Self::Ups => "https://www.ups.com/track?tracknum=",
            Self::Fedex => "https://www.fedex.com/fedextrack/?trknbr=",
            Self::Usps => "https://tools.usps.com/go/TrackConfirmAction?tLabels=",
            Self::Dhl => "https://www.dhl.com/global-en/home/tracking.html?tracking-id=",
            Self::Seur => "https://www.seur.com/livetracking/?segOnlineIdentificador=",
            Self::Aramex => "https://www.aramex.com/track/results?ShipmentNumber=",
            Self::Own | Self::Other => return None,
        };
        Some(format!("{page}{number}"))
    }
}
