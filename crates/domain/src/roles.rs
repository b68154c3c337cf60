//! Who may do what: ONE function over ONE table. Every server function, route and stream states its action and
//! resource here before it does anything.

use crate::text_enum::TextEnum as _;
use crate::{AccountId, GuestId, SellerId};
use serde::{Deserialize, Serialize};

pub use table::RULES;

#[path = "roles/table.rs"]
mod table;

crate::text_enum! {
    /// What a person is to a seller. What each may do is [`RULES`].
    pub enum StaffRole {
        /// May do everything, staff, bank account, keys and settings included.
        Owner = "owner",
        /// Manages: sells, ships and reads everything, and changes nothing of the seller itself.
        Staff = "staff",
        /// Orders, parcels, returns and what shoppers write about them.
        Shipping = "shipping",
        /// Products, offers, imports, promotions, reviews and questions.
        Catalogue = "catalogue",
        /// Payouts, statements, fees, year reports and invoices.
        Finance = "finance",
    }
}

crate::text_enum! {
    /// What one of the platform's own people is there for. What each may do is [`RULES`].
    pub enum OperatorRole {
        /// May do everything that anybody at the platform may, and alone says who else works for it.
        Administrator = "administrator",
        /// Profit and loss, payouts, fees, rates, coupons and sellers' money.
        Finance = "finance",
        /// Products, what categories ask for, search words, content pages, imports, and what is written about
        /// products.
        Catalogue = "catalogue",
        /// Orders, returns, disputes, messages, reviews, and who sells.
        Support = "support",
        /// Jobs, webhooks, the trail, and which features are off.
        Technical = "technical",
    }
}

/// A place at a seller: one that an account works for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Seat {
    pub seller: SellerId,
    pub role: StaffRole,
}

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// A browser that nobody signed in on; `None` before it was given a guest's id.
    Guest(Option<GuestId>),
    Account {
        id: AccountId,
        /// Set for one of the platform's own people.
        operator: Option<OperatorRole>,
        seats: Vec<Seat>,
    },
    /// The platform's own jobs and command line; it may do everything and never comes from a request.
    System,
}

impl Actor {
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Account { id, .. } => Some(*id),
            _ => None,
        }
    }
    pub fn guest(&self) -> Option<GuestId> {
        match self {
            Self::Guest(id) => *id,
            _ => None,
        }
    }
    /// What this actor is at the platform itself.
    pub fn operator_role(&self) -> Option<OperatorRole> {
        match self {
            Self::Account { operator, .. } => *operator,
            _ => None,
        }
    }
    /// Works for the platform, in whatever role.
    pub fn is_operator(&self) -> bool {
        self.operator_role().is_some()
    }
    /// The sellers that this actor works for.
    pub fn seats(&self) -> &[Seat] {
        match self {
            Self::Account { seats, .. } => seats,
            _ => &[],
        }
    }
    pub fn role_at(&self, seller: SellerId) -> Option<StaffRole> {
        self.seats().iter().find(|seat| seat.seller == seller).map(|seat| seat.role)
    }
    /// Whether the actor may use this as the one whom it belongs to does; the action is [`Resource::use_action`].
    /// Where another action is meant (an operator reads, an owner manages staff), say so to [`allow`].
    ///
    /// # Errors
    /// As [`allow`].
    pub fn allow(&self, resource: Resource) -> Result<(), Denied> {
        allow(self, resource.use_action(), &resource)
    }
    /// [`allow`] as yes or no: whether a page shows a button.
    pub fn may(&self, action: Action, resource: &Resource) -> bool {
        allow(self, action, resource).is_ok()
    }
}

/// Whose cart it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CartOwner {
    Account(AccountId),
    Guest(GuestId),
}

/// What is asked about. A route that creates something names what it will belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resource {
    /// What the whole world may see.
    Public,
    /// A cart, and the checkout of it.
    Cart(CartOwner),
    /// What belongs to whoever is signed in, when the account comes from the session and not from the request.
    OwnAccount,
    /// What belongs to one account: settings, addresses, cards, sessions.
    Own(AccountId),
    /// An order; for one part of it name only that part's seller.
    Order { buyer: Option<AccountId>, guest: Option<GuestId>, sellers: Vec<SellerId> },
    /// What belongs to one seller: offers, stock, dashboard, staff.
    Seller(SellerId),
    /// The operator's: settings, books, jobs.
    Platform,
}

crate::text_enum! {
    /// What somebody wants to do.
    pub enum Action {
        /// Read a public page, search, look at a picture.
        Browse = "browse",
        /// Sign up, sign in, choose a language.
        Enter = "enter",
        UseCart = "use_cart",
        Checkout = "checkout",
        /// Read one's settings, addresses, cards, orders.
        ReadAccount = "read_account",
        /// Change one's settings, addresses, cards, password; sign out.
        ChangeAccount = "change_account",
        BuyNow = "buy_now",
        /// Open a shop of one's own.
        OpenShop = "open_shop",
        ReadOrder = "read_order",
        /// Cancel or undo as the buyer, confirm a payment.
        ChangeOrder = "change_order",
        /// Write to the seller of a part as the buyer, say what was read, report an answer.
        WriteToSeller = "write_to_seller",
        /// Accept, ship, deliver or cancel as the seller, and answer returns and disputes.
        FulfilOrder = "fulfil_order",
        /// See a seller's first page.
        ReadSeller = "read_seller",
        /// See a seller's orders, returns, disputes, health and conversations with shoppers; at the platform,
        /// everybody's disputes and the messages that were reported.
        ReadSales = "read_sales",
        /// See a seller's products, promotions, imports, reviews and questions; at the platform, proposals,
        /// imports, searches and content pages.
        ReadCatalogue = "read_catalogue",
        /// See what was sold, in figures.
        ReadFigures = "read_figures",
        /// See a seller's payouts, statements, fees, plan and year reports; at the platform, profit and loss,
        /// everybody's payouts, fees, rates and coupons.
        ReadMoney = "read_money",
        /// See what is left of what was sold after what it cost the seller. Who says what goods cost sees that
        /// beside each of them ([`Action::ManageOffers`]).
        ReadCosts = "read_costs",
        /// See the invoices of a seller.
        ReadInvoices = "read_invoices",
        /// See a seller's settings, keys, webhooks and store page.
        ReadSettings = "read_settings",
        /// Offers, prices, stock, imports.
        ManageOffers = "manage_offers",
        /// Shipping terms, holidays, profile and legal data.
        ManageSeller = "manage_seller",
        /// Say who works for a seller, or for the platform, and as what.
        ManageStaff = "manage_staff",
        /// Say where a seller's money goes, and choose its plan.
        ManagePayouts = "manage_payouts",
        /// Have what a seller is owed paid out, to where an owner said.
        PayOut = "pay_out",
        /// Hand in papers for a shop that opens, read them, give it up.
        ManageOpening = "manage_opening",
        /// Let programs act in a seller's name.
        ManageApi = "manage_api",
        /// Write reviews, questions and answers, vote for others' and report them.
        Contribute = "contribute",
        /// Write to buyers in a seller's name.
        SpeakForSeller = "speak_for_seller",
        /// Reply to reviews and answer questions in a seller's name.
        ReplyForSeller = "reply_for_seller",
        /// See the platform's first page.
        ReadPlatform = "read_platform",
        /// Close a feature while the shop runs, and open it again.
        OperatePlatform = "operate_platform",
        /// Say fees, plans, rates and coupons, where the platform is established, and whose payouts wait.
        ManageMoney = "manage_money",
        /// Decide what shoppers appeal against, and order what is given back for it.
        OrderRefunds = "order_refunds",
        /// Decide about products, say what categories ask for, what searches mean and what the shop says of
        /// itself.
        ManageCatalogue = "manage_catalogue",
        /// See who sells, what they handed in, and who waits to be let in.
        ReadSellers = "read_sellers",
        /// Let sellers in, suspend them, answer their appeals.
        ManageSellers = "manage_sellers",
        /// Find any order, and see all of it but who its shopper is; that is [`Action::ReadSales`]. What gives money
        /// back or lets go of it is [`Action::ManageMoney`].
        ReadOrders = "read_orders",
        /// See what readers reported of reviews, questions and answers.
        ReadReports = "read_reports",
        /// Hide what is written about products, and show it again.
        Moderate = "moderate",
        /// Hide what buyers and sellers wrote to each other, and show it again.
        ModerateMessages = "moderate_messages",
        /// See jobs, sellers' webhooks, switches and the trail.
        ReadSystem = "read_system",
        /// Replay jobs, hold back what is sent to sellers' programs, send it again.
        OperateSystem = "operate_system",
    }
}

crate::text_enum! {
    /// The kind of a [`Resource`].
    pub enum ResourceKind {
        Public = "public",
        Cart = "cart",
        Own = "own",
        Order = "order",
        Seller = "seller",
        Platform = "platform",
    }
}

impl Resource {
    pub fn kind(&self) -> ResourceKind {
        match self {
            Self::Public => ResourceKind::Public,
            Self::Cart(_) => ResourceKind::Cart,
            Self::OwnAccount | Self::Own(_) => ResourceKind::Own,
            Self::Order { .. } => ResourceKind::Order,
            Self::Seller(_) => ResourceKind::Seller,
            Self::Platform => ResourceKind::Platform,
        }
    }

    /// What the one whom it belongs to does with it.
    pub fn use_action(&self) -> Action {
        match self.kind() {
            ResourceKind::Public => Action::Browse,
            ResourceKind::Cart => Action::UseCart,
            ResourceKind::Own => Action::ChangeAccount,
            ResourceKind::Order => Action::ChangeOrder,
            ResourceKind::Seller => Action::ManageOffers,
            ResourceKind::Platform => Action::OperatePlatform,
        }
    }
}

/// What an actor is to a resource. The table says which of these is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Anyone,
    /// Its owner: the cart's, the account's, the order's buyer (a guest for a guest's cart and order).
    Owner,
    /// Works for the seller in one of these roles; for an order, for one of its sellers.
    Seat(&'static [StaffRole]),
    /// Works for the platform in one of these roles.
    Operator(&'static [OperatorRole]),
}

/// Why somebody may not, and what the answer's status is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
pub enum Denied {
    /// Signing in may help. 401.
    #[error("sign in first")]
    SignInFirst,
    /// The actor may know that it exists, and may not do this. 403.
    #[error("this is not allowed")]
    Forbidden,
    /// Somebody else's: for this actor it does not exist. 404.
    #[error("there is no such thing")]
    Hidden,
}

impl Denied {
    /// The HTTP status of the answer.
    pub fn status(self) -> u16 {
        match self {
            Self::SignInFirst => 401,
            Self::Forbidden => 403,
            Self::Hidden => 404,
        }
    }
}

/// Whether the actor may do this. [`RULES`] decides; what is not in it is forbidden for everybody but the system.
///
/// # Errors
/// [`Denied::SignInFirst`] for a guest where an account could be allowed; [`Denied::Hidden`] for something that
/// belongs to somebody else; [`Denied::Forbidden`] for one's own seller in too low a role, for the platform's pages,
/// and for an action that this kind of resource does not have.
pub fn allow(actor: &Actor, action: Action, resource: &Resource) -> Result<(), Denied> {
    if *actor == Actor::System {
        return Ok(());
    }
    let rule = RULES.iter().find(|(a, kind, _)| *a == action && *kind == resource.kind());
    let Some((_, _, enough)) = rule else { return Err(Denied::Forbidden) };
    if enough.iter().any(|relation| holds(actor, *relation, resource)) {
        return Ok(());
    }
    Err(denial(actor, resource))
}

/// Whether the actor stands in this relation to the resource.
fn holds(actor: &Actor, relation: Relation, resource: &Resource) -> bool {
    match (relation, resource) {
        (Relation::Anyone, _) => true,
        (Relation::Operator(roles), _) => actor.operator_role().is_some_and(|role| roles.contains(&role)),
        (Relation::Owner, Resource::OwnAccount) => actor.account().is_some(),
        (Relation::Owner, Resource::Cart(CartOwner::Account(id)) | Resource::Own(id)) => {
            actor.account() == Some(*id)
        }
        (Relation::Owner, Resource::Cart(CartOwner::Guest(id))) => actor.guest() == Some(*id),
        (Relation::Owner, Resource::Order { buyer, guest, .. }) => {
            // What became an account's is the guest's no more: a guest's cookie cannot be taken back.
            match buyer {
                Some(_) => actor.account() == *buyer,
                None => guest.is_some() && actor.guest() == *guest,
            }
        }
        (Relation::Seat(roles), Resource::Seller(seller)) => sits(actor, *seller, roles),
        (Relation::Seat(roles), Resource::Order { sellers, .. }) => {
            sellers.iter().any(|seller| sits(actor, *seller, roles))
        }
        _ => false,
    }
}

/// Whether whoever works for a seller in this role may do this there: for those who are told of something and do not ask.
pub fn seat_may(role: StaffRole, action: Action) -> bool {
    let rule = RULES.iter().find(|(a, kind, _)| *a == action && *kind == ResourceKind::Seller);
    let lets = |relation: &Relation| matches!(relation, Relation::Seat(roles) if roles.contains(&role));
    rule.is_some_and(|(_, _, enough)| enough.iter().any(lets))
}

/// Whether the actor works for this seller in one of these roles.
fn sits(actor: &Actor, seller: SellerId, roles: &[StaffRole]) -> bool {
    actor.role_at(seller).is_some_and(|role| roles.contains(&role))
}

/// The kindest true answer that tells nothing about what belongs to others.
fn denial(actor: &Actor, resource: &Resource) -> Denied {
    let is_guest = matches!(actor, Actor::Guest(_));
    match resource {
        // No account can be allowed here either: a guest's things open only in that guest's browser.
        Resource::Cart(CartOwner::Guest(_)) => Denied::Hidden,
        Resource::Order { buyer: None, guest, .. } if is_guest && actor.guest() != *guest => Denied::Hidden,
        _ if is_guest => Denied::SignInFirst,
        Resource::Seller(seller) if actor.role_at(*seller).is_some() => Denied::Forbidden,
        Resource::Order { .. } if holds(actor, Relation::Owner, resource) => Denied::Forbidden,
        Resource::Order { .. } if holds(actor, Relation::Seat(StaffRole::ALL), resource) => Denied::Forbidden,
        Resource::Cart(_) | Resource::Own(_) | Resource::Order { .. } if actor.is_operator() => {
            Denied::Forbidden
        }
        Resource::Seller(_) if actor.is_operator() => Denied::Forbidden,
        Resource::Public | Resource::OwnAccount | Resource::Platform => Denied::Forbidden,
        Resource::Cart(_) | Resource::Own(_) | Resource::Order { .. } | Resource::Seller(_) => Denied::Hidden,
    }
}

#[cfg(test)]
#[path = "roles/tests.rs"]
mod tests;
