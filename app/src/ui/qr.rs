//! A QR code, drawn on the server. Dark on light in both appearances: what reads it expects that. Server only.
use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the picture, as the standard asks.
const QUIET: usize = 4;

/// The dark modules as one path: a rectangle for each run of a row.
fn path(code: &QrCode) -> String {
    let (width, colors) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                path.push_str(&format!("M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len()));
            }
            x += run.len();
        }
    }
    path
}

/// The picture of a text, nothing when it is too long for one.
#[component]
pub fn QrView(
    #[prop(into)] text: String,
    /// What it is, for those who do not see it.
    #[prop(into)]
    label: String,
    #[prop(optional, into)] class: String,
) -> AnyView {
    let Ok(code) = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M) else {
        return ().into_any();
    };
    let side = code.width() + 2 * QUIET;
    view! {
        <svg viewBox=format!("0 0 {side} {side}") role="img" aria-label=label class=class shape-rendering="crispEdges">
            <rect width=side height=side fill="#fff" />
            <path d=path(&code) fill="#000" />
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_paints_each_dark_module_once() {
        let code = QrCode::with_error_correction_level(b"otpauth://totp/x", EcLevel::M).unwrap();
        let painted: usize = path(&code)
            .split('h')
            .skip(1)
            .filter_map(|run| run.split('v').next()?.parse::<usize>().ok())
            .sum();
        let dark = code.to_colors().iter().filter(|color| **color == Color::Dark).count();
        assert_eq!(painted, dark);
        assert!(path(&code).starts_with("M4 4h7v1h-7z"), "the corner's mark is seven wide");
    }
}
