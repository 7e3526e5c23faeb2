//! The data plane's vocabulary: entities, and the activity of entities.
//!
//! A *call* is one row of activity: what one caller did from one origin in one hour, and how often.
//! A *Kubernetes call* is the same of an EKS cluster's API server.
//! A *flow* is one row of network activity: what passed between an interface and a peer in one hour.
//! Each row names every entity it concerns, once; `docs/data-format.md` shows it as columns.
//! A *relation* is what one entity is to another, as far as calls do not show it themselves. A
//! *finding* is what a detector thinks of them.

pub mod aggregate;
pub mod call;
pub mod dimension;
pub mod entities;
pub mod entity;
pub mod finding;
pub mod finding_group;
pub mod flow;
pub mod instance;
pub mod kubernetes_call;
pub mod place;
pub mod relation;
pub mod texts;

pub use aggregate::{ActionId, Aggregate, CallerId, OriginId, ResourceId, Tally};
pub use call::{Action, Call, Caller, Origin, Resource};
pub use dimension::Dimension;
pub use entities::{EntityRecord, EntityTable, Sighting};
pub use entity::{Entity, EntityType, NotAnEntityType};
pub use finding::{Finding, Involved, Provider, Rating, Report, Role};
pub use finding_group::{EntityCategory, FindingGroup, GroupMembers, GroupProfile, SharedBy};
pub use flow::{Flow, FlowAggregate};
pub use instance::{instance_of_session, is_instance_id, is_interface_id};
pub use kubernetes_call::{
    KubernetesAggregate, KubernetesCall, KubernetesCaller, KubernetesDimension, KubernetesOutcome,
    KubernetesRequest, NotASubjectKind, SubjectKind,
};
pub use place::Place;
pub use relation::{Evidence, NotARelationType, Party, Relation, RelationAggregate, RelationType};
