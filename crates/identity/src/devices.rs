//! Which device a session is on, in plain words, from what its browser says of itself. Called by the account's list of
//! sessions. A browser may say anything, so this is a help to recognise one's own, not a proof.

/// What could be recognised. The names are the makers' and are the same in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Device {
    pub browser: Option<&'static str>,
    pub system: Option<&'static str>,
    /// Carried in a pocket.
    pub is_phone: bool,
}

/// The first that occurs counts: nearly every browser also claims to be Chrome or Safari.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// An iPad says Macintosh unless it asks for a phone's pages, and Android says Linux, too.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
];

fn first(agent: &str, table: &[(&'static str, &'static str)]) -> Option<&'static str> {
    table.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
}

/// Reads a `User-Agent`.
pub fn device(agent: &str) -> Device {
    Device {
        browser: first(agent, BROWSERS),
        system: first(agent, SYSTEMS),
        is_phone: agent.contains("iPhone") || (agent.contains("Android") && agent.contains("Mobile")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_of_the_day_are_told_apart() {
        let apple = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
        let blink = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0";
        for (agent, browser, system, is_phone) in [
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {blink} Safari/537.36"),
                "Chrome",
                "Windows",
                false,
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {blink} Safari/537.36 Edg/142.0"),
                "Edge",
                "Windows",
                false,
            ),
            (
                format!("Mozilla/5.0 (X11; Linux x86_64) {blink} Safari/537.36 OPR/120.0"),
                "Opera",
                "Linux",
                false,
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 16; Pixel 9) {blink} Mobile Safari/537.36"),
                "Chrome",
                "Android",
                true,
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 15; SM-X710) {blink} Safari/537.36"),
                "Chrome",
                "Android",
                false,
            ),
            (
                format!(
                    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {apple} Version/26.0 Safari/605.1.15"
                ),
                "Safari",
                "Mac",
                false,
            ),
            (
                format!(
                    "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) {apple} Version/26.0 Mobile/15E148 Safari/604.1"
                ),
                "Safari",
                "iPhone",
                true,
            ),
            (
                format!(
                    "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) {apple} CriOS/142.0 Mobile/15E148 Safari/604.1"
                ),
                "Chrome",
                "iPhone",
                true,
            ),
            (
                "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".into(),
                "Firefox",
                "Linux",
                false,
            ),
            (
                format!("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {blink} Safari/537.36"),
                "Chrome",
                "ChromeOS",
                false,
            ),
        ] {
            let expected = Device { browser: Some(browser), system: Some(system), is_phone };
            assert_eq!(device(&agent), expected, "{agent}");
        }
    }

    #[test]
    fn what_says_nothing_is_nothing_known() {
        for agent in ["", "curl/8.5.0", "🦫"] {
            assert_eq!(device(agent), Device::default());
        }
    }
}
