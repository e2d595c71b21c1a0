//! Draw lists become pixels on a 2D canvas.
//!
//! Invariant: one unit of a list is one CSS pixel, whatever the device's pixel ratio.
//! Absent: what to draw (see `scene`).

use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::download::save_blob;
use crate::scene::{Area, DrawList, DrawOp, Ink, Paint, TextAlign, Tokens};

/// Distance between two stripes, and how wide one is.
const STRIPE_STEP_PX: f64 = 5.0;
const STRIPE_WIDTH_PX: f64 = 1.6;

/// A canvas with what is needed to paint on it.
pub struct Painter {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    font_family: String,
    /// What the context has at the moment, so that equal ones are not set again.
    fill: Option<Paint>,
    stroke: Option<Paint>,
}

impl Painter {
    /// `None` where the browser gives no 2D context.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Painter> {
        let context = canvas.get_context("2d").ok().flatten()?.dyn_into().ok()?;
        let style = web_sys::window()?.get_computed_style(&canvas).ok().flatten()?;
        let font_family = style.get_property_value("font-family").unwrap_or_default();
        Some(Painter { canvas, context, font_family, fill: None, stroke: None })
    }

    /// Paints the list on a canvas of this many CSS pixels.
    pub fn paint(&mut self, list: &DrawList, tokens: &Tokens, width_px: f64, height_px: f64) {
        self.fit(width_px, height_px);
        self.fill = None;
        self.stroke = None;
        for op in &list.ops {
            self.paint_op(op, tokens, width_px, height_px);
        }
    }

    /// Gives the canvas one pixel a device pixel.
    fn fit(&self, width_px: f64, height_px: f64) {
        let ratio = pixel_ratio();
        let width = (width_px * ratio).round() as u32;
        let height = (height_px * ratio).round() as u32;
        if self.canvas.width() != width || self.canvas.height() != height {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
        }
        // Fails only for values that are not numbers.
        self.context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).unwrap_throw();
    }

    fn paint_op(&mut self, op: &DrawOp, tokens: &Tokens, width_px: f64, height_px: f64) {
        match op {
            DrawOp::Clear => self.context.clear_rect(0.0, 0.0, width_px, height_px),
            DrawOp::Rect { area, radius_px, paint } => {
                self.use_fill(*paint, tokens);
                self.fill_area(area, *radius_px);
            }
            DrawOp::StripedRect { area, radius_px, paint } => {
                self.use_fill(*paint, tokens);
                self.fill_area(area, *radius_px);
                self.stripe(area, tokens);
            }
            DrawOp::Line { from_px, to_px, width_px, paint, is_dashed } => {
                self.use_stroke(*paint, tokens);
                self.line(*from_px, *to_px, *width_px, *is_dashed);
            }
            DrawOp::Curve { from_px, bend_px, to_px, width_px, paint, is_dashed } => {
                self.use_stroke(*paint, tokens);
                self.begin_line(*width_px, if *is_dashed { 5.0 } else { 0.0 });
                self.context.move_to(from_px.0, from_px.1);
                self.context.quadratic_curve_to(bend_px.0, bend_px.1, to_px.0, to_px.1);
                self.context.stroke();
            }
            DrawOp::Disc { at_px, radius_px, paint } => {
                self.use_fill(*paint, tokens);
                self.context.begin_path();
                self.circle(*at_px, *radius_px);
                self.context.fill();
            }
            DrawOp::Ring { at_px, radius_px, width_px, paint, is_dashed } => {
                self.use_stroke(*paint, tokens);
                self.begin_line(*width_px, if *is_dashed { 3.0 } else { 0.0 });
                self.circle(*at_px, *radius_px);
                self.context.stroke();
            }
            DrawOp::Shape { corners_px, paint } => {
                self.use_fill(*paint, tokens);
                self.context.begin_path();
                corners_px.iter().for_each(|corner| self.context.line_to(corner.0, corner.1));
                self.context.fill();
            }
            DrawOp::Text { at_px, text, align, size_px, is_bold, paint } => {
                self.use_fill(*paint, tokens);
                self.text(*at_px, text, *align, *size_px, *is_bold);
            }
        }
    }

    /// Puts the page's background below what is there.
    fn paint_below(&self, tokens: &Tokens, (width_px, height_px): (f64, f64)) {
        // Both are words that every canvas knows.
        self.context.set_global_composite_operation("destination-over").unwrap_throw();
        self.context.set_fill_style_str(&tokens.css(Paint::Ink(Ink::Bg)));
        self.context.fill_rect(0.0, 0.0, width_px, height_px);
        self.context.set_global_composite_operation("source-over").unwrap_throw();
    }

    fn use_fill(&mut self, paint: Paint, tokens: &Tokens) {
        if self.fill != Some(paint) {
            self.context.set_fill_style_str(&tokens.css(paint));
            self.fill = Some(paint);
        }
    }

    fn use_stroke(&mut self, paint: Paint, tokens: &Tokens) {
        if self.stroke != Some(paint) {
            self.context.set_stroke_style_str(&tokens.css(paint));
            self.stroke = Some(paint);
        }
    }

    fn fill_area(&self, area: &Area, radius_px: f64) {
        let Area { left_px, top_px, width_px, height_px } = *area;
        if radius_px <= 0.0 || width_px < 2.0 * radius_px {
            self.context.fill_rect(left_px, top_px, width_px, height_px);
            return;
        }
        self.context.begin_path();
        self.context
            .round_rect_with_f64(left_px, top_px, width_px, height_px, radius_px)
            // Fails only for a negative radius.
            .unwrap_throw();
        self.context.fill();
    }

    fn stripe(&mut self, area: &Area, tokens: &Tokens) {
        let Area { left_px, top_px, width_px, height_px } = *area;
        self.context.save();
        self.context.begin_path();
        self.context.rect(left_px, top_px, width_px, height_px);
        self.context.clip();
        self.context.set_stroke_style_str(&tokens.css(Paint::Ink(Ink::Bg)));
        self.context.set_line_width(STRIPE_WIDTH_PX);
        self.context.begin_path();
        let mut x = left_px - height_px;
        while x < left_px + width_px {
            self.context.move_to(x, top_px + height_px);
            self.context.line_to(x + height_px, top_px);
            x += STRIPE_STEP_PX;
        }
        self.context.stroke();
        self.context.restore();
    }

    /// `dash_px`: 0 for a line without gaps.
    fn begin_line(&self, width_px: f64, dash_px: f64) {
        let dashes = js_sys::Array::new();
        if dash_px > 0.0 {
            dashes.push(&JsValue::from_f64(dash_px));
            dashes.push(&JsValue::from_f64(dash_px.min(4.0)));
        }
        // Fails only for what is not a list of numbers.
        self.context.set_line_dash(&dashes).unwrap_throw();
        self.context.set_line_width(width_px);
        self.context.begin_path();
    }

    fn circle(&self, at: (f64, f64), radius_px: f64) {
        // Fails only for a negative radius.
        self.context.arc(at.0, at.1, radius_px, 0.0, std::f64::consts::TAU).unwrap_throw();
    }

    fn line(&self, from: (f64, f64), to: (f64, f64), width_px: f64, is_dashed: bool) {
        self.begin_line(width_px, if is_dashed { 3.0 } else { 0.0 });
        self.context.move_to(from.0, from.1);
        self.context.line_to(to.0, to.1);
        self.context.stroke();
    }

    fn text(&self, at: (f64, f64), text: &str, align: TextAlign, size_px: f64, is_bold: bool) {
        let weight = if is_bold { 600 } else { 400 };
        self.context.set_font(&format!("{weight} {size_px}px {}", self.font_family));
        self.context.set_text_baseline("middle");
        self.context.set_text_align(match align {
            TextAlign::Left => "left",
            TextAlign::Right => "right",
            TextAlign::Middle => "center",
        });
        // Fails only for coordinates that are not numbers.
        self.context.fill_text(text, at.0, at.1).unwrap_throw();
    }
}

/// Pixels of the device by CSS pixel.
pub fn pixel_ratio() -> f64 {
    web_sys::window().map_or(1.0, |window| window.device_pixel_ratio())
}

/// Paints on a canvas that nobody sees, and saves it as a file; `then` is told whether that is done.
pub fn save_png(
    list: &DrawList,
    tokens: &Tokens,
    size_px: (f64, f64),
    name: &'static str,
    then: impl Fn(bool) + 'static,
) {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.create_element("canvas").ok());
    let canvas = element.and_then(|element| element.dyn_into::<HtmlCanvasElement>().ok());
    let painter = canvas.clone().and_then(Painter::new);
    let (Some(canvas), Some(mut painter)) = (canvas, painter) else { return then(false) };
    painter.font_family.clone_from(&tokens.font);
    painter.paint(list, tokens, size_px.0, size_px.1);
    painter.paint_below(tokens, size_px);
    let save = Closure::once_into_js(move |blob: Option<web_sys::Blob>| {
        then(blob.is_some_and(|blob| save_blob(&blob, name)));
    });
    // Fails only where something from elsewhere was drawn.
    canvas.to_blob(save.unchecked_ref()).unwrap_throw();
}
