//! The audit trail: who changed something, in the transaction of the change. Owns db_changes.
//!
//! Whoever takes a request in says who acts ([`acting`]); the first transaction that then changes a row notes it. So there is
//! no change without a note of its request and no note without a change, and no command has to think of it.

use crate::conn::{Conn, Tx};
use crate::error::DbError;
use crate::row;
use crate::sql::sql;
use crate::value::{Bind as _, Json, Text};
use domain::roles::{Actor, OperatorRole, Seat, StaffRole};
use domain::{AccountId, ApiKeyId, ChangeId, SellerId, Timestamp};
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

tokio::task_local! {
    static BY: Arc<Acting>;
}

/// Who acts, where, and what was asked.
#[derive(Debug, Default)]
pub struct By {
    /// A person.
    pub account: Option<AccountId>,
    /// What that person is at the platform when they are let in.
    pub operator: Option<OperatorRole>,
    /// What that person is at sellers when they are let in: of the desk's, the role is kept.
    pub seats: Vec<Seat>,
    /// A seller's program.
    pub key: Option<ApiKeyId>,
    /// A shell on the server's own machine.
    pub command_line: bool,
    /// Whose desk it is, once somebody who may be there has said so ([`at_desk`]); empty: the operator's.
    pub desk: OnceLock<SellerId>,
    /// Method and path, or the command: `POST /api/operator/rate`, `orinoco admin make-operator`.
    pub route: String,
    /// What was sent: without secrets, without free words.
    pub fields: Vec<(String, String)>,
    /// As on the log's lines.
    pub request: String,
}

impl By {
    /// This person, as what they are now.
    pub fn person(actor: &Actor) -> Self {
        Self {
            account: actor.account(),
            operator: actor.operator_role(),
            seats: actor.seats().to_vec(),
            ..Self::default()
        }
    }

    /// A command that somebody gives in a shell, and what it was told.
    pub fn command(route: &str, fields: &[(&str, String)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Self { command_line: true, route: route.to_owned(), fields, ..Self::default() }
    }

    /// What the person is at the desk.
    fn seat(&self) -> Option<StaffRole> {
        let desk = *self.desk.get()?;
        self.seats.iter().find(|seat| seat.seller == desk).map(|seat| seat.role)
    }
}

/// Who acts, and whether that was noted.
#[derive(Debug, Default)]
pub(crate) struct Acting {
    by: By,
    /// A transaction that is not committed yet holds the note; one that is does.
    written: AtomicBool,
    noted: AtomicBool,
}

impl Acting {
    /// A transaction was committed: a note that it held stands. One that was rolled back is written again.
    pub(crate) fn committed(&self) {
        if self.written.load(Ordering::Acquire) {
            self.noted.store(true, Ordering::Release);
        }
    }
}

/// What `work` changes is no deed of whoever acts: a counter of attempts, the other side of a line.
pub async fn aside<F: Future>(work: F) -> F::Output {
    BY.scope(Arc::default(), work).await
}

/// Everything that `work` changes is noted as done by this one: once, with the first thing that is changed.
pub async fn acting<F: Future>(by: By, work: F) -> F::Output {
    BY.scope(Arc::new(Acting { by, ..Acting::default() }), work).await
}

/// Says whose desk it is that whoever acts was let in to. The first word counts; nobody acting, it says nothing.
pub fn at_desk(seller: SellerId) {
    if let Some(by) = current() {
        by.by.desk.get_or_init(|| seller);
    }
}

pub(crate) fn current() -> Option<Arc<Acting>> {
    BY.try_with(Arc::clone).ok()
}

/// Notes who changed what this transaction changed.
pub(crate) async fn note(tx: &mut Tx, acting: &Acting) -> Result<(), DbError> {
    let by = &acting.by;
    let known = by.account.is_some() || by.key.is_some() || by.command_line;
    if !known || tx.changed() == 0 || acting.noted.load(Ordering::Acquire) {
        return Ok(());
    }
    acting.written.store(true, Ordering::Release);
    let (id, now) = (tx.new_id::<ChangeId>(), tx.now());
    let fields = serde_json::to_string(&by.fields)?;
    tx.exec(
        sql("INSERT INTO db_changes
                 (id, at_us, account_id, operator_role, seat_role, key_id, command_line, seller_id, route, fields,
                  request_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(id)
        .bind(now)
        .bind(by.account)
        .bind(by.operator.map(Text))
        .bind(by.seat().map(Text))
        .bind(by.key)
        .bind(by.command_line)
        .bind(by.desk.get().copied())
        .bind(&by.route)
        .bind(fields)
        .bind(&by.request),
    )
    .await?;
    Ok(())
}

row! {
    /// One note of the trail.
    pub struct Change {
        pub id: ChangeId,
        pub at_us: Timestamp,
        pub account_id: Option<AccountId>,
        /// What the person was then at the platform; nothing is kept of it in notes of before.
        pub operator_role: Option<Text<OperatorRole>>,
        /// What the person was then at the desk; nothing is kept of it in notes of before.
        pub seat_role: Option<Text<StaffRole>>,
        pub key_id: Option<ApiKeyId>,
        pub command_line: bool,
        pub seller_id: Option<SellerId>,
        pub route: String,
        pub fields: Json<Vec<(String, String)>>,
        pub request_id: String,
    }
}

impl Change {
    /// Whether it was the platform that did it at somebody's desk. What people were when they did it says so; of notes that
    /// keep nothing of it, what they are now.
    pub fn is_platforms(&self, is_operator_now: bool) -> bool {
        self.command_line || (self.seat_role.is_none() && (self.operator_role.is_some() || is_operator_now))
    }
}

const SELECT: &str =
    "SELECT id, at_us, account_id, operator_role, seat_role, key_id, command_line, seller_id, route,
    fields, request_id FROM db_changes";

/// Which notes are asked for; all where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangesOf {
    pub seller: Option<SellerId>,
    pub account: Option<AccountId>,
    /// From this moment on, and before that one.
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    /// Older than this one.
    pub behind: Option<ChangeId>,
}

/// Notes of the trail, the newest first.
///
/// # Errors
/// Only the database's.
pub async fn changes(conn: &mut Conn, of: ChangesOf, limit: i64) -> Result<Vec<Change>, DbError> {
    let ChangesOf { seller, account, from, until, behind } = of;
    let conditions = [
        seller.map(|id| ("seller_id =", id.into_value())),
        account.map(|id| ("account_id =", id.into_value())),
        from.map(|at| ("at_us >=", at.into_value())),
        until.map(|at| ("at_us <", at.into_value())),
        behind.map(|id| ("id <", id.into_value())),
    ];
    let mut text = SELECT.to_owned();
    let mut values = Vec::new();
    for (condition, value) in conditions.into_iter().flatten() {
        values.push(value);
        let word = if values.len() == 1 { "WHERE" } else { "AND" };
        text.push_str(&format!(" {word} {condition} ${}", values.len()));
    }
    text.push_str(&format!(" ORDER BY id DESC LIMIT ${}", values.len() + 1));
    conn.all(sql(text).bind_values(values).bind(limit)).await
}
