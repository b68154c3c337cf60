//! What many ask for and what hardly ever changes, read anew by one of them after a while.

use std::sync::{PoisonError, RwLock};
use tokio::sync::Mutex;

/// A value that is read again once it is no longer fresh.
///
/// Who finds it fresh takes no turn. Turns would make a server of one thread: a fair lock is handed to the task that has
/// waited longest, that task is woken on the thread that let go, and it has to wait there until this thread has finished
/// its own page. Meanwhile everybody else queues for the lock, and the other threads sleep.
#[derive(Debug)]
pub struct Kept<T> {
    value: RwLock<Option<T>>,
    /// Held by the one who reads.
    reading: Mutex<()>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { value: RwLock::new(None), reading: Mutex::new(()) }
    }
}

impl<T: Clone> Kept<T> {
    /// The value, if it is `fresh`; otherwise what `read` gives. While one reads, others get the last value, and wait
    /// only if there is none yet. A value is cloned for each, so it should be cheap to clone. What `read` returns exists only
    /// when it is needed, and apart: it takes many kilobytes, which every caller's own future would carry along.
    ///
    /// # Errors
    /// Those of `read`, to the one who reads; nothing is kept then, and the next one reads.
    pub async fn get<E, R: Future<Output = Result<T, E>>>(
        &self,
        fresh: impl Fn(&T) -> bool,
        read: impl FnOnce() -> R,
    ) -> Result<T, E> {
        let last = self.last();
        if let Some(value) = last.as_ref().filter(|value| fresh(value)) {
            return Ok(value.clone());
        }
        let _turn = match (self.reading.try_lock(), last) {
            (Ok(turn), _) => turn,
            (Err(_), Some(last)) => return Ok(last),
            (Err(_), None) => self.reading.lock().await,
        };
        // Another one may have read it since.
        if let Some(value) = self.last().filter(|value| fresh(value)) {
            return Ok(value);
        }
        let value = Box::pin(read()).await?;
        *self.value.write().unwrap_or_else(PoisonError::into_inner) = Some(value.clone());
        Ok(value)
    }

    fn last(&self) -> Option<T> {
        self.value.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use tokio::sync::Notify;

    async fn counted(reads: &AtomicU32) -> Result<u32, ()> {
        Ok(reads.fetch_add(1, Ordering::SeqCst) + 1)
    }

    #[tokio::test]
    async fn a_fresh_value_is_not_read_again_and_an_old_one_is() {
        let (kept, reads) = (Kept::default(), AtomicU32::new(0));
        assert_eq!(kept.get(|_| true, || counted(&reads)).await, Ok(1));
        assert_eq!(kept.get(|_| true, || counted(&reads)).await, Ok(1));
        assert_eq!(kept.get(|value| *value > 1, || counted(&reads)).await, Ok(2));
    }

    #[tokio::test]
    async fn a_reading_that_fails_leaves_what_was_there_and_the_next_one_reads() {
        let (kept, reads) = (Kept::default(), AtomicU32::new(0));
        assert_eq!(kept.get(|_| true, || async { Err("no database") }).await, Err::<u32, _>("no database"));
        assert_eq!(kept.get(|_| true, || counted(&reads)).await, Ok(1));
        assert_eq!(kept.get(|_| false, || async { Err("no database") }).await, Err("no database"));
        assert_eq!(kept.get(|_| true, || counted(&reads)).await, Ok(1));
    }

    #[tokio::test]
    async fn while_one_reads_the_others_get_the_last_value_and_wait_only_for_the_first() {
        let (kept, go) = (Arc::new(Kept::default()), Arc::new(Notify::new()));
        let slow = |number: u32| {
            let (kept, go) = (kept.clone(), go.clone());
            tokio::spawn(async move {
                let read = || async {
                    go.notified().await;
                    Ok::<_, ()>(number)
                };
                kept.get(|value| *value >= number, read).await
            })
        };
        let (first, waits) = (slow(1), slow(1));
        tokio::task::yield_now().await;
        assert!(!first.is_finished() && !waits.is_finished());
        go.notify_one();
        assert_eq!((first.await.unwrap(), waits.await.unwrap()), (Ok(1), Ok(1)));

        let second = slow(2);
        tokio::task::yield_now().await;
        assert_eq!(kept.get(|value| *value >= 2, || async { Err(()) }).await, Ok(1));
        go.notify_one();
        assert_eq!(second.await.unwrap(), Ok(2));
        assert_eq!(kept.get(|value| *value >= 2, || async { Err(()) }).await, Ok(2));
    }
}
