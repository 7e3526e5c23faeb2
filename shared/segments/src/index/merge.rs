//! Chains of files made one order.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use futures::future::try_join_all;

use super::chain::{Chain, next_match};
use super::lookup::SearchStats;
use super::sorted::Sorted;
use crate::error::SegmentError;

/// What is done with each row.
pub(crate) type Visit<'v, S> =
    dyn FnMut(&<S as Sorted>::Row<'_>) -> Result<(), SegmentError> + Send + 'v;

/// Files that are read side by side.
pub(crate) struct Merge<'a> {
    chains: Vec<Chain<'a>>,
    pub(crate) stats: SearchStats,
}

impl<'a> Merge<'a> {
    pub(crate) fn new(chains: Vec<Chain<'a>>) -> Self {
        Self {
            chains,
            stats: SearchStats::default(),
        }
    }

    /// Gives rows to `visit`, equal ones as one, until a batch is used up; says whether there are more.
    pub(crate) async fn advance<S: Sorted>(
        &mut self,
        visit: &mut Visit<'_, S>,
    ) -> Result<bool, SegmentError> {
        try_join_all(self.chains.iter_mut().map(Chain::fill)).await?;
        for chain in &mut self.chains {
            self.stats.add(std::mem::take(&mut chain.stats));
        }
        self.chains.retain(|it| it.batch.is_some());
        if self.chains.is_empty() {
            return Ok(false);
        }
        merge::<S>(&mut self.chains, visit)?;
        Ok(true)
    }

    /// All rows.
    pub(crate) async fn run<S: Sorted>(
        mut self,
        visit: &mut Visit<'_, S>,
    ) -> Result<SearchStats, SegmentError> {
        while self.advance::<S>(visit).await? {}
        Ok(self.stats)
    }
}

/// The row of a chain that is next; the least is the greatest in the order of a heap.
struct Head<'b, S: Sorted> {
    row: S::Row<'b>,
    chain: usize,
}

impl<S: Sorted> Ord for Head<'_, S> {
    fn cmp(&self, other: &Self) -> Ordering {
        S::order(&other.row, &self.row).then_with(|| other.chain.cmp(&self.chain))
    }
}

impl<S: Sorted> PartialOrd for Head<'_, S> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<S: Sorted> PartialEq for Head<'_, S> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<S: Sorted> Eq for Head<'_, S> {}

fn merge<S: Sorted>(
    chains: &mut [Chain<'_>],
    visit: &mut Visit<'_, S>,
) -> Result<(), SegmentError> {
    let mut batches = Vec::with_capacity(chains.len());
    for chain in chains.iter() {
        let (batch, matches) = chain.batch.as_ref().ok_or(SegmentError::Truncated)?;
        batches.push((S::open(batch)?, matches.as_slice()));
    }
    let mut places: Vec<usize> = chains.iter().map(|it| it.at).collect();
    let mut heads = BinaryHeap::with_capacity(places.len());
    for (chain, ((batch, _), at)) in batches.iter().zip(&places).enumerate() {
        let row = S::row(batch, *at)?;
        heads.push(Head::<S> { row, chain });
    }
    let mut is_used_up = false;
    while !is_used_up {
        let Some(mut first) = heads.pop() else { break };
        let mut taken = first.chain;
        loop {
            let (batch, matches) = &batches[taken];
            match next_match(matches, places[taken] + 1) {
                Some(at) => {
                    places[taken] = at;
                    let row = S::row(batch, at)?;
                    heads.push(Head { row, chain: taken });
                }
                None => {
                    places[taken] = matches.len();
                    is_used_up = true;
                }
            }
            let is_equal = |next: &Head<'_, S>| S::order(&next.row, &first.row) == Ordering::Equal;
            if !heads.peek().is_some_and(is_equal) {
                break;
            }
            let Some(next) = heads.pop() else { break };
            S::absorb(&mut first.row, next.row);
            taken = next.chain;
        }
        visit(&first.row)?;
    }
    drop(heads);
    drop(batches);
    for (chain, at) in chains.iter_mut().zip(places) {
        chain.at = at;
    }
    Ok(())
}
