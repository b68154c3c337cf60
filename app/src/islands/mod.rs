//! What runs in the browser as WebAssembly: each island is a chunk of its own, loaded only by pages that hold it.
//! Words come in as props. Everything an island shows also stands in the server's page, so nothing jumps.
pub mod countdown;
pub mod live;
pub mod proceeds;

pub use countdown::Countdown;
pub use live::Live;
pub use proceeds::ProceedsPreview;

/// Asks `public/assets/boot.js` to bring these regions of the page up to date.
#[cfg(feature = "hydrate")]
fn refresh(regions: &str) {
    let detail = web_sys::CustomEventInit::new();
    detail.set_detail(&wasm_bindgen::JsValue::from_str(regions));
    let event = web_sys::CustomEvent::new_with_event_init_dict("orinoco:refresh", &detail);
    if let (Some(window), Ok(event)) = (web_sys::window(), event) {
        let _ = window.dispatch_event(&event);
    }
}
