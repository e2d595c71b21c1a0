//! The native tests: the whole core, without a browser. One binary, one module a room.

mod format;
mod layout;
mod route;
mod scene;
