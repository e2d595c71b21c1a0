//! Keys, wheel, drags, fingers and drops, as the browser itself would send them.
//!
//! Invariant: events are trusted ones, made by the browser, not dispatched by a script. Absent:
//! knowledge of what lies under the pointer.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::browser::Browser;

/// CSS pixels from the left and the top of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// An element's place on the page, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    /// A point inside, by its share of the width and of the height.
    pub fn at(&self, across: f64, down: f64) -> Point {
        Point { x: self.left + self.width * across, y: self.top + self.height * down }
    }
}

impl Browser {
    /// Where the first element that a selector finds is.
    pub fn rect(&self, selector: &str) -> Rect {
        let found = self.script(
            "const r = document.querySelector(arguments[0])?.getBoundingClientRect();
             return r && [r.left, r.top, r.width, r.height];",
            &[json!(selector)],
        );
        let side = |index: usize| {
            found[index].as_f64().unwrap_or_else(|| panic!("{selector} is not on the page"))
        };
        Rect { left: side(0), top: side(1), width: side(2), height: side(3) }
    }

    /// Presses and releases a key, held keys around it.
    pub fn press_with(&self, held: &[&str], key: &str) {
        let down = |key: &str| json!({ "type": "keyDown", "value": key });
        let up = |key: &str| json!({ "type": "keyUp", "value": key });
        let mut steps: Vec<Value> = held.iter().map(|key| down(key)).collect();
        steps.extend([down(key), up(key)]);
        steps.extend(held.iter().rev().map(|key| up(key)));
        self.act(&json!([{ "type": "key", "id": "keys", "actions": steps }]));
    }

    pub fn press(&self, key: &str) {
        self.press_with(&[], key);
    }

    pub fn click_at(&self, at: Point) {
        self.mouse(vec![move_to(at), json!({ "type": "pointerDown", "button": 0 }), up()]);
    }

    pub fn double_click_at(&self, at: Point) {
        let down = || json!({ "type": "pointerDown", "button": 0 });
        self.mouse(vec![move_to(at), down(), up(), down(), up()]);
    }

    pub fn hover(&self, at: Point) {
        self.mouse(vec![move_to(at)]);
    }

    /// Drags in a few steps, as a hand does.
    pub fn drag(&self, from: Point, to: Point) {
        let mut steps = vec![move_to(from), json!({ "type": "pointerDown", "button": 0 })];
        for step in 1..=4 {
            let share = f64::from(step) / 4.0;
            let x = from.x + (to.x - from.x) * share;
            let y = from.y + (to.y - from.y) * share;
            steps.push(move_to(Point { x, y }));
        }
        steps.push(up());
        self.mouse(steps);
    }

    /// Puts fingers on the page, moves each in a few steps from the one point to the other, all at
    /// the same time, and takes them away.
    pub fn fingers(&self, paths: &[(Point, Point)]) {
        let finger = |(number, &(from, to)): (usize, &(Point, Point))| {
            // Each comes down one step after the one before, as fingers do.
            let mut steps = vec![move_to(from)];
            steps.extend((0..number).map(|_| pause(0)));
            steps.push(json!({ "type": "pointerDown", "button": 0 }));
            steps.extend((number + 1..paths.len()).map(|_| pause(0)));
            steps.extend((1..=8).map(|step| {
                let share = f64::from(step) / 8.0;
                let x = from.x + (to.x - from.x) * share;
                let y = from.y + (to.y - from.y) * share;
                move_to(Point { x, y })
            }));
            // A finger that is lifted in flight leaves the browser flinging, and what flings takes
            // the next tap for the hand that stops it.
            steps.extend([pause(150), up()]);
            json!({ "type": "pointer", "id": format!("finger {number}"),
                "parameters": { "pointerType": "touch" }, "actions": steps })
        };
        self.act(&paths.iter().enumerate().map(finger).collect());
    }

    /// Down and up with nothing between them: what lasts half a second, as each step may on a busy
    /// machine, is a long press to browsers and clicks nothing.
    pub fn tap(&self, at: Point) {
        let down = json!({ "type": "pointerDown", "button": 0 });
        self.act(&json!([{ "type": "pointer", "id": "finger 0",
            "parameters": { "pointerType": "touch" }, "actions": [move_to(at), down, up()] }]));
    }

    pub fn double_tap(&self, at: Point) {
        let down = || json!({ "type": "pointerDown", "button": 0 });
        let steps =
            json!([move_to(at), down(), pause(40), up(), pause(40), down(), pause(40), up()]);
        self.act(&json!([{ "type": "pointer", "id": "finger 0",
            "parameters": { "pointerType": "touch" }, "actions": steps }]));
    }

    /// Turns the wheel by so many pixels, away from the user if negative.
    pub fn wheel(&self, at: Point, delta_x: f64, delta_y: f64) {
        self.turn_wheel(at, delta_x, delta_y, 0);
    }

    /// The same with Control held, which pages take as "zoom".
    pub fn wheel_with_control(&self, at: Point, delta_x: f64, delta_y: f64) {
        self.turn_wheel(at, delta_x, delta_y, 2);
    }

    /// Drops files on a point, as from the desktop: the browser reads them from the disk.
    pub fn drop_files(&self, at: Point, paths: &[PathBuf]) {
        let data = json!({ "items": [], "files": paths, "dragOperationsMask": 1 });
        // A drop is lost unless the page has said of the place before that it takes files.
        for kind in ["dragEnter", "dragOver", "dragOver", "drop"] {
            let event = json!({ "type": kind, "x": at.x, "y": at.y, "data": data });
            self.devtools("Input.dispatchDragEvent", &event);
            self.wait_for_frame();
        }
    }

    /// Until the browser has made another frame, and all events before it are dealt with.
    pub fn wait_for_frame(&self) {
        self.script_async(
            "const [done] = arguments; requestAnimationFrame(() => setTimeout(() => done(null)));",
            &[],
        );
    }

    /// Holds files over a point without letting them go.
    pub fn drag_files_over(&self, at: Point, paths: &[PathBuf]) {
        let data = json!({ "items": [], "files": paths, "dragOperationsMask": 1 });
        for kind in ["dragEnter", "dragOver"] {
            let event = json!({ "type": kind, "x": at.x, "y": at.y, "data": data });
            self.devtools("Input.dispatchDragEvent", &event);
        }
    }

    /// Puts a text on the clipboard and pastes it where the focus is.
    pub fn paste(&self, text: &str) {
        let permissions = json!(["clipboardReadWrite", "clipboardSanitizedWrite"]);
        self.devtools("Browser.grantPermissions", &json!({ "permissions": permissions }));
        self.script_async(
            "const [text, done] = arguments;
             navigator.clipboard.writeText(text).then(() => done(null), error => done(`${error}`));",
            &[json!(text)],
        );
        let control = 2;
        let key = json!({ "type": "rawKeyDown", "key": "v", "code": "KeyV",
            "windowsVirtualKeyCode": 86, "modifiers": control, "commands": ["paste"] });
        self.devtools("Input.dispatchKeyEvent", &key);
    }

    fn turn_wheel(&self, at: Point, delta_x: f64, delta_y: f64, modifiers: u32) {
        self.devtools(
            "Input.dispatchMouseEvent",
            &json!({ "type": "mouseWheel", "x": at.x, "y": at.y, "deltaX": delta_x,
                "deltaY": delta_y, "modifiers": modifiers }),
        );
    }

    fn mouse(&self, steps: Vec<Value>) {
        self.act(&json!([{ "type": "pointer", "id": "mouse",
            "parameters": { "pointerType": "mouse" }, "actions": steps }]));
    }

    fn act(&self, actions: &Value) {
        self.post("actions", &json!({ "actions": actions }));
    }
}

fn move_to(at: Point) -> Value {
    // Whole pixels, as the standard wants them.
    json!({ "type": "pointerMove", "duration": 0, "origin": "viewport",
        "x": at.x.round() as i64, "y": at.y.round() as i64 })
}

fn pause(millis: u32) -> Value {
    json!({ "type": "pause", "duration": millis })
}

fn up() -> Value {
    json!({ "type": "pointerUp", "button": 0 })
}
