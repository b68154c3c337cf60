//! The search index after `kill -9` at any moment: it ends with every product, as it is in the catalogue.
use std::path::Path;
use std::time::Duration;

use super::imports::catalogue;
use super::{get, orinoco, run, serve, stop, text};
use std::fmt::Write as _;

/// More than the index keeps uncommitted while it is built, so a kill may find some kept and some not.
const PRODUCTS: i64 = 25_000;
const RENAMED: i64 = 3_000;

const SERVE: &[&str] = &["serve", "--listen", "127.0.0.1:0"];

/// Whether the page of a search says that it found so many.
fn finds(address: &str, words: &str, products: i64) -> bool {
    let counted = format!(">{},{:03} products<", products / 1_000, products % 1_000);
    get(address, &format!("/search?q={words}")).contains(&counted)
}

/// Waits until the server says that its index holds everything; what else it said meanwhile.
fn until_ready(address: &str) -> Vec<String> {
    let mut said = Vec::new();
    for _ in 0..6_000 {
        let answer = get(address, "/readyz");
        if answer.starts_with("HTTP/1.1 200") {
            return said;
        }
        said.push(answer);
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("not ready within a minute: {:?}", said.last());
}

/// Starts the server and kills it so many milliseconds after it is open; whether its index was being built.
fn killed_after(dir: &Path, wait: u64) -> bool {
    let (mut server, address) = serve(dir, SERVE);
    std::thread::sleep(Duration::from_millis(wait));
    let building = get(&address, "/readyz").contains("being built");
    // SIGKILL: the program cannot put anything in order.
    server.kill().unwrap();
    server.wait().unwrap();
    building
}

#[test]
fn an_index_whose_server_is_killed_while_it_is_built_or_follows_ends_with_every_product() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("goods.csv"), catalogue(PRODUCTS, &[])).unwrap();
    let imported = run(dir, &["import", "goods.csv"]);
    assert!(imported.status.success(), "{}", text(&imported.stderr));

    // Built from nothing, and killed again and again on the way.
    std::fs::remove_dir_all(dir.join("orinoco-data/search")).unwrap();
    let interrupted = (0..8).filter(|round| killed_after(dir, round * 120)).count();
    assert!(interrupted >= 2, "the index was being built at {interrupted} of 8 kills");
    let (server, address) = serve(dir, SERVE);
    until_ready(&address);
    assert!(finds(&address, "thing", PRODUCTS), "every product is found");

    // Another process changes thousands of products; the server that puts them into its index is killed on the way.
    let mut renamed = "Handle,Title,Variant SKU,Variant Price\n".to_owned();
    for n in 1..=RENAMED {
        writeln!(renamed, "thing-{n},Renamed number {n},T-{n},12.50").unwrap();
    }
    std::fs::write(dir.join("renamed.csv"), renamed).unwrap();
    let mut import = orinoco(dir).args(["import", "renamed.csv"]).spawn().unwrap();
    let mut server = server;
    let mut address = address;
    while import.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(400));
        server.kill().unwrap();
        server.wait().unwrap();
        (server, address) = serve(dir, SERVE);
    }
    assert!(import.wait().unwrap().success());
    until_ready(&address);
    for _ in 0..1_000 {
        if finds(&address, "renamed", RENAMED) {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    for (words, products) in [("renamed", RENAMED), ("thing", PRODUCTS - RENAMED), ("number", PRODUCTS)] {
        assert!(finds(&address, words, products), "{words}: not {products}");
    }
    assert!(stop(server));
}
