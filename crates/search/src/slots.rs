//! Where searches are computed: on threads of their own, a few at a time. Called by `Search`.

use crate::error::SearchError;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The places of those who search at the same time: two for each processor. With one for each a processor stands idle until
/// the next who waits has woken, and a short search waits behind two long ones; with many more all of them are slow. Sixteen
/// people on two processors and 818,775 products: 1,400 answers a second with two places, 1,735 with four, 1,230 with sixteen.
pub(crate) struct Slots(Arc<Semaphore>);

impl Default for Slots {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Self(Arc::new(Semaphore::new(2 * processors)))
    }
}

impl Slots {
    /// Waits for a place and computes there: for milliseconds, in which other requests must not wait behind it.
    ///
    /// # Errors
    /// What `work` says, and [`SearchError::Interrupted`] when the server stops meanwhile.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let slot = self.0.clone().acquire_owned().await.map_err(|_| SearchError::Interrupted)?;
        let ran = tokio::task::spawn_blocking(move || {
            let done = work();
            // The next one begins while this one's answer is on its way.
            drop(slot);
            done
        });
        ran.await.map_err(|_| SearchError::Interrupted)?
    }
}
