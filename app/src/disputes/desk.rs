//! A seller's disputes. Route `/seller/disputes`. Live.
use domain::roles::Action;
use leptos::prelude::*;

use super::list::{DisputeRow, Disputes, asked};
use crate::access::{live_from_now, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::islands::Live;
use crate::seller::desk;
use crate::ui::*;

const PATH: &str = "/seller/disputes";

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSales).await?;
    let t = Ctx::current().t();
    let stream = live_from_now(format!("/live/seller/{}", seller.id)).await?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let mut asked = asked(&mut conn, PATH, Some(seller.id)).await?;
    drop(conn);
    let rows = std::mem::take(&mut asked.rows).into_iter().map(|row| {
        let href = Some(desk::here(&format!("{PATH}/{}", row.id)));
        view! { <DisputeRow row href seller=None /> }.into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.disputes_title()
            actions=view! { <Live stream regions="disputes" on=t.live_on() off=t.live_off() /> }.into_any()>
            <p class="-mt-2 mb-4 max-w-prose text-sm text-ink-soft">{t.disputes_about()}</p>
            <Disputes path=PATH asked rows />
        </ConsolePage>
    }
    .into_any())
}
