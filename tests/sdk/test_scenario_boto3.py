"""The life of a behavior graph through boto3, every answer compared with the service model."""

from official import Boto3
from scenario import Scenario


def test_the_life_of_a_graph(stack):
    with Boto3(stack) as client:
        Scenario(stack, client).run()
