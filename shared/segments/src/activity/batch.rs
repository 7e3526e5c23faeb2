//! Rows of activity of a decoded batch.

use arrow_array::{BooleanArray, Float32Array, Int64Array, RecordBatch, TimestampMillisecondArray};
use gumshoe_activity::{Action, Call, Caller, Origin, Place, Resource};

use super::columns::Column;
use crate::batch::{self, Kinds, Texts, kind, number, positive, text, time};
use crate::error::SegmentError;

/// A batch's columns, as far as they were read.
pub struct ActivityBatch<'b> {
    hour: Option<&'b TimestampMillisecondArray>,
    account_id: Option<Texts<'b>>,
    principal_type: Option<Kinds<'b>>,
    principal_id: Option<Texts<'b>>,
    principal_name: Option<Texts<'b>>,
    principal_arn: Option<Texts<'b>>,
    caller_arn: Option<Texts<'b>>,
    session_id: Option<Texts<'b>>,
    access_key_id: Option<Texts<'b>>,
    invoked_by: Option<Texts<'b>>,
    source_address: Option<Texts<'b>>,
    source_is_ip: Option<&'b BooleanArray>,
    user_agent: Option<Texts<'b>>,
    country: Option<Texts<'b>>,
    city: Option<Texts<'b>>,
    latitude: Option<&'b Float32Array>,
    longitude: Option<&'b Float32Array>,
    aso: Option<Texts<'b>>,
    service: Option<Texts<'b>>,
    api: Option<Texts<'b>>,
    region: Option<Texts<'b>>,
    error_code: Option<Texts<'b>>,
    resource_type: Option<Kinds<'b>>,
    resource_id: Option<Texts<'b>>,
    calls: Option<&'b Int64Array>,
    first_seen: Option<&'b TimestampMillisecondArray>,
    last_seen: Option<&'b TimestampMillisecondArray>,
}

impl<'b> ActivityBatch<'b> {
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
            principal_type: kinds(Column::PrincipalType)?,
            principal_id: texts(Column::PrincipalId)?,
            principal_name: texts(Column::PrincipalName)?,
            principal_arn: texts(Column::PrincipalArn)?,
            caller_arn: texts(Column::CallerArn)?,
            session_id: texts(Column::SessionId)?,
            access_key_id: texts(Column::AccessKeyId)?,
            invoked_by: texts(Column::InvokedBy)?,
            source_address: texts(Column::SourceAddress)?,
            source_is_ip: flags(Column::SourceIsIp)?,
            user_agent: texts(Column::UserAgent)?,
            country: texts(Column::Country)?,
            city: texts(Column::City)?,
            latitude: degrees(Column::Latitude)?,
            longitude: degrees(Column::Longitude)?,
            aso: texts(Column::Aso)?,
            service: texts(Column::Service)?,
            api: texts(Column::Api)?,
            region: texts(Column::Region)?,
            error_code: texts(Column::ErrorCode)?,
            resource_type: kinds(Column::ResourceType)?,
            resource_id: texts(Column::ResourceId)?,
            calls: counts(Column::Calls)?,
            first_seen: times(Column::FirstSeen)?,
            last_seen: times(Column::LastSeen)?,
        })
    }

    /// One row. What was not read is absent, empty, no call and the epoch.
    pub(crate) fn call(&self, row: usize) -> Result<Call<'b>, SegmentError> {
        let kind = kind(self.resource_type.as_ref(), row)?;
        Ok(Call {
            hour: time(self.hour, row).hour(),
            caller: self.caller(row)?,
            origin: self.origin(row),
            action: self.action(row),
            resource: kind
                .zip(text(self.resource_id, row))
                .map(|(kind, id)| Resource { kind, id }),
            calls: self
                .calls
                .map_or(Ok(0), |it| positive(it.value(row), Column::Calls.field()))?,
            first_seen: time(self.first_seen, row),
            last_seen: time(self.last_seen, row),
        })
    }

    fn caller(&self, row: usize) -> Result<Caller<'b>, SegmentError> {
        Ok(Caller {
            account: text(self.account_id, row).unwrap_or_default(),
            principal_type: kind(self.principal_type.as_ref(), row)?,
            principal_id: text(self.principal_id, row),
            principal_name: text(self.principal_name, row),
            principal_arn: text(self.principal_arn, row),
            caller_arn: text(self.caller_arn, row),
            session_id: text(self.session_id, row),
            access_key_id: text(self.access_key_id, row),
            invoked_by: text(self.invoked_by, row),
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

    fn action(&self, row: usize) -> Action<'b> {
        Action {
            service: text(self.service, row).unwrap_or_default(),
            api: text(self.api, row).unwrap_or_default(),
            region: text(self.region, row),
            error_code: text(self.error_code, row),
        }
    }
}
