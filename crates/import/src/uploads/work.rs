//! The jobs of uploads: check, load, undo, forget. Each may run twice: a step that is over is not done again.

use super::findings::Findings;
use super::store::{self, Refusal, Upload, UploadState};
use super::{UploadError, Uploads};
use crate::error::ImportError;
use crate::run::{ImportOptions, Outcome, Progress};
use db::jobs::JobError;
use db::{DbError, NewJob, StoredJob, Tx, Worker};
use domain::{DurationUs, UploadId};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The kind of the jobs; a file takes minutes, so they have a lane of their own.
pub const UPLOAD_JOB: &str = "import.upload";
/// How often the page hears how far it is.
const TICK: Duration = Duration::from_secs(2);
/// A process that said nothing for so long is dead.
const ALIVE: DurationUs = DurationUs::from_secs(60);

/// What a job does with an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    Check,
    Load,
    Undo,
    /// Of what was given up: its file goes.
    Forget,
}

impl Step {
    /// The state in which the step is to be done.
    pub fn state(self) -> UploadState {
        match self {
            Self::Check => UploadState::Checking,
            Self::Load => UploadState::Importing,
            Self::Undo => UploadState::Undoing,
            Self::Forget => UploadState::Discarded,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Task {
    upload: UploadId,
    step: Step,
}

pub(super) async fn enqueue(tx: &mut Tx, upload: UploadId, step: Step) -> Result<(), DbError> {
    // Without a key: the state says whether there is something left to do, and a job that is just ending must not
    // keep the next one out.
    let job = NewJob { kind: UPLOAD_JOB, key: None, payload: &Task { upload, step }, run_at: tx.now() };
    tx.enqueue(job).await.map(|_| ())
}

/// How a step went: fine, or for a reason that trying again does not mend.
type Ended = Result<(), Refusal>;

impl Uploads {
    /// Adds the jobs' handler.
    pub fn register(&self, worker: Worker) -> Worker {
        let uploads = self.clone();
        worker.on(UPLOAD_JOB, move |job: StoredJob| {
            let uploads = uploads.clone();
            Box::pin(async move {
                let task: Task = job.payload()?;
                uploads.work(task).await.map_err(JobError::from)
            })
        })
    }

    async fn work(&self, task: Task) -> Result<(), ImportError> {
        let (id, state) = (task.upload, task.step.state());
        let mut conn = self.db.read().await?;
        let Some(upload) = store::upload(&mut conn, id).await?.filter(|upload| upload.state == state) else {
            return Ok(());
        };
        drop(conn);
        let held = self.db.write(move |tx| Box::pin(store::hold(tx, id, state, ALIVE))).await;
        if !held? {
            return Err(ImportError::Stopped("another process is at it".into()));
        }
        let ended = match task.step {
            Step::Check => self.check(&upload).await,
            Step::Load => self.load(&upload).await,
            Step::Undo => self.take_back(&upload).await,
            Step::Forget => {
                self.forget(&self.folder_of(id)).await;
                Ok(Ok(()))
            }
        };
        match ended {
            Ok(Ok(())) => Ok(()),
            Ok(Err(refusal)) => self.refuse(task, refusal).await,
            Err(error) => match Refusal::of(&error) {
                Some(refusal) if task.step != Step::Undo => self.refuse(task, refusal).await,
                _ => {
                    let let_go = self.db.write(move |tx| Box::pin(store::let_go(tx, id))).await;
                    let_go?;
                    Err(error)
                }
            },
        }
    }

    async fn refuse(&self, task: Task, refusal: Refusal) -> Result<(), ImportError> {
        let to = if task.step == Step::Check { UploadState::Refused } else { UploadState::Failed };
        let id = task.upload;
        let told = self
            .db
            .write(move |tx| {
                let refusal = refusal.clone();
                Box::pin(async move { store::refused(tx, id, to, &refusal).await })
            })
            .await;
        settled(told)
    }

    async fn check(&self, upload: &Upload) -> Result<Ended, ImportError> {
        let id = upload.id;
        let mut findings = Findings::new(self.findings_of(id));
        let (path, options) = (self.catalogue_of(id), options(upload));
        let steps = Steps::default();
        let rehearsal =
            self.importer.rehearse(&path, &options, |p| steps.note(p), |problem| findings.add(problem));
        let preview = self.told(upload, &steps, rehearsal).await?;
        findings.finish()?;
        let told = self
            .db
            .write(move |tx| {
                let preview = preview.clone();
                Box::pin(async move { store::previewed(tx, id, &preview).await })
            })
            .await;
        settled(told).map(Ok)
    }

    async fn load(&self, upload: &Upload) -> Result<Ended, ImportError> {
        let (path, options) = (self.catalogue_of(upload.id), options(upload));
        let steps = Steps::default();
        let run = self.importer.run(&path, &options, |p| steps.note(p));
        let report = self.told(upload, &steps, run).await?;
        if report.outcome != Outcome::Imported {
            return Ok(Err(Refusal::BadRows));
        }
        self.end(upload.id, UploadState::Done).await?;
        self.forget_imported(upload.id).await;
        Ok(Ok(()))
    }

    async fn take_back(&self, upload: &Upload) -> Result<Ended, ImportError> {
        if let Some(run) = upload.import_id {
            let steps = Steps::default();
            let undo = self.importer.undo(run, |p| steps.note(p));
            match self.told(upload, &steps, undo).await {
                Ok(_) | Err(ImportError::UndoneAlready(_)) => {}
                Err(error) => return Err(error),
            }
        }
        self.end(upload.id, UploadState::Undone).await?;
        self.forget(&self.folder_of(upload.id)).await;
        Ok(Ok(()))
    }

    async fn end(&self, id: UploadId, state: UploadState) -> Result<(), ImportError> {
        settled(self.db.write(move |tx| Box::pin(store::go_on(tx, id, state))).await)
    }

    /// Does the work and says now and then how far it is.
    async fn told<T>(
        &self,
        upload: &Upload,
        steps: &Steps,
        work: impl Future<Output = Result<T, ImportError>>,
    ) -> Result<T, ImportError> {
        tokio::pin!(work);
        let mut said = (0, 0);
        loop {
            tokio::select! {
                result = &mut work => return result,
                () = tokio::time::sleep(TICK) => {}
            }
            let (now, of) = (steps.now(), upload.clone());
            let news = now != said;
            said = now;
            let told = self
                .db
                .write(move |tx| {
                    let of = of.clone();
                    Box::pin(async move { store::progress(tx, &of, now, news, ALIVE).await })
                })
                .await;
            told?;
        }
    }
}

/// A step that somebody else ended meanwhile is ended.
fn settled(told: Result<(), UploadError>) -> Result<(), ImportError> {
    match told {
        Ok(()) | Err(UploadError::WrongState { .. } | UploadError::NotFound) => Ok(()),
        Err(UploadError::Db(error)) => Err(error.into()),
        Err(other) => Err(ImportError::Stopped(other.to_string())),
    }
}

fn options(upload: &Upload) -> ImportOptions {
    ImportOptions {
        scope: upload.scope,
        currency: upload.currency,
        price: upload.price,
        default_quantity: upload.default_quantity,
        skip_bad_rows: upload.skip_bad_rows,
        keep_pictures: true,
        file_name: Some(upload.file_name.clone()),
        upload: Some(upload.id),
        ..ImportOptions::new(upload.seller_id)
    }
}

/// The last progress that was reported.
#[derive(Default)]
struct Steps {
    done: AtomicU64,
    total: AtomicU64,
}

impl Steps {
    fn note(&self, progress: Progress) {
        self.done.store(progress.done, Ordering::Relaxed);
        self.total.store(progress.total, Ordering::Relaxed);
    }

    fn now(&self) -> (i64, i64) {
        let read = |value: &AtomicU64| i64::try_from(value.load(Ordering::Relaxed)).unwrap_or(i64::MAX);
        (read(&self.done), read(&self.total))
    }
}
