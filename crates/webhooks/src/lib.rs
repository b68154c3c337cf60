//! Webhooks: what happens to a seller's orders, returns and disputes is told to the seller's own programs, signed as Standard
//! Webhooks says (<https://www.standardwebhooks.com>). Owns `webhooks_*`. Called by the seller's pages, the API and the
//! workers.
//!
//! `follow` reads the event log and leaves a message for each endpoint that wants it, `deliver` sends it until it is taken or
//! given up, `endpoints` is where to, `log` what became of it, and how to send it again, `oversight` what an operator sees and
//! does of all of them. A message arrives at least once; its id tells a repetition.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod deliver;
mod endpoints;
mod error;
mod follow;
mod letters;
mod log;
mod oversight;
mod sender;
mod signature;

pub use deliver::{DELIVER_JOB, DeliverJob};
pub use endpoints::{
    Endpoint, EndpointChange, MOST_ENDPOINTS, NewEndpoint, SECRET_OVERLAP, Secret, change, create, endpoint,
    of_seller, remove, rotate,
};
pub use error::WebhookError;
pub use log::{Attempt, Delivery, attempts_of, deliveries, delivery, forget_old, replay, try_out};
pub use oversight::{
    DeedDone, Fares, HoldBack, SendAgain, Which, deeds, fares, fares_of, held_because, send_one_again,
    taken_percent,
};
pub use sender::{Answer, HttpsSender, RecordingSender, SendError, Sender, Signed};
pub use signature::sign;

use db::Db;
use domain::WebhookEndpointId;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

/// What mails about endpoints say and link to.
#[derive(Debug, Clone)]
pub struct WebhooksConfig {
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// The way to sellers' programs; cheap to clone.
#[derive(Clone)]
pub struct Webhooks {
    db: Db,
    sender: Arc<dyn Sender>,
    config: Arc<WebhooksConfig>,
    /// Endpoints that something is being sent to by this server: one that answers slowly must not take every worker.
    busy: Arc<Mutex<HashSet<WebhookEndpointId>>>,
}

impl Webhooks {
    pub fn new(db: Db, sender: Arc<dyn Sender>, config: WebhooksConfig) -> Self {
        Self { db, sender, config: Arc::new(config), busy: Arc::default() }
    }

    /// Registers the job that sends one message to one endpoint.
    #[must_use]
    pub fn register(&self, worker: db::Worker) -> db::Worker {
        let webhooks = self.clone();
        worker.on(DELIVER_JOB, move |job| {
            let webhooks = webhooks.clone();
            Box::pin(async move { Ok(webhooks.deliver(job.payload::<DeliverJob>()?.delivery).await?) })
        })
    }
}
