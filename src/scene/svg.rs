//! A drawing becomes a file of SVG.
//!
//! Invariant: the same operations as on a canvas, in the same order; every text in it is escaped.
//! Absent: scripts, links, fonts.

use std::fmt::Write as _;

use super::draw::{DrawList, DrawOp, TextAlign};
use super::palette::{Ink, Paint};
use super::tokens::Tokens;

/// `size_px`: of the drawing. Colours are those of the theme that the tokens are of.
pub fn svg(list: &DrawList, tokens: &Tokens, size_px: (f64, f64)) -> String {
    let (width, height) = size_px;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"{}\">\n",
        escaped(&tokens.font)
    );
    let background = escaped(&tokens.css(Paint::Ink(Ink::Bg)));
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(out, "<rect width=\"100%\" height=\"100%\" fill=\"{background}\"/>");
    for op in &list.ops {
        push(&mut out, op, tokens);
    }
    out.push_str("</svg>\n");
    out
}

fn push(out: &mut String, op: &DrawOp, tokens: &Tokens) {
    let css = |paint: &Paint| escaped(&tokens.css(*paint));
    let dashes = |is_dashed: bool| if is_dashed { " stroke-dasharray=\"5 4\"" } else { "" };
    let _ = match op {
        DrawOp::Clear => Ok(()),
        DrawOp::Rect { area, radius_px, paint }
        | DrawOp::StripedRect { area, radius_px, paint } => {
            writeln!(
                out,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{radius_px:.1}\" fill=\"{}\"/>",
                area.left_px,
                area.top_px,
                area.width_px,
                area.height_px,
                css(paint)
            )
        }
        DrawOp::Line { from_px: (x, y), to_px, width_px, paint, is_dashed } => writeln!(
            out,
            "<path d=\"M{x:.1} {y:.1}L{:.1} {:.1}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width_px:.1}\"{}/>",
            to_px.0,
            to_px.1,
            css(paint),
            dashes(*is_dashed)
        ),
        DrawOp::Curve { from_px: (x, y), bend_px, to_px, width_px, paint, is_dashed } => writeln!(
            out,
            "<path d=\"M{x:.1} {y:.1}Q{:.1} {:.1} {:.1} {:.1}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width_px:.1}\"{}/>",
            bend_px.0,
            bend_px.1,
            to_px.0,
            to_px.1,
            css(paint),
            dashes(*is_dashed)
        ),
        DrawOp::Disc { at_px: (x, y), radius_px, paint } => writeln!(
            out,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius_px:.1}\" fill=\"{}\"/>",
            css(paint)
        ),
        DrawOp::Ring { at_px: (x, y), radius_px, width_px, paint, is_dashed } => writeln!(
            out,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius_px:.1}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width_px:.1}\"{}/>",
            css(paint),
            dashes(*is_dashed)
        ),
        DrawOp::Shape { corners_px, paint } => {
            let corners: String =
                corners_px.iter().map(|(x, y)| format!("{x:.1},{y:.1} ")).collect();
            writeln!(out, "<polygon points=\"{}\" fill=\"{}\"/>", corners.trim_end(), css(paint))
        }
        DrawOp::Text { at_px: (x, y), text, align, size_px, is_bold, paint } => {
            let anchor = match align {
                TextAlign::Left => "start",
                TextAlign::Right => "end",
                TextAlign::Middle => "middle",
            };
            let weight = if *is_bold { " font-weight=\"600\"" } else { "" };
            writeln!(
                out,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size_px:.1}\" text-anchor=\"{anchor}\" dominant-baseline=\"central\"{weight} fill=\"{}\">{}</text>",
                css(paint),
                escaped(text)
            )
        }
    };
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}
