// Written by tools/detective_types.py from botocore's model of Amazon Detective, 2018-10-26. Do not edit.

export interface AcceptInvitationRequest {
  GraphArn: string;
}

export interface Account {
  AccountId: string;
  EmailAddress: string;
}

export interface Administrator {
  AccountId?: string;
  GraphArn?: string;
  DelegationTime?: string;
}

export interface BatchGetGraphMemberDatasourcesRequest {
  GraphArn: string;
  AccountIds: string[];
}

export interface BatchGetGraphMemberDatasourcesResponse {
  MemberDatasources?: MembershipDatasources[];
  UnprocessedAccounts?: UnprocessedAccount[];
}

export interface BatchGetMembershipDatasourcesRequest {
  GraphArns: string[];
}

export interface BatchGetMembershipDatasourcesResponse {
  MembershipDatasources?: MembershipDatasources[];
  UnprocessedGraphs?: UnprocessedGraph[];
}

export interface CreateGraphRequest {
  Tags?: Partial<Record<string, string>>;
}

export interface CreateGraphResponse {
  GraphArn?: string;
}

export interface CreateMembersRequest {
  GraphArn: string;
  Message?: string;
  DisableEmailNotification?: boolean;
  Accounts: Account[];
}

export interface CreateMembersResponse {
  Members?: MemberDetail[];
  UnprocessedAccounts?: UnprocessedAccount[];
}

export interface DatasourcePackageIngestDetail {
  DatasourcePackageIngestState?: 'STARTED' | 'STOPPED' | 'DISABLED';
  LastIngestStateChange?: Partial<Record<'STARTED' | 'STOPPED' | 'DISABLED', TimestampForCollection>>;
}

export interface DatasourcePackageUsageInfo {
  VolumeUsageInBytes?: number;
  VolumeUsageUpdateTime?: string;
}

export interface DateFilter {
  StartInclusive: string;
  EndInclusive: string;
}

export interface DeleteGraphRequest {
  GraphArn: string;
}

export interface DeleteMembersRequest {
  GraphArn: string;
  AccountIds: string[];
}

export interface DeleteMembersResponse {
  AccountIds?: string[];
  UnprocessedAccounts?: UnprocessedAccount[];
}

export interface DescribeOrganizationConfigurationRequest {
  GraphArn: string;
}

export interface DescribeOrganizationConfigurationResponse {
  AutoEnable?: boolean;
}

export interface DisassociateMembershipRequest {
  GraphArn: string;
}

export interface EnableOrganizationAdminAccountRequest {
  AccountId: string;
}

export interface FilterCriteria {
  Severity?: StringFilter;
  Status?: StringFilter;
  State?: StringFilter;
  EntityArn?: StringFilter;
  CreatedTime?: DateFilter;
}

export interface FlaggedIpAddressDetail {
  IpAddress?: string;
  Reason?: 'AWS_THREAT_INTELLIGENCE';
}

export interface GetInvestigationRequest {
  GraphArn: string;
  InvestigationId: string;
}

export interface GetInvestigationResponse {
  GraphArn?: string;
  InvestigationId?: string;
  EntityArn?: string;
  EntityType?: 'IAM_ROLE' | 'IAM_USER';
  CreatedTime?: string;
  ScopeStartTime?: string;
  ScopeEndTime?: string;
  Status?: 'RUNNING' | 'FAILED' | 'SUCCESSFUL';
  Severity?: 'INFORMATIONAL' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
  State?: 'ACTIVE' | 'ARCHIVED';
}

export interface GetMembersRequest {
  GraphArn: string;
  AccountIds: string[];
}

export interface GetMembersResponse {
  MemberDetails?: MemberDetail[];
  UnprocessedAccounts?: UnprocessedAccount[];
}

export interface Graph {
  Arn?: string;
  CreatedTime?: string;
}

export interface ImpossibleTravelDetail {
  StartingIpAddress?: string;
  EndingIpAddress?: string;
  StartingLocation?: string;
  EndingLocation?: string;
  HourlyTimeDelta?: number;
}

export interface Indicator {
  IndicatorType?: 'TTP_OBSERVED' | 'IMPOSSIBLE_TRAVEL' | 'FLAGGED_IP_ADDRESS' | 'NEW_GEOLOCATION' | 'NEW_ASO' | 'NEW_USER_AGENT' | 'RELATED_FINDING' | 'RELATED_FINDING_GROUP';
  IndicatorDetail?: IndicatorDetail;
}

export interface IndicatorDetail {
  TTPsObservedDetail?: TTPsObservedDetail;
  ImpossibleTravelDetail?: ImpossibleTravelDetail;
  FlaggedIpAddressDetail?: FlaggedIpAddressDetail;
  NewGeolocationDetail?: NewGeolocationDetail;
  NewAsoDetail?: NewAsoDetail;
  NewUserAgentDetail?: NewUserAgentDetail;
  RelatedFindingDetail?: RelatedFindingDetail;
  RelatedFindingGroupDetail?: RelatedFindingGroupDetail;
}

export interface InvestigationDetail {
  InvestigationId?: string;
  Severity?: 'INFORMATIONAL' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
  Status?: 'RUNNING' | 'FAILED' | 'SUCCESSFUL';
  State?: 'ACTIVE' | 'ARCHIVED';
  CreatedTime?: string;
  EntityArn?: string;
  EntityType?: 'IAM_ROLE' | 'IAM_USER';
}

export interface ListDatasourcePackagesRequest {
  GraphArn: string;
  NextToken?: string;
  MaxResults?: number;
}

export interface ListDatasourcePackagesResponse {
  DatasourcePackages?: Partial<Record<'DETECTIVE_CORE' | 'EKS_AUDIT' | 'ASFF_SECURITYHUB_FINDING', DatasourcePackageIngestDetail>>;
  NextToken?: string;
}

export interface ListGraphsRequest {
  NextToken?: string;
  MaxResults?: number;
}

export interface ListGraphsResponse {
  GraphList?: Graph[];
  NextToken?: string;
}

export interface ListIndicatorsRequest {
  GraphArn: string;
  InvestigationId: string;
  IndicatorType?: 'TTP_OBSERVED' | 'IMPOSSIBLE_TRAVEL' | 'FLAGGED_IP_ADDRESS' | 'NEW_GEOLOCATION' | 'NEW_ASO' | 'NEW_USER_AGENT' | 'RELATED_FINDING' | 'RELATED_FINDING_GROUP';
  NextToken?: string;
  MaxResults?: number;
}

export interface ListIndicatorsResponse {
  GraphArn?: string;
  InvestigationId?: string;
  NextToken?: string;
  Indicators?: Indicator[];
}

export interface ListInvestigationsRequest {
  GraphArn: string;
  NextToken?: string;
  MaxResults?: number;
  FilterCriteria?: FilterCriteria;
  SortCriteria?: SortCriteria;
}

export interface ListInvestigationsResponse {
  InvestigationDetails?: InvestigationDetail[];
  NextToken?: string;
}

export interface ListInvitationsRequest {
  NextToken?: string;
  MaxResults?: number;
}

export interface ListInvitationsResponse {
  Invitations?: MemberDetail[];
  NextToken?: string;
}

export interface ListMembersRequest {
  GraphArn: string;
  NextToken?: string;
  MaxResults?: number;
}

export interface ListMembersResponse {
  MemberDetails?: MemberDetail[];
  NextToken?: string;
}

export interface ListOrganizationAdminAccountsRequest {
  NextToken?: string;
  MaxResults?: number;
}

export interface ListOrganizationAdminAccountsResponse {
  Administrators?: Administrator[];
  NextToken?: string;
}

export interface ListTagsForResourceRequest {
  ResourceArn: string;
}

export interface ListTagsForResourceResponse {
  Tags?: Partial<Record<string, string>>;
}

export interface MemberDetail {
  AccountId?: string;
  EmailAddress?: string;
  GraphArn?: string;
  MasterId?: string;
  AdministratorId?: string;
  Status?: 'INVITED' | 'VERIFICATION_IN_PROGRESS' | 'VERIFICATION_FAILED' | 'ENABLED' | 'ACCEPTED_BUT_DISABLED';
  DisabledReason?: 'VOLUME_TOO_HIGH' | 'VOLUME_UNKNOWN';
  InvitedTime?: string;
  UpdatedTime?: string;
  VolumeUsageInBytes?: number;
  VolumeUsageUpdatedTime?: string;
  PercentOfGraphUtilization?: number;
  PercentOfGraphUtilizationUpdatedTime?: string;
  InvitationType?: 'INVITATION' | 'ORGANIZATION';
  VolumeUsageByDatasourcePackage?: Partial<Record<'DETECTIVE_CORE' | 'EKS_AUDIT' | 'ASFF_SECURITYHUB_FINDING', DatasourcePackageUsageInfo>>;
  DatasourcePackageIngestStates?: Partial<Record<'DETECTIVE_CORE' | 'EKS_AUDIT' | 'ASFF_SECURITYHUB_FINDING', 'STARTED' | 'STOPPED' | 'DISABLED'>>;
}

export interface MembershipDatasources {
  AccountId?: string;
  GraphArn?: string;
  DatasourcePackageIngestHistory?: Partial<Record<'DETECTIVE_CORE' | 'EKS_AUDIT' | 'ASFF_SECURITYHUB_FINDING', Partial<Record<'STARTED' | 'STOPPED' | 'DISABLED', TimestampForCollection>>>>;
}

export interface NewAsoDetail {
  Aso?: string;
  IsNewForEntireAccount?: boolean;
}

export interface NewGeolocationDetail {
  Location?: string;
  IpAddress?: string;
  IsNewForEntireAccount?: boolean;
}

export interface NewUserAgentDetail {
  UserAgent?: string;
  IsNewForEntireAccount?: boolean;
}

export interface RejectInvitationRequest {
  GraphArn: string;
}

export interface RelatedFindingDetail {
  Arn?: string;
  Type?: string;
  IpAddress?: string;
}

export interface RelatedFindingGroupDetail {
  Id?: string;
}

export interface SortCriteria {
  Field?: 'SEVERITY' | 'STATUS' | 'CREATED_TIME';
  SortOrder?: 'ASC' | 'DESC';
}

export interface StartInvestigationRequest {
  GraphArn: string;
  EntityArn: string;
  ScopeStartTime: string;
  ScopeEndTime: string;
}

export interface StartInvestigationResponse {
  InvestigationId?: string;
}

export interface StartMonitoringMemberRequest {
  GraphArn: string;
  AccountId: string;
}

export interface StringFilter {
  Value: string;
}

export interface TTPsObservedDetail {
  Tactic?: string;
  Technique?: string;
  Procedure?: string;
  IpAddress?: string;
  APIName?: string;
  APISuccessCount?: number;
  APIFailureCount?: number;
}

export interface TagResourceRequest {
  ResourceArn: string;
  Tags: Partial<Record<string, string>>;
}

export interface TimestampForCollection {
  Timestamp?: string;
}

export interface UnprocessedAccount {
  AccountId?: string;
  Reason?: string;
}

export interface UnprocessedGraph {
  GraphArn?: string;
  Reason?: string;
}

export interface UntagResourceRequest {
  ResourceArn: string;
  TagKeys: string[];
}

export interface UpdateDatasourcePackagesRequest {
  GraphArn: string;
  DatasourcePackages: ('DETECTIVE_CORE' | 'EKS_AUDIT' | 'ASFF_SECURITYHUB_FINDING')[];
}

export interface UpdateInvestigationStateRequest {
  GraphArn: string;
  InvestigationId: string;
  State: 'ACTIVE' | 'ARCHIVED';
}

export interface UpdateOrganizationConfigurationRequest {
  GraphArn: string;
  AutoEnable?: boolean;
}

export const OPERATIONS = {
  AcceptInvitation: { method: 'PUT', path: '/invitation' },
  BatchGetGraphMemberDatasources: { method: 'POST', path: '/graph/datasources/get' },
  BatchGetMembershipDatasources: { method: 'POST', path: '/membership/datasources/get' },
  CreateGraph: { method: 'POST', path: '/graph' },
  CreateMembers: { method: 'POST', path: '/graph/members' },
  DeleteGraph: { method: 'POST', path: '/graph/removal' },
  DeleteMembers: { method: 'POST', path: '/graph/members/removal' },
  DescribeOrganizationConfiguration: { method: 'POST', path: '/orgs/describeOrganizationConfiguration' },
  DisableOrganizationAdminAccount: { method: 'POST', path: '/orgs/disableAdminAccount' },
  DisassociateMembership: { method: 'POST', path: '/membership/removal' },
  EnableOrganizationAdminAccount: { method: 'POST', path: '/orgs/enableAdminAccount' },
  GetInvestigation: { method: 'POST', path: '/investigations/getInvestigation' },
  GetMembers: { method: 'POST', path: '/graph/members/get' },
  ListDatasourcePackages: { method: 'POST', path: '/graph/datasources/list' },
  ListGraphs: { method: 'POST', path: '/graphs/list' },
  ListIndicators: { method: 'POST', path: '/investigations/listIndicators' },
  ListInvestigations: { method: 'POST', path: '/investigations/listInvestigations' },
  ListInvitations: { method: 'POST', path: '/invitations/list' },
  ListMembers: { method: 'POST', path: '/graph/members/list' },
  ListOrganizationAdminAccounts: { method: 'POST', path: '/orgs/adminAccountslist' },
  ListTagsForResource: { method: 'GET', path: '/tags/{ResourceArn}' },
  RejectInvitation: { method: 'POST', path: '/invitation/removal' },
  StartInvestigation: { method: 'POST', path: '/investigations/startInvestigation' },
  StartMonitoringMember: { method: 'POST', path: '/graph/member/monitoringstate' },
  TagResource: { method: 'POST', path: '/tags/{ResourceArn}' },
  UntagResource: { method: 'DELETE', path: '/tags/{ResourceArn}' },
  UpdateDatasourcePackages: { method: 'POST', path: '/graph/datasources/update' },
  UpdateInvestigationState: { method: 'POST', path: '/investigations/updateInvestigationState' },
  UpdateOrganizationConfiguration: { method: 'POST', path: '/orgs/updateOrganizationConfiguration' },
} as const;

export interface Operations {
  AcceptInvitation: { input: AcceptInvitationRequest; output: Record<string, never> };
  BatchGetGraphMemberDatasources: { input: BatchGetGraphMemberDatasourcesRequest; output: BatchGetGraphMemberDatasourcesResponse };
  BatchGetMembershipDatasources: { input: BatchGetMembershipDatasourcesRequest; output: BatchGetMembershipDatasourcesResponse };
  CreateGraph: { input: CreateGraphRequest; output: CreateGraphResponse };
  CreateMembers: { input: CreateMembersRequest; output: CreateMembersResponse };
  DeleteGraph: { input: DeleteGraphRequest; output: Record<string, never> };
  DeleteMembers: { input: DeleteMembersRequest; output: DeleteMembersResponse };
  DescribeOrganizationConfiguration: { input: DescribeOrganizationConfigurationRequest; output: DescribeOrganizationConfigurationResponse };
  DisableOrganizationAdminAccount: { input: Record<string, never>; output: Record<string, never> };
  DisassociateMembership: { input: DisassociateMembershipRequest; output: Record<string, never> };
  EnableOrganizationAdminAccount: { input: EnableOrganizationAdminAccountRequest; output: Record<string, never> };
  GetInvestigation: { input: GetInvestigationRequest; output: GetInvestigationResponse };
  GetMembers: { input: GetMembersRequest; output: GetMembersResponse };
  ListDatasourcePackages: { input: ListDatasourcePackagesRequest; output: ListDatasourcePackagesResponse };
  ListGraphs: { input: ListGraphsRequest; output: ListGraphsResponse };
  ListIndicators: { input: ListIndicatorsRequest; output: ListIndicatorsResponse };
  ListInvestigations: { input: ListInvestigationsRequest; output: ListInvestigationsResponse };
  ListInvitations: { input: ListInvitationsRequest; output: ListInvitationsResponse };
  ListMembers: { input: ListMembersRequest; output: ListMembersResponse };
  ListOrganizationAdminAccounts: { input: ListOrganizationAdminAccountsRequest; output: ListOrganizationAdminAccountsResponse };
  ListTagsForResource: { input: ListTagsForResourceRequest; output: ListTagsForResourceResponse };
  RejectInvitation: { input: RejectInvitationRequest; output: Record<string, never> };
  StartInvestigation: { input: StartInvestigationRequest; output: StartInvestigationResponse };
  StartMonitoringMember: { input: StartMonitoringMemberRequest; output: Record<string, never> };
  TagResource: { input: TagResourceRequest; output: Record<string, never> };
  UntagResource: { input: UntagResourceRequest; output: Record<string, never> };
  UpdateDatasourcePackages: { input: UpdateDatasourcePackagesRequest; output: Record<string, never> };
  UpdateInvestigationState: { input: UpdateInvestigationStateRequest; output: Record<string, never> };
  UpdateOrganizationConfiguration: { input: UpdateOrganizationConfigurationRequest; output: Record<string, never> };
}
