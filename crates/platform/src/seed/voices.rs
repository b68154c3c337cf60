//! What buyers of the demo shop say: they bought, were sent and then reviewed it, through the same commands as anybody.

use super::people::{buyer, input};
use crate::{Platform, PlatformError};
use db::{Conn, Db};
use domain::contact::Email;
use domain::key::IdempotencyKey;
use domain::order::{Carrier, PartState};
use domain::place::Place;
use domain::review::{Prose, ProseKind, Stars, Subject};
use domain::{AccountId, OfferId, OrderId, ProductId, SellerId};
use orders::{OneClick, Ship, Shopper};
use reviews::{Ask, Draft, Reply, ReviewError, Saved, Speaker};

/// Nobody signs in as these: they have passwords that nobody knows.
const BUYERS: &[(&str, &str)] = &[
    ("nora@buyer.example", "Nora Vidal"),
    ("omar@buyer.example", "Omar Farouk"),
    ("grace@buyer.example", "Grace Kim"),
    ("mateo@buyer.example", "Mateo Salas"),
];

/// Who, about which product, how many stars, the headline, the text.
type Voice = (usize, &'static str, i64, &'static str, &'static str);

const REVIEWS: &[Voice] = &[
    (
        0,
        "gooseneck-kettle-1-litre-with-temperature-hold",
        5,
        "Pours like a pen",
        "It holds 94 degrees while I grind, and the spout pours exactly where I point it. The lid stays on when it is nearly empty.",
    ),
    (
        1,
        "gooseneck-kettle-1-litre-with-temperature-hold",
        4,
        "Good, but loud",
        "Heats a litre in about four minutes and keeps the temperature well. The beep when it is done wakes the whole house, and it cannot be turned off.",
    ),
    (
        2,
        "gooseneck-kettle-1-litre-with-temperature-hold",
        2,
        "The handle gets warm",
        "After ten minutes of holding the temperature the handle is too warm for me. The pouring itself is lovely.",
    ),
    (
        3,
        "gooseneck-kettle-1-litre-with-temperature-hold",
        5,
        "Two years of daily use at work",
        "We have the same one in the office and I wanted one at home.\n\nDescale it once a month and it stays like new.",
    ),
    (
        0,
        "hand-grinder-with-steel-conical-burrs",
        5,
        "Even and quiet",
        "Thirty seconds for a cup, and the grounds look even from fine to coarse. It comes apart without tools.",
    ),
    (
        2,
        "hand-grinder-with-steel-conical-burrs",
        4,
        "A little slow for four cups",
        "For one or two cups it is perfect. For a whole pot one wishes for a motor.",
    ),
    (
        1,
        "cast-iron-skillet-26-cm-seasoned",
        5,
        "Eggs slide from the first day",
        "The seasoning was fine out of the box. Heavy, as it should be, and the long handle stays cool enough on my stove.",
    ),
    (
        3,
        "cast-iron-skillet-26-cm-seasoned",
        3,
        "Fine pan, rough bottom",
        "It cooks well. The bottom scratched my glass stove a little, so lift it instead of pushing it.",
    ),
    (
        2,
        "paring-knife-9-cm",
        4,
        "Sharp and light",
        "Takes an edge quickly and keeps it for weeks. I would like a slightly longer handle.",
    ),
    (
        1,
        "headlamp-400-lumens-usb-c",
        5,
        "Bright, and charges from anything",
        "Lasted two nights of hiking on the middle setting. The red light is easy to find in the dark.",
    ),
    (
        0,
        "headlamp-400-lumens-usb-c",
        3,
        "The strap is too wide",
        "The light is great. The strap slips on small heads unless one wears a hat.",
    ),
    (
        3,
        "enamel-mug-350-ml",
        5,
        "It has survived my children",
        "Dropped on stones twice and there is one small chip. Tea stays warm for longer than I expected.",
    ),
    (
        2,
        "waffle-towel-extra-large",
        4,
        "Dries fast",
        "Big enough to sit on at the river and dry again in an hour of sun. It gets softer with each wash.",
    ),
];

/// Who asks, about which product, what; and who answers for which seller.
type Question = (usize, &'static str, &'static str, Option<(&'static str, &'static str)>);
const QUESTIONS: &[Question] = &[
    (
        3,
        "gooseneck-kettle-1-litre-with-temperature-hold",
        "Can the beep be turned off?",
        Some((
            "orinoco",
            "On the ones that we send since May it can: hold the minus button for five seconds.",
        )),
    ),
    (1, "gooseneck-kettle-1-litre-with-temperature-hold", "Does it work with 230 volts?", None),
    (
        2,
        "two-person-trekking-tent-1-6-kg",
        "Is the footprint included, or is it sold apart?",
        Some(("paramo", "It is included, folded in the side pocket of the bag.")),
    ),
];

/// Who rates which seller for a parcel that came from there, how many stars, in which words; and the answer. Every one is
/// answered, so that no desk of the demo begins with work that nobody expects.
type Rating = (usize, &'static str, i64, &'static str, &'static str);
const RATINGS: &[Rating] = &[(
    2,
    "paramo",
    4,
    "Well packed and here a day early. The box was larger than it had to be.",
    "Thank you, Grace. We have ordered smaller boxes since.",
)];
/// A buyer of the demo has fewer orders.
const MOST_ORDERS: i64 = 50;

fn prose(kind: ProseKind, text: &str) -> Result<Prose, PlatformError> {
    input(Prose::parse(kind, text))
}

pub(super) async fn product_of(
    platform: &Platform,
    slug: &str,
) -> Result<(ProductId, OfferId), PlatformError> {
    let missing = || PlatformError::Input(format!("the demo has no product `{slug}`"));
    let detail = catalog::product_by_slug(&mut platform.db.read().await?, slug).await?.ok_or_else(missing)?;
    // New ones: of a used article there are one or two.
    let offer = detail.offers.iter().find(|o| o.condition == catalog::Condition::New).ok_or_else(missing)?;
    Ok((detail.product.id, offer.id))
}

/// One unit, ordered, sent and delivered.
async fn buy(
    platform: &Platform,
    buyer: AccountId,
    email: &str,
    offer: OfferId,
) -> Result<(), PlatformError> {
    let Some(panel) = platform.orders.one_click_panel(buyer, offer).await? else { return Ok(()) };
    let click = OneClick {
        key: format!("demo-voice-{buyer}-{offer}"),
        account: buyer,
        email: input(Email::parse(email))?,
        locale: platform.config.locale,
        offer,
        quantity: 1,
        seen: panel.seen(),
        shown: None,
        device: None,
    };
    let order: OrderId = platform.orders.one_click(click).await?.order();
    let detail = orders::store::detail(&mut platform.db.read().await?, order).await?;
    for part in detail.parts {
        let seller: SellerId = part.part.seller_id;
        let parcel = Ship {
            key: format!("demo-parcel-{}", part.part.id),
            seller,
            lines: part.lines.iter().map(|line| (line.id, line.quantity)).collect(),
            carrier: Carrier::Ups,
            tracking: "1Z999AA10123456784".into(),
        };
        platform.orders.ship(parcel).await?;
        platform.orders.deliver(seller, part.part.id).await?;
    }
    Ok(())
}

/// Everything that is said. Returns how many orders stand behind it. A second run says nothing again.
pub async fn speak(platform: &Platform) -> Result<usize, PlatformError> {
    let mut buyers = Vec::new();
    for (email, name) in BUYERS {
        buyers.push(buyer(platform, email, name).await?);
    }
    let mut written = Vec::new();
    for (who, slug, stars, title, body) in REVIEWS {
        let (product, offer) = product_of(platform, slug).await?;
        let (author, email) = (buyers[*who], BUYERS[*who].0);
        let known = reviews::of_author(&mut platform.db.read().await?, author, product).await?;
        if known.is_some() {
            continue;
        }
        buy(platform, author, email, offer).await?;
        let draft = Draft {
            stars: input(Stars::new(*stars))?,
            title: prose(ProseKind::Title, title)?,
            body: prose(ProseKind::Review, body)?,
            photos: Vec::new(),
        };
        let saved: Result<Saved, ReviewError> = platform
            .db
            .write(move |tx| {
                let draft = draft.clone();
                Box::pin(async move { reviews::save(tx, author, product, &draft).await })
            })
            .await;
        if let Saved::Written(id) = saved? {
            written.push((author, id));
        }
    }
    // Each buyer finds what the others wrote about the same things helpful, but for the last ones.
    for (at, (author, id)) in written.iter().enumerate() {
        let voters = buyers.iter().copied().filter(|voter| voter != author).take(3 - at % 4);
        for voter in voters {
            helpful(&platform.db, voter, Subject::Review(*id)).await?;
        }
    }
    for (at, question) in QUESTIONS.iter().enumerate() {
        converse(platform, &buyers, at, question).await?;
    }
    for rating in RATINGS {
        rate(platform, &buyers, rating).await?;
    }
    Ok(written.len())
}

async fn helpful(db: &Db, voter: AccountId, subject: Subject) -> Result<(), PlatformError> {
    let voted: Result<i64, ReviewError> =
        db.write(move |tx| Box::pin(reviews::vote(tx, voter, subject, true))).await;
    voted?;
    Ok(())
}

/// A seller, and who speaks for it.
async fn desk_of(conn: &mut Conn, desk: &str) -> Result<(SellerId, AccountId), PlatformError> {
    let missing = || PlatformError::Input(format!("the demo has no seller `{desk}`"));
    let seller = sellers::by_slug(conn, desk).await?.ok_or_else(missing)?.id;
    let staff = sellers::staff(conn, seller).await?.first().ok_or_else(missing)?.account_id;
    Ok((seller, staff))
}

/// Rates a seller for the first parcel that came from there, and answers.
async fn rate(
    platform: &Platform,
    buyers: &[AccountId],
    (who, desk, stars, text, answer): &Rating,
) -> Result<(), PlatformError> {
    let author = buyers[*who];
    let mut conn = platform.db.read().await?;
    let (seller, staff) = desk_of(&mut conn, desk).await?;
    let orders = orders::store::orders_of(&mut conn, Shopper::Account(author), None, MOST_ORDERS).await?;
    drop(conn);
    let mut parts = orders.into_iter().rev().flat_map(|order| order.parts).map(|detail| detail.part);
    let arrived = parts.find(|part| part.seller_id == seller && part.state.0 == PartState::Delivered);
    let nothing =
        || PlatformError::Input(format!("the demo has delivered nothing of `{desk}` to rate it for"));
    let part = arrived.ok_or_else(nothing)?.id;
    let (stars, body) = (input(Stars::new(*stars))?, prose(ProseKind::Reply, text)?);
    let (config, answer) = (platform.reviews.clone(), prose(ProseKind::Reply, answer)?);
    let rated: Result<bool, ReviewError> = platform
        .db
        .write(move |tx| {
            let (config, body, answer) = (config.clone(), body.clone(), answer.clone());
            Box::pin(async move {
                let said = reviews::give_feedback(tx, &config, author, part, stars, &body).await?;
                reviews::answer_feedback(tx, staff, seller, said.id, &answer).await
            })
        })
        .await;
    rated?;
    Ok(())
}

async fn converse(
    platform: &Platform,
    buyers: &[AccountId],
    at: usize,
    (who, slug, text, answer): &(usize, &str, &str, Option<(&str, &str)>),
) -> Result<(), PlatformError> {
    let (product, _) = product_of(platform, slug).await?;
    let key = |name: &str| input(IdempotencyKey::parse(&format!("demo-{name}-number-{at}")));
    let ask = Ask {
        key: key("question")?,
        account: buyers[*who],
        product,
        body: prose(ProseKind::Question, text)?,
    };
    let place = Place::country(&platform.config.country);
    let mut conn = platform.db.read().await?;
    let market = platform.buybox.market(&mut conn, platform.config.currency, place).await?;
    drop(conn);
    let config = platform.reviews.clone();
    let asked: Result<_, ReviewError> = platform
        .db
        .write(move |tx| {
            let (ask, market, config) = (ask.clone(), market.clone(), config.clone());
            Box::pin(async move { reviews::ask(tx, &config, &market, &ask).await })
        })
        .await;
    let question = asked?.id;
    let Some((desk, text)) = answer else { return Ok(()) };
    let (seller, staff) = desk_of(&mut platform.db.read().await?, desk).await?;
    let reply = Reply {
        key: key("answer")?,
        account: staff,
        speaker: Speaker::Seller(seller),
        question,
        body: prose(ProseKind::Answer, text)?,
    };
    let config = platform.reviews.clone();
    let answered: Result<_, ReviewError> = platform
        .db
        .write(move |tx| {
            let (reply, config) = (reply.clone(), config.clone());
            Box::pin(async move { reviews::answer(tx, &config, &reply).await })
        })
        .await;
    answered?;
    Ok(())
}
