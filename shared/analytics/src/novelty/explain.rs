//! Why something is called new.

use gumshoe_activity::Entity;
use gumshoe_domain::ScopeTime;

use super::{Candidate, NoveltyKind, Reach};
use crate::explanation::{Explanation, counted, shortened};

/// Why `candidate` is new for `entity`: how often it was there in the scope time, and that it never was
/// in the time `before`.
pub fn explain(
    candidate: &Candidate,
    entity: &Entity,
    reach: Reach,
    before: ScopeTime,
) -> Explanation {
    let calls = candidate.succeeded.saturating_add(candidate.failed);
    let whose = shortened(&entity.id);
    let others = match reach {
        Reach::Entity => "There were some of others in the same account.",
        Reach::Account => "There were none in the same account either.",
        Reach::Graph => "There were none in the whole graph either.",
    };
    let (kind, start, end) = (entity.kind, before.start().start(), before.end().start());
    let sentence = format!(
        "{} {} concern {kind} {whose}; none did from {start} to {end}. {others}",
        counted(calls, "call"),
        phrase(candidate),
    );
    Explanation {
        observed: crate::number(calls),
        expected: 0.0,
        window: before,
        sentence,
    }
}

/// Why `candidate` is new for the whole graph: how often it was there in the scope time, and that it never
/// was in the time `before`.
pub fn explain_for_graph(candidate: &Candidate, before: ScopeTime) -> Explanation {
    let calls = candidate.succeeded.saturating_add(candidate.failed);
    let sentence = format!(
        "There were {} {}; there was none in the whole graph from {} to {}.",
        counted(calls, "call"),
        phrase(candidate),
        before.start().start(),
        before.end().start(),
    );
    Explanation {
        observed: crate::number(calls),
        expected: 0.0,
        window: before,
        sentence,
    }
}

/// What the calls have in common, as it goes on after "3 calls".
fn phrase(candidate: &Candidate) -> String {
    let part = |at: usize| {
        let part = candidate.parts.get(at).and_then(Option::as_deref);
        shortened(part.unwrap_or_default())
    };
    let label = candidate.label.as_deref().map(shortened);
    match candidate.kind {
        NoveltyKind::ApiCall => format!("of {}:{}", part(0), part(1)),
        NoveltyKind::Geolocation => match part(1) {
            city if city.is_empty() => format!("from {}", part(0)),
            city => format!("from {city}, {}", part(0)),
        },
        NoveltyKind::Aso => format!("from addresses of {}", part(0)),
        NoveltyKind::UserAgent => format!("with the user agent {}", part(0)),
        NoveltyKind::Resource => format!("about {} {}", part(0), part(1)),
        NoveltyKind::Principal => format!("by {}", label.unwrap_or_else(|| part(1))),
        NoveltyKind::KubernetesCall => format!("of {} {}", part(0), part(1)),
    }
}
