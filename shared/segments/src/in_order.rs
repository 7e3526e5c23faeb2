//! Rows of several accounts in one order.

use std::collections::BinaryHeap;

use crate::compact::Head;
use crate::kind::RowKind;

/// The rows of all of `sources`, each of which has its own in the order of the kind, in that order.
pub fn in_order<'a, C: RowKind, I: Iterator<Item = C::Row<'a>>>(
    sources: impl IntoIterator<Item = I>,
) -> impl Iterator<Item = C::Row<'a>> {
    let mut sources: Vec<I> = sources.into_iter().collect();
    let mut heads: BinaryHeap<Head<'a, C>> = BinaryHeap::with_capacity(sources.len());
    for (input, source) in sources.iter_mut().enumerate() {
        heads.extend(source.next().map(|row| Head { row, input }));
    }
    std::iter::from_fn(move || {
        let mut head = heads.peek_mut()?;
        let row = head.row;
        match sources.get_mut(head.input).and_then(Iterator::next) {
            Some(next) => head.row = next,
            None => {
                std::collections::binary_heap::PeekMut::pop(head);
            }
        }
        Some(row)
    })
}

#[cfg(test)]
mod tests {
    use gumshoe_activity::Caller;

    use super::*;
    use crate::Column;
    use crate::tests::rows::{at, call};

    #[test]
    fn rows_of_several_accounts_come_in_the_order_of_a_segment() {
        let moment = at("2026-03-01T00:00:00Z");
        let row = |account, principal| gumshoe_activity::Call {
            caller: Caller {
                account,
                principal_id: principal,
                ..Caller::default()
            },
            ..call(moment)
        };
        let (one, other) = ("111122223333", "444455556666");
        let first = vec![
            row(one, None),
            row(one, Some("AIDA1")),
            row(one, Some("AIDA3")),
        ];
        let second = vec![row(other, None), row(other, Some("AIDA2"))];
        let sources = [first, Vec::new(), second].map(Vec::into_iter);

        let rows: Vec<_> = in_order::<Column, _>(sources).collect();

        let callers: Vec<_> = rows
            .iter()
            .map(|row| (row.caller.principal_id, row.caller.account))
            .collect();
        assert_eq!(
            callers,
            [
                (None, one),
                (None, other),
                (Some("AIDA1"), one),
                (Some("AIDA2"), other),
                (Some("AIDA3"), one),
            ]
        );
    }
}
