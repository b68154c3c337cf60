//! Reviews and questions on the product page. Every filter is a link that keeps the others; it all works without script.
use std::collections::{HashMap, HashSet};

use domain::format;
use domain::review::{Rating as Figures, ReviewSort, Stars, Subject};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, ProductId, QuestionId, ReviewId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::db::Conn;
use platform::pictures::Picture;
use platform::reviews::{self, Filter, May, PER_PAGE, QUESTIONS_PER_PAGE, Question, ReviewPage, Standing};

use super::api::AskQuestion;
use super::parts::{ReportMenu, ReviewView, VoteButton};
use super::question::QuestionView;
use crate::access::{platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::kept::{Piece, kept_with};
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
pub(super) const ASK_FORM: &str = "ask";

/// Everything that is said about one product, as far as this page shows it.
#[derive(Clone, Debug)]
pub(crate) struct Talk {
    slug: String,
    product: ProductId,
    pub(crate) standing: Standing,
    asked: Asked,
    reviews: ReviewPage,
    photos: HashMap<ReviewId, Vec<Picture>>,
    questions: Vec<Question>,
    me: Option<AccountId>,
    /// The visitor was sent it and may write, or has written.
    may_review: bool,
    voted: HashSet<Subject>,
}

/// What the address asks for; changing one thing gives the address of a link.
#[derive(Clone, Debug, Default)]
struct Asked {
    offer: Option<String>,
    filter: Filter,
    questions: u32,
}

impl Asked {
    fn read() -> Self {
        let page = |name: &str| query(name).and_then(|p| p.parse().ok()).unwrap_or(1).clamp(1, 1_000);
        let filter = Filter {
            sort: query("sort").and_then(|s| ReviewSort::parse(&s)).unwrap_or_default(),
            stars: query("stars").and_then(|s| Stars::parse(&s).ok()),
            with_photos: query("photos").is_some(),
            page: page("reviews"),
        };
        Self { offer: query("offer"), filter, questions: page("questions") }
    }

    fn address(&self, slug: &str, place: &str) -> String {
        let mut pairs: Vec<String> = Vec::new();
        if let Some(offer) = &self.offer {
            pairs.push(format!("offer={}", crate::answer::encode_query(offer)));
        }
        if self.filter.sort != ReviewSort::default() {
            pairs.push(format!("sort={}", self.filter.sort));
        }
        if let Some(stars) = self.filter.stars {
            pairs.push(format!("stars={}", stars.get()));
        }
        if self.filter.with_photos {
            pairs.push("photos=1".into());
        }
        for (name, page) in [("reviews", self.filter.page), ("questions", self.questions)] {
            if page > 1 {
                pairs.push(format!("{name}={page}"));
            }
        }
        let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
        format!("/p/{slug}{query}#{place}")
    }

    /// The address with another filter, back on the first page of reviews.
    fn with(&self, slug: &str, change: impl FnOnce(&mut Filter)) -> String {
        let mut asked = self.clone();
        asked.filter.page = 1;
        change(&mut asked.filter);
        asked.address(slug, "reviews")
    }
}

impl Talk {
    /// Most products have no word about them: that costs one read.
    pub(crate) async fn load(conn: &mut Conn, product: ProductId, slug: &str) -> Result<Self, Failure> {
        let (asked, me) = (Asked::read(), visitor().account().map(|a| a.id));
        let standing = reviews::standing(conn, product).await?;
        let mut talk = Self {
            slug: slug.to_owned(),
            product,
            standing,
            asked,
            reviews: ReviewPage::default(),
            photos: HashMap::new(),
            questions: Vec::new(),
            me,
            may_review: false,
            voted: HashSet::new(),
        };
        if standing.rating.count() > 0 {
            talk.reviews = reviews::page(conn, product, talk.asked.filter).await?;
            let with: Vec<ReviewId> =
                talk.reviews.reviews.iter().filter(|r| r.photos > 0).map(|r| r.id).collect();
            talk.photos = reviews::photos_of(conn, &with).await?;
        }
        if standing.questions > 0 {
            talk.questions = reviews::questions(conn, product, talk.asked.questions).await?.questions;
        }
        if let Some(me) = me {
            talk.may_review = matches!(reviews::may_review(conn, me, product).await?, May::Yes(_));
            let reviews = talk.reviews.reviews.iter().map(|r| Subject::Review(r.id));
            let answers = talk.questions.iter().flat_map(|q| &q.answers).map(|a| Subject::Answer(a.id));
            let questions = talk.questions.iter().map(|q| Subject::Question(q.id));
            let subjects: Vec<Subject> = reviews.chain(questions).chain(answers).collect();
            talk.voted = reviews::voted(conn, me, &subjects).await?;
        }
        Ok(talk)
    }

    /// Nobody has said anything, and this visitor may not review: then it looks alike for every product.
    fn is_silent(&self) -> bool {
        self.standing.rating.count() == 0 && self.standing.questions == 0 && !self.may_review
    }

    /// schema.org's word for the rating; nothing where nobody has reviewed.
    pub(crate) fn json_ld(&self) -> Option<serde_json::Value> {
        let tenths = self.standing.rating.tenths()?;
        Some(serde_json::json!({
            "@type": "AggregateRating", "ratingValue": format!("{}.{}", tenths / 10, tenths % 10),
            "reviewCount": self.standing.rating.count(), "bestRating": "5", "worstRating": "1"
        }))
    }
}

/// The stars under a product's title: they lead to the reviews.
#[component]
pub(crate) fn RatingLink(standing: Standing) -> AnyView {
    let Some(rating_tenths) = standing.rating.tenths() else { return ().into_any() };
    let reviews = u64::try_from(standing.rating.count()).unwrap_or(0);
    view! {
        <a href="#reviews" class="inline-flex min-h-tap items-center self-start rounded-control hover:underline">
            <Rating rating_tenths reviews />
        </a>
    }
    .into_any()
}

/// Reviews, then questions.
#[component]
pub(crate) fn TalkView(talk: Talk) -> AnyView {
    let ctx = Ctx::current();
    let product = talk.product.to_string();
    // Another one for each page: the same press of the button is the same question.
    let key = platform().db.new_id::<QuestionId>().to_string();
    if !talk.is_silent() || FormState::of(&ctx, ASK_FORM).failed() {
        return talk_view(talk, product, key);
    }
    let piece = Piece::Silence { locale: ctx.locale() };
    kept_with(piece, [&product, &key], |[product, key]| talk_view(talk, product, key))
}

fn talk_view(talk: Talk, product: String, key: String) -> AnyView {
    view! {
        <Reviews talk=talk.clone() />
        <Questions talk product key />
    }
    .into_any()
}

#[component]
fn Reviews(talk: Talk) -> AnyView {
    let t = Ctx::current().t();
    let write = talk.may_review.then(|| {
        let href = format!("/account/reviews/{}", talk.product);
        view! { <LinkButton href kind=ButtonKind::Secondary>{t.review_write()}</LinkButton> }
    });
    let rating = talk.standing.rating;
    let Some(rating_tenths) = rating.tenths() else {
        return view! {
            <section id="reviews" aria-labelledby="reviews-title">
                <h2 id="reviews-title" class="mb-2 text-lg font-bold">{t.reviews_title()}</h2>
                <p class="mb-3 text-ink-soft">{t.reviews_none()}</p>
                {write}
            </section>
        }
        .into_any();
    };
    let reviews = u64::try_from(rating.count()).unwrap_or(0);
    let items = talk
        .reviews
        .reviews
        .iter()
        .map(|review| {
            let subject = Subject::Review(review.id);
            let photos = talk.photos.get(&review.id).cloned().unwrap_or_default();
            let mine = talk.me == Some(review.account_id);
            let (votes, voted) = (review.votes, talk.voted.contains(&subject));
            let edit = format!("/account/reviews/{}", review.product_id);
            view! {
                <li>
                    <ReviewView review=review.clone() photos>
                        {if mine {
                            view! { <a class="link inline-flex min-h-tap items-center" href=edit>{t.edit()}</a> }.into_any()
                        } else {
                            view! {
                                <VoteButton subject votes voted swap="reviews" />
                                <ReportMenu subject swap="reviews".to_owned() />
                            }
                            .into_any()
                        }}
                    </ReviewView>
                </li>
            }
        })
        .collect_view();
    let pages = talk.reviews.total.unsigned_abs().div_ceil(u64::from(PER_PAGE)) as u32;
    let (asked, slug) = (talk.asked.clone(), talk.slug.clone());
    let href = Callback::new(move |page: u32| {
        let mut asked = asked.clone();
        asked.filter.page = page;
        asked.address(&slug, "reviews")
    });
    view! {
        <section id="reviews" aria-labelledby="reviews-title" class="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 lg:grid-cols-[18rem_minmax(0,1fr)]">
            <div class="flex flex-col gap-4">
                <h2 id="reviews-title" class="text-lg font-bold">{t.reviews_title()}</h2>
                <Rating rating_tenths reviews />
                <Histogram rating talk=talk.clone() />
                <p class="text-sm text-ink-faint">{t.reviews_all_verified()}</p>
                {write.map(|write| view! { <div>{write}</div> })}
            </div>
            <div class="min-w-0">
                <FilterBar talk=talk.clone() />
                {if talk.reviews.reviews.is_empty() {
                    view! { <p class="py-6 text-ink-soft">{t.reviews_none_here()}</p> }.into_any()
                } else {
                    view! { <ul class="divide-y divide-line">{items}</ul> }.into_any()
                }}
                <Pagination page=talk.asked.filter.page pages href />
            </div>
        </section>
    }
    .into_any()
}

/// How many gave how many stars; each row shows only those reviews, and all of them again.
#[component]
fn Histogram(rating: Figures, talk: Talk) -> AnyView {
    let t = Ctx::current().t();
    let rows = Stars::ALL
        .into_iter()
        .map(|stars| {
            let chosen = talk.asked.filter.stars == Some(stars);
            let href = talk.asked.with(&talk.slug, |f| f.stars = if chosen { None } else { Some(stars) });
            let percent = rating.percent(stars);
            let look = if chosen { "font-semibold text-accent" } else { "hover:text-accent" };
            view! {
                <li>
                    <a href=href rel="nofollow" aria-current=chosen.then_some("true")
                        class=format!("grid min-h-tap grid-cols-[4.5rem_minmax(0,1fr)_3rem] items-center gap-3 text-sm {look}")>
                        <span>{t.stars_count(stars.get())}</span>
                        <svg class="mirror h-3 w-full rounded-full" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                            <rect width="100" height="10" class="fill-line" />
                            <rect width=percent height="10" class="fill-star" />
                        </svg>
                        <span class="text-end text-ink-faint" aria-hidden="true">{format::percent(percent * 100, t.writing())}</span>
                        <span class="sr-only">{t.reviews_count(rating.with(stars))}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul>{rows}</ul> }.into_any()
}

fn sort_words(t: T, sort: ReviewSort) -> String {
    match sort {
        ReviewSort::Helpful => t.reviews_sort_helpful(),
        ReviewSort::Newest => t.reviews_sort_newest(),
        ReviewSort::Highest => t.reviews_sort_highest(),
        ReviewSort::Lowest => t.reviews_sort_lowest(),
    }
}

#[component]
fn FilterBar(talk: Talk) -> AnyView {
    let t = Ctx::current().t();
    let (asked, slug) = (&talk.asked, &talk.slug);
    let tabs: Vec<Tab> = ReviewSort::ALL
        .iter()
        .map(|sort| Tab {
            href: asked.with(slug, |f| f.sort = *sort),
            label: sort_words(t, *sort),
            count: None,
            current: asked.filter.sort == *sort,
        })
        .collect();
    let photos = asked.with(slug, |f| f.with_photos = !f.with_photos);
    let look = if asked.filter.with_photos {
        "border-accent bg-accent-soft text-accent-strong"
    } else {
        "border-line-strong"
    };
    let chosen = asked.filter.stars.map(|stars| {
        let (href, words) = (asked.with(slug, |f| f.stars = None), t.stars_count(stars.get()));
        let label = t.remove_filter(words.clone());
        view! {
            <a href=href aria-label=label class="inline-flex min-h-tap items-center gap-2 rounded-full border border-line-strong px-4 text-sm hover:border-accent">
                {words} <span aria-hidden="true">"×"</span>
            </a>
        }
    });
    view! {
        <Tabs label=t.listing_sort() tabs />
        <div class="flex flex-wrap gap-2 pt-3">
            <a href=photos rel="nofollow" aria-current=asked.filter.with_photos.then_some("true")
                class=format!("inline-flex min-h-tap items-center rounded-full border px-4 text-sm hover:border-accent {look}")>
                {t.reviews_with_photos()}
            </a>
            {chosen}
        </div>
    }
    .into_any()
}

#[component]
fn Questions(talk: Talk, product: String, key: String) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let items = talk
        .questions
        .iter()
        .map(|question| {
            let (me, voted) = (talk.me, talk.voted.clone());
            view! { <li><QuestionView question=question.clone() me voted links=true /></li> }
        })
        .collect_view();
    let pages = (talk.standing.questions.unsigned_abs()).div_ceil(QUESTIONS_PER_PAGE.unsigned_abs()) as u32;
    let (asked, slug) = (talk.asked.clone(), talk.slug.clone());
    let href = Callback::new(move |page: u32| {
        Asked { questions: page, ..asked.clone() }.address(&slug, "questions")
    });
    let form = FormState::of(&ctx, ASK_FORM);
    view! {
        <section id="questions" aria-labelledby="questions-title" class="max-w-4xl">
            <h2 id="questions-title" class="mb-2 text-lg font-bold">{t.questions_title()}</h2>
            {if talk.questions.is_empty() {
                view! { <p class="text-ink-soft">{t.questions_none()}</p> }.into_any()
            } else {
                view! { <ul class="divide-y divide-line">{items}</ul> }.into_any()
            }}
            <Pagination page=talk.asked.questions pages href />
            <Form action=AskQuestion::PATH swap="questions" class="mt-4 flex max-w-prose flex-col gap-3">
                <Hidden name="product" value=product />
                <Hidden name="key" value=key />
                <TextArea form=&form name="question" label=t.question_label() hint=t.question_hint() rows=2 />
                <div><Button kind=ButtonKind::Secondary>{t.question_send()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}
