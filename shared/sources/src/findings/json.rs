//! Members of JSON that AWS writes in two cases: `accountId` in events and exports, `AccountId` in
//! the answers of APIs. Here every name is given as events have it.

use std::borrow::Cow;

use gumshoe_activity::Entity;
use gumshoe_domain::Timestamp;
use serde_json::Value;

/// The member `name` of an object, in either case; null is as good as absent.
pub(crate) fn member<'v>(object: &'v Value, name: &str) -> Option<&'v Value> {
    let object = object.as_object()?;
    let found = object.get(name).or_else(|| object.get(&*pascal(name)))?;
    (!found.is_null()).then_some(found)
}

/// The text of the member `name`; an empty one is as good as absent.
pub(crate) fn text<'v>(object: &'v Value, name: &str) -> Option<&'v str> {
    text_of(member(object, name)?)
}

/// A value that is a text and not empty.
pub(crate) fn text_of(value: &Value) -> Option<&str> {
    value.as_str().filter(|it| !it.is_empty())
}

/// The elements of the member `name`, if it is an array. AWS writes some arrays of one element as
/// the element.
pub(crate) fn elements<'v>(object: &'v Value, name: &str) -> &'v [Value] {
    match member(object, name) {
        Some(Value::Array(elements)) => elements,
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        Some(_) | None => &[],
    }
}

/// The moment that the member `name` is.
pub(crate) fn moment(object: &Value, name: &str) -> Option<Timestamp> {
    text(object, name)?.parse().ok()
}

/// A text, cut where an identifier has to end, and whether it was cut.
pub(super) fn cut(text: &str) -> (&str, bool) {
    if text.len() <= Entity::MAX_ID_BYTES {
        return (text, false);
    }
    let end = text.floor_char_boundary(Entity::MAX_ID_BYTES);
    (text.get(..end).unwrap_or_default(), true)
}

fn pascal(name: &str) -> Cow<'_, str> {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if first.is_ascii_lowercase() => {
            format!("{}{}", first.to_ascii_uppercase(), letters.as_str()).into()
        }
        Some(_) | None => name.into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_member_is_found_in_either_case() {
        let value =
            json!({"accountId": "a", "Region": "b", "empty": "", "no": null, "one": {"x": 1}});
        assert_eq!(text(&value, "accountId"), Some("a"));
        assert_eq!(text(&value, "region"), Some("b"));
        assert_eq!(text(&value, "empty"), None);
        assert_eq!(member(&value, "no"), None);
        assert_eq!(elements(&value, "one"), [json!({"x": 1})]);
        assert!(elements(&value, "region").is_empty());
        assert_eq!(member(&json!([1]), "x"), None);
    }

    #[test]
    fn a_long_text_is_cut_at_a_whole_character() {
        let long = "é".repeat(Entity::MAX_ID_BYTES);
        assert_eq!(cut(&long).0.len(), Entity::MAX_ID_BYTES);
        assert_eq!(cut("short"), ("short", false));
    }
}
