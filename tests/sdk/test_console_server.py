"""Who may use the console's server, and as whom it asks the API: `gumshoe up` at `/`, and `gumshoe console`."""

import json
import os
import signal
import subprocess
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from clients import service
from local_stack import BINARY, fresh_account

PAGE = {"X-Gumshoe-Console": "1"}


class Unfollowed(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask(url, method="GET", body=None, **headers):
    """The status, headers and text of an answer, whatever it is."""
    request = Request(url, body and json.dumps(body).encode(), {name.replace("_", "-"): it for name, it in headers.items()}, method=method)
    try:
        answer = build_opener(Unfollowed).open(request, timeout=10)
    except HTTPError as error:
        answer = error
    return answer.status, answer.headers, answer.read().decode()


@pytest.fixture(scope="module")
def url(stack):
    return stack.variables["AWS_ENDPOINT_URL_DETECTIVE"]


@pytest.fixture(scope="module")
def remote(stack, url):
    """The address that `gumshoe console` prints, before the local stack's API."""
    environment = {**os.environ, **stack.variables, "AWS_ACCESS_KEY_ID": fresh_account()}
    command = [BINARY, "console", "--endpoint", url, "--port", "0"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    yield process.stdout.readline().split()[1]
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0


def test_the_page_may_load_nothing_from_elsewhere_and_be_shown_in_no_other_page(url):
    status, headers, _ = ask(f"{url}/")
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert status == 200
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_asks_the_api_as_the_account_that_the_reader_chose(stack, url):
    account = fresh_account()
    detective = service(stack, account, "detective")
    arn = detective.create_graph()["GraphArn"]
    chosen = {**PAGE, "X-Gumshoe-Account": account}
    status, _, text = ask(f"{url}/console/api/graphs/list", "POST", {}, **chosen)
    assert (status, [it["Arn"] for it in json.loads(text)["GraphList"]]) == (200, [arn])
    member = fresh_account()
    detective.create_members(GraphArn=arn, Accounts=[{"AccountId": member, "EmailAddress": "root@example.com"}])
    assert {account, member} <= set(json.loads(ask(f"{url}/console/session", **PAGE)[2])["Accounts"])
    detective.tag_resource(ResourceArn=arn, Tags={"a:b": "c"})
    assert json.loads(ask(f"{url}/console/api/tags/{quote(arn, safe='')}", **chosen)[2]) == {"Tags": {"a:b": "c"}}
    assert ask(f"{url}/console/api/tags/{quote(arn, safe='')}?tagKeys=a%3Ab", "DELETE", **chosen)[0] == 204
    assert detective.list_tags_for_resource(ResourceArn=arn)["Tags"] == {}


def test_an_error_of_the_api_reaches_the_page_with_its_type_and_message(url):
    status, headers, text = ask(f"{url}/console/api/graph/removal", "POST", {"GraphArn": "x"}, **PAGE)
    assert (status, headers["X-Amzn-ErrorType"]) == (400, "ValidationException")
    assert json.loads(text)["Message"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**PAGE, "Origin": "http://evil.example"},
        {**PAGE, "Origin": "null"},
        {**PAGE, "Sec-Fetch-Site": "cross-site"},
        {**PAGE, "Sec-Fetch-Site": "same-site"},
        {**PAGE, "Host": "evil.example"},
    ],
)
def test_another_page_gets_no_answer(url, headers):
    for path, method in (("/console/session", "GET"), ("/console/api/graphs/list", "POST")):
        status, sent, _ = ask(url + path, method, {} if method == "POST" else None, **headers)
        assert (status, sent["X-Amzn-ErrorType"]) == (403, "AccessDeniedException")


def test_another_page_is_not_told_that_it_may_ask(url):
    wanted = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-gumshoe-console"}
    status, headers, _ = ask(f"{url}/console/api/graphs/list", "OPTIONS", **wanted)
    assert status == 403
    assert "Access-Control-Allow-Origin" not in headers


def test_gumshoe_console_lets_in_only_the_browser_that_opened_its_address(remote):
    origin = remote.split("?")[0].rstrip("/")
    assert ask(f"{origin}/console/session", **PAGE)[0] == 403
    assert ask(f"{origin}/console/session", Cookie="gumshoe-console=00", **PAGE)[0] == 403
    assert "Set-Cookie" not in ask(f"{origin}/?ticket=00")[1]
    status, headers, _ = ask(remote)
    assert (status, headers["Location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=Strict"} <= {part.strip() for part in headers["Set-Cookie"].split(";")}
    cookie = headers["Set-Cookie"].split(";")[0]
    session = json.loads(ask(f"{origin}/console/session", Cookie=cookie, **PAGE)[2])
    assert session["Mode"] == "REMOTE"


def test_gumshoe_console_signs_as_the_analyst_whatever_the_page_chooses(remote, stack):
    origin = remote.split("?")[0].rstrip("/")
    cookie = ask(remote)[1]["Set-Cookie"].split(";")[0]
    other = fresh_account()
    service(stack, other, "detective").create_graph()
    chosen = {**PAGE, "Cookie": cookie, "X-Gumshoe-Account": other}
    status, _, text = ask(f"{origin}/console/api/graphs/list", "POST", {}, **chosen)
    assert (status, json.loads(text)) == (200, {"GraphList": []})
