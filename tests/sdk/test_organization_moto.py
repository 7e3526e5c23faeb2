"""An organization in AWS Organizations, as moto plays it, of more accounts than one page of them has."""

import pytest
from clients import service
from local_stack import LocalStack, wait_for
from moto.organizations.models import FakeAccount, FakeDelegatedAdministrator, OrganizationsBackend, organizations_backends
from moto_services import MOTO_ACCOUNT, Moto

PRINCIPAL = "detective.amazonaws.com"
# ListAccounts gives 20 accounts a page.
ACCOUNTS = 45


@pytest.fixture(scope="module")
def moto():
    # moto does not know that Detective takes delegated administrators.
    FakeDelegatedAdministrator.SUPPORTED_SERVICES.append(PRINCIPAL)
    with Moto() as started:
        yield started
    FakeDelegatedAdministrator.SUPPORTED_SERVICES.remove(PRINCIPAL)


@pytest.fixture
def organizations(moto):
    """AWS Organizations without an organization."""
    moto.reset()
    return moto.client("organizations")


@pytest.fixture
def stack(moto, tmp_path):
    with LocalStack(tmp_path, "--organizations-endpoint", moto.url) as started:
        yield started


def organize(organizations, accounts):
    """An organization with this many accounts besides the one that manages it; their ids."""
    organizations.create_organization(FeatureSet="ALL")
    return [join(organizations, number) for number in range(accounts)]


def join(organizations, number):
    created = organizations.create_account(AccountName=f"account {number}", Email=f"root{number}@example.com")
    return created["CreateAccountStatus"]["AccountId"]


def designate(stack, account):
    """Make an account Detective administrator; its client and its graph."""
    management = service(stack, MOTO_ACCOUNT, "detective")
    management.enable_organization_admin_account(AccountId=account)
    [administrator] = management.list_organization_admin_accounts()["Administrators"]
    assert administrator["AccountId"] == account
    return service(stack, account, "detective"), administrator["GraphArn"]


def members(detective, graph):
    details = detective.list_members(GraphArn=graph, MaxResults=200)["MemberDetails"]
    return {each["AccountId"]: (each["InvitationType"], each["Status"]) for each in details}


def delegated(organizations):
    found = organizations.list_delegated_administrators(ServicePrincipal=PRINCIPAL)
    return [each["Id"] for each in found["DelegatedAdministrators"]]


def test_an_account_without_an_organization_is_told_so(stack, organizations):
    detective = service(stack, MOTO_ACCOUNT, "detective")
    with pytest.raises(detective.exceptions.ValidationException, match="account .* is not a member of an organization"):
        detective.list_organization_admin_accounts()


def test_a_designation_enables_the_service_and_registers_the_account(stack, organizations):
    [*_, last] = organize(organizations, ACCOUNTS)

    designate(stack, last)

    assert delegated(organizations) == [last]
    enabled = organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert PRINCIPAL in [each["ServicePrincipal"] for each in enabled]


def test_the_management_account_designates_itself_without_a_registration(stack, organizations):
    organize(organizations, 1)
    designate(stack, MOTO_ACCOUNT)
    assert delegated(organizations) == []


def test_another_account_than_the_delegated_administrator_is_refused(stack, organizations):
    registered, other = organize(organizations, 2)
    organizations.register_delegated_administrator(AccountId=registered, ServicePrincipal=PRINCIPAL)
    management = service(stack, MOTO_ACCOUNT, "detective")

    with pytest.raises(management.exceptions.ValidationException, match=f"must be {registered}, the delegated administrator"):
        management.enable_organization_admin_account(AccountId=other)
    assert management.list_organization_admin_accounts()["Administrators"] == []

    designate(stack, registered)
    management.disable_organization_admin_account()
    assert delegated(organizations) == [registered]


def test_accounts_of_every_page_that_join_become_members_and_cease_to_be_when_they_leave(stack, organizations):
    [administrator, earlier] = organize(organizations, 2)
    detective, graph = designate(stack, administrator)
    detective.update_organization_configuration(GraphArn=graph, AutoEnable=True)

    joined = [join(organizations, number) for number in range(2, ACCOUNTS)]
    expected = dict.fromkeys(joined, ("ORGANIZATION", "ENABLED"))
    wait_for(lambda: len(members(detective, graph)) >= len(expected), 60, "the membership of every new account")
    assert members(detective, graph) == expected

    first, *others = joined
    organizations.remove_account_from_organization(AccountId=first)
    wait_for(lambda: first not in members(detective, graph), 60, "the end of the membership")
    assert members(detective, graph) == dict.fromkeys(others, ("ORGANIZATION", "ENABLED"))
    assert earlier not in members(detective, graph)


def page_of_accounts(backend, max_results, next_token):
    """ListAccounts of moto, which describes and sorts every account for each page, in a time that does not grow."""
    begin = int(next_token or 0)
    end = begin + max_results
    described = [account.describe() for account in backend.accounts[begin:end]]
    return described, str(end) if end < len(backend.accounts) else None


# The patch stays until the stack has stopped, which waits for what runs.
def test_an_account_behind_five_thousand_others_becomes_a_member(monkeypatch, stack, organizations):
    monkeypatch.setattr(OrganizationsBackend, "list_accounts", page_of_accounts)
    [administrator] = organize(organizations, 1)
    backend = organizations_backends[MOTO_ACCOUNT]["aws"]
    # Not by create_account, whose time grows with the number of accounts.
    for number in range(1, 5_001):
        backend.accounts.append(FakeAccount(backend.org, AccountName=f"account {number}", Email=f"root{number}@example.com"))
    detective, graph = designate(stack, administrator)
    detective.update_organization_configuration(GraphArn=graph, AutoEnable=True)

    joined = join(organizations, 5_001)

    wait_for(lambda: members(detective, graph) == {joined: ("ORGANIZATION", "ENABLED")}, 120, "the membership")


def test_an_account_that_was_there_is_enabled_without_an_invitation(stack, organizations):
    [administrator, *_, last] = organize(organizations, ACCOUNTS)
    detective, graph = designate(stack, administrator)

    accounts = [{"AccountId": last, "EmailAddress": "somebody@example.com"}]
    assert detective.create_members(GraphArn=graph, Accounts=accounts)["UnprocessedAccounts"] == []

    enabled = {last: ("ORGANIZATION", "ENABLED")}
    wait_for(lambda: members(detective, graph) == enabled, 30, "the membership")
