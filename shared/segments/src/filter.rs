//! Which rows of activity are wanted.

use gumshoe_activity::{Entity, EntityType};
use gumshoe_domain::ScopeTime;

use crate::columns::Column;
use crate::predicate::{Predicate, Test};

/// Which rows of activity are wanted: those that concern an entity, within a scope time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Only rows that concern this entity: those whose `Call::entities` name it.
    pub entity: Option<Entity>,
    /// Only rows of these hours.
    pub scope: Option<ScopeTime>,
}

impl Filter {
    pub(crate) fn predicate(&self) -> Predicate {
        Predicate {
            all: self.scope.map(within).into_iter().collect(),
            any: self.entity.as_ref().map(concerns).unwrap_or_default(),
        }
    }
}

fn within(scope: ScopeTime) -> Test {
    Test::Within {
        column: Column::Hour.into(),
        from: scope.start().start().as_millis(),
        until: scope.end().start().as_millis(),
    }
}

/// The ways in which a row can concern an entity, as `Call::entities` has them.
fn concerns(entity: &Entity) -> Vec<Vec<Test>> {
    let is = |column: Column, value: &str| Test::Text {
        column: column.into(),
        value: value.to_owned(),
    };
    let mut ways = vec![
        vec![
            is(Column::PrincipalType, entity.kind.as_str()),
            is(Column::PrincipalId, &entity.id),
        ],
        vec![
            is(Column::ResourceType, entity.kind.as_str()),
            is(Column::ResourceId, &entity.id),
        ],
    ];
    match entity.kind {
        EntityType::AwsAccount => ways.push(vec![is(Column::AccountId, &entity.id)]),
        EntityType::AwsRoleSession => ways.push(vec![is(Column::SessionId, &entity.id)]),
        EntityType::UserAgent => ways.push(vec![is(Column::UserAgent, &entity.id)]),
        EntityType::IpAddress => ways.push(vec![
            is(Column::SourceAddress, &entity.id),
            Test::True {
                column: Column::SourceIsIp.into(),
            },
        ]),
        EntityType::AwsUser
        | EntityType::AwsRole
        | EntityType::FederatedUser
        | EntityType::S3Bucket => {}
    }
    ways
}
