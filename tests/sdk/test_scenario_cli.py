"""The life of a behavior graph through the AWS CLI."""

from official import Cli
from scenario import Scenario


def test_the_life_of_a_graph(stack):
    with Cli(stack) as client:
        Scenario(stack, client).run()
