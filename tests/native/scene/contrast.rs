//! Whether the colours of the style sheet can be told from what they lie on.
//!
//! Contrast is that of WCAG 2.2; OKLCH becomes sRGB as CSS Color 4 says, cut at the gamut
//! as browsers do.

use spanscope::scene::ServiceColor;

use super::style_sheet::{Theme, dark, light};

/// Red, green, blue; linear light, 0 to 1.
type Linear = [f64; 3];

/// What a row, a button or a panel can have behind it.
const BACKGROUNDS: [&str; 4] = ["--bg", "--raised", "--hover", "--selected"];

fn color(theme: &Theme, token: &str) -> Linear {
    let hex = theme[token].strip_prefix('#').expect("a colour in hex digits");
    let channel = |place: usize| {
        let value = u8::from_str_radix(&hex[place..place + 2], 16).expect("two hex digits");
        let encoded = f64::from(value) / 255.0;
        if encoded <= 0.04045 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) }
    };
    [channel(0), channel(2), channel(4)]
}

fn service(theme: &Theme, index: usize, hue: f64) -> Linear {
    let number = |name: String| theme[&name].parse::<f64>().expect("a number");
    oklch(number(format!("--service-l{index}")), number(format!("--service-c{index}")), hue)
}

fn oklch(lightness: f64, chroma: f64, hue: f64) -> Linear {
    let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    let rgb = [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ];
    rgb.map(|channel| channel.clamp(0.0, 1.0))
}

fn oklab([r, g, b]: Linear) -> [f64; 3] {
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

fn contrast(one: Linear, other: Linear) -> f64 {
    let luminance = |[r, g, b]: Linear| 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}

fn difference(one: Linear, other: Linear) -> f64 {
    let (one, other) = (oklab(one), oklab(other));
    one.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

/// All hues that services get, found by asking for many names.
fn hues() -> Vec<f64> {
    let names = (0..2_000).map(|number| format!("service-{number}"));
    let mut hues: Vec<u16> = names.map(|name| ServiceColor::of(&name).hue).collect();
    hues.sort_unstable();
    hues.dedup();
    hues.into_iter().map(f64::from).collect()
}

fn themes() -> [(&'static str, Theme); 2] {
    [("light", light()), ("dark", dark())]
}

#[track_caller]
fn assert_contrast(theme: &(&str, Theme), mark: &str, background: &str, least: f64) {
    let found = contrast(color(&theme.1, mark), color(&theme.1, background));
    assert!(found >= least, "{}: {mark} on {background} has only {found:.2}", theme.0);
}

#[test]
fn text_can_be_read_on_every_background() {
    for theme in &themes() {
        for background in BACKGROUNDS {
            for text in ["--ink", "--ink-2", "--ink-3", "--accent", "--error", "--warn", "--ok"] {
                assert_contrast(theme, text, background, 4.5);
            }
        }
        for text in ["--ink", "--ink-2", "--accent", "--error", "--warn"] {
            assert_contrast(theme, text, "--error-bg", 4.5);
        }
        assert_contrast(theme, "--on-accent", "--accent", 4.5);
    }
}

#[test]
fn marks_and_edges_of_fields_can_be_seen() {
    for theme in &themes() {
        for background in BACKGROUNDS {
            assert_contrast(theme, "--critical", background, 3.0);
        }
        assert_contrast(theme, "--line-3", "--bg", 3.0);
        assert_contrast(theme, "--line-3", "--raised", 3.0);
    }
}

#[test]
fn every_service_can_be_seen_on_every_background() {
    for (name, theme) in &themes() {
        for background in BACKGROUNDS {
            for (index, hue) in both_lightnesses() {
                let found = contrast(service(theme, index, hue), color(theme, background));
                assert!(found >= 3.0, "{name}: {hue}/{index} on {background}: {found:.2}");
            }
        }
    }
}

#[test]
fn text_on_a_service_can_be_read() {
    for (name, theme) in &themes() {
        for (index, hue) in both_lightnesses() {
            let text = color(theme, &format!("--on-service-{index}"));
            let found = contrast(service(theme, index, hue), text);
            assert!(found >= 4.5, "{name}: text on {hue}/{index} has only {found:.2}");
        }
    }
}

#[test]
fn no_service_looks_like_an_error_and_no_two_hues_alike() {
    for (name, theme) in &themes() {
        let error = color(theme, "--error");
        for (index, hue) in both_lightnesses() {
            let apart = difference(service(theme, index, hue), error);
            assert!(apart > 0.1, "{name}: {hue}/{index} is {apart:.3} from the error colour");
        }
        for index in [0, 1] {
            for pair in hues().windows(2) {
                let [one, other] = [pair[0], pair[1]].map(|hue| service(theme, index, hue));
                let apart = difference(one, other);
                assert!(apart > 0.035, "{name}: {pair:?}/{index} are {apart:.3} apart");
            }
        }
        for hue in hues() {
            let apart = difference(service(theme, 0, hue), service(theme, 1, hue));
            assert!(apart > 0.1, "{name}: lightnesses of {hue} are {apart:.3} apart");
        }
    }
}

fn both_lightnesses() -> Vec<(usize, f64)> {
    hues().into_iter().flat_map(|hue| [(0, hue), (1, hue)]).collect()
}
