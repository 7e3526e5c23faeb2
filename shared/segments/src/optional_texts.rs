//! Texts of a column in which rows may have none.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, new_null_array};
use arrow_schema::DataType;

/// Texts that are added row by row. Most such columns have none at all in a row group, which is nothing but
/// a number as long as it stays so.
#[derive(Debug, Default)]
pub(crate) struct OptionalTexts {
    texts: Option<StringBuilder>,
    /// Rows without a text before the first with one.
    absent: usize,
}

impl OptionalTexts {
    pub(crate) fn push(&mut self, text: Option<&str>) {
        match (&mut self.texts, text) {
            (None, None) => self.absent += 1,
            (None, Some(text)) => {
                let mut texts = StringBuilder::new();
                texts.append_nulls(self.absent);
                texts.append_value(text);
                self.texts = Some(texts);
            }
            (Some(texts), text) => texts.append_option(text),
        }
    }

    pub(crate) fn finish(self) -> ArrayRef {
        match self.texts {
            Some(mut texts) => Arc::new(texts.finish()),
            None => new_null_array(&DataType::Utf8, self.absent),
        }
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::StringArray;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_come_as_they_were_added(
            texts in prop::collection::vec(prop::option::weighted(0.2, "[a-z]{0,3}"), 0..20)
        ) {
            let mut column = OptionalTexts::default();
            texts.iter().for_each(|it| column.push(it.as_deref()));
            let expected: ArrayRef = Arc::new(StringArray::from(texts));
            prop_assert_eq!(&column.finish(), &expected);
        }
    }
}
