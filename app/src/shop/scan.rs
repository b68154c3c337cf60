//! Finding a product by its barcode. Route `/scan`: the number is typed, or read by the camera where there is one.
use leptos::nonce::use_nonce;
use leptos::prelude::*;

use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::site;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    Ok(view! {
        <NarrowPage title=t.scan_title()>
            <section
                id="scan"
                class="flex flex-col gap-5"
                data-text-looking=t.scan_looking()
                data-text-denied=t.scan_denied()
                data-text-none=t.scan_none()
            >
                <h1 class="text-3xl font-bold">{t.scan_title()}</h1>
                <p class="text-ink-soft">{t.scan_text()}</p>
                // Shown by the script, which alone can use a camera; its place is kept, so that nothing jumps.
                <button type="button" data-do="camera" class="tap invisible gap-2 self-start rounded-full bg-accent px-5 font-semibold text-on-accent hover:bg-accent-strong">
                    <IconView icon=Icon::Barcode />{t.scan_camera()}
                </button>
                <div data-camera="" hidden=true class="relative overflow-hidden rounded-card border border-line bg-sunken">
                    <video muted=true playsinline=true aria-label=t.scan_camera() class="aspect-[4/3] w-full object-cover"></video>
                    <span class="pointer-events-none absolute inset-x-8 top-1/2 border-t-2 border-accent"></span>
                    <button type="button" data-do="stop" class="tap absolute end-3 top-3 rounded-full border border-line bg-raised" aria-label=t.close()>
                        <IconView icon=Icon::Close />
                    </button>
                </div>
                <p data-said="" role="status" class="font-medium empty:hidden"></p>
                <form action="/search" method="get" class="flex flex-wrap items-end gap-3">
                    <Field form=FormState::default() name="q" label=t.scan_number() hint=t.scan_hint() inputmode="numeric" ltr=true class="min-w-56 flex-1" />
                    <Button>{t.scan_find()}</Button>
                </form>
            </section>
            <script type="module" nonce=use_nonce() src=site::asset("scan.js")></script>
        </NarrowPage>
    }
    .into_any())
}
