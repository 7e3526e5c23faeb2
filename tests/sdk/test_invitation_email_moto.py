"""Invitations by e-mail through Amazon SES, as moto plays it."""

import pytest
from clients import service
from local_stack import LocalStack, wait_for
from moto_services import Moto

# moto keeps what it knows as long as this process runs: no other test may have this address verified.
SENDER = "invitations@example.net"
MESSAGE = "Join <b>us</b> & see"


@pytest.fixture(scope="module")
def moto():
    with Moto() as started:
        yield started


@pytest.fixture(scope="module")
def mailing(moto, tmp_path_factory):
    """A stack that sends its e-mails through moto."""
    arguments = ["--ses-endpoint", moto.url, "--invitation-sender", SENDER]
    with LocalStack(tmp_path_factory.mktemp("mailing"), *arguments) as started:
        yield started


def status(detective, graph, account):
    [member] = detective.get_members(GraphArn=graph, AccountIds=[account])["MemberDetails"]
    return member["Status"]


def test_an_invitation_outlives_the_refusal_of_its_email_and_is_sent_when_ses_takes_it(mailing, moto):
    administrator, member = mailing.organization[1:3]
    detective = service(mailing, administrator, "detective")
    graph = detective.create_graph()["GraphArn"]
    address = f"root+{member}@example.com"

    # The sender is not verified yet, so that SES refuses.
    invited = detective.create_members(GraphArn=graph, Message=MESSAGE, Accounts=[{"AccountId": member, "EmailAddress": address}])
    assert invited["UnprocessedAccounts"] == []
    wait_for(lambda: "invitation not sent" in mailing.log(), 30, "the refusal of the e-mail")
    assert (status(detective, graph, member), moto.sent_to(address)) == ("INVITED", [])

    moto.verify_sender(SENDER)
    [mail] = wait_for(lambda: moto.sent_to(address), 60, "the e-mail")

    assert mail.source == SENDER
    assert administrator in mail.subject
    assert status(detective, graph, member) == "INVITED"


def test_who_is_not_to_be_written_is_not_written(mailing, moto):
    moto.verify_sender(SENDER)
    administrator, silent, told = mailing.organization[1], *mailing.organization[3:5]
    detective = service(mailing, administrator, "detective")
    graph = detective.create_graph()["GraphArn"]
    addresses = {account: f"root+{account}@example.com" for account in (silent, told)}
    for account, quiet in ((silent, True), (told, False)):
        accounts = [{"AccountId": account, "EmailAddress": addresses[account]}]
        detective.create_members(GraphArn=graph, Message=MESSAGE, DisableEmailNotification=quiet, Accounts=accounts)

    wait_for(lambda: moto.sent_to(addresses[told]), 60, "the e-mail to the other account")

    assert moto.sent_to(addresses[silent]) == []
