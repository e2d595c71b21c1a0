//! Draw lists become the pixels they promise.

use spanscope::browser::canvas::Painter;
use spanscope::scene::{Area, DrawList, DrawOp, Ink, Paint, Tokens};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Every token is red, so that what is painted can be told from what is not.
fn red() -> Tokens {
    Tokens::read(|_| "rgb(255, 0, 0)".to_owned())
}

fn canvas() -> HtmlCanvasElement {
    let document = web_sys::window().expect("a window").document().expect("a document");
    let canvas = document.create_element("canvas").expect("a canvas");
    document.body().expect("a body").append_child(&canvas).expect("on the page");
    canvas.unchecked_into()
}

/// Red, green, blue and alpha of the pixel at a place in CSS pixels.
fn pixel(canvas: &HtmlCanvasElement, x: f64, y: f64) -> [u8; 4] {
    let ratio = web_sys::window().expect("a window").device_pixel_ratio();
    let context = canvas.get_context("2d").expect("supported").expect("a context");
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let image = context.get_image_data(x * ratio, y * ratio, 1.0, 1.0).expect("a pixel");
    image.data().to_vec().try_into().expect("four bytes")
}

fn rect(left_px: f64) -> DrawOp {
    let area = Area { left_px, top_px: 10.0, width_px: 20.0, height_px: 10.0 };
    DrawOp::Rect { area, radius_px: 2.0, paint: Paint::Ink(Ink::Ink) }
}

#[wasm_bindgen_test]
fn a_rectangle_covers_its_area_and_nothing_else() {
    let canvas = canvas();
    let mut painter = Painter::new(canvas.clone()).expect("a painter");
    let list = DrawList { ops: vec![DrawOp::Clear, rect(30.0)] };
    painter.paint(&list, &red(), 100.0, 40.0);
    assert_eq!(pixel(&canvas, 40.0, 15.0), [255, 0, 0, 255]);
    assert_eq!(pixel(&canvas, 60.0, 15.0)[3], 0);
    assert_eq!(pixel(&canvas, 40.0, 25.0)[3], 0);
}

#[wasm_bindgen_test]
fn clearing_takes_away_the_picture_before() {
    let canvas = canvas();
    let mut painter = Painter::new(canvas.clone()).expect("a painter");
    painter.paint(&DrawList { ops: vec![DrawOp::Clear, rect(0.0)] }, &red(), 100.0, 40.0);
    painter.paint(&DrawList { ops: vec![DrawOp::Clear, rect(50.0)] }, &red(), 100.0, 40.0);
    assert_eq!(pixel(&canvas, 10.0, 15.0)[3], 0);
    assert_eq!(pixel(&canvas, 60.0, 15.0), [255, 0, 0, 255]);
}

#[wasm_bindgen_test]
fn the_canvas_has_a_pixel_for_each_of_the_device() {
    let canvas = canvas();
    let mut painter = Painter::new(canvas.clone()).expect("a painter");
    painter.paint(&DrawList { ops: vec![DrawOp::Clear] }, &red(), 123.0, 45.0);
    let ratio = web_sys::window().expect("a window").device_pixel_ratio();
    assert_eq!(f64::from(canvas.width()), (123.0 * ratio).round());
    assert_eq!(f64::from(canvas.height()), (45.0 * ratio).round());
}
