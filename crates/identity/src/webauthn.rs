//! What a device's answer must be (Web Authentication, level 3, sections 7.1 and 7.2). Pure; `passkeys` asks it.
//!
//! No attestation is asked for: a shop has no use for the make of a device. The device must have looked whether it is its
//! owner (a finger, a face, a PIN), so a passkey is both steps of signing in.

use crate::cose;
use ring::digest;
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr};

/// Why an answer is refused. People read one sentence for all of them; the log tells which it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyProblem {
    #[error("the browser's part cannot be read")]
    ClientData,
    #[error("the answer is for another purpose")]
    OtherPurpose,
    #[error("the answer comes from a page of another site")]
    OtherOrigin,
    #[error("the device's part cannot be read")]
    DeviceData,
    #[error("the key was made for another site")]
    OtherSite,
    #[error("the device did not look whether it is its owner")]
    OwnerNotSeen,
    #[error("the device's key is of no kind that was asked for")]
    Key,
    #[error("the signature is not the key's")]
    Signature,
    #[error("the passkey is somebody else's")]
    OtherAccount,
    #[error("the device counted fewer uses than before: the key may have been copied")]
    CountWentBack,
}

/// The site that passkeys are made for: a domain, and the one origin that its pages have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeySite {
    pub id: String,
    pub origin: String,
}

impl PasskeySite {
    /// The site at this address, if browsers allow passkeys there: on TLS, under a name. A server on one's own machine is
    /// known as `localhost`, where browsers need no TLS.
    pub fn at(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let authority = rest.split('/').next()?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (host, format!(":{port}")),
            _ => (authority, String::new()),
        };
        let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        let is_own = |ip: IpAddr| ip.is_loopback() || ip == IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let id = match address {
            Some(ip) if is_own(ip) => "localhost".to_owned(),
            Some(_) => return None,
            None => host.to_lowercase(),
        };
        let is_local = id == "localhost" || id.ends_with(".localhost");
        (scheme == "https" || is_local).then(|| Self { origin: format!("{scheme}://{id}{port}"), id })
    }
}

#[derive(Deserialize)]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default, rename = "crossOrigin")]
    cross_origin: bool,
}

/// What the answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Create,
    Get,
}

/// The challenge that the browser's part answers, once purpose and origin are right.
pub(crate) fn challenge_of(
    site: &PasskeySite,
    purpose: Purpose,
    client_data: &[u8],
) -> Result<Vec<u8>, PasskeyProblem> {
    let data: ClientData = serde_json::from_slice(client_data).map_err(|_| PasskeyProblem::ClientData)?;
    let wanted = match purpose {
        Purpose::Create => "webauthn.create",
        Purpose::Get => "webauthn.get",
    };
    if data.r#type != wanted {
        return Err(PasskeyProblem::OtherPurpose);
    }
    if data.origin != site.origin || data.cross_origin {
        return Err(PasskeyProblem::OtherOrigin);
    }
    let challenge = data_encoding::BASE64URL_NOPAD.decode(data.challenge.as_bytes());
    challenge.map_err(|_| PasskeyProblem::ClientData)
}

/// A key that a device has made.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NewCredential {
    pub id: Vec<u8>,
    /// As the device wrote it.
    pub public_key: Vec<u8>,
    pub uses: i64,
}

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const MAY_BE_BACKED_UP: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const HAS_CREDENTIAL: u8 = 0x40;
/// The longest that the standard allows.
const LONGEST_CREDENTIAL_ID: usize = 1023;

/// What a device says about itself, up to the credential: `rpIdHash`, flags, count.
struct DeviceData<'b> {
    flags: u8,
    uses: i64,
    rest: &'b [u8],
}

fn device_data<'b>(site: &PasskeySite, bytes: &'b [u8]) -> Result<DeviceData<'b>, PasskeyProblem> {
    let (head, rest) = bytes.split_at_checked(37).ok_or(PasskeyProblem::DeviceData)?;
    if head[..32] != *digest::digest(&digest::SHA256, site.id.as_bytes()).as_ref() {
        return Err(PasskeyProblem::OtherSite);
    }
    let flags = head[32];
    if flags & USER_PRESENT == 0 || flags & USER_VERIFIED == 0 {
        return Err(PasskeyProblem::OwnerNotSeen);
    }
    if flags & BACKED_UP != 0 && flags & MAY_BE_BACKED_UP == 0 {
        return Err(PasskeyProblem::DeviceData);
    }
    let uses = i64::from(u32::from_be_bytes([head[33], head[34], head[35], head[36]]));
    Ok(DeviceData { flags, uses, rest })
}

/// The key in the answer to a challenge to make one.
pub(crate) fn new_credential(site: &PasskeySite, device: &[u8]) -> Result<NewCredential, PasskeyProblem> {
    let data = device_data(site, device)?;
    if data.flags & HAS_CREDENTIAL == 0 {
        return Err(PasskeyProblem::DeviceData);
    }
    // 16 bytes name the make of the device; then the length of the credential's name.
    let (head, rest) = data.rest.split_at_checked(18).ok_or(PasskeyProblem::DeviceData)?;
    let length = usize::from(u16::from_be_bytes([head[16], head[17]]));
    if !(1..=LONGEST_CREDENTIAL_ID).contains(&length) {
        return Err(PasskeyProblem::DeviceData);
    }
    let (id, rest) = rest.split_at_checked(length).ok_or(PasskeyProblem::DeviceData)?;
    let (_, taken) = cose::parse(rest).ok_or(PasskeyProblem::Key)?;
    Ok(NewCredential { id: id.to_vec(), public_key: rest[..taken].to_vec(), uses: data.uses })
}

/// Holds the answer to a challenge against the key; the device's new count of uses.
pub(crate) fn verify(
    site: &PasskeySite,
    public_key: &[u8],
    client_data: &[u8],
    device: &[u8],
    signature: &[u8],
) -> Result<i64, PasskeyProblem> {
    let data = device_data(site, device)?;
    let (key, _) = cose::parse(public_key).ok_or(PasskeyProblem::Key)?;
    let mut message = device.to_vec();
    message.extend(digest::digest(&digest::SHA256, client_data).as_ref());
    if key.verifies(&message, signature) { Ok(data.uses) } else { Err(PasskeyProblem::Signature) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_has_passkeys_under_a_name_on_tls_or_on_ones_own_machine() {
        let site = |url| PasskeySite::at(url).map(|s| (s.id, s.origin));
        let is = |id: &str, origin: &str| Some((id.to_owned(), origin.to_owned()));
        assert_eq!(site("https://Shop.Example"), is("shop.example", "https://shop.example"));
        assert_eq!(site("https://shop.example:8443/x"), is("shop.example", "https://shop.example:8443"));
        assert_eq!(site("http://127.0.0.1:3000"), is("localhost", "http://localhost:3000"));
        assert_eq!(site("http://0.0.0.0:3000"), is("localhost", "http://localhost:3000"));
        assert_eq!(site("http://[::1]:3000"), is("localhost", "http://localhost:3000"));
        assert_eq!(site("http://localhost"), is("localhost", "http://localhost"));
        for none in ["http://shop.example", "https://192.0.2.7", "shop.example", ""] {
            assert_eq!(site(none), None, "{none}");
        }
    }

    #[test]
    fn the_browsers_part_must_be_for_this_purpose_and_from_this_origin() {
        let site = PasskeySite::at("https://shop.example").unwrap();
        let ask = |kind: &str, origin: &str, more: &str| {
            let text = format!(r#"{{"type":"{kind}","challenge":"AQID","origin":"{origin}"{more}}}"#);
            challenge_of(&site, Purpose::Get, text.as_bytes())
        };
        assert_eq!(ask("webauthn.get", "https://shop.example", ""), Ok(vec![1, 2, 3]));
        assert_eq!(
            ask("webauthn.get", "https://shop.example", r#","crossOrigin":false,"new":1"#),
            Ok(vec![1, 2, 3])
        );
        let other = Err(PasskeyProblem::OtherOrigin);
        assert_eq!(ask("webauthn.get", "https://shop.example.evil.example", ""), other);
        assert_eq!(ask("webauthn.get", "http://shop.example", ""), other);
        assert_eq!(ask("webauthn.get", "https://shop.example", r#","crossOrigin":true"#), other);
        assert_eq!(ask("webauthn.create", "https://shop.example", ""), Err(PasskeyProblem::OtherPurpose));
        assert_eq!(challenge_of(&site, Purpose::Get, b"{}"), Err(PasskeyProblem::ClientData));
    }

    #[test]
    fn a_device_must_have_seen_its_owner_and_mean_this_site() {
        let site = PasskeySite::at("https://shop.example").unwrap();
        let data = |id: &str, flags: u8| {
            let mut bytes = digest::digest(&digest::SHA256, id.as_bytes()).as_ref().to_vec();
            bytes.push(flags);
            bytes.extend(7_u32.to_be_bytes());
            device_data(&site, &bytes).map(|d| d.uses)
        };
        assert_eq!(data("shop.example", 0x05), Ok(7));
        assert_eq!(data("shop.example", 0x1d), Ok(7));
        assert_eq!(data("shop.example", 0x01), Err(PasskeyProblem::OwnerNotSeen));
        assert_eq!(data("shop.example", 0x04), Err(PasskeyProblem::OwnerNotSeen));
        assert_eq!(data("shop.example", 0x15), Err(PasskeyProblem::DeviceData));
        assert_eq!(data("evil.example", 0x05), Err(PasskeyProblem::OtherSite));
        assert_eq!(device_data(&site, &[0; 36]).map(|d| d.uses), Err(PasskeyProblem::DeviceData));
    }
}
