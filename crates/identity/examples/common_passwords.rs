//! Makes `crates/identity/data/common_passwords.txt` from a list of passwords, most used first, one per line.
//!
//! The list that was used is the `passwords` entry of zxcvbn's frequency lists (MIT licence):
//! take the `zxcvbn` package of PyPI, then in its folder
//! `python3 -c "from zxcvbn.frequency_lists import FREQUENCY_LISTS as f; print(*f['passwords'], sep='\n')" |
//! cargo run -p identity --example common_passwords > crates/identity/data/common_passwords.txt`

use std::io::BufRead as _;

/// Shorter ones are refused by their length.
const SHORTEST: usize = 8;
const COUNT: usize = 3_000;

fn main() -> std::io::Result<()> {
    let mut prints = Vec::with_capacity(COUNT);
    for line in std::io::stdin().lock().lines() {
        let password = line?.trim().to_lowercase();
        let print = identity::password_fingerprint(&password);
        if password.chars().count() >= SHORTEST && prints.len() < COUNT && !prints.contains(&print) {
            prints.push(print);
        }
    }
    prints.sort_unstable();
    println!(
        "# NOTICE: fingerprints of the 3,000 most used passwords of 8 and more characters: the first 64 bits of"
    );
    println!(
        "# BLAKE3, in hexadecimal, sorted. Computed from the order of zxcvbn's password list (MIT licence,"
    );
    println!(
        "# Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc.; its Python package Copyright (c) 2016 Daniel"
    );
    println!("# Wolf) by examples/common_passwords.rs; no text of that list is contained.");
    for print in prints {
        println!("{print:016x}");
    }
    Ok(())
}
