//! What the server functions of wish lists do: who is it, may they, parse, one call, where to go on. Owns the cookie that
//! remembers what a guest wanted to put onto a list until they have signed in.
use domain::field::Problem;
use domain::roles::{Action, Resource};
use domain::{AccountId, ListId, ListItemId, ProductId};
use platform::lists::{self, Giver, ListError, NewItem};

use crate::access::{account_id, allow, guest_or_new, platform, visitor};
use crate::answer::{Done, Failure, set_cookie};
use crate::ctx::{Ctx, cookie};
use crate::flash::Undo;
use crate::page::request_head;
use crate::shop::tiles::tiles;
use crate::text::T;
use crate::ui::Tone;

/// What a guest wanted to put onto a list. Short-lived: who signs in much later means something else by it.
const WANTED_COOKIE: &str = "wanted";

/// A named error as a sentence; others are our fault.
pub(super) fn words(t: T, error: ListError) -> Failure {
    let text = match error {
        ListError::NoSuchList | ListError::NoSuchItem => return Failure::NotFound,
        ListError::NoSuchProduct => t.refused_not_for_sale(),
        ListError::TooManyLists { most } => t.lists_too_many(most),
        ListError::ListFull { most } => t.list_full(most),
        ListError::BadName(Problem::Missing) => t.list_name_missing(),
        ListError::BadName(_) => t.list_name_bad(),
        ListError::BadNote(_) => t.list_note_bad(),
        ListError::QuantityOutOfRange => t.refused_quantity(),
        ListError::BoughtAlready { .. } => t.list_bought_by_others(),
        ListError::OwnList => t.list_own_mark(),
        ListError::Db(error) => return error.into(),
    };
    Failure::refused(text)
}

fn mine() -> Result<AccountId, Failure> {
    allow(Action::ChangeAccount, &Resource::OwnAccount)?;
    account_id()
}

fn list_id(text: &str) -> Result<ListId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

fn item_id(text: &str) -> Result<ListItemId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

pub(super) async fn add(product: String, id: String) -> Result<Done, Failure> {
    let me = match mine() {
        Ok(me) => me,
        Err(Failure::NotSignedIn) => {
            if let Ok(product) = product.parse::<ProductId>() {
                remember(product);
            }
            return Err(Failure::NotSignedIn);
        }
        Err(other) => return Err(other),
    };
    let t = Ctx::current().t();
    let list = if id.is_empty() { None } else { Some(list_id(&id)?) };
    if let Some(list) = list {
        let mut conn = platform().db.read().await?;
        lists::get(&mut conn, me, list).await.map_err(|e| words(t, e))?;
    }
    let product = product.parse().map_err(|_| Failure::refused(t.form_malformed()))?;
    let name = put(me, list, product).await?;
    Ok(Done::back().notice(Tone::Good, t.list_added(name)))
}

/// Puts a product onto a list, at the price that the shop asks for it now. Gives the list's name.
async fn put(me: AccountId, list: Option<ListId>, product: ProductId) -> Result<String, Failure> {
    let t = Ctx::current().t();
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let price = tiles(&mut conn, &[product]).await?.pop().and_then(|tile| tile.price);
    drop(conn);
    let new = NewItem { product, price };
    platform
        .db
        .write(move |tx| {
            let first = t.list_first_name();
            Box::pin(async move {
                let list = match list {
                    Some(list) => list,
                    None => match lists::latest(tx, me).await? {
                        Some(list) => list.id,
                        None => lists::create(tx, me, &first).await?,
                    },
                };
                lists::add(tx, me, list, new).await?;
                Ok(lists::get(tx, me, list).await?.name)
            })
        })
        .await
        .map_err(|e| words(t, e))
}

fn remember(product: ProductId) {
    set_cookie(&format!("{WANTED_COOKIE}={product}; Path=/; Max-Age=900; HttpOnly; SameSite=Lax"));
}

/// Somebody has signed in: what they had wanted to put onto a list before is put there now. Signing in does not fail
/// for it.
pub(crate) async fn put_wanted(me: AccountId, done: Done) -> Done {
    let wanted = request_head().and_then(|parts| {
        cookie(&parts.headers, WANTED_COOKIE).and_then(|value| value.parse::<ProductId>().ok())
    });
    let Some(product) = wanted else { return done };
    let ctx = Ctx::current();
    let done = done.cookie(format!("{WANTED_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
    match put(me, None, product).await {
        Ok(name) => done.notice(Tone::Good, ctx.t().list_added(name)),
        Err(Failure::Refused { text, .. }) => done.notice(Tone::Warn, text),
        Err(failure) => {
            failure.log(&ctx);
            done
        }
    }
}

pub(super) async fn create(name: String) -> Result<Done, Failure> {
    let me = mine()?;
    let t = Ctx::current().t();
    let id = platform()
        .db
        .write(move |tx| {
            let name = name.clone();
            Box::pin(async move { lists::create(tx, me, &name).await })
        })
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to(page_of(id)))
}

/// Where a list is shown.
pub(super) fn page_of(id: ListId) -> String {
    format!("/account/lists/{id}")
}

pub(super) async fn rename(id: String, name: String) -> Result<Done, Failure> {
    let me = mine()?;
    let t = Ctx::current().t();
    let id = list_id(&id)?;
    platform()
        .db
        .write(move |tx| {
            let name = name.clone();
            Box::pin(async move {
                lists::get(tx, me, id).await?;
                lists::rename(tx, me, id, &name).await
            })
        })
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to(page_of(id)).notice(Tone::Good, t.list_saved()))
}

pub(super) async fn delete(id: String) -> Result<Done, Failure> {
    let me = mine()?;
    let t = Ctx::current().t();
    let id = list_id(&id)?;
    platform().db.write(move |tx| Box::pin(lists::delete(tx, me, id))).await.map_err(|e| words(t, e))?;
    Ok(Done::to("/account/lists").notice(Tone::Good, t.list_deleted()))
}

pub(super) async fn share(id: String) -> Result<Done, Failure> {
    let me = mine()?;
    let t = Ctx::current().t();
    let id = list_id(&id)?;
    platform().db.write(move |tx| Box::pin(lists::share(tx, me, id))).await.map_err(|e| words(t, e))?;
    Ok(Done::to(page_of(id)).notice(Tone::Good, t.list_is_shared()))
}

pub(super) async fn unshare(id: String) -> Result<Done, Failure> {
    let me = mine()?;
    let t = Ctx::current().t();
    let id = list_id(&id)?;
    platform().db.write(move |tx| Box::pin(lists::unshare(tx, me, id))).await.map_err(|e| words(t, e))?;
    Ok(Done::to(page_of(id)).notice(Tone::Good, t.list_is_private()))
}

/// The list that an item of this account stands on: where its forms lead back to.
async fn list_of(me: AccountId, item: ListItemId) -> Result<ListId, Failure> {
    let mut conn = platform().db.read().await?;
    lists::list_of_item(&mut conn, me, item).await.map_err(|e| words(Ctx::current().t(), e))
}

pub(super) async fn change(id: String, quantity: String, note: String) -> Result<Done, Failure> {
    let me = mine()?;
    let t = Ctx::current().t();
    let id = item_id(&id)?;
    let list = list_of(me, id).await?;
    let quantity: i64 = quantity.trim().parse().map_err(|_| Failure::refused(t.refused_quantity()))?;
    platform()
        .db
        .write(move |tx| {
            let note = note.clone();
            Box::pin(async move { lists::change(tx, me, id, quantity, &note).await })
        })
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to(page_of(list)).notice(Tone::Good, t.list_saved()))
}

pub(super) async fn move_to(id: String, to: String) -> Result<Done, Failure> {
    let me = mine()?;
    let t = Ctx::current().t();
    let id = item_id(&id)?;
    let from = list_of(me, id).await?;
    let to = list_id(&to)?;
    let name = platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                lists::move_to(tx, me, id, to).await?;
                Ok(lists::get(tx, me, to).await?.name)
            })
        })
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to(page_of(from)).notice(Tone::Good, t.list_moved(name)))
}

pub(super) async fn remove(id: String) -> Result<Done, Failure> {
    let me = mine()?;
    let t = Ctx::current().t();
    let id = item_id(&id)?;
    let list = list_of(me, id).await?;
    platform().db.write(move |tx| Box::pin(lists::remove(tx, me, id))).await.map_err(|e| words(t, e))?;
    Ok(Done::to(page_of(list)).notice(Tone::Good, t.list_removed()).undo(Undo::ListItem(id)))
}

pub(super) async fn restore(id: String) -> Result<Done, Failure> {
    let me = mine()?;
    let t = Ctx::current().t();
    let id = item_id(&id)?;
    let list = platform().db.write(move |tx| Box::pin(lists::restore(tx, me, id))).await;
    let list = list.map_err(|e| words(t, e))?;
    Ok(Done::to(page_of(list)).notice(Tone::Good, t.list_restored()))
}

/// Who gives: a stranger becomes a guest, so that the mark can be taken back.
pub(super) async fn mark(code: String, item: String, quantity: String) -> Result<Done, Failure> {
    allow(Action::Browse, &Resource::Public)?;
    let t = Ctx::current().t();
    let item = item_id(&item)?;
    let quantity: i64 = quantity.trim().parse().map_err(|_| Failure::refused(t.refused_quantity()))?;
    let giver = match visitor().account() {
        Some(account) => Giver::Account(account.id),
        None => Giver::Guest(guest_or_new()),
    };
    let next = format!("/l/{}", domain::slug::slugify(&code));
    platform()
        .db
        .write(move |tx| {
            let code = code.clone();
            Box::pin(async move { lists::mark(tx, giver, &code, item, quantity).await })
        })
        .await
        .map_err(|e| words(t, e))?;
    let said = if quantity == 0 { t.list_unmarked() } else { t.list_marked() };
    Ok(Done::to(next).notice(Tone::Good, said))
}
