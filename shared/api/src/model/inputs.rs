//! The operations' inputs and the shapes that they are made of, named as in the service model.

use super::pattern::Pattern;
use super::shape::{ANY_SIZE, Member, Shape, optional, required, size};

static GRAPH_ARN: Shape = Shape::Text(ANY_SIZE, Pattern::GraphArn);
static GRAPH_ARN_LIST: Shape = Shape::List(size(1, 50), &GRAPH_ARN);
static ENTITY_ARN: Shape = Shape::Text(ANY_SIZE, Pattern::Arn);

static ACCOUNT_ID: Shape = Shape::Text(size(12, 12), Pattern::Digits);
static ACCOUNT_ID_LIST: Shape = Shape::List(size(1, 50), &ACCOUNT_ID);
static ACCOUNT_ID_EXTENDED_LIST: Shape = Shape::List(size(1, 200), &ACCOUNT_ID);
static EMAIL_ADDRESS: Shape = Shape::Text(size(1, 64), Pattern::EmailAddress);
static EMAIL_MESSAGE: Shape = Shape::Text(size(1, 1_000), Pattern::Anything);
/// The model requires `EmailAddress`, but its own text says that an account of the organization needs
/// none: `CreateMembers` knows whose account it is and decides.
static ACCOUNT: Shape = Shape::Structure(&[
    required("AccountId", &ACCOUNT_ID),
    optional("EmailAddress", &EMAIL_ADDRESS),
]);
static ACCOUNT_LIST: Shape = Shape::List(size(1, 50), &ACCOUNT);

static DATASOURCE_PACKAGE: Shape =
    Shape::Enum(&["DETECTIVE_CORE", "EKS_AUDIT", "ASFF_SECURITYHUB_FINDING"]);
static DATASOURCE_PACKAGE_LIST: Shape = Shape::List(size(1, 25), &DATASOURCE_PACKAGE);

static TAG_KEY: Shape = Shape::Text(size(1, 128), Pattern::TagKey);
static TAG_KEY_LIST: Shape = Shape::List(size(1, 50), &TAG_KEY);
static TAG_VALUE: Shape = Shape::Text(size(0, 256), Pattern::Anything);
static TAG_MAP: Shape = Shape::Map(size(1, 50), &TAG_KEY, &TAG_VALUE);

static BOOLEAN: Shape = Shape::Boolean;
static TIMESTAMP: Shape = Shape::Timestamp;

static PAGINATION_TOKEN: Shape = Shape::Text(size(1, 1_024), Pattern::Anything);
static MEMBER_RESULTS_LIMIT: Shape = Shape::Integer(1, 200);
static AI_PAGINATION_TOKEN: Shape = Shape::Text(size(1, 2_048), Pattern::Anything);
static MAX_RESULTS: Shape = Shape::Integer(1, 100);

static INVESTIGATION_ID: Shape = Shape::Text(size(21, 21), Pattern::Digits);
static STATE: Shape = Shape::Enum(&["ACTIVE", "ARCHIVED"]);
static INDICATOR_TYPE: Shape = Shape::Enum(&[
    "TTP_OBSERVED",
    "IMPOSSIBLE_TRAVEL",
    "FLAGGED_IP_ADDRESS",
    "NEW_GEOLOCATION",
    "NEW_ASO",
    "NEW_USER_AGENT",
    "RELATED_FINDING",
    "RELATED_FINDING_GROUP",
]);
static VALUE: Shape = Shape::Text(size(1, 500), Pattern::Anything);
static STRING_FILTER: Shape = Shape::Structure(&[required("Value", &VALUE)]);
static DATE_FILTER: Shape = Shape::Structure(&[
    required("StartInclusive", &TIMESTAMP),
    required("EndInclusive", &TIMESTAMP),
]);
static FILTER_CRITERIA: Shape = Shape::Structure(&[
    optional("Severity", &STRING_FILTER),
    optional("Status", &STRING_FILTER),
    optional("State", &STRING_FILTER),
    optional("EntityArn", &STRING_FILTER),
    optional("CreatedTime", &DATE_FILTER),
]);
static FIELD: Shape = Shape::Enum(&["SEVERITY", "STATUS", "CREATED_TIME"]);
static SORT_ORDER: Shape = Shape::Enum(&["ASC", "DESC"]);
static SORT_CRITERIA: Shape = Shape::Structure(&[
    optional("Field", &FIELD),
    optional("SortOrder", &SORT_ORDER),
]);

/// The input of the operations that take a graph and nothing else.
static GRAPH_ONLY: &[Member] = &[required("GraphArn", &GRAPH_ARN)];
/// The input of the operations that list something of the caller's account.
static PAGE_ONLY: &[Member] = &[
    optional("NextToken", &PAGINATION_TOKEN),
    optional("MaxResults", &MEMBER_RESULTS_LIMIT),
];
/// The input of the operations that list something of a graph.
static GRAPH_AND_PAGE: &[Member] = &[
    required("GraphArn", &GRAPH_ARN),
    optional("NextToken", &PAGINATION_TOKEN),
    optional("MaxResults", &MEMBER_RESULTS_LIMIT),
];
/// The input of the operations about some members of a graph.
static GRAPH_AND_ACCOUNTS: &[Member] = &[
    required("GraphArn", &GRAPH_ARN),
    required("AccountIds", &ACCOUNT_ID_LIST),
];

/// The members of each operation's input.
pub(super) static INPUTS: &[(&str, &[Member])] = &[
    ("AcceptInvitation", GRAPH_ONLY),
    (
        "BatchGetGraphMemberDatasources",
        &[
            required("GraphArn", &GRAPH_ARN),
            required("AccountIds", &ACCOUNT_ID_EXTENDED_LIST),
        ],
    ),
    (
        "BatchGetMembershipDatasources",
        &[required("GraphArns", &GRAPH_ARN_LIST)],
    ),
    ("CreateGraph", &[optional("Tags", &TAG_MAP)]),
    (
        "CreateMembers",
        &[
            required("GraphArn", &GRAPH_ARN),
            optional("Message", &EMAIL_MESSAGE),
            optional("DisableEmailNotification", &BOOLEAN),
            required("Accounts", &ACCOUNT_LIST),
        ],
    ),
    ("DeleteGraph", GRAPH_ONLY),
    ("DeleteMembers", GRAPH_AND_ACCOUNTS),
    ("DescribeOrganizationConfiguration", GRAPH_ONLY),
    ("DisableOrganizationAdminAccount", &[]),
    ("DisassociateMembership", GRAPH_ONLY),
    (
        "EnableOrganizationAdminAccount",
        &[required("AccountId", &ACCOUNT_ID)],
    ),
    (
        "GetInvestigation",
        &[
            required("GraphArn", &GRAPH_ARN),
            required("InvestigationId", &INVESTIGATION_ID),
        ],
    ),
    ("GetMembers", GRAPH_AND_ACCOUNTS),
    ("ListDatasourcePackages", GRAPH_AND_PAGE),
    ("ListGraphs", PAGE_ONLY),
    (
        "ListIndicators",
        &[
            required("GraphArn", &GRAPH_ARN),
            required("InvestigationId", &INVESTIGATION_ID),
            optional("IndicatorType", &INDICATOR_TYPE),
            optional("NextToken", &AI_PAGINATION_TOKEN),
            optional("MaxResults", &MAX_RESULTS),
        ],
    ),
    (
        "ListInvestigations",
        &[
            required("GraphArn", &GRAPH_ARN),
            optional("NextToken", &AI_PAGINATION_TOKEN),
            optional("MaxResults", &MAX_RESULTS),
            optional("FilterCriteria", &FILTER_CRITERIA),
            optional("SortCriteria", &SORT_CRITERIA),
        ],
    ),
    ("ListInvitations", PAGE_ONLY),
    ("ListMembers", GRAPH_AND_PAGE),
    ("ListOrganizationAdminAccounts", PAGE_ONLY),
    (
        "ListTagsForResource",
        &[required("ResourceArn", &GRAPH_ARN)],
    ),
    ("RejectInvitation", GRAPH_ONLY),
    (
        "StartInvestigation",
        &[
            required("GraphArn", &GRAPH_ARN),
            required("EntityArn", &ENTITY_ARN),
            required("ScopeStartTime", &TIMESTAMP),
            required("ScopeEndTime", &TIMESTAMP),
        ],
    ),
    (
        "StartMonitoringMember",
        &[
            required("GraphArn", &GRAPH_ARN),
            required("AccountId", &ACCOUNT_ID),
        ],
    ),
    (
        "TagResource",
        &[
            required("ResourceArn", &GRAPH_ARN),
            required("Tags", &TAG_MAP),
        ],
    ),
    (
        "UntagResource",
        &[
            required("ResourceArn", &GRAPH_ARN),
            required("TagKeys", &TAG_KEY_LIST),
        ],
    ),
    (
        "UpdateDatasourcePackages",
        &[
            required("GraphArn", &GRAPH_ARN),
            required("DatasourcePackages", &DATASOURCE_PACKAGE_LIST),
        ],
    ),
    (
        "UpdateInvestigationState",
        &[
            required("GraphArn", &GRAPH_ARN),
            required("InvestigationId", &INVESTIGATION_ID),
            required("State", &STATE),
        ],
    ),
    (
        "UpdateOrganizationConfiguration",
        &[
            required("GraphArn", &GRAPH_ARN),
            optional("AutoEnable", &BOOLEAN),
        ],
    ),
];
