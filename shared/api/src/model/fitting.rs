//! What of an input is as the model has it, for those who keep what was sent.

use serde_json::{Map, Value};

use super::shape::{Member, Shape};

/// The members of `sent` that the model has. What breaks a constraint is `unfit` in place of its value;
/// lists, maps and structures are looked at part by part.
pub(super) fn structure(
    members: &[Member],
    sent: &Map<String, Value>,
    unfit: &Value,
) -> Map<String, Value> {
    let fitting = members.iter().filter_map(|member| {
        let value = sent.get(member.name)?;
        Some((member.name.to_owned(), member.shape.fitting(value, unfit)))
    });
    fitting.collect()
}

impl Shape {
    fn fitting(&self, value: &Value, unfit: &Value) -> Value {
        match (self, value) {
            // As good as absent.
            (_, Value::Null) => Value::Null,
            (Self::List(_, item), Value::Array(values)) => {
                values.iter().map(|it| item.fitting(it, unfit)).collect()
            }
            (Self::Map(_, key, item), Value::Object(values)) => {
                let fitting = values
                    .iter()
                    .filter(|(name, _)| key.check(&Value::String((*name).clone())).is_ok())
                    .map(|(name, value)| (name.clone(), item.fitting(value, unfit)));
                Value::Object(fitting.collect())
            }
            (Self::Structure(members), Value::Object(sent)) => {
                Value::Object(structure(members, sent, unfit))
            }
            _ if self.check(value).is_ok() => value.clone(),
            _ => unfit.clone(),
        }
    }
}
