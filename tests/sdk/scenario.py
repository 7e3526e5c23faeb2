"""The life of a behavior graph from its creation to its deletion, through whichever official client.

A client calls an operation as an account (`call`) and gives back the members of the answer with
moments as text; what the API refuses it raises as `Refused`.
"""

import gzip
import json
from datetime import datetime, timedelta, timezone

from clients import Behavior, service
from local_stack import fresh_account, wait_for
from official import Refused, moment
from service_model import MODEL

MEMBERS = 50
PAGE = 7
SECONDS = 60
USER = "alice"


class Recorded:
    """A client that remembers which operations succeeded, and whose answers are as the model says."""

    def __init__(self, client):
        self._client = client
        self.succeeded = set()

    def __call__(self, account, operation, **members):
        answer = self._client.call(account, operation, members)
        self.succeeded.add(operation)
        return answer

    def pages(self, account, operation, member, **members):
        """Each page's `member`, page after page."""
        token = {}
        while True:
            answer = self(account, operation, **members, **token)
            yield answer[member]
            if not answer.get("NextToken"):
                return
            token = {"NextToken": answer["NextToken"]}

    def refusal(self, account, operation, **members):
        """The name of the error with which a call is refused."""
        try:
            answer = self(account, operation, **members)
        except Refused as refused:
            return refused.name
        raise AssertionError(f"{operation} is not refused but answered {answer}")


class Scenario:
    """Everything that the Detective API does, once, in the order in which people do it."""

    def __init__(self, stack, client):
        self.stack = stack
        self.call = Recorded(client)
        self.administrator = fresh_account()
        self.members = [fresh_account() for _ in range(MEMBERS)]
        self.graph = None

    def run(self):
        """All of it. Every operation of the API is called and succeeds at least once."""
        self.create()
        self.tag()
        self.invite()
        self.list_in_pages()
        self.accept()
        self.choose_packages()
        self.leave()
        self.investigate()
        self.delete()
        self.organize()
        left_out = set(MODEL.operations()) - self.call.succeeded
        # Nobody is left for it to enable: a member of a graph that has room is enabled by itself,
        # and only where the queues are missing it waits (tests/deploy/test_cargo_lambda.py).
        assert left_out == {"StartMonitoringMember"}

    def create(self):
        created = self.call(self.administrator, "CreateGraph", Tags={"team": "security"})
        self.graph = created["GraphArn"]
        assert self.call(self.administrator, "CreateGraph")["GraphArn"] == self.graph
        graph, = self.call(self.administrator, "ListGraphs")["GraphList"]
        assert graph["Arn"] == self.graph

    def tag(self):
        def tags():
            return self.call(self.administrator, "ListTagsForResource", ResourceArn=self.graph)["Tags"]

        assert tags() == {"team": "security"}
        self.call(self.administrator, "TagResource", ResourceArn=self.graph, Tags={"cost:center/7": "a b+c", "team": "blue"})
        assert tags() == {"cost:center/7": "a b+c", "team": "blue"}
        self.call(self.administrator, "UntagResource", ResourceArn=self.graph, TagKeys=["team", "never:there"])
        assert tags() == {"cost:center/7": "a b+c"}

    def invite(self):
        accounts = [{"AccountId": each, "EmailAddress": f"root+{each}@example.com"} for each in self.members]
        invitation = {"GraphArn": self.graph, "Message": "Bitte beitreten", "DisableEmailNotification": True}
        answer = self.call(self.administrator, "CreateMembers", Accounts=accounts, **invitation)
        assert [each["AccountId"] for each in answer["Members"]] == self.members
        assert {each["Status"] for each in answer["Members"]} <= {"VERIFICATION_IN_PROGRESS", "INVITED"}
        assert answer["UnprocessedAccounts"] == []

        again = self.call(self.administrator, "CreateMembers", Accounts=accounts[:1], **invitation)
        assert again["Members"] == []
        assert [each["AccountId"] for each in again["UnprocessedAccounts"]] == self.members[:1]

        self.wait_for_status(self.members, "INVITED")

    def list_in_pages(self):
        pages = list(self.call.pages(self.administrator, "ListMembers", "MemberDetails", GraphArn=self.graph, MaxResults=PAGE))
        assert [len(page) for page in pages] == [PAGE] * (MEMBERS // PAGE) + [MEMBERS % PAGE]
        listed = [each for page in pages for each in page]
        assert sorted(each["AccountId"] for each in listed) == self.members
        for each in listed:
            assert each["Status"] == "INVITED"
            assert each["InvitationType"] == "INVITATION"
            assert each["GraphArn"] == self.graph
            assert each["AdministratorId"] == each["MasterId"] == self.administrator
            assert each["EmailAddress"] == f"root+{each['AccountId']}@example.com"

    def accept(self):
        accepting, declining = self.members[:3], self.members[3]
        for member in accepting:
            invitation, = self.call(member, "ListInvitations")["Invitations"]
            assert invitation["GraphArn"] == self.graph
            self.call(member, "AcceptInvitation", GraphArn=self.graph)
        self.wait_for_status(accepting, "ENABLED")
        assert self.call.refusal(accepting[0], "AcceptInvitation", GraphArn=self.graph) == "ConflictException"
        enabled = {"GraphArn": self.graph, "AccountId": accepting[0]}
        assert self.call.refusal(self.administrator, "StartMonitoringMember", **enabled) == "ConflictException"

        self.call(declining, "RejectInvitation", GraphArn=self.graph)
        assert self.call(declining, "ListInvitations")["Invitations"] == []
        answer = self.call(self.administrator, "GetMembers", GraphArn=self.graph, AccountIds=[accepting[0], declining])
        assert [each["AccountId"] for each in answer["MemberDetails"]] == [accepting[0]]
        assert [each["AccountId"] for each in answer["UnprocessedAccounts"]] == [declining]

    def choose_packages(self):
        def states():
            answer = self.call(self.administrator, "ListDatasourcePackages", GraphArn=self.graph)
            return {name: each["DatasourcePackageIngestState"] for name, each in answer["DatasourcePackages"].items()}

        assert set(states().values()) == {"STARTED"}
        running = ["DETECTIVE_CORE", "EKS_AUDIT"]
        self.call(self.administrator, "UpdateDatasourcePackages", GraphArn=self.graph, DatasourcePackages=running)
        assert states() == {"DETECTIVE_CORE": "STARTED", "EKS_AUDIT": "STARTED", "ASFF_SECURITYHUB_FINDING": "STOPPED"}

        member, stranger = self.members[0], fresh_account()
        accounts = {"GraphArn": self.graph, "AccountIds": [member, stranger]}
        answer = self.call(self.administrator, "BatchGetGraphMemberDatasources", **accounts)
        assert [each["AccountId"] for each in answer["MemberDatasources"]] == [member]
        assert [each["AccountId"] for each in answer["UnprocessedAccounts"]] == [stranger]
        other = self.graph.replace(self.administrator, stranger)
        answer = self.call(member, "BatchGetMembershipDatasources", GraphArns=[self.graph, other])
        assert [each["GraphArn"] for each in answer["MembershipDatasources"]] == [self.graph]
        assert [each["GraphArn"] for each in answer["UnprocessedGraphs"]] == [other]

    def leave(self):
        resigning, removed, stranger = self.members[1], self.members[2], fresh_account()
        self.call(resigning, "DisassociateMembership", GraphArn=self.graph)
        assert self.call(resigning, "ListInvitations")["Invitations"] == []
        answer = self.call(self.administrator, "DeleteMembers", GraphArn=self.graph, AccountIds=[removed, stranger])
        assert answer["AccountIds"] == [removed]
        assert [each["AccountId"] for each in answer["UnprocessedAccounts"]] == [stranger]
        left = {each["AccountId"] for each in self.listed()}
        assert left == set(self.members) - {self.members[1], self.members[2], self.members[3]}

    def investigate(self):
        now = datetime.now(timezone.utc)
        self.upload_log(now - timedelta(hours=2))
        entity = f"arn:aws:iam::{self.administrator}:user/{USER}"
        scope = {"ScopeStartTime": moment(now - timedelta(days=1)), "ScopeEndTime": moment(now)}
        started = self.call(self.administrator, "StartInvestigation", GraphArn=self.graph, EntityArn=entity, **scope)
        report = {"GraphArn": self.graph, "InvestigationId": started["InvestigationId"]}

        def finished():
            answer = self.call(self.administrator, "GetInvestigation", **report)
            assert answer["Status"] != "FAILED"
            return answer if answer["Status"] == "SUCCESSFUL" else None

        answer = wait_for(finished, SECONDS, "the end of the investigation")
        assert (answer["EntityArn"], answer["EntityType"], answer["State"]) == (entity, "IAM_USER", "ACTIVE")
        assert {name: answer[name] for name in scope} == scope
        answer = self.call(self.administrator, "ListIndicators", **report, MaxResults=100)
        assert answer["InvestigationId"] == started["InvestigationId"]

        self.call(self.administrator, "UpdateInvestigationState", **report, State="ARCHIVED")

        def ids(**filters):
            answer = self.call(self.administrator, "ListInvestigations", GraphArn=self.graph, **filters)
            return [each["InvestigationId"] for each in answer["InvestigationDetails"]]

        assert ids() == []
        archived = {"FilterCriteria": {"State": {"Value": "ARCHIVED"}}, "SortCriteria": {"Field": "CREATED_TIME", "SortOrder": "DESC"}}
        assert ids(**archived) == [started["InvestigationId"]]

    def delete(self):
        self.call(self.administrator, "DeleteGraph", GraphArn=self.graph)
        assert self.call(self.administrator, "ListGraphs")["GraphList"] == []
        assert self.call(self.members[0], "ListInvitations")["Invitations"] == []
        assert self.call.refusal(self.administrator, "ListMembers", GraphArn=self.graph) == "ResourceNotFoundException"

    def organize(self):
        management, delegated, *accounts = self.stack.organization
        self.call(management, "EnableOrganizationAdminAccount", AccountId=delegated)

        def administrators():
            return self.call(management, "ListOrganizationAdminAccounts")["Administrators"]

        administrator, = wait_for(administrators, SECONDS, "the designation")
        assert administrator["AccountId"] == delegated
        graph = administrator["GraphArn"]
        assert self.call(delegated, "DescribeOrganizationConfiguration", GraphArn=graph) == {"AutoEnable": False}
        self.call(delegated, "UpdateOrganizationConfiguration", GraphArn=graph, AutoEnable=True)
        assert self.call(delegated, "DescribeOrganizationConfiguration", GraphArn=graph) == {"AutoEnable": True}

        sent = [{"AccountId": each, "EmailAddress": f"root+{each}@example.com"} for each in accounts]
        answer = self.call(delegated, "CreateMembers", GraphArn=graph, Accounts=sent)
        assert answer["UnprocessedAccounts"] == []
        self.wait_for_status(accounts, "ENABLED", delegated, graph)
        members = self.listed(delegated, graph)
        assert {each["AccountId"]: each["InvitationType"] for each in members} == dict.fromkeys(accounts, "ORGANIZATION")

        self.call(management, "DisableOrganizationAdminAccount")
        wait_for(lambda: not administrators(), SECONDS, "the end of the designation")
        assert self.call(delegated, "ListGraphs")["GraphList"] == []

    def listed(self, administrator=None, graph=None):
        """All members of the graph, or of another one."""
        arguments = {"GraphArn": graph or self.graph, "MaxResults": 200}
        pages = self.call.pages(administrator or self.administrator, "ListMembers", "MemberDetails", **arguments)
        return [each for page in pages for each in page]

    def wait_for_status(self, accounts, status, administrator=None, graph=None):
        def reached():
            found = {each["AccountId"]: each["Status"] for each in self.listed(administrator, graph)}
            return all(found.get(each) == status for each in accounts)

        wait_for(reached, SECONDS, f"the status {status} of {len(accounts)} members")

    def upload_log(self, time):
        """One call of a user of the administrator's account, in the graph when this returns."""
        record = {
            "eventVersion": "1.08",
            "userIdentity": {
                "type": "IAMUser", "principalId": "AIDAEXAMPLEALICE", "userName": USER, "accountId": self.administrator,
                "arn": f"arn:aws:iam::{self.administrator}:user/{USER}", "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
            },
            "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ"), "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets",
            "awsRegion": "us-east-1", "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.15.0",
            "requestParameters": None, "responseElements": None, "eventID": "00000000-0000-4000-8000-000000000001",
            "eventType": "AwsApiCall", "managementEvent": True, "eventCategory": "Management",
            "recipientAccountId": self.administrator,
        }
        day, minute = time.strftime("%Y/%m/%d"), time.strftime("%Y%m%dT%H%MZ")
        name = f"{self.administrator}_CloudTrail_us-east-1_{minute}_scenario.json.gz"
        s3 = service(self.stack, self.administrator, "s3")
        s3.put_object(
            Bucket=self.stack.variables["GUMSHOE_LOG_BUCKET"],
            Key=f"AWSLogs/{self.administrator}/CloudTrail/us-east-1/{day}/{name}",
            Body=gzip.compress(json.dumps({"Records": [record]}).encode()),
        )
        behavior = Behavior(self.stack, self.administrator, self.graph)
        wait_for(lambda: behavior.objects_done() == 1, SECONDS, "ingestion of the log")
