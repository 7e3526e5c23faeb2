//! Rows of calls to Kubernetes, by column, while they are written.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float32Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, Int64Array};
use gumshoe_activity::{EntityType, KubernetesCall, SubjectKind};

use crate::write::times;

/// Up to a row group of rows.
#[derive(Default)]
pub struct KubernetesRows {
    hour: Vec<i64>,
    account_id: StringBuilder,
    cluster_id: StringBuilder,
    subject_id: StringBuilder,
    subject_kind: StringBuilder,
    impersonated_id: StringBuilder,
    principal_type: StringBuilder,
    principal_id: StringBuilder,
    principal_arn: StringBuilder,
    caller_arn: StringBuilder,
    session_id: StringBuilder,
    access_key_id: StringBuilder,
    source_address: StringBuilder,
    source_is_ip: BooleanBuilder,
    user_agent: StringBuilder,
    country: StringBuilder,
    city: StringBuilder,
    latitude: Float32Builder,
    longitude: Float32Builder,
    aso: StringBuilder,
    verb: StringBuilder,
    request_uri: StringBuilder,
    api_group: StringBuilder,
    resource: StringBuilder,
    subresource: StringBuilder,
    namespace: StringBuilder,
    name: StringBuilder,
    pod_id: StringBuilder,
    status: Int64Builder,
    calls: Vec<i64>,
    first_seen: Vec<i64>,
    last_seen: Vec<i64>,
}

impl KubernetesRows {
    /// Adds a row.
    pub(crate) fn push(&mut self, call: &KubernetesCall<'_>) {
        let KubernetesCall {
            hour,
            caller,
            origin,
            request,
            calls,
            first_seen,
            last_seen,
        } = *call;
        self.hour.push(hour.start().as_millis());
        self.account_id.append_value(caller.account);
        self.cluster_id.append_value(caller.cluster_id);
        self.subject_id.append_option(caller.subject_id);
        self.subject_kind
            .append_option(caller.subject_kind.map(SubjectKind::as_str));
        self.impersonated_id.append_option(caller.impersonated_id);
        self.principal_type
            .append_option(caller.principal_type.map(EntityType::as_str));
        self.principal_id.append_option(caller.principal_id);
        self.principal_arn.append_option(caller.principal_arn);
        self.caller_arn.append_option(caller.caller_arn);
        self.session_id.append_option(caller.session_id);
        self.access_key_id.append_option(caller.access_key_id);
        self.source_address.append_option(origin.address);
        self.source_is_ip.append_value(origin.is_ip);
        self.user_agent.append_option(origin.user_agent);
        self.country.append_option(origin.place.country);
        self.city.append_option(origin.place.city);
        self.latitude
            .append_option(origin.place.coordinates.map(|it| it.0));
        self.longitude
            .append_option(origin.place.coordinates.map(|it| it.1));
        self.aso.append_option(origin.place.aso);
        self.verb.append_value(request.verb);
        self.request_uri.append_option(request.uri);
        self.api_group.append_option(request.api_group);
        self.resource.append_option(request.resource);
        self.subresource.append_option(request.subresource);
        self.namespace.append_option(request.namespace);
        self.name.append_option(request.name);
        self.pod_id.append_option(request.pod_id);
        self.status.append_option(request.status.map(i64::from));
        self.calls.push(i64::try_from(calls).unwrap_or(i64::MAX));
        self.first_seen.push(first_seen.as_millis());
        self.last_seen.push(last_seen.as_millis());
    }

    /// The rows as arrays, in the order of [`super::columns::KUBERNETES`].
    pub(crate) fn finish(mut self) -> Vec<ArrayRef> {
        vec![
            times(self.hour),
            Arc::new(self.account_id.finish()),
            Arc::new(self.cluster_id.finish()),
            Arc::new(self.subject_id.finish()),
            Arc::new(self.subject_kind.finish()),
            Arc::new(self.impersonated_id.finish()),
            Arc::new(self.principal_type.finish()),
            Arc::new(self.principal_id.finish()),
            Arc::new(self.principal_arn.finish()),
            Arc::new(self.caller_arn.finish()),
            Arc::new(self.session_id.finish()),
            Arc::new(self.access_key_id.finish()),
            Arc::new(self.source_address.finish()),
            Arc::new(self.source_is_ip.finish()),
            Arc::new(self.user_agent.finish()),
            Arc::new(self.country.finish()),
            Arc::new(self.city.finish()),
            Arc::new(self.latitude.finish()),
            Arc::new(self.longitude.finish()),
            Arc::new(self.aso.finish()),
            Arc::new(self.verb.finish()),
            Arc::new(self.request_uri.finish()),
            Arc::new(self.api_group.finish()),
            Arc::new(self.resource.finish()),
            Arc::new(self.subresource.finish()),
            Arc::new(self.namespace.finish()),
            Arc::new(self.name.finish()),
            Arc::new(self.pod_id.finish()),
            Arc::new(self.status.finish()),
            Arc::new(Int64Array::from(self.calls)),
            times(self.first_seen),
            times(self.last_seen),
        ]
    }
}
