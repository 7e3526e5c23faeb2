//! Rows of calls to Kubernetes of a decoded batch.

use arrow_array::{BooleanArray, Float32Array, Int64Array, RecordBatch, TimestampMillisecondArray};
use gumshoe_activity::{
    KubernetesCall, KubernetesCaller, KubernetesRequest, Origin, Place, SubjectKind,
};

use super::columns::KubernetesColumn as Column;
use crate::batch::{self, Kinds, Texts, kind, number, positive, text, time};
use crate::error::SegmentError;

/// A batch's columns, as far as they were read.
pub struct KubernetesBatch<'b> {
    hour: Option<&'b TimestampMillisecondArray>,
    account_id: Option<Texts<'b>>,
    cluster_id: Option<Texts<'b>>,
    subject_id: Option<Texts<'b>>,
    subject_kind: Option<Texts<'b>>,
    impersonated_id: Option<Texts<'b>>,
    principal_type: Option<Kinds<'b>>,
    principal_id: Option<Texts<'b>>,
    principal_arn: Option<Texts<'b>>,
    caller_arn: Option<Texts<'b>>,
    session_id: Option<Texts<'b>>,
    access_key_id: Option<Texts<'b>>,
    source_address: Option<Texts<'b>>,
    source_is_ip: Option<&'b BooleanArray>,
    user_agent: Option<Texts<'b>>,
    country: Option<Texts<'b>>,
    city: Option<Texts<'b>>,
    latitude: Option<&'b Float32Array>,
    longitude: Option<&'b Float32Array>,
    aso: Option<Texts<'b>>,
    verb: Option<Texts<'b>>,
    request_uri: Option<Texts<'b>>,
    api_group: Option<Texts<'b>>,
    resource: Option<Texts<'b>>,
    subresource: Option<Texts<'b>>,
    namespace: Option<Texts<'b>>,
    name: Option<Texts<'b>>,
    pod_id: Option<Texts<'b>>,
    status: Option<&'b Int64Array>,
    calls: Option<&'b Int64Array>,
    first_seen: Option<&'b TimestampMillisecondArray>,
    last_seen: Option<&'b TimestampMillisecondArray>,
}

impl<'b> KubernetesBatch<'b> {
    /// The columns of `batch` that are among `columns`.
    pub(crate) fn new(batch: &'b RecordBatch, columns: &[Column]) -> Result<Self, SegmentError> {
        let read = |column: Column| batch::read(batch, columns, column);
        let texts = |column| read(column).map(|it| batch::texts(batch, it)).transpose();
        let kinds = |column| read(column).map(|it| batch::kinds(batch, it)).transpose();
        let times = |column| read(column).map(|it| batch::times(batch, it)).transpose();
        let flags = |column| read(column).map(|it| batch::flags(batch, it)).transpose();
        let degrees = |column| read(column).map(|it| batch::degrees(batch, it)).transpose();
        let counts = |column| read(column).map(|it| batch::counts(batch, it)).transpose();
        Ok(Self {
            hour: times(Column::Hour)?,
            account_id: texts(Column::AccountId)?,
            cluster_id: texts(Column::ClusterId)?,
            subject_id: texts(Column::SubjectId)?,
            subject_kind: texts(Column::SubjectKind)?,
            impersonated_id: texts(Column::ImpersonatedId)?,
            principal_type: kinds(Column::PrincipalType)?,
            principal_id: texts(Column::PrincipalId)?,
            principal_arn: texts(Column::PrincipalArn)?,
            caller_arn: texts(Column::CallerArn)?,
            session_id: texts(Column::SessionId)?,
            access_key_id: texts(Column::AccessKeyId)?,
            source_address: texts(Column::SourceAddress)?,
            source_is_ip: flags(Column::SourceIsIp)?,
            user_agent: texts(Column::UserAgent)?,
            country: texts(Column::Country)?,
            city: texts(Column::City)?,
            latitude: degrees(Column::Latitude)?,
            longitude: degrees(Column::Longitude)?,
            aso: texts(Column::Aso)?,
            verb: texts(Column::Verb)?,
            request_uri: texts(Column::RequestUri)?,
            api_group: texts(Column::ApiGroup)?,
            resource: texts(Column::Resource)?,
            subresource: texts(Column::Subresource)?,
            namespace: texts(Column::Namespace)?,
            name: texts(Column::Name)?,
            pod_id: texts(Column::PodId)?,
            status: counts(Column::Status)?,
            calls: counts(Column::Calls)?,
            first_seen: times(Column::FirstSeen)?,
            last_seen: times(Column::LastSeen)?,
        })
    }

    /// One row. What was not read is absent, empty, no call and the epoch.
    pub(crate) fn call(&self, row: usize) -> Result<KubernetesCall<'b>, SegmentError> {
        Ok(KubernetesCall {
            hour: time(self.hour, row).hour(),
            caller: self.caller(row)?,
            origin: self.origin(row),
            request: self.request(row)?,
            calls: self
                .calls
                .map_or(Ok(0), |it| positive(it.value(row), Column::Calls.field()))?,
            first_seen: time(self.first_seen, row),
            last_seen: time(self.last_seen, row),
        })
    }

    fn caller(&self, row: usize) -> Result<KubernetesCaller<'b>, SegmentError> {
        let kind_of_subject: Option<SubjectKind> = text(self.subject_kind, row)
            .map(str::parse)
            .transpose()
            .map_err(|_| malformed(Column::SubjectKind))?;
        Ok(KubernetesCaller {
            account: text(self.account_id, row).unwrap_or_default(),
            cluster_id: text(self.cluster_id, row).unwrap_or_default(),
            subject_id: text(self.subject_id, row),
            subject_kind: kind_of_subject,
            impersonated_id: text(self.impersonated_id, row),
            principal_type: kind(self.principal_type.as_ref(), row)?,
            principal_id: text(self.principal_id, row),
            principal_arn: text(self.principal_arn, row),
            caller_arn: text(self.caller_arn, row),
            session_id: text(self.session_id, row),
            access_key_id: text(self.access_key_id, row),
        })
    }

    fn origin(&self, row: usize) -> Origin<'b> {
        Origin {
            address: text(self.source_address, row),
            is_ip: self.source_is_ip.is_some_and(|it| it.value(row)),
            user_agent: text(self.user_agent, row),
            place: Place {
                country: text(self.country, row),
                city: text(self.city, row),
                coordinates: number(self.latitude, row).zip(number(self.longitude, row)),
                aso: text(self.aso, row),
            },
        }
    }

    fn request(&self, row: usize) -> Result<KubernetesRequest<'b>, SegmentError> {
        let status: Option<u16> = number(self.status, row)
            .map(u16::try_from)
            .transpose()
            .map_err(|_| malformed(Column::Status))?;
        Ok(KubernetesRequest {
            verb: text(self.verb, row).unwrap_or_default(),
            uri: text(self.request_uri, row),
            api_group: text(self.api_group, row),
            resource: text(self.resource, row),
            subresource: text(self.subresource, row),
            namespace: text(self.namespace, row),
            name: text(self.name, row),
            pod_id: text(self.pod_id, row),
            status,
        })
    }
}

fn malformed(column: Column) -> SegmentError {
    SegmentError::Value {
        column: column.field().name,
    }
}
