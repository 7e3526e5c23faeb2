//! What a group is called.

use super::occurrence::Occurrence;
use super::types::{FindingNamespace, namespace_of};

/// The title of a group of `occurrences`, such as `Group with: TTP (2), Effect (1), and Unusual
/// behavior (2)`. Amazon Detective User Guide, "Understanding the finding groups page".
pub(super) fn title<'a>(occurrences: impl Iterator<Item = &'a Occurrence>) -> String {
    let namespaces: Vec<FindingNamespace> = occurrences
        .map(|it| {
            let first = it.types.first().map(String::as_str);
            namespace_of(first.unwrap_or_default())
        })
        .collect();
    let counted = FindingNamespace::ALL.iter().filter_map(|namespace| {
        let count = namespaces.iter().filter(|it| *it == namespace).count();
        (count > 0).then(|| format!("{} ({count})", namespace.singular()))
    });
    format!("Group with: {}", listed(&counted.collect::<Vec<_>>()))
}

/// `a`; `a and b`; `a, b, and c`.
pub(super) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [others @ .., last] => format!("{}, and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_listed_as_people_do() {
        let words = ["a", "b", "c"].map(str::to_owned);
        let lists = [0, 1, 2, 3].map(|count| listed(&words[..count]));
        assert_eq!(lists, ["", "a", "a and b", "a, b, and c"]);
    }
}
