//! A name for calls that are compared as one.

use serde::{Deserialize, Serialize};

use super::RowKey;

/// Calls of two traces that are compared as one, named by the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeKey {
    /// Of which trace the span is: 0 or 1.
    pub side: u8,
    pub span: RowKey,
}
