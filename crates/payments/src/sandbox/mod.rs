//! The embedded processor: behaves like a remote one, with test cards. Owns `payments_sandbox_*`, shares nothing with
//! the rest, and is shared by every server on the same database.

mod cards;
mod check;
mod check_charges;
mod disputes;
mod operations;

pub use cards::{Behaviour, TEST_CARDS, TestCard};
pub(crate) use check::check;

use crate::card::Card;
use crate::processor::{
    Answer, AuthOutcome, AuthRequest, CaptureOutcome, CaptureRequest, DisputeNews, Evidence, Processor,
    ProcessorError, RefundOutcome, RefundRequest, VoidRequest,
};
use db::{Conn, Db, DbError, Text, row, sql};
use domain::payment::DeclineReason;
use domain::processing::ProcessingFee;
use domain::text_enum;
use domain::{Currency, DurationUs, MethodId, Timestamp, TypedId as _};

/// The right answer to the challenge of the card that needs confirmation.
pub const CONFIRMATION_CODE: &str = "123456";
/// An authorisation can be captured this long, as with most card schemes.
const AUTHORISATION_LIFE: DurationUs = DurationUs::from_days(7);

text_enum! {
    /// How far an authorisation of the sandbox is.
    pub(crate) enum AuthState {
        Approved = "approved",
        Declined = "declined",
        NeedsConfirmation = "needs_confirmation",
        /// All of it was given back.
        Voided = "voided",
    }
}
db::text_column!(AuthState);

row! {
    /// An authorisation as the sandbox keeps it.
    pub(crate) struct Authorisation {
        pub(crate) auth_ref: String,
        pub(crate) token: String,
        pub(crate) behaviour: Behaviour,
        pub(crate) state: AuthState,
        pub(crate) decline_reason: Option<Text<DeclineReason>>,
        pub(crate) amount_minor: i64,
        pub(crate) currency: Currency,
        pub(crate) captured_minor: i64,
        pub(crate) voided_minor: i64,
        pub(crate) expires_at_us: Timestamp,
    }
}

pub(crate) const AUTHORISATION: &str =
    "SELECT auth_ref, token, behaviour, state, decline_reason, amount_minor, currency, captured_minor, voided_minor,
     expires_at_us FROM payments_sandbox_authorisations";

impl Authorisation {
    fn outcome(&self) -> AuthOutcome {
        let processor_ref = self.auth_ref.clone();
        match self.state {
            AuthState::Approved | AuthState::Voided => {
                AuthOutcome::Approved { processor_ref, expires_at: self.expires_at_us }
            }
            AuthState::Declined => {
                AuthOutcome::Declined(self.decline_reason.map_or(DeclineReason::Declined, |d| d.0))
            }
            AuthState::NeedsConfirmation => {
                AuthOutcome::NeedsConfirmation { processor_ref, challenge: challenge() }
            }
        }
    }
}

fn challenge() -> String {
    format!("Enter the code {CONFIRMATION_CODE} to confirm this payment (sandbox).")
}

/// What goes wrong inside the sandbox: its answer, or its database.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SandboxError {
    #[error("{0}")]
    Refused(&'static str),
    #[error("{0}")]
    Db(#[from] DbError),
}

impl From<SandboxError> for ProcessorError {
    fn from(error: SandboxError) -> Self {
        match error {
            SandboxError::Refused(why) => Self::Refused(why.into()),
            // As with a remote one: it may have happened.
            SandboxError::Db(error) => Self::Unavailable(error.to_string()),
        }
    }
}

/// The embedded sandbox.
#[derive(Clone)]
pub struct SandboxProcessor {
    db: Db,
    fee: ProcessingFee,
}

impl SandboxProcessor {
    /// One that keeps nothing of what it captures.
    pub fn new(db: Db) -> Self {
        Self::with_fee(db, ProcessingFee::default())
    }

    /// One that keeps that fee of every capture, also when it is refunded.
    pub fn with_fee(db: Db, fee: ProcessingFee) -> Self {
        Self { db, fee }
    }

    async fn reader(&self) -> Result<Conn, SandboxError> {
        Ok(self.db.read().await?)
    }

    async fn store_token(&self, card: Card) -> Result<String, SandboxError> {
        let behaviour =
            cards::behaviour_of(card.number()).ok_or(SandboxError::Refused("this is not a test card"))?;
        drop(card);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let token = format!("sandbox_{}", tx.new_id::<MethodId>().uuid().simple());
                    let insert = "INSERT INTO payments_sandbox_tokens (token, behaviour) VALUES ($1, $2)";
                    tx.exec(sql(insert).bind(&token).bind(behaviour)).await?;
                    Ok::<_, SandboxError>(token)
                })
            })
            .await
    }

    async fn reserve(&self, request: AuthRequest) -> Result<AuthOutcome, ProcessorError> {
        let find = sql("SELECT behaviour FROM payments_sandbox_tokens WHERE token = $1").bind(&request.token);
        let known: Option<(Behaviour,)> = match self.reader().await {
            Ok(mut conn) => conn.opt(find).await.map_err(SandboxError::from)?,
            Err(error) => return Err(error.into()),
        };
        let Some((behaviour,)) = known else { return Err(SandboxError::Refused("unknown token").into()) };
        if behaviour == Behaviour::RequestLost {
            return Err(ProcessorError::Unavailable("the request was lost (sandbox)".into()));
        }
        let state = match behaviour {
            Behaviour::NeedsConfirmation => AuthState::NeedsConfirmation,
            b if b.decline().is_some() => AuthState::Declined,
            _ => AuthState::Approved,
        };
        let (stored, first) = self.store_authorisation(request, behaviour, state).await?;
        if first && behaviour == Behaviour::AnswerLost {
            return Err(ProcessorError::AnswerLost);
        }
        Ok(stored.outcome())
    }

    /// The authorisation of this key, and whether this request made it.
    async fn store_authorisation(
        &self,
        request: AuthRequest,
        behaviour: Behaviour,
        state: AuthState,
    ) -> Result<(Authorisation, bool), SandboxError> {
        self.db
            .write(move |tx| {
                let request = request.clone();
                Box::pin(async move {
                    let now = tx.now();
                    let made = Authorisation {
                        auth_ref: format!("sa_{}", request.key),
                        token: request.token,
                        behaviour,
                        state,
                        decline_reason: behaviour.decline().map(Text),
                        amount_minor: request.amount.minor(),
                        currency: request.amount.currency(),
                        captured_minor: 0,
                        voided_minor: 0,
                        expires_at_us: now.plus(AUTHORISATION_LIFE),
                    };
                    let inserted = tx
                        .exec(
                            sql("INSERT INTO payments_sandbox_authorisations (auth_ref, request_key, token, behaviour,
                                 state, decline_reason, amount_minor, currency, expires_at_us, created_at_us)
                                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING")
                            .bind(&made.auth_ref)
                            .bind(&request.key)
                            .bind(&made.token)
                            .bind(behaviour)
                            .bind(state)
                            .bind(made.decline_reason)
                            .bind(made.amount_minor)
                            .bind(made.currency)
                            .bind(made.expires_at_us)
                            .bind(now),
                        )
                        .await?;
                    if inserted > 0 {
                        return Ok((made, true));
                    }
                    let find = sql(format!("{AUTHORISATION} WHERE request_key = $1"));
                    let first: Authorisation = tx.one(find.bind(&request.key)).await?;
                    let same = (&first.token, first.amount_minor, first.currency)
                        == (&made.token, made.amount_minor, made.currency);
                    if same { Ok((first, false)) } else { Err(SandboxError::Refused("key reused")) }
                })
            })
            .await
    }

    async fn answer_challenge(&self, auth_ref: String, answer: String) -> Result<AuthOutcome, SandboxError> {
        let right = answer.trim() == CONFIRMATION_CODE;
        self.db
            .write(move |tx| {
                let auth_ref = auth_ref.clone();
                Box::pin(async move {
                    let state = if right { AuthState::Approved } else { AuthState::Declined };
                    let reason = (!right).then_some(Text(DeclineReason::ConfirmationFailed));
                    // Only the first answer counts.
                    tx.exec(
                        sql("UPDATE payments_sandbox_authorisations SET state = $2, decline_reason = $3
                             WHERE auth_ref = $1 AND state = 'needs_confirmation'")
                        .bind(&auth_ref)
                        .bind(state)
                        .bind(reason),
                    )
                    .await?;
                    let find = sql(format!("{AUTHORISATION} WHERE auth_ref = $1"));
                    let stored: Option<Authorisation> = tx.opt(find.bind(auth_ref)).await?;
                    Ok(stored.ok_or(SandboxError::Refused("unknown authorisation"))?.outcome())
                })
            })
            .await
    }

    async fn find(&self, key: String) -> Result<Option<AuthOutcome>, SandboxError> {
        let find = sql(format!("{AUTHORISATION} WHERE request_key = $1"));
        let stored: Option<Authorisation> = self.reader().await?.opt(find.bind(key)).await?;
        Ok(stored.map(|a| a.outcome()))
    }
}

impl Processor for SandboxProcessor {
    fn name(&self) -> &'static str {
        "sandbox"
    }
    fn tokenise(&self, card: Card) -> Answer<'_, String> {
        Box::pin(async move { Ok(self.store_token(card).await?) })
    }
    fn authorise(&self, request: AuthRequest) -> Answer<'_, AuthOutcome> {
        Box::pin(self.reserve(request))
    }
    fn confirm(&self, processor_ref: String, answer: String) -> Answer<'_, AuthOutcome> {
        Box::pin(async move { Ok(self.answer_challenge(processor_ref, answer).await?) })
    }
    fn lookup(&self, key: String) -> Answer<'_, Option<AuthOutcome>> {
        Box::pin(async move { Ok(self.find(key).await?) })
    }
    fn capture(&self, request: CaptureRequest) -> Answer<'_, CaptureOutcome> {
        Box::pin(self.charge(request))
    }
    fn void(&self, request: VoidRequest) -> Answer<'_, ()> {
        Box::pin(async move { Ok(self.give_up(request).await?) })
    }
    fn refund(&self, request: RefundRequest) -> Answer<'_, RefundOutcome> {
        Box::pin(async move { Ok(self.pay_back(request).await?) })
    }
    fn dispute_news(&self, after: Option<String>) -> Answer<'_, Vec<DisputeNews>> {
        Box::pin(async move { Ok(self.news(after).await?) })
    }
    fn contest(&self, evidence: Evidence) -> Answer<'_, ()> {
        Box::pin(async move { Ok(self.hear(evidence).await?) })
    }
    fn accept_dispute(&self, dispute_ref: String) -> Answer<'_, ()> {
        Box::pin(async move { Ok(self.give_in(dispute_ref).await?) })
    }
}
