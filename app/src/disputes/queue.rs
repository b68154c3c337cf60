//! All disputes, for the operator. Route `/operator/disputes`.
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use platform::disputes::documents_of;
use platform::sellers::many;

use super::list::{DisputeRow, Disputes, asked};
use super::words::sentence;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::ui::*;

const PATH: &str = "/operator/disputes";

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadSales, &Resource::Platform)?;
    let t = Ctx::current().t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let mut asked = asked(&mut conn, PATH, None).await?;
    let mut who: Vec<_> = asked.rows.iter().map(|row| row.seller_id).collect();
    who.sort_unstable();
    who.dedup();
    let sellers = many(&mut conn, &who).await?;
    let disputes: Vec<_> = asked.rows.iter().map(|row| row.id).collect();
    let mut papers = documents_of(&mut conn, &disputes).await.map_err(|error| sentence(t, error))?;
    drop(conn);
    let rows = std::mem::take(&mut asked.rows).into_iter().map(|row| {
        let seller = sellers.get(&row.seller_id).map(|seller| seller.name.clone());
        let documents = papers.remove(&row.id).unwrap_or_default();
        view! { <DisputeRow row href=None seller documents /> }.into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.disputes_title()>
            <Disputes path=PATH asked rows />
        </ConsolePage>
    }
    .into_any())
}
