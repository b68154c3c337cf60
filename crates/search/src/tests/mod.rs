//! The search as shoppers and operators meet it.

mod counts;
mod following;
mod meant;
mod real;
mod suggestions;
mod variants;
mod words;

use crate::document::Document;
use crate::request::{SearchPage, SearchRequest};
use crate::store::{Cursor, Store};
use domain::{CategoryId, ProductId, Timestamp, TypedId};
use uuid::Uuid;

/// That of the program, for what is measured here.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn product(number: u64) -> ProductId {
    ProductId::from_uuid(Uuid::from_u128(u128::from(number)))
}

fn category(number: u64) -> CategoryId {
    CategoryId::from_uuid(Uuid::from_u128(u128::from(number)))
}

fn titled(number: u64, title: &str) -> Document {
    Document {
        id: product(number),
        members: vec![product(number)],
        title: title.into(),
        brand: None,
        description: String::new(),
        attributes: String::new(),
        tokens: Vec::new(),
        numbers: Vec::new(),
        path: Vec::new(),
        category_names: Vec::new(),
        price_minor: Some(1_000),
        in_stock: true,
        created: Timestamp::from_micros(0),
    }
}

/// An index of these documents in memory.
fn index(documents: &[Document]) -> Store {
    let store = Store::in_memory().unwrap();
    let mut writer = store.writer().unwrap();
    for document in documents {
        store.put(&writer, &document.members, Some(document)).unwrap();
    }
    store.commit(&mut writer, &Cursor::default()).unwrap();
    store
}

fn search(store: &Store, text: &str) -> SearchPage {
    store.search(&SearchRequest { text: text.into(), ..SearchRequest::default() }).unwrap()
}
