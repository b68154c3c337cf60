//! An invitation to work for a seller or for the platform, and accepting it. Route `/join`.
use domain::SellerId;
use domain::contact::Email;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::db::Conn;
use platform::identity::invitations::{Invitation, InvitationError, Operators, invitation_of};
use platform::identity::operators::{self, OperatorError};
use platform::sellers::{self, SellerError};

use super::api::JoinSeller;
use super::entry::with_next;
use crate::access::{account_id, platform, visitor};
use crate::answer::{Done, Failure, set_cookie};
use crate::ctx::{Ctx, cookie};
use crate::operator::staff::role_name as operator_role_name;
use crate::page::{query, redirect, request_head};
use crate::seller::staff::role_name;
use crate::team::work::letterhead;
use crate::ui::layout::MessagePage;
use crate::ui::*;

/// What a letter's code opens.
enum Invited {
    /// To a seller with this name.
    Seller(Invitation<SellerId>, String),
    Platform(Invitation<Operators>),
}

impl Invited {
    async fn find(conn: &mut Conn, token: &str) -> Result<Option<Self>, Failure> {
        if let Some(invitation) = invitation_of::<Operators>(conn, token).await? {
            return Ok(Some(Self::Platform(invitation)));
        }
        let Some(invitation) = invitation_of::<SellerId>(conn, token).await? else { return Ok(None) };
        let seller = sellers::get(conn, invitation.team).await?;
        Ok(seller.map(|seller| Self::Seller(invitation, seller.name)))
    }

    fn email(&self) -> &Email {
        match self {
            Self::Seller(invitation, _) => &invitation.email,
            Self::Platform(invitation) => &invitation.email,
        }
    }

    fn words(&self) -> String {
        let t = Ctx::current().t();
        match self {
            Self::Seller(invitation, name) => t.join_text(name.clone(), role_name(t, invitation.role)),
            Self::Platform(invitation) => t.join_platform_text(operator_role_name(t, invitation.role)),
        }
    }
}

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
    let invited = Invited::find(&mut conn, &token).await?;
    drop(conn);
    let Some(invited) = invited else {
        return Ok(view! { <MessagePage title=t.join_title() text=t.join_gone() code=None /> }.into_any());
    };
    let (text, answer) = (invited.words(), answer(invited.email(), token));
    Ok(view! {
        <NarrowPage title=t.join_title()>
            <h1 class="mb-6 text-3xl font-bold">{t.join_title()}</h1>
            <div id="join" class="flex flex-col gap-4"><p>{text}</p> {answer}</div>
        </NarrowPage>
    }
    .into_any())
}

/// What this visitor can do about it.
fn answer(invited: &Email, token: String) -> AnyView {
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
    if me.email.key() != invited.key() {
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
    account_id()?;
    let invited = Invited::find(&mut platform().db.read().await?, &token).await?;
    let done = match invited {
        None => return Err(Failure::refused(Ctx::current().t().join_gone())),
        Some(Invited::Seller(invitation, name)) => join_seller(token, invitation.team, name).await?,
        Some(Invited::Platform(_)) => join_platform(token).await?,
    };
    set_cookie(&platform().cookies.end_invited());
    Ok(done)
}

/// Why nobody got the place.
fn refused(error: InvitationError) -> Failure {
    let t = Ctx::current().t();
    match error {
        InvitationError::NoSuchInvitation => Failure::refused(t.join_gone()),
        // Signed in with another address than the one that the letter came to.
        InvitationError::NotInvited => {
            let email = visitor().account().map(|me| me.email.to_string()).unwrap_or_default();
            Failure::refused(t.join_other(email))
        }
        other => other.into(),
    }
}

async fn join_seller(token: String, seller: SellerId, name: String) -> Result<Done, Failure> {
    let (t, me) = (Ctx::current().t(), account_id()?);
    platform::db::changes::at_desk(seller);
    let letterhead = letterhead();
    let accepted: Result<Invitation<SellerId>, SellerError> = platform()
        .db
        .write(move |tx| {
            let (letterhead, token) = (letterhead.clone(), token.clone());
            Box::pin(async move { sellers::accept(tx, &letterhead, &token, me).await })
        })
        .await;
    match accepted {
        Ok(_) => {
            let desk = format!("/seller?seller={seller}");
            Ok(Done::to(desk).notice(Tone::Good, t.join_accepted(name)))
        }
        Err(SellerError::Invitation(error)) => Err(refused(error)),
        Err(other) => Err(other.into()),
    }
}

async fn join_platform(token: String) -> Result<Done, Failure> {
    let (t, me) = (Ctx::current().t(), account_id()?);
    let letterhead = letterhead();
    let accepted: Result<Invitation<Operators>, OperatorError> = platform()
        .db
        .write(move |tx| {
            let (letterhead, token) = (letterhead.clone(), token.clone());
            Box::pin(async move { operators::accept(tx, &letterhead, &token, me).await })
        })
        .await;
    match accepted {
        Ok(_) => Ok(Done::to("/operator").notice(Tone::Good, t.join_platform_accepted())),
        Err(OperatorError::Invitation(error)) => Err(refused(error)),
        Err(other) => Err(other.into()),
    }
}
