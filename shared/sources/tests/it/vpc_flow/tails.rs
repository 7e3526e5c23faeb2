//! Interfaces with more peers than are kept one by one.

use gumshoe_sources::{Batch, Limits};

use super::logs::{HEADER, read_with, record, text};

fn crowd(part: u16) -> String {
    let lines: Vec<String> = (0..2_000_u16)
        .map(|it| {
            record(
                &format!("203.{part}.{}.{}", it / 200, it % 200),
                u64::from(it),
                400,
            )
        })
        .collect();
    let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    lines.insert(0, HEADER);
    text(&lines)
}

#[test]
fn their_tail_is_one_row_with_exact_sums_and_about_the_number_of_peers() {
    let limits = Limits {
        peers: 100,
        ..Limits::default()
    };
    let mut batch = Batch::default();
    for part in 0..4 {
        read_with(crowd(part).as_bytes(), &mut batch, &limits).unwrap();
    }
    batch.fold_tails(limits.peers);
    let (_, rows) = batch.flows().next().unwrap();
    assert_eq!(rows.len(), 101);
    let sums = rows.flows().map(|it| it.traffic);
    let (bytes, flows) = sums.fold((0, 0), |sum, it| (sum.0 + it.bytes, sum.1 + it.flows));
    assert_eq!((bytes, flows), (4 * 1_999 * 1_000, 8_000));
    let tail = rows.flows().find_map(|it| it.tail()).unwrap();
    assert!((7_200..8_600).contains(&tail.count()), "{}", tail.count());
}
