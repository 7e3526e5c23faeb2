//! API calls, from CloudTrail.

use std::borrow::Cow;

use gumshoe_activity::{Call, Dimension, Entity};
use gumshoe_domain::ScopeTime;
use gumshoe_segments::{Column, Filter, SegmentError};
use gumshoe_store::Manifest;

use super::{Activity, MOST_MEASURES, named};
use crate::attachments::Attachments;

impl Activity for Column {
    type Dimension = Dimension;

    const MEASURES: &'static [&'static str] = &["SuccessCount", "FailureCount"];

    const TOTALLED: usize = 2;

    const TOLD_APART: &'static [Dimension] = &[Dimension::Service, Dimension::Api];

    const UNIT: &'static str = "calls";

    const MEASURED: &'static [Self] = &[
        Self::ErrorCode,
        Self::Calls,
        Self::FirstSeen,
        Self::LastSeen,
    ];

    fn value<'a>(
        call: &Self::Row<'a>,
        dimension: Dimension,
        from: &Entity,
    ) -> Option<Cow<'a, str>> {
        dimension.of(call, from.kind).map(Cow::Borrowed)
    }

    fn columns_of(dimension: Dimension) -> &'static [Self] {
        match dimension {
            Dimension::IpAddress => &[Self::SourceAddress],
            Dimension::Service => &[Self::Service],
            Dimension::Api => &[Self::Api],
            Dimension::Caller => &[
                Self::PrincipalArn,
                Self::PrincipalId,
                Self::InvokedBy,
                Self::SessionId,
                Self::AccessKeyId,
            ],
            Dimension::Principal => &[
                Self::CallerArn,
                Self::InvokedBy,
                Self::PrincipalName,
                Self::PrincipalId,
            ],
            Dimension::UserAgent => &[Self::UserAgent],
            Dimension::Country => &[Self::Country],
            Dimension::City => &[Self::City],
            Dimension::Aso => &[Self::Aso],
            Dimension::Region => &[Self::Region],
            Dimension::AccountId => &[Self::AccountId],
            Dimension::ErrorCode => &[Self::ErrorCode],
            Dimension::Resource => &[Self::ResourceType, Self::ResourceId],
        }
    }

    fn measures(call: &Call<'_>) -> [u64; MOST_MEASURES] {
        if call.failed() {
            [0, call.calls, 0, 0]
        } else {
            [call.calls, 0, 0, 0]
        }
    }

    const ATTRIBUTED: &'static [Self] = &[];

    async fn attachments(
        _manifest: &Manifest<'_>,
        _scope: ScopeTime,
        _entity: &Entity,
        _about: &[Dimension],
    ) -> Result<Attachments, SegmentError> {
        Ok(Attachments::default())
    }

    fn rows(entity: &Entity, _attachments: &Attachments) -> Filter {
        named(entity)
    }

    fn attributed<'s, 'r: 's>(
        call: &Call<'r>,
        _entity: &Entity,
        _attachments: &'s Attachments,
    ) -> Option<Call<'s>> {
        Some(*call)
    }
}
