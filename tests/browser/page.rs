//! Small views on a real page.

use leptos::mount::mount_to;
use leptos::prelude::*;
use spanscope::browser::theme::{self, Theme};
use spanscope::browser::{files, tokens};
use spanscope::scene::{Ink, Paint, ServiceColor};
use spanscope::views::service_mark::ServiceMark;
use spanscope::views::trouble::NotLoaded;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

fn host() -> HtmlElement {
    let document = web_sys::window().expect("a window").document().expect("a document");
    let host: HtmlElement = document.create_element("div").expect("a div").unchecked_into();
    document.body().expect("a body").append_child(&host).expect("on the page");
    host
}

fn find(host: &HtmlElement, selector: &str) -> Element {
    let found = host.query_selector(selector).expect("a valid selector");
    found.unwrap_or_else(|| panic!("no {selector} in {}", host.inner_html()))
}

#[wasm_bindgen_test]
fn a_service_has_one_colour_on_the_page_and_on_the_canvas() {
    let host = host();
    let color = ServiceColor::of("payment");
    let _mounted = mount_to(host.clone(), move || view! { <ServiceMark color=Some(color)/> });
    let style = find(&host, "i.dot").get_attribute("style").expect("a style");
    assert!(style.contains(&color.css()), "{style}");
}

#[wasm_bindgen_test]
fn the_button_of_a_trace_that_is_not_loaded_loads_it() {
    let host = host();
    let loads = RwSignal::new(0);
    let load = move || loads.update(|loads| *loads += 1);
    let _mounted = mount_to(host.clone(), move || view! { <NotLoaded load/> });
    find(&host, "button").unchecked_into::<HtmlElement>().click();
    assert_eq!(loads.get_untracked(), 1);
}

#[wasm_bindgen_test]
fn a_chosen_theme_stands_on_the_root_and_colours_follow_it() {
    let document = web_sys::window().expect("a window").document().expect("a document");
    let style = document.create_element("style").expect("a style");
    style.set_text_content(Some(
        ":root { --ink: #111111 } :root[data-theme=dark] { --ink: #eeeeee }",
    ));
    document.body().expect("a body").append_child(&style).expect("on the page");
    theme::apply(Theme::Light);
    let light = tokens::read().css(Paint::Ink(Ink::Ink));
    theme::apply(Theme::Dark);
    let dark = tokens::read().css(Paint::Ink(Ink::Ink));
    assert_ne!(light, dark);
    style.remove();
}

#[wasm_bindgen_test]
fn keys_and_pastes_in_a_field_belong_to_the_field() {
    let host = host();
    host.set_inner_html("<input><textarea></textarea><button></button>");
    for (selector, expected) in [("input", true), ("textarea", true), ("button", false)] {
        assert_eq!(files::is_text_field(Some(&find(&host, selector))), expected, "{selector}");
    }
}
