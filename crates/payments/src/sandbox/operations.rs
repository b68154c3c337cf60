//! What the sandbox does with an authorisation: capture, void, refund; each once per key.

use super::{AUTHORISATION, AuthState, Authorisation, Behaviour, SandboxError, SandboxProcessor, disputes};
use crate::processor::{
    CaptureFailure, CaptureOutcome, CaptureRequest, ProcessorError, RefundOutcome, RefundRequest, VoidRequest,
};
use db::{Tx, row, sql};
use domain::Money;
use domain::processing::ProcessingFee;
use domain::text_enum;

text_enum! {
    enum OperationKind {
        Capture = "capture",
        Void = "void",
        Refund = "refund",
    }
}

text_enum! {
    /// What came of an operation; a failure is kept too, because the same key gives the same answer.
    enum OperationOutcome {
        Done = "done",
        AuthorisationExpired = "authorisation_expired",
        AuthorisationVoided = "authorisation_voided",
        Refused = "refused",
    }
}
db::text_column!(OperationKind, OperationOutcome);

row! {
    struct Operation {
        kind: OperationKind,
        auth_ref: String,
        amount_minor: i64,
        outcome: OperationOutcome,
    }
}

row! {
    struct CapturedRow { auth_ref: String, outcome: OperationOutcome, left_minor: i64 }
}

/// An operation about to be written.
struct NewOperation<'a> {
    key: &'a str,
    kind: OperationKind,
    auth_ref: &'a str,
    capture_key: Option<&'a str>,
    amount: Money,
}

/// The operation of this key, if there was one.
async fn earlier(tx: &mut Tx, new: &NewOperation<'_>) -> Result<Option<OperationOutcome>, SandboxError> {
    let find = sql("SELECT kind, auth_ref, amount_minor, outcome FROM payments_sandbox_operations
                    WHERE request_key = $1");
    let Some(first): Option<Operation> = tx.opt(find.bind(new.key)).await? else { return Ok(None) };
    let same = (first.kind, first.auth_ref.as_str(), first.amount_minor)
        == (new.kind, new.auth_ref, new.amount.minor());
    if same { Ok(Some(first.outcome)) } else { Err(SandboxError::Refused("key reused")) }
}

async fn write(tx: &mut Tx, new: &NewOperation<'_>, outcome: OperationOutcome) -> Result<(), SandboxError> {
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO payments_sandbox_operations
             (request_key, kind, auth_ref, capture_key, amount_minor, outcome, created_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(new.key)
        .bind(new.kind)
        .bind(new.auth_ref)
        .bind(new.capture_key.map(str::to_owned))
        .bind(new.amount.minor())
        .bind(outcome)
        .bind(now),
    )
    .await?;
    Ok(())
}

async fn authorisation(tx: &mut Tx, auth_ref: &str, amount: Money) -> Result<Authorisation, SandboxError> {
    let find = sql(format!("{AUTHORISATION} WHERE auth_ref = $1"));
    let found: Option<Authorisation> = tx.opt(find.bind(auth_ref)).await?;
    let found = found.ok_or(SandboxError::Refused("unknown authorisation"))?;
    if amount.currency() != found.currency || !amount.is_positive() {
        return Err(SandboxError::Refused("wrong amount"));
    }
    Ok(found)
}

/// Whether this request made the capture, and what came of it.
async fn capture(
    tx: &mut Tx,
    request: &CaptureRequest,
) -> Result<(OperationOutcome, Behaviour, bool), SandboxError> {
    let new = NewOperation {
        key: &request.key,
        kind: OperationKind::Capture,
        auth_ref: &request.processor_ref,
        capture_key: None,
        amount: request.amount,
    };
    let auth = authorisation(tx, new.auth_ref, new.amount).await?;
    if let Some(outcome) = earlier(tx, &new).await? {
        return Ok((outcome, auth.behaviour, false));
    }
    let left = auth.amount_minor - auth.captured_minor - auth.voided_minor;
    let ended = auth.behaviour == Behaviour::AuthorisationExpires || auth.expires_at_us <= tx.now();
    let outcome = match auth.state {
        AuthState::Voided => OperationOutcome::AuthorisationVoided,
        AuthState::Declined | AuthState::NeedsConfirmation => OperationOutcome::Refused,
        AuthState::Approved if ended => OperationOutcome::AuthorisationExpired,
        AuthState::Approved if new.amount.minor() > left => OperationOutcome::Refused,
        AuthState::Approved => OperationOutcome::Done,
    };
    write(tx, &new, outcome).await?;
    if outcome == OperationOutcome::Done {
        let take = "UPDATE payments_sandbox_authorisations SET captured_minor = captured_minor + $2 WHERE auth_ref = $1";
        tx.exec(sql(take).bind(new.auth_ref).bind(new.amount.minor())).await?;
        if let Some(reason) = auth.behaviour.dispute() {
            disputes::open(tx, new.key, new.amount, reason).await?;
        }
    }
    Ok((outcome, auth.behaviour, true))
}

/// [`capture`], and what is kept of it: as the first request with this key was told, whatever the fee is by now.
async fn capture_with_fee(
    tx: &mut Tx,
    request: &CaptureRequest,
    fee: &ProcessingFee,
) -> Result<(OperationOutcome, Behaviour, bool, Money), SandboxError> {
    let (outcome, behaviour, first) = capture(tx, request).await?;
    if first && outcome == OperationOutcome::Done {
        let kept = fee.of(request.amount).map_err(|_| SandboxError::Refused("wrong amount"))?;
        let keep = "UPDATE payments_sandbox_operations SET fee_minor = $2 WHERE request_key = $1";
        tx.exec(sql(keep).bind(&request.key).bind(kept.minor())).await?;
        return Ok((outcome, behaviour, first, kept));
    }
    let find = sql("SELECT fee_minor FROM payments_sandbox_operations WHERE request_key = $1");
    let (minor,): (i64,) = tx.one(find.bind(&request.key)).await?;
    Ok((outcome, behaviour, first, Money::new(minor, request.amount.currency())))
}

async fn void(tx: &mut Tx, request: &VoidRequest) -> Result<(), SandboxError> {
    let new = NewOperation {
        key: &request.key,
        kind: OperationKind::Void,
        auth_ref: &request.processor_ref,
        capture_key: None,
        amount: request.amount,
    };
    if earlier(tx, &new).await?.is_some() {
        return Ok(());
    }
    let auth = authorisation(tx, new.auth_ref, new.amount).await?;
    if auth.amount_minor - auth.captured_minor - auth.voided_minor < new.amount.minor() {
        return Err(SandboxError::Refused("more than is reserved"));
    }
    write(tx, &new, OperationOutcome::Done).await?;
    tx.exec(
        sql("UPDATE payments_sandbox_authorisations SET voided_minor = voided_minor + $2,
             state = CASE WHEN voided_minor + $2 = amount_minor THEN 'voided' ELSE state END WHERE auth_ref = $1")
        .bind(new.auth_ref)
        .bind(new.amount.minor()),
    )
    .await?;
    Ok(())
}

/// Whether a refund of this charge was asked for before, made or not.
async fn was_asked_for(tx: &mut Tx, capture_key: &str) -> Result<bool, SandboxError> {
    let find = sql("SELECT request_key FROM payments_sandbox_operations
                    WHERE capture_key = $1 AND kind = 'refund' LIMIT 1");
    Ok(tx.opt::<(String,)>(find.bind(capture_key)).await?.is_some())
}

async fn refund(tx: &mut Tx, request: &RefundRequest) -> Result<RefundOutcome, SandboxError> {
    let unknown = SandboxError::Refused("unknown capture");
    let Some(capture_key) = request.capture_ref.strip_prefix("sc_") else { return Err(unknown) };
    // What a bank took back cannot be given back once more.
    let find = sql("SELECT auth_ref, outcome, amount_minor - refunded_minor - CAST(COALESCE((
                        SELECT SUM(d.amount_minor) FROM payments_sandbox_disputes d
                        WHERE d.capture_key = o.request_key AND d.state <> 'won'), 0) AS BIGINT) AS left_minor
                    FROM payments_sandbox_operations o WHERE request_key = $1 AND kind = 'capture'");
    let found: Option<CapturedRow> = tx.opt(find.bind(capture_key)).await?;
    let Some(captured) = found.filter(|c| c.outcome == OperationOutcome::Done) else { return Err(unknown) };
    let new = NewOperation {
        key: &request.key,
        kind: OperationKind::Refund,
        auth_ref: &captured.auth_ref,
        capture_key: Some(capture_key),
        amount: request.amount,
    };
    let auth = authorisation(tx, new.auth_ref, new.amount).await?;
    let outcome = match earlier(tx, &new).await? {
        Some(first) => first,
        None => {
            let refuses =
                auth.behaviour == Behaviour::RefundRefusedOnce && !was_asked_for(tx, capture_key).await?;
            let fits = !refuses && new.amount.minor() <= captured.left_minor;
            let outcome = if fits { OperationOutcome::Done } else { OperationOutcome::Refused };
            write(tx, &new, outcome).await?;
            if fits {
                let give = "UPDATE payments_sandbox_operations SET refunded_minor = refunded_minor + $2
                            WHERE request_key = $1";
                tx.exec(sql(give).bind(capture_key).bind(new.amount.minor())).await?;
            }
            outcome
        }
    };
    Ok(match outcome {
        OperationOutcome::Done => RefundOutcome::Refunded { processor_ref: format!("sr_{}", request.key) },
        _ => RefundOutcome::Failed,
    })
}

impl SandboxProcessor {
    pub(super) async fn charge(&self, request: CaptureRequest) -> Result<CaptureOutcome, ProcessorError> {
        let key = request.key.clone();
        let kept = self.fee.clone();
        let made = self.db.write(move |tx| {
            let (request, kept) = (request.clone(), kept.clone());
            Box::pin(async move { capture_with_fee(tx, &request, &kept).await })
        });
        let (outcome, behaviour, first, fee) = made.await?;
        if first && outcome == OperationOutcome::Done && behaviour == Behaviour::CaptureAnswerLost {
            return Err(ProcessorError::AnswerLost);
        }
        Ok(match outcome {
            OperationOutcome::Done => CaptureOutcome::Captured { processor_ref: format!("sc_{key}"), fee },
            OperationOutcome::AuthorisationExpired => {
                CaptureOutcome::Failed(CaptureFailure::AuthorisationExpired)
            }
            OperationOutcome::AuthorisationVoided => {
                CaptureOutcome::Failed(CaptureFailure::AuthorisationVoided)
            }
            OperationOutcome::Refused => CaptureOutcome::Failed(CaptureFailure::Refused),
        })
    }

    pub(super) async fn give_up(&self, request: VoidRequest) -> Result<(), SandboxError> {
        self.db
            .write(move |tx| {
                let request = request.clone();
                Box::pin(async move { void(tx, &request).await })
            })
            .await
    }

    pub(super) async fn pay_back(&self, request: RefundRequest) -> Result<RefundOutcome, SandboxError> {
        self.db
            .write(move |tx| {
                let request = request.clone();
                Box::pin(async move { refund(tx, &request).await })
            })
            .await
    }
}
