//! The fields of a flow log record.
//!
//! Amazon VPC User Guide, "Available fields": versions 2 to 5 and 7 to 10. Version 6 is that of
//! transit gateway flow logs.

use super::ends::Spelling;

/// A field that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    AccountId,
    InterfaceId,
    InstanceId,
    VpcId,
    SubnetId,
    AzId,
    SrcAddr,
    DstAddr,
    PktSrcAddr,
    PktDstAddr,
    SrcPort,
    DstPort,
    Protocol,
    Packets,
    Bytes,
    Start,
    End,
    Action,
    LogStatus,
    FlowDirection,
    TrafficPath,
    Type,
    EcsClusterArn,
    EcsClusterName,
    EcsContainerInstanceArn,
    EcsContainerInstanceId,
    EcsContainerId,
    EcsSecondContainerId,
    EcsServiceName,
    EcsTaskDefinitionArn,
    EcsTaskArn,
    EcsTaskId,
}

impl Field {
    /// Every field that is read, in the order of the enumeration.
    pub(super) const ALL: [Self; 32] = [
        Self::AccountId,
        Self::InterfaceId,
        Self::InstanceId,
        Self::VpcId,
        Self::SubnetId,
        Self::AzId,
        Self::SrcAddr,
        Self::DstAddr,
        Self::PktSrcAddr,
        Self::PktDstAddr,
        Self::SrcPort,
        Self::DstPort,
        Self::Protocol,
        Self::Packets,
        Self::Bytes,
        Self::Start,
        Self::End,
        Self::Action,
        Self::LogStatus,
        Self::FlowDirection,
        Self::TrafficPath,
        Self::Type,
        Self::EcsClusterArn,
        Self::EcsClusterName,
        Self::EcsContainerInstanceArn,
        Self::EcsContainerInstanceId,
        Self::EcsContainerId,
        Self::EcsSecondContainerId,
        Self::EcsServiceName,
        Self::EcsTaskDefinitionArn,
        Self::EcsTaskArn,
        Self::EcsTaskId,
    ];

    /// The fields that name a record's interface, and the task that has it.
    pub(super) const NAMING: [Self; 16] = [
        Self::AccountId,
        Self::InstanceId,
        Self::InterfaceId,
        Self::VpcId,
        Self::SubnetId,
        Self::AzId,
        Self::EcsClusterArn,
        Self::EcsClusterName,
        Self::EcsContainerInstanceArn,
        Self::EcsContainerInstanceId,
        Self::EcsContainerId,
        Self::EcsSecondContainerId,
        Self::EcsServiceName,
        Self::EcsTaskDefinitionArn,
        Self::EcsTaskArn,
        Self::EcsTaskId,
    ];

    /// The fields without which a record cannot be counted. One of `interface-id` and `instance-id`
    /// is needed besides.
    pub(super) const NEEDED: [Self; 5] = [
        Self::SrcAddr,
        Self::DstAddr,
        Self::Packets,
        Self::Bytes,
        Self::Start,
    ];

    /// Its name in a header line. In Parquet there are underscores in place of the hyphens.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::AccountId => "account-id",
            Self::InterfaceId => "interface-id",
            Self::InstanceId => "instance-id",
            Self::VpcId => "vpc-id",
            Self::SubnetId => "subnet-id",
            Self::AzId => "az-id",
            Self::SrcAddr => "srcaddr",
            Self::DstAddr => "dstaddr",
            Self::PktSrcAddr => "pkt-srcaddr",
            Self::PktDstAddr => "pkt-dstaddr",
            Self::SrcPort => "srcport",
            Self::DstPort => "dstport",
            Self::Protocol => "protocol",
            Self::Packets => "packets",
            Self::Bytes => "bytes",
            Self::Start => "start",
            Self::End => "end",
            Self::Action => "action",
            Self::LogStatus => "log-status",
            Self::FlowDirection => "flow-direction",
            Self::TrafficPath => "traffic-path",
            Self::Type => "type",
            Self::EcsClusterArn => "ecs-cluster-arn",
            Self::EcsClusterName => "ecs-cluster-name",
            Self::EcsContainerInstanceArn => "ecs-container-instance-arn",
            Self::EcsContainerInstanceId => "ecs-container-instance-id",
            Self::EcsContainerId => "ecs-container-id",
            Self::EcsSecondContainerId => "ecs-second-container-id",
            Self::EcsServiceName => "ecs-service-name",
            Self::EcsTaskDefinitionArn => "ecs-task-definition-arn",
            Self::EcsTaskArn => "ecs-task-arn",
            Self::EcsTaskId => "ecs-task-id",
        }
    }

    /// The field of this name, written with hyphens or underscores.
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        let like = |own: &str| {
            let hyphen = |byte: u8| if byte == b'_' { b'-' } else { byte };
            own.len() == name.len() && own.bytes().eq(name.iter().map(|it| hyphen(*it)))
        };
        Self::ALL.into_iter().find(|it| like(it.as_str()))
    }

    pub(super) fn index(self) -> usize {
        self as usize
    }
}

/// The fields of the default format, version 2, in their order; of those that are not read, none.
pub(super) const DEFAULT: [Option<Field>; 14] = [
    None, // version
    Some(Field::AccountId),
    Some(Field::InterfaceId),
    Some(Field::SrcAddr),
    Some(Field::DstAddr),
    Some(Field::SrcPort),
    Some(Field::DstPort),
    Some(Field::Protocol),
    Some(Field::Packets),
    Some(Field::Bytes),
    Some(Field::Start),
    Some(Field::End),
    Some(Field::Action),
    Some(Field::LogStatus),
];

/// The field that only transit gateway flow logs have, in every format.
pub(super) const TRANSIT_GATEWAY: &[u8] = b"tgw-id";

/// The value of a field that has none.
pub(super) const ABSENT: &[u8] = b"-";

/// Where a record's fields are taken from.
pub(super) trait Fields {
    /// A text; nothing where the field or its value is absent.
    fn text(&self, field: Field) -> Option<&[u8]>;

    /// A short text as one number.
    fn spelling(&self, field: Field) -> Option<Spelling> {
        Spelling::of(self.text(field)?)
    }

    /// A number; nothing where the field or its value is absent.
    fn number(&self, field: Field) -> Result<Option<u64>, NotANumber>;

    /// Whether there is such a field, with or without values.
    fn has(&self, field: Field) -> bool;
}

/// The value is no whole number from 0 to 2^63 - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotANumber;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_name_with_hyphens_and_with_underscores() {
        for (at, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(field.index(), at);
            let name = field.as_str();
            assert_eq!(Field::named(name.as_bytes()), Some(field));
            let in_parquet = name.replace('-', "_");
            assert_eq!(Field::named(in_parquet.as_bytes()), Some(field));
        }
        for name in ["", "version", "tcp-flags", "Bytes", "account id"] {
            assert_eq!(Field::named(name.as_bytes()), None, "{name}");
        }
    }
}
