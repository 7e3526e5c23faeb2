"""Profiles as data: whatever a panel shows is what the document says, and what is unusual is never without its reason."""

from datetime import datetime, timedelta

import pytest
from clients import Behavior, service
from local_stack import fresh_account, wait_for
from log_files import key, log_file, record

DAYS = 20
LAST = datetime(2026, 3, 1)
BURST = 500


def history(account):
    """A call in each hour of some days, and a burst in one hour of the last."""
    first = LAST - timedelta(days=DAYS)
    hours = [first + timedelta(hours=hour) for hour in range(24 * DAYS + 12)]
    times = hours + [LAST + timedelta(hours=12, seconds=second) for second in range(BURST)]
    return [record(account, number, f"{time.isoformat()}Z") for number, time in enumerate(times)]


@pytest.fixture(scope="module")
def behavior(stack):
    account = fresh_account()
    behavior = Behavior(stack, account, service(stack, account, "detective").create_graph()["GraphArn"])
    s3 = service(stack, stack.variables["AWS_ACCESS_KEY_ID"], "s3")
    s3.put_object(Bucket=stack.variables["GUMSHOE_LOG_BUCKET"], Key=key(account, "2026-03-01", 1), Body=log_file(history(account)))
    wait_for(lambda: behavior.objects_done() == 1, 60, "ingestion")
    return behavior


def test_a_burst_is_told_with_its_count_and_what_is_usual_with_its_reason(behavior):
    scope = {"ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z"}
    profile = behavior.call("GetProfile", EntityType="AwsUser", EntityId="AIDACKCEVSQ6C2EXAMPLE", **scope)
    [table] = [panel["Data"] for panel in profile["Panels"] if panel["Id"] == "IncreasedApiCalls"]
    kinds = {column["Id"]: column["Type"] for column in table["Columns"]}
    assert kinds == {"Service": "TEXT", "Api": "TEXT", "Observed": "COUNT", "Expected": "EXPECTED"}
    [row] = table["Rows"]
    assert row["Cells"] == {"Service": "sts", "Api": "GetCallerIdentity", "Observed": BURST + 12}
    why = row["Explanation"]
    assert why["Observed"] == BURST + 12
    assert 0 < why["Expected"] < BURST
    assert str(BURST + 12) in why["Sentence"]
