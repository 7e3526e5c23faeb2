//! The patterns of the service model, as types that are read from texts of that form: two of the
//! patterns look ahead, which Rust's regular expressions cannot, and `\d` and `\w` are to be ASCII.

use gumshoe_domain::membership::EmailAddress;
use gumshoe_domain::{GraphArn, TagKeys};

/// The form that a text must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pattern {
    /// There is none.
    Anything,
    /// `^[0-9]+$`
    Digits,
    /// `^arn:aws[-\w]{0,10}?:detective:[-\w]{2,20}?:\d{12}?:graph:[abcdef\d]{32}?$`
    GraphArn,
    /// `^arn:.*`
    Arn,
    /// `^.+@(?:(?:(?!-)[A-Za-z0-9-]{1,62})?[A-Za-z0-9]{1}\.)+[A-Za-z]{2,63}$`
    EmailAddress,
    /// `^(?!aws:)[a-zA-Z+-=._:/]+$`
    TagKey,
}

impl Pattern {
    /// Whether `text` has this form.
    pub(super) fn accepts(self, text: &str) -> bool {
        match self {
            Self::Anything => true,
            Self::Digits => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
            Self::GraphArn => text.parse::<GraphArn>().is_ok(),
            Self::Arn => text.starts_with("arn:"),
            Self::EmailAddress => text.parse::<EmailAddress>().is_ok(),
            Self::TagKey => TagKeys::new(vec![text.to_owned()]).is_ok(),
        }
    }

    /// What a text of this form looks like.
    pub(super) fn described(self) -> &'static str {
        match self {
            Self::Anything => "anything will do",
            Self::Digits => "it has the digits 0 to 9 only",
            Self::GraphArn => {
                "a behavior graph's ARN looks like arn:aws:detective:us-east-1:111122223333:graph:0123456789abcdef0123456789abcdef"
            }
            Self::Arn => "an ARN begins with arn:",
            Self::EmailAddress => "an e-mail address looks like name@example.com",
            Self::TagKey => {
                "a tag key does not begin with aws: and has letters, digits and the characters + , - . / : ; < = _ only"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The model's own pattern, with ASCII classes.
    fn of_the_model(pattern: Pattern) -> fancy_regex::Regex {
        let text = match pattern {
            Pattern::Anything => r"",
            Pattern::Digits => r"^[0-9]+$",
            Pattern::GraphArn => {
                r"^arn:aws[-0-9A-Za-z_]{0,10}?:detective:[-0-9A-Za-z_]{2,20}?:[0-9]{12}?:graph:[abcdef0-9]{32}?$"
            }
            Pattern::Arn => r"^arn:.*",
            Pattern::EmailAddress => {
                r"^.+@(?:(?:(?!-)[A-Za-z0-9-]{1,62})?[A-Za-z0-9]{1}\.)+[A-Za-z]{2,63}$"
            }
            Pattern::TagKey => r"^(?!aws:)[a-zA-Z+-=._:/]+$",
        };
        fancy_regex::Regex::new(text).unwrap()
    }

    fn check(pattern: Pattern, text: &str) -> Result<(), TestCaseError> {
        let expected = of_the_model(pattern).is_match(text).unwrap();
        prop_assert_eq!(pattern.accepts(text), expected, "{:?}", text);
        Ok(())
    }

    proptest! {
        #[test]
        fn digits_are_those_of_the_model(text in "[0-9]{0,3}[0-9a٣ ]{0,2}") {
            check(Pattern::Digits, &text)?;
        }

        #[test]
        fn arns_are_those_of_the_model(text in "a?rn?:?.{0,5}") {
            check(Pattern::Arn, &text)?;
        }

        #[test]
        fn graph_arns_are_those_of_the_model(
            text in "arn:(aws|AWS)[-_a-zA-Z0-9é]{0,11}:detective:[-_a-z0-9]{1,21}:[0-9]{11,13}:graph[:/][0-9a-g]{31,33}"
        ) {
            check(Pattern::GraphArn, &text)?;
        }

        #[test]
        fn graph_arns_of_the_right_lengths_are_those_of_the_model(
            text in "arn:aws[-_a-z]{0,2}:detective:[-_a-z0-9]{2,4}:[0-9]{12}:graph:[0-9a-f]{32}"
        ) {
            prop_assert!(Pattern::GraphArn.accepts(&text));
            check(Pattern::GraphArn, &text)?;
        }

        #[test]
        fn email_addresses_are_those_of_the_model(text in "[a@. é-]{0,3}@?(-?[a-zA-Z0-9]{1,2}-?\\.){0,3}[a-z0-9]{0,3}") {
            check(Pattern::EmailAddress, &text)?;
        }

        #[test]
        fn tag_keys_are_those_of_the_model(text in "(aws|AWS|aw)?:?[ -~é]{0,2}") {
            check(Pattern::TagKey, &text)?;
        }
    }
}
