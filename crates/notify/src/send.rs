//! Writing messages down and sending them. Called by capabilities (enqueue) and by the job worker.

use crate::devices::{self, Device};
use crate::keys::Keys;
use crate::seal::seal;
use crate::transport::{Outcome, Pusher, Sealed};
use crate::{Kind, NotifyError, choice, notices};
use db::{Db, NewJob, Postponed, Tx, Worker};
use domain::feature::Feature;
use domain::format::Locale;
use domain::text_enum::TextEnum as _;
use domain::{AccountId, DeviceId, DurationUs};
use http::Uri;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The job that sends one message to one device.
pub const SEND_JOB: &str = "notify.send";
/// While an operator has switched all of them off, whether they are on again is asked so often.
const ASK_AGAIN: DurationUs = DurationUs::from_mins(1);

/// What a device shows. Its worker reads the fields by these names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub title: String,
    pub body: String,
    /// A path of the shop, opened by a tap.
    pub url: String,
    /// A later message with the same tag takes the place of this one; at most 100 characters.
    pub tag: String,
    pub lang: String,
    pub dir: String,
}

impl Message {
    pub fn new(locale: Locale, title: &str, body: &str, url: String, tag: String) -> Self {
        let (lang, dir) = (locale.as_str().to_owned(), locale.dir().to_owned());
        Self { title: title.into(), body: body.into(), url, tag, lang, dir }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct SendMessage {
    device: DeviceId,
    message: Message,
}

/// Tells an account in the caller's transaction, as it chose for this kind: beside the bell of the shop's pages, and with a
/// message to each device. Returns to how many devices.
///
/// # Errors
/// When the database cannot be written.
pub async fn enqueue(
    tx: &mut Tx,
    account: AccountId,
    kind: Kind,
    message: &Message,
) -> Result<usize, NotifyError> {
    let wanted = choice(tx, account, kind).await?;
    if wanted.page {
        notices::write(tx, account, kind, message).await?;
    }
    if !wanted.push {
        return Ok(0);
    }
    let devices = devices::devices(tx, account).await?;
    let now = tx.now();
    for device in &devices {
        let payload = SendMessage { device: device.id, message: message.clone() };
        // The caller's transaction happens once; a second parcel's message must not be taken for the first one's.
        tx.enqueue(NewJob { kind: SEND_JOB, key: None, payload: &payload, run_at: now }).await?;
    }
    Ok(devices.len())
}

/// Sends one message. A device that is gone is forgotten; a message that is refused is dropped, for it would be refused
/// again.
async fn send(
    db: &Db,
    keys: &Keys,
    contact: &str,
    pusher: &dyn Pusher,
    (device, message): (&Device, &Message),
) -> Result<(), NotifyError> {
    let sealed = match sealed(db, keys, contact, device, message) {
        // A browser that gave us a point off the curve can read nothing.
        Err(NotifyError::BadKeys | NotifyError::BadEndpoint) => return forget(db, device.id).await,
        other => other?,
    };
    let outcome = match pusher.push(&sealed).await {
        // Trying again would lead to the same address.
        Err(NotifyError::PrivateAddress | NotifyError::BadEndpoint) => return forget(db, device.id).await,
        other => other?,
    };
    match outcome {
        Outcome::Taken => Ok(()),
        Outcome::Gone => forget(db, device.id).await,
        Outcome::Refused(status) => {
            tracing::warn!(device = %device.id, status, "the push service refused a message");
            Ok(())
        }
        Outcome::Later(status) => Err(NotifyError::Unreachable(format!("it answered {status}"))),
    }
}

async fn forget(db: &Db, id: DeviceId) -> Result<(), NotifyError> {
    tracing::info!(device = %id, "a device is gone and was forgotten");
    db.write(move |tx| Box::pin(devices::forget(tx, id))).await
}

fn sealed(
    db: &Db,
    keys: &Keys,
    contact: &str,
    device: &Device,
    message: &Message,
) -> Result<Sealed, NotifyError> {
    let uri: Uri = device.endpoint.parse().map_err(|_| NotifyError::BadEndpoint)?;
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map(ToString::to_string).unwrap_or_default();
    let text = serde_json::to_vec(message).map_err(db::DbError::from)?;
    Ok(Sealed {
        authorization: keys.authorization(&format!("{scheme}://{authority}"), contact, db.now())?,
        body: seal(&device.p256dh, &device.auth, &text)?,
        endpoint: device.endpoint.clone(),
    })
}

/// Registers the handler of [`SEND_JOB`]. `contact` is where push services reach the operator: `mailto:` or `https:`.
pub fn register(worker: Worker, db: Db, keys: Keys, contact: String, pusher: Arc<dyn Pusher>) -> Worker {
    worker.on(SEND_JOB, move |job| {
        let (db, keys, contact, pusher) = (db.clone(), keys.clone(), contact.clone(), Arc::clone(&pusher));
        Box::pin(async move {
            let job: SendMessage = job.payload()?;
            let mut conn = db.read().await?;
            let found = devices::device(&mut conn, job.device).await?;
            let closed = switches::off(&mut conn).await?.contains(&Feature::Push);
            drop(conn);
            match found {
                None => Ok(()),
                // The same job waits: a new one would be a second message if the server stopped before this one ended.
                Some(_) if closed => Err(Postponed(ASK_AGAIN).into()),
                Some(device) => {
                    Ok(send(&db, &keys, &contact, pusher.as_ref(), (&device, &job.message)).await?)
                }
            }
        })
    })
}
