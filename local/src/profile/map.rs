//! Places on a small map of the world.

use super::shapes::Place;
use crate::terminal::{count, printable};

/// Columns and rows of the map: five degrees of longitude and ten of latitude are a character.
const COLUMNS: usize = 72;
const ROWS: usize = 18;

/// Places that are told by name; the others are `+` on the map.
const MOST_NAMED: usize = 9;

/// Longest name of a place, in characters.
const WIDEST: usize = 40;

/// The map, with the equator and the meridian of Greenwich, and the names of the busiest places.
pub(super) fn lines(places: &[Place]) -> Vec<String> {
    let mut order: Vec<&Place> = places.iter().collect();
    order.sort_by_key(|it| std::cmp::Reverse(it.success_count.saturating_add(it.failure_count)));
    let mut map: Vec<Vec<char>> = (0..ROWS).map(row).collect();
    // The busiest last, so that it is seen where places share a character.
    for (position, place) in order.iter().enumerate().rev() {
        let (x, y) = (column_of(place.longitude), row_of(place.latitude));
        if let Some(at) = map.get_mut(y).and_then(|row| row.get_mut(x)) {
            *at = mark(position);
        }
    }
    let frame = |left: char, right: char| format!("{left}{}{right}", "─".repeat(COLUMNS));
    let mut lines = vec![frame('┌', '┐')];
    lines.extend(
        map.iter()
            .map(|row| format!("│{}│", row.iter().collect::<String>())),
    );
    lines.push(frame('└', '┘'));
    lines.extend(
        order
            .iter()
            .take(MOST_NAMED)
            .enumerate()
            .map(|(position, place)| {
                format!(
                    "{} {}: {} succeeded, {} failed",
                    mark(position),
                    printable(&place.label, WIDEST),
                    count(place.success_count),
                    count(place.failure_count)
                )
            }),
    );
    lines
}

fn row(row: usize) -> Vec<char> {
    let on_equator = row == ROWS / 2;
    let at = |column: usize| match (on_equator, column == COLUMNS / 2) {
        (true, true) => '┼',
        (true, false) => '╌',
        (false, true) => '╎',
        (false, false) => ' ',
    };
    (0..COLUMNS).map(at).collect()
}

fn mark(position: usize) -> char {
    let digit = u32::try_from(position + 1)
        .ok()
        .filter(|_| position < MOST_NAMED);
    digit.and_then(|it| char::from_digit(it, 10)).unwrap_or('+')
}

fn column_of(longitude: f64) -> usize {
    cell((longitude + 180.0) / 5.0, COLUMNS)
}

fn row_of(latitude: f64) -> usize {
    cell((90.0 - latitude) / 10.0, ROWS)
}

/// The character at a distance from the corner, the last of `count` where it is farther.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float becomes the nearest number there is, and then the last character"
)]
fn cell(distance: f64, count: usize) -> usize {
    (distance as usize).min(count.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(label: &str, latitude: f64, longitude: f64, success_count: u64) -> Place {
        Place {
            latitude,
            longitude,
            label: label.to_owned(),
            success_count,
            failure_count: 0,
        }
    }

    #[test]
    fn places_are_where_they_are_on_earth_and_the_busiest_has_the_first_number() {
        let lines = lines(&[
            place("Berlin, DE", 52.5, 13.4, 2),
            place("Quito, EC", -0.2, -78.5, 1_200),
            place("nowhere", 1e9, f64::NAN, 1),
        ]);
        let at = |row: usize, column: usize| lines[row + 1].chars().nth(column + 1).unwrap();
        assert_eq!(at(3, 38), '2');
        assert_eq!(at(9, 20), '1');
        assert_eq!(at(9, 36), '┼');
        assert_eq!(at(0, 0), '3');
        assert_eq!(lines[20], "1 Quito, EC: 1,200 succeeded, 0 failed");
        assert!(lines.iter().take(20).all(|it| it.chars().count() == 74));
    }
}
