//! Services' colours, told apart and readable in both themes.

use spanscope::layout::Tint;
use spanscope::scene::{Fill, Ink, Lightness, ServiceColor, colors_for};

fn drawn(names: &[&str]) -> Vec<String> {
    let colors = names.iter().zip(colors_for(names));
    colors
        .map(|(name, color)| {
            let stripes = if color.is_striped { " striped" } else { "" };
            format!("{name} {}/{}{stripes}", color.hue, color.lightness.index())
        })
        .collect()
}

#[test]
fn the_colours_of_the_samples_never_change() {
    assert_eq!(
        drawn(&["order", "payment", "inventory", "gateway", "web", "acme-pay"]),
        [
            "order 254/0",
            "payment 154/0",
            "inventory 304/0",
            "gateway 154/1",
            "web 104/0",
            "acme-pay 79/0"
        ]
    );
}

#[test]
fn the_later_by_name_of_two_that_look_alike_gets_stripes_wherever_it_stands() {
    let twin = (0..)
        .map(|number| format!("z{number}"))
        .find(|name| ServiceColor::of(name) == ServiceColor::of("order"))
        .expect("there are only 24 looks");
    let (order, plain) = (ServiceColor::of("order"), ServiceColor::of("payment"));
    let striped = ServiceColor { is_striped: true, ..order };
    assert_eq!(colors_for(&["order", &twin, "payment"]), [order, striped, plain]);
    assert_eq!(colors_for(&[&twin, "payment", "order"]), [striped, plain, order]);
    // In other company there is no need.
    assert_eq!(colors_for(&[&twin, "payment"]), [order, plain]);
}

#[test]
fn one_name_twice_is_one_service() {
    let order = ServiceColor::of("order");
    assert_eq!(colors_for(&["order", "order"]), [order, order]);
    assert_eq!(colors_for(&[]), []);
}

#[test]
fn hues_keep_away_from_the_reds_and_both_lightnesses_occur() {
    let colors: Vec<_> = (0..500).map(|n| ServiceColor::of(&format!("svc{n}"))).collect();
    assert!(colors.iter().all(|color| (40..345).contains(&color.hue)));
    let looks: std::collections::BTreeSet<_> = colors.iter().collect();
    assert_eq!(looks.len(), 24);
    assert!(colors.iter().any(|color| color.lightness == Lightness::Second));
}

#[test]
fn a_page_composes_the_same_colour_from_tokens() {
    let css = ServiceColor::of("order").css();
    assert_eq!(css, "oklch(var(--service-l0) var(--service-c0) 254)");
}

#[test]
fn a_tint_names_each_look_and_what_is_not_a_value_has_an_ink() {
    let services = [ServiceColor::of("order")];
    for name in (0..200).map(|number| format!("v{number}")) {
        let plain = ServiceColor::of(&name);
        for color in [plain, ServiceColor { is_striped: true, ..plain }] {
            assert_eq!(Fill::of(color.tint(), 0, &services), Fill::Color(color));
        }
    }
    assert_eq!(Fill::of(Tint::SERVICE, 0, &services), Fill::Color(services[0]));
    assert_eq!(Fill::of(Tint::SERVICE, 1, &services), Fill::Ink(Ink::Ink3));
    assert_eq!(Fill::of(Tint::NOTHING, 0, &services), Fill::Ink(Ink::Ink3));
    assert_eq!(Fill::of(Tint::FAILURE, 0, &services), Fill::Ink(Ink::Error));
    assert_eq!(Fill::Ink(Ink::Error).css(), "var(--error)");
}
