//! Ports of this machine that nobody listens on.
//!
//! Invariant: the port was free a moment ago. Absent: a reservation; who takes one must be
//! ready to find it taken and ask again.

use std::net::TcpListener;

/// `N` different free ports on 127.0.0.1.
pub fn free_ports<const N: usize>() -> [u16; N] {
    // All are held at once, so that no two are the same.
    let held = [(); N].map(|()| TcpListener::bind(("127.0.0.1", 0)).expect("no port is free"));
    held.map(|listener| listener.local_addr().expect("a bound port has an address").port())
}
