//! Charts of the plotters library become pixels on a canvas.
//!
//! plotters-canvas counts in the canvas's own pixels and asks the page's layout for the size of
//! each label. Here one unit is one CSS pixel, and the context measures texts.
//!
//! Invariant: a chart is as sharp as the screen. Absent: what is drawn.

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

type Outcome<T = ()> = Result<T, DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

/// A canvas, empty and ready for one chart.
pub struct ChartBackend {
    inner: CanvasBackend,
    context: CanvasRenderingContext2d,
    size_px: (u32, u32),
}

impl ChartBackend {
    /// Clears a canvas that is shown in this many CSS pixels. `None` where the browser gives no
    /// 2D context.
    pub fn clear(canvas: &HtmlCanvasElement, size_px: (f64, f64)) -> Option<ChartBackend> {
        let context: CanvasRenderingContext2d =
            canvas.get_context("2d").ok().flatten()?.dyn_into().ok()?;
        let ratio = web_sys::window()?.device_pixel_ratio();
        // Setting a size clears.
        canvas.set_width((size_px.0 * ratio).round() as u32);
        canvas.set_height((size_px.1 * ratio).round() as u32);
        context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
        let inner = CanvasBackend::with_canvas_object(canvas.clone())?;
        Some(ChartBackend { inner, context, size_px: (size_px.0 as u32, size_px.1 as u32) })
    }
}

impl DrawingBackend for ChartBackend {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size_px
    }

    fn ensure_prepared(&mut self) -> Outcome {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Outcome {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome {
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Outcome {
        self.inner.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        self.inner.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.inner.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        self.inner.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Outcome {
        self.inner.fill_polygon(corners, style)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        place: BackendCoord,
    ) -> Outcome {
        self.inner.draw_text(text, style, place)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Outcome<(u32, u32)> {
        self.context.set_font(&format!("{}px {}", style.size(), style.family().as_str()));
        let measured = self.context.measure_text(text);
        let width_px = measured.map_or(0.0, |metrics| metrics.width());
        Ok((width_px.ceil() as u32, style.size().ceil() as u32))
    }
}
