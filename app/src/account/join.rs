//! An invitation to work for a seller, and accepting it. Route `/join`.
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::sellers::{self, Invitation, SellerError, accept, invitation_of};

use super::api::JoinSeller;
use super::entry::with_next;
use crate::access::{account_id, platform, visitor};
use crate::answer::{Done, Failure, set_cookie};
use crate::ctx::{Ctx, cookie};
use crate::page::{query, redirect, request_head};
use crate::seller::staff::role_name;
use crate::ui::layout::MessagePage;
use crate::ui::*;

/// The letter's link leads here; the button accepts, because following a link must change nothing.
pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let cookies = platform().cookies;
    if let Some(token) = query("token") {
        let well_formed = token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit());
        // Out of the address at once: the browser would keep it among the pages that it has seen.
        set_cookie(&if well_formed { cookies.invited(&token) } else { cookies.end_invited() });
        return Ok(redirect("/join"));
    }
    let head = request_head();
    let token = head.as_ref().and_then(|head| cookie(&head.headers, cookies.invited_name()));
    let token = token.map(str::to_owned).unwrap_or_default();
    let mut conn = platform().db.read_together().await?;
    let invitation = invitation_of(&mut conn, &token).await?;
    let seller = match &invitation {
        Some(invitation) => sellers::get(&mut conn, invitation.seller_id).await?,
        None => None,
    };
    drop(conn);
    let (Some(invitation), Some(seller)) = (invitation, seller) else {
        return Ok(view! { <MessagePage title=t.join_title() text=t.join_gone() code=None /> }.into_any());
    };
    let text = t.join_text(seller.name, role_name(t, invitation.role));
    Ok(view! {
        <NarrowPage title=t.join_title()>
            <h1 class="mb-6 text-3xl font-bold">{t.join_title()}</h1>
            <div id="join" class="flex flex-col gap-4"><p>{text}</p> {answer(&invitation, token)}</div>
        </NarrowPage>
    }
    .into_any())
}

/// What this visitor can do about it.
fn answer(invitation: &Invitation, token: String) -> AnyView {
    let t = Ctx::current().t();
    let visitor = visitor();
    let Some(me) = visitor.account() else {
        return view! {
            <p class="text-ink-soft">{t.join_guest()}</p>
            <LinkButton href=with_next("/sign-in", "/join") wide=true>{t.nav_sign_in()}</LinkButton>
            <LinkButton href=with_next("/sign-up", "/join") kind=ButtonKind::Secondary wide=true>{t.entry_sign_up()}</LinkButton>
        }
        .into_any();
    };
    if me.email.key() != invitation.email.key() {
        return view! {
            <p class="text-ink-soft">{t.join_other(me.email.to_string())}</p>
            <LinkButton href=with_next("/sign-in", "/join") wide=true>{t.nav_sign_in()}</LinkButton>
        }
        .into_any();
    }
    view! {
        <Form action=JoinSeller::PATH>
            <Hidden name="token" value=token />
            <Button size=ButtonSize::Large wide=true>{t.join_accept()}</Button>
        </Form>
    }
    .into_any()
}

pub(super) async fn join(token: String) -> Result<Done, Failure> {
    let me = account_id()?;
    let t = Ctx::current().t();
    let accepted: Result<Invitation, SellerError> = platform()
        .db
        .write(move |tx| {
            let token = token.clone();
            Box::pin(async move { accept(tx, &token, me).await })
        })
        .await;
    let invitation = match accepted {
        Ok(invitation) => invitation,
        Err(SellerError::NoSuchInvitation) => return Err(Failure::refused(t.join_gone())),
        Err(SellerError::NotInvited) => {
            let email = visitor().account().map(|me| me.email.to_string()).unwrap_or_default();
            return Err(Failure::refused(t.join_other(email)));
        }
        Err(other) => return Err(other.into()),
    };
    set_cookie(&platform().cookies.end_invited());
    let seller = sellers::get(&mut platform().db.read().await?, invitation.seller_id).await?;
    let name = seller.map(|seller| seller.name).unwrap_or_default();
    let desk = format!("/seller?seller={}", invitation.seller_id);
    Ok(Done::to(desk).notice(Tone::Good, t.join_accepted(name)))
}
