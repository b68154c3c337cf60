//! Taking back what was said of selling or of returns and has not begun: what it is, when it would begin, and a form that asks
//! why. Route `/operator/take-back`; which one stands in the address. Tax and terms have `Withdraw` on their own pages.
use domain::roles::{Action, Resource};
use domain::{AccountId, CategoryClassId, CategoryId, Currency, Timestamp, WrapPriceId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::{self, CatalogError};
use platform::db::{Conn, DbError};
use platform::fees::{self, FeeError, Word};
use platform::orders::wraps::{self, WrapError};
use platform::returns::{self, ReturnError};

use super::dated_api::{TakeBackForm, TakeBackSaid};
use crate::access::{account_id, allow, may, platform};
use crate::answer::{Done, Failure, Invalid, encode_query};
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "take-back";
const PATH: &str = "/operator/take-back";
/// In the place of a category: the whole shop.
const WHOLE_SHOP: &str = "shop";
/// So much of what was said is looked through.
const MOST: i64 = 1_000;

/// One thing that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Fee(Word),
    Class(CategoryClassId),
    /// Of a category or of the whole shop, and when it begins.
    Window(Option<CategoryId>, Timestamp),
    Label(Currency, Timestamp),
    Wrap(WrapPriceId),
}

impl Said {
    fn parse(what: &str, id: &str) -> Option<Self> {
        let dated = || {
            let (about, micros) = id.split_once('@')?;
            Some((about, Timestamp::from_micros(micros.parse().ok()?)))
        };
        match what {
            "rule" => Some(Self::Fee(Word::Rule(id.parse().ok()?))),
            "prices" => Some(Self::Fee(Word::Prices(id.parse().ok()?))),
            "seat" => Some(Self::Fee(Word::Seat(id.parse().ok()?))),
            "wrap" => Some(Self::Wrap(id.parse().ok()?)),
            "class" => Some(Self::Class(id.parse().ok()?)),
            "window" => {
                let (about, at) = dated()?;
                let category = if about == WHOLE_SHOP { None } else { Some(about.parse().ok()?) };
                Some(Self::Window(category, at))
            }
            "label" => {
                let (code, at) = dated()?;
                Some(Self::Label(Currency::parse(code).ok()?, at))
            }
            _ => None,
        }
    }

    /// What kind it is and which one, as the address has them.
    fn named(self) -> (&'static str, String) {
        match self {
            Self::Fee(Word::Rule(id)) => ("rule", id.to_string()),
            Self::Fee(Word::Prices(id)) => ("prices", id.to_string()),
            Self::Fee(Word::Seat(id)) => ("seat", id.to_string()),
            Self::Class(id) => ("class", id.to_string()),
            Self::Wrap(id) => ("wrap", id.to_string()),
            Self::Window(category, at) => {
                let about = category.map_or_else(|| WHOLE_SHOP.to_owned(), |id| id.to_string());
                ("window", format!("{about}@{}", at.as_micros()))
            }
            Self::Label(currency, at) => ("label", format!("{}@{}", currency.code(), at.as_micros())),
        }
    }

    /// What it is about, and the page that shows what was said of it.
    fn about(self, t: T) -> (String, &'static str) {
        match self {
            Self::Fee(Word::Rule(_)) => (t.sale_commission(), "/operator/fees"),
            Self::Fee(Word::Prices(_)) => (t.fee_plans(), "/operator/fees"),
            Self::Fee(Word::Seat(_)) => (t.seat_title(), "/operator/fees"),
            Self::Class(_) => (t.shelf_title(), "/operator/fees/categories"),
            Self::Wrap(_) => (t.wrap_title(), "/operator/gift-wrap"),
            Self::Window(..) => (t.window_title(), "/operator/return-terms"),
            Self::Label(..) => (t.label_price_title(), "/operator/return-terms"),
        }
    }
}

/// The link to the form, for whoever may change it and as long as it has not begun.
pub(super) fn link(t: T, said: Said, starts_at: Timestamp, withdrawn: bool) -> AnyView {
    let coming = !withdrawn && starts_at > platform().db.now();
    if !coming || !may(Action::ManageMoney, &Resource::Platform) {
        return ().into_any();
    }
    let (what, id) = said.named();
    way(t, format!("{PATH}?what={what}&id={}", encode_query(&id)))
}

/// The link to such a form, wherever it is.
pub(super) fn way(t: T, href: String) -> AnyView {
    view! { <a class="link inline-flex min-h-tap items-center" href=href>{t.term_withdraw()}</a> }.into_any()
}

/// The form that takes back what begins at that moment, and asks why.
#[component]
pub(super) fn Withdraw(
    #[prop(into)] action: String,
    /// Its name, under which the page finds what was typed.
    form: &'static str,
    at: Timestamp,
    /// Name and value of what says which one it is.
    fields: Vec<(&'static str, String)>,
) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, form);
    let day = format::date_time(at, t.locale());
    let hidden = fields.into_iter().map(|(name, value)| view! { <Hidden name value /> }).collect_view();
    view! {
        <Form action label=t.term_withdraw() class="flex max-w-xl flex-col gap-4">
            <p>{t.term_withdraw_text(day)}</p>
            {hidden}
            <Field form=&form name="why" label=t.term_withdrawal_why() hint=t.fee_reason_hint() />
            <div><Button kind=ButtonKind::Danger>{t.term_withdraw()}</Button></div>
        </Form>
    }
    .into_any()
}

/// When it begins, where it can still be taken back.
async fn coming(conn: &mut Conn, said: Said) -> Result<Option<Timestamp>, Failure> {
    let now = conn.now();
    Ok(match said {
        Said::Fee(word) => fees::coming(conn, word).await?,
        Said::Class(id) => catalog::coming_class(conn, id).await?.map(|one| one.starts_at),
        Said::Wrap(id) => {
            let all = wraps::said_wraps(conn, MOST).await?;
            let one = all.into_iter().find(|one| one.id == id && one.withdrawn_at_us.is_none());
            one.map(|one| one.starts_at_us).filter(|at| *at > now)
        }
        Said::Window(category, at) => {
            let all = catalog::return_windows(conn, MOST).await?;
            let is_it = |one: &catalog::SaidReturnWindow| (one.category, one.starts_at) == (category, at);
            all.iter().find(|one| is_it(one) && one.withdrawn.is_none() && at > now).map(|_| at)
        }
        Said::Label(currency, at) => {
            let all = returns::label_prices(conn, MOST).await?;
            let is_it = |one: &returns::LabelPrice| (one.currency, one.starts_at_us) == (currency, at);
            all.iter().find(|one| is_it(one) && one.withdrawn_at_us.is_none() && at > now).map(|_| at)
        }
    })
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let field = |name: &str| query(name).unwrap_or_default();
    let asked = Said::parse(&field("what"), &field("id"));
    let found = match asked {
        Some(said) => coming(&mut platform().db.read().await?, said).await?.map(|at| (said, at)),
        None => None,
    };
    let Some((said, at)) = found else {
        return Ok(view! {
            <ConsolePage console=Console::Operator title=t.term_withdraw()>
                <EmptyState title=t.taken_back_none() text=t.taken_back_none_text() icon=Icon::Clock />
            </ConsolePage>
        }
        .into_any());
    };
    let (about, home) = said.about(t);
    let (what, id) = said.named();
    let trail = vec![(home.to_owned(), about), (String::new(), t.term_withdraw())];
    let fields = vec![("what", what.to_owned()), ("id", id)];
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.term_withdraw()>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <Withdraw action=TakeBackSaid::PATH form=FORM at fields />
        </ConsolePage>
    }
    .into_any())
}

/// Why it was not taken back.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error(transparent)]
    Fee(#[from] FeeError),
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    Return(#[from] ReturnError),
    #[error(transparent)]
    Wrap(#[from] WrapError),
    #[error(transparent)]
    Db(#[from] DbError),
}

async fn write(said: Said, why: String, by: AccountId) -> Result<(), Refused> {
    platform()
        .db
        .write(move |tx| {
            let why = why.clone();
            Box::pin(async move {
                match said {
                    Said::Fee(word) => fees::withdraw(tx, word, &why, by).await?,
                    Said::Class(id) => catalog::withdraw_class(tx, id, &why, by).await?,
                    Said::Window(category, at) => {
                        catalog::withdraw_return_window(tx, category, at, &why, by).await?;
                    }
                    Said::Label(currency, at) => {
                        returns::withdraw_label_price(tx, currency, at, &why, by).await?;
                    }
                    Said::Wrap(id) => wraps::withdraw_wrap(tx, id, &why, by).await?,
                }
                Ok::<_, Refused>(())
            })
        })
        .await
}

pub(super) async fn take_back(form: TakeBackForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let said = Said::parse(&form.what, &form.id).ok_or(Failure::NotFound)?;
    match write(said, form.why.clone(), by).await {
        // Pressed twice it is as it should be.
        Ok(())
        | Err(
            Refused::Fee(FeeError::Withdrawn)
            | Refused::Catalog(CatalogError::ClassWithdrawn | CatalogError::WindowWithdrawn)
            | Refused::Return(ReturnError::Withdrawn)
            | Refused::Wrap(WrapError::Withdrawn),
        ) => Ok(Done::to(said.about(t).1).notice(Tone::Good, t.term_was_withdrawn())),
        Err(
            Refused::Fee(FeeError::NothingSaid)
            | Refused::Catalog(CatalogError::NoSuchClass | CatalogError::NoWindow)
            | Refused::Return(ReturnError::NothingSaid)
            | Refused::Wrap(WrapError::NotFound),
        ) => Err(Failure::NotFound),
        Err(
            Refused::Fee(FeeError::Begun)
            | Refused::Catalog(CatalogError::ClassBegun | CatalogError::WindowBegun)
            | Refused::Return(ReturnError::Begun)
            | Refused::Wrap(WrapError::Begun),
        ) => Err(Failure::refused(t.term_begun())),
        Err(
            Refused::Fee(FeeError::BadReason)
            | Refused::Catalog(CatalogError::ClassReason | CatalogError::WindowReason)
            | Refused::Return(ReturnError::BadReason)
            | Refused::Wrap(WrapError::BadReason),
        ) => Err(Invalid::new(FORM, &form).field("why", t.fee_wrong_reason()).into()),
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_in_an_address_is_read_from_it() {
        let at = Timestamp::from_micros(1_780_272_000_000_000);
        for said in [Said::Window(None, at), Said::Label(Currency::USD, at)] {
            let (what, id) = said.named();
            assert_eq!(Said::parse(what, &id), Some(said));
        }
        for (what, id) in
            [("window", "shop"), ("label", "dollars@1"), ("rule", "1"), ("tax", "shop@1"), ("", "")]
        {
            assert_eq!(Said::parse(what, id), None, "{what} {id}");
        }
    }
}
