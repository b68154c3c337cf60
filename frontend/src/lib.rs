//! The browser's entry: hydrates the islands that a page holds, and nothing else.

/// Called once by `public/assets/boot.js`, and only on a page that holds an island.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    // Keeps the app linked: its islands are exports that only the page's script calls.
    use app as _;
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
