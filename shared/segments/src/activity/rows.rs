//! Rows of activity, by column, while they are written.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float32Builder, StringBuilder};
use arrow_array::{ArrayRef, Int64Array};
use gumshoe_activity::{Call, EntityType};

use crate::write::times;

/// Up to a row group of rows.
#[derive(Default)]
pub struct ActivityRows {
    hour: Vec<i64>,
    account_id: StringBuilder,
    principal_type: StringBuilder,
    principal_id: StringBuilder,
    principal_name: StringBuilder,
    principal_arn: StringBuilder,
    caller_arn: StringBuilder,
    session_id: StringBuilder,
    access_key_id: StringBuilder,
    invoked_by: StringBuilder,
    source_address: StringBuilder,
    source_is_ip: BooleanBuilder,
    user_agent: StringBuilder,
    country: StringBuilder,
    city: StringBuilder,
    latitude: Float32Builder,
    longitude: Float32Builder,
    aso: StringBuilder,
    service: StringBuilder,
    api: StringBuilder,
    region: StringBuilder,
    error_code: StringBuilder,
    resource_type: StringBuilder,
    resource_id: StringBuilder,
    calls: Vec<i64>,
    first_seen: Vec<i64>,
    last_seen: Vec<i64>,
    instance_id: StringBuilder,
}

impl ActivityRows {
    /// Adds a row.
    pub(crate) fn push(&mut self, call: &Call<'_>) {
        let Call {
            hour,
            caller,
            origin,
            action,
            resource,
            calls,
            first_seen,
            last_seen,
        } = *call;
        self.hour.push(hour.start().as_millis());
        self.account_id.append_value(caller.account);
        self.principal_type
            .append_option(caller.principal_type.map(EntityType::as_str));
        self.principal_id.append_option(caller.principal_id);
        self.principal_name.append_option(caller.principal_name);
        self.principal_arn.append_option(caller.principal_arn);
        self.caller_arn.append_option(caller.caller_arn);
        self.session_id.append_option(caller.session_id);
        self.access_key_id.append_option(caller.access_key_id);
        self.invoked_by.append_option(caller.invoked_by);
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
        self.service.append_value(action.service);
        self.api.append_value(action.api);
        self.region.append_option(action.region);
        self.error_code.append_option(action.error_code);
        self.resource_type
            .append_option(resource.map(|it| it.kind.as_str()));
        self.resource_id.append_option(resource.map(|it| it.id));
        self.calls.push(i64::try_from(calls).unwrap_or(i64::MAX));
        self.first_seen.push(first_seen.as_millis());
        self.last_seen.push(last_seen.as_millis());
        self.instance_id.append_option(caller.instance());
    }

    /// The rows as arrays, in the order of [`super::columns::ACTIVITY`].
    pub(crate) fn finish(mut self) -> Vec<ArrayRef> {
        vec![
            times(self.hour),
            Arc::new(self.account_id.finish()),
            Arc::new(self.principal_type.finish()),
            Arc::new(self.principal_id.finish()),
            Arc::new(self.principal_name.finish()),
            Arc::new(self.principal_arn.finish()),
            Arc::new(self.caller_arn.finish()),
            Arc::new(self.session_id.finish()),
            Arc::new(self.access_key_id.finish()),
            Arc::new(self.invoked_by.finish()),
            Arc::new(self.source_address.finish()),
            Arc::new(self.source_is_ip.finish()),
            Arc::new(self.user_agent.finish()),
            Arc::new(self.country.finish()),
            Arc::new(self.city.finish()),
            Arc::new(self.latitude.finish()),
            Arc::new(self.longitude.finish()),
            Arc::new(self.aso.finish()),
            Arc::new(self.service.finish()),
            Arc::new(self.api.finish()),
            Arc::new(self.region.finish()),
            Arc::new(self.error_code.finish()),
            Arc::new(self.resource_type.finish()),
            Arc::new(self.resource_id.finish()),
            Arc::new(Int64Array::from(self.calls)),
            times(self.first_seen),
            times(self.last_seen),
            Arc::new(self.instance_id.finish()),
        ]
    }
}
