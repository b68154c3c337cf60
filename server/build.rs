//! Puts the built site into the binary: every file once plain, once as brotli, once as gzip, in a generated table.
//!
//! The site is made by `cargo leptos build --release --split --frontend-only`, which comes first (`scripts/build`).
//! Its version is a hash of all its files; `/pkg/<version>/` is where they are served, so one page never mixes two
//! builds. A build without a site (checks, tests of the server alone) gets an empty table,
//! as does a development build, which reads the site from disk; `ORINOCO_EMBED=1` embeds there too.
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("..");
    println!("cargo:rerun-if-env-changed=ORINOCO_SITE");
    let site = env::var("ORINOCO_SITE").map_or_else(|_| root.join("target/site"), PathBuf::from);
    println!("cargo:rerun-if-changed={}", site.display());

    let mut files = BTreeMap::new();
    println!("cargo:rerun-if-env-changed=ORINOCO_EMBED");
    let demanded = env::var("ORINOCO_EMBED").is_ok();
    let is_there = site.join("pkg/orinoco.js").exists();
    if demanded && !is_there {
        return Err(format!("there is no site in {}: `scripts/build site` makes it", site.display()).into());
    }
    // Not `PROFILE`: that is `debug` for every profile that inherits from `dev`.
    let profile = out.ancestors().nth(3).and_then(Path::file_name);
    let is_debug = profile.is_some_and(|name| name == "debug");
    if (demanded || !is_debug) && is_there {
        collect(&site, "", &mut files)?;
    }
    fs::write(out.join("site.rs"), table(&files, &out)?)?;
    Ok(())
}

/// Reads all files by their path inside the site. What a tool compressed is left out: it is done here.
fn collect(dir: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if !name.ends_with(".br") && !name.ends_with(".gz") && !name.ends_with(".d.ts") {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

fn table(files: &BTreeMap<String, Vec<u8>>, out: &Path) -> Result<String, Box<dyn Error>> {
    let mut hash = Sha256::new();
    for (name, bytes) in files {
        hash.update(name.as_bytes());
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    let version: String = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let version = if files.is_empty() { "dev" } else { version.as_str() };

    let mut code = format!("pub const VERSION: &str = {version:?};\npub static FILES: &[File] = &[\n");
    // Files of the build share the version; the others keep their well-known names. Sorted: they are searched.
    let address = |name: &str| match name.strip_prefix("pkg/").or_else(|| name.strip_prefix("assets/")) {
        Some(rest) => format!("/pkg/{version}/{rest}"),
        None => format!("/{name}"),
    };
    let by_path: BTreeMap<String, (&String, &Vec<u8>)> =
        files.iter().map(|(name, bytes)| (address(name), (name, bytes))).collect();
    for (at, (path, (name, bytes))) in by_path.iter().enumerate() {
        let packable = !["png", "webp", "jpg", "woff2"].iter().any(|ext| name.ends_with(ext));
        let plain = save(out, at, "raw", bytes)?;
        let brotli = if packable { Some(save(out, at, "br", &brotli(bytes)?)?) } else { None };
        let gzip = if packable { Some(save(out, at, "gz", &gzip(bytes)?)?) } else { None };
        let etag: String = Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let include = |file: &Option<String>| {
            file.as_ref().map_or("None".to_owned(), |file| format!("Some(include_bytes!({file:?}))"))
        };
        writeln!(
            code,
            "File {{ path: {path:?}, kind: {:?}, etag: {:?}, plain: include_bytes!({plain:?}), brotli: {}, gzip: {} }},",
            kind(name),
            format!("\"{etag}\""),
            include(&brotli),
            include(&gzip),
        )?;
    }
    code.push_str("];\n");
    Ok(code)
}

fn save(out: &Path, at: usize, ending: &str, bytes: &[u8]) -> Result<String, Box<dyn Error>> {
    let path = out.join(format!("site-{at}.{ending}"));
    fs::write(&path, bytes)?;
    Ok(path.to_string_lossy().into_owned())
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes)?;
    Ok(packer.finish()?)
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
