//! A live connection: server-sent events say that something changed, and regions of the page are read again.
use leptos::prelude::*;

/// Listens to `stream` and refreshes the regions (ids, space-separated) on every event. Shows whether it is live.
/// The browser reconnects by itself with the last event's id; where the server refused, this tries again with
/// growing pauses and names the last id as `?after=`. After every reconnection the regions are read again, so
/// nothing is missed even if the server kept no history.
#[island(lazy)]
pub fn Live(
    /// Address of the event stream.
    #[prop(into)]
    stream: String,
    /// Ids of the elements to refresh.
    #[prop(into)]
    regions: String,
    /// "Live".
    #[prop(into)]
    on: String,
    /// "Reconnecting…".
    #[prop(into)]
    off: String,
) -> impl IntoView {
    let connected = RwSignal::new(false);
    let place = NodeRef::<leptos::html::Span>::new();
    #[cfg(feature = "hydrate")]
    browser::connect(stream, regions, connected, place);
    #[cfg(not(feature = "hydrate"))]
    let _ = (stream, regions);

    view! {
        <span node_ref=place class="badge tone-plain" role="status">
            <span class=move || {
                if connected.get() {
                    "size-2 rounded-full bg-good animate-pulse"
                } else {
                    "size-2 rounded-full bg-line-strong"
                }
            }></span>
            {move || if connected.get() { on.clone() } else { off.clone() }}
        </span>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;

    use leptos::html::Span;
    use leptos::leptos_dom::helpers::set_timeout;
    use leptos::prelude::*;
    use wasm_bindgen::prelude::*;
    use web_sys::{EventSource, MessageEvent};

    const FIRST_PAUSE_MS: u64 = 500;
    const LONGEST_PAUSE_MS: u64 = 15_000;

    struct Connection {
        stream: String,
        regions: String,
        connected: RwSignal<bool>,
        place: NodeRef<Span>,
        last_id: RefCell<String>,
        pause_ms: Cell<u64>,
        was_connected: Cell<bool>,
    }

    pub(super) fn connect(stream: String, regions: String, connected: RwSignal<bool>, place: NodeRef<Span>) {
        open(Rc::new(Connection {
            stream,
            regions,
            connected,
            place,
            last_id: RefCell::default(),
            pause_ms: Cell::new(FIRST_PAUSE_MS),
            was_connected: Cell::new(false),
        }));
    }

    impl Connection {
        /// Whether it was taken out of the page: nobody looks at it any more.
        fn is_gone(&self) -> bool {
            self.place.try_get_untracked().flatten().is_none_or(|span| !span.is_connected())
        }
    }

    fn open(connection: Rc<Connection>) {
        let last_id = connection.last_id.borrow().clone();
        let address = if last_id.is_empty() {
            connection.stream.clone()
        } else {
            let joint = if connection.stream.contains('?') { '&' } else { '?' };
            format!("{}{joint}after={last_id}", connection.stream)
        };
        let Ok(source) = EventSource::new(&address) else { return };

        let on_open = {
            let connection = Rc::clone(&connection);
            Closure::<dyn FnMut()>::new(move || {
                connection.connected.set(true);
                connection.pause_ms.set(FIRST_PAUSE_MS);
                if connection.was_connected.replace(true) {
                    super::super::refresh(&connection.regions);
                }
            })
        };
        source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        on_open.forget();

        let on_message = {
            let connection = Rc::clone(&connection);
            let source = source.clone();
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                if connection.is_gone() {
                    return source.close();
                }
                *connection.last_id.borrow_mut() = event.last_event_id();
                super::super::refresh(&connection.regions);
            })
        };
        source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();

        let on_error = {
            let source = source.clone();
            Closure::<dyn FnMut()>::new(move || {
                if connection.is_gone() {
                    return source.close();
                }
                connection.connected.set(false);
                if source.ready_state() != EventSource::CLOSED {
                    return;
                }
                let pause_ms = connection.pause_ms.get();
                connection.pause_ms.set((pause_ms * 2).min(LONGEST_PAUSE_MS));
                let connection = Rc::clone(&connection);
                set_timeout(move || open(connection), std::time::Duration::from_millis(pause_ms));
            })
        };
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        on_error.forget();
    }
}
