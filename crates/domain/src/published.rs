//! Somebody else's data, beside which tests hold the tables here. The repository does not hold them. Called by tests alone.
use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;

/// A file of the folder that `ORINOCO_DATA` names, or that stands beside the repository. Where it is named and the file not
/// there, a run that nobody watches (`CI`) must not pass for having compared.
pub(crate) fn open(file: &str) -> Option<File> {
    let named = std::env::var_os("ORINOCO_DATA").map(PathBuf::from);
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let path = named.clone().unwrap_or_else(beside).join(file);
    if let Ok(file) = File::open(&path) {
        return Some(file);
    }
    assert!(named.is_none() || std::env::var_os("CI").is_none(), "{} is not there", path.display());
    // Written past what the test's own output is kept in: a skip that nobody sees passes for a test.
    let said = format!(
        "SKIPPED, NOTHING IS COMPARED: {} is not there; ORINOCO_DATA names the folder\n",
        path.display()
    );
    std::io::stderr().write_all(said.as_bytes()).unwrap();
    None
}
