//! Percent-encoding of path segments and query values.
