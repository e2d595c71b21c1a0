//! Edges become strongly connected components: Tarjan's algorithm (1972), with a stack of its
//! own in place of recursion.
//!
//! Invariant: two nodes have the same component exactly if calls lead from each to the other.
//! Absent: which edges would have to go to break a circle (see `layout`).

const UNSEEN: u32 = u32::MAX;

/// Lists of neighbours, one after another.
pub(super) struct Neighbours {
    starts: Vec<u32>,
    all: Vec<u32>,
}

impl Neighbours {
    /// Of edges that lead from the first to the second.
    pub fn of(nodes: usize, edges: impl Iterator<Item = (u32, u32)> + Clone) -> Neighbours {
        let mut starts = vec![0u32; nodes + 1];
        edges.clone().for_each(|(from, _)| starts[from as usize + 1] += 1);
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut all = vec![0; starts[nodes] as usize];
        for (from, to) in edges {
            all[next[from as usize] as usize] = to;
            next[from as usize] += 1;
        }
        Neighbours { starts, all }
    }

    pub fn of_node(&self, node: u32) -> &[u32] {
        let (start, end) = (self.starts[node as usize], self.starts[node as usize + 1]);
        &self.all[start as usize..end as usize]
    }
}

/// The component of each node, by number from 0. O(nodes + edges).
pub(super) fn components(nodes: usize, edges: &[(u32, u32)]) -> Vec<u32> {
    let mut search = Search {
        neighbours: Neighbours::of(nodes, edges.iter().copied()),
        order: vec![UNSEEN; nodes],
        low: vec![0; nodes],
        component: vec![UNSEEN; nodes],
        stack: Vec::new(),
        seen: 0,
        components: 0,
    };
    for node in 0..nodes as u32 {
        if search.order[node as usize] == UNSEEN {
            search.explore(node);
        }
    }
    search.component
}

struct Search {
    neighbours: Neighbours,
    /// When a node was first seen.
    order: Vec<u32>,
    /// The earliest node that it leads back to.
    low: Vec<u32>,
    component: Vec<u32>,
    /// Nodes without a component yet.
    stack: Vec<u32>,
    seen: u32,
    components: u32,
}

impl Search {
    fn explore(&mut self, root: u32) {
        // A node, and how many of its neighbours were looked at.
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, looked_at)) = path.last_mut() {
            let node = *node;
            let Some(&next) = self.neighbours.of_node(node).get(*looked_at) else {
                path.pop();
                self.leave(node);
                if let Some(&(above, _)) = path.last() {
                    self.reach(above, self.low[node as usize]);
                }
                continue;
            };
            *looked_at += 1;
            if self.order[next as usize] == UNSEEN {
                self.enter(next);
                path.push((next, 0));
            } else if self.component[next as usize] == UNSEEN {
                self.reach(node, self.order[next as usize]);
            }
        }
    }

    fn enter(&mut self, node: u32) {
        self.order[node as usize] = self.seen;
        self.low[node as usize] = self.seen;
        self.seen += 1;
        self.stack.push(node);
    }

    fn reach(&mut self, node: u32, order: u32) {
        let low = &mut self.low[node as usize];
        *low = (*low).min(order);
    }

    fn leave(&mut self, node: u32) {
        if self.low[node as usize] != self.order[node as usize] {
            return;
        }
        while let Some(member) = self.stack.pop() {
            self.component[member as usize] = self.components;
            if member == node {
                break;
            }
        }
        self.components += 1;
    }
}
