//! Texts and numbers on a terminal.

pub(crate) mod chart;

/// A text of a log, without anything that a terminal would obey, of at most `widest` characters.
pub(crate) fn printable(text: &str, widest: usize) -> String {
    let mut safe: String = text
        .chars()
        .flat_map(|character| {
            let hostile = character.is_control() || is_invisible(character);
            let escaped = hostile.then(|| character.escape_unicode());
            let plain = (!hostile).then_some(character);
            escaped.into_iter().flatten().chain(plain)
        })
        .take(widest.saturating_add(1))
        .collect();
    if safe.chars().count() > widest {
        safe = safe.chars().take(widest.saturating_sub(1)).collect();
        safe.push('…');
    }
    safe
}

/// Characters that are no controls but change how their neighbours look: direction marks and zero widths.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

/// A number with its thousands apart: `21,290`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A moment of the API to the minute: `2026-03-01 12:00`.
pub(crate) fn minute(time: &str) -> String {
    let cut: String = time.chars().take("2026-03-01T12:00".len()).collect();
    printable(&cut.replace('T', " "), cut.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left_and_long_texts_are_cut() {
        assert_eq!(printable("a\u{1b}[31mb", 40), "a\\u{1b}[31mb");
        assert_eq!(printable("safe\u{202e}", 40), "safe\\u{202e}");
        assert_eq!(printable("abcdef", 4), "abc…");
        assert_eq!(printable("abcd", 4), "abcd");
    }
}
