//! The sandbox behind a line that can be cut, and a bank that can say no: for the tests of what gives money back.

use crate::processor::Answer;
use crate::{
    AuthOutcome, AuthRequest, CaptureOutcome, CaptureRequest, Card, DisputeNews, Evidence, Processor,
    ProcessorError, RefundOutcome, RefundRequest, SandboxProcessor, VoidRequest,
};
use db::Db;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The sandbox, and so many times yet that something goes wrong on the way to it.
pub struct Line {
    sandbox: SandboxProcessor,
    /// Refunds that are made, and answers of sellers that are given, and nobody hears of it.
    pub lost: AtomicUsize,
    /// Refunds that are refused.
    pub refused: AtomicUsize,
    /// Refunds that were asked for.
    pub asked: AtomicUsize,
}

impl Line {
    /// One on which nothing goes wrong.
    pub fn new(db: Db) -> Arc<Self> {
        let none = || AtomicUsize::new(0);
        Arc::new(Self { sandbox: SandboxProcessor::new(db), lost: none(), refused: none(), asked: none() })
    }
}

/// Whether there was one left.
fn take(counter: &AtomicUsize) -> bool {
    counter.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1)).is_ok()
}

impl Processor for Line {
    fn name(&self) -> &'static str {
        self.sandbox.name()
    }
    fn tokenise(&self, card: Card) -> Answer<'_, String> {
        self.sandbox.tokenise(card)
    }
    fn authorise(&self, request: AuthRequest) -> Answer<'_, AuthOutcome> {
        self.sandbox.authorise(request)
    }
    fn confirm(&self, processor_ref: String, answer: String) -> Answer<'_, AuthOutcome> {
        self.sandbox.confirm(processor_ref, answer)
    }
    fn lookup(&self, key: String) -> Answer<'_, Option<AuthOutcome>> {
        self.sandbox.lookup(key)
    }
    fn capture(&self, request: CaptureRequest) -> Answer<'_, CaptureOutcome> {
        self.sandbox.capture(request)
    }
    fn void(&self, request: VoidRequest) -> Answer<'_, ()> {
        self.sandbox.void(request)
    }
    fn refund(&self, request: RefundRequest) -> Answer<'_, RefundOutcome> {
        Box::pin(async move {
            self.asked.fetch_add(1, Ordering::SeqCst);
            if take(&self.refused) {
                return Ok(RefundOutcome::Failed);
            }
            let answer = self.sandbox.refund(request).await;
            if take(&self.lost) { Err(ProcessorError::AnswerLost) } else { answer }
        })
    }
    fn dispute_news(&self, after: Option<String>) -> Answer<'_, Vec<DisputeNews>> {
        self.sandbox.dispute_news(after)
    }
    fn contest(&self, evidence: Evidence) -> Answer<'_, ()> {
        Box::pin(async move {
            let heard = self.sandbox.contest(evidence).await;
            if take(&self.lost) { Err(ProcessorError::AnswerLost) } else { heard }
        })
    }
    fn accept_dispute(&self, dispute_ref: String) -> Answer<'_, ()> {
        self.sandbox.accept_dispute(dispute_ref)
    }
}
