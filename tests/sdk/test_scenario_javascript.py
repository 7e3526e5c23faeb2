"""The life of a behavior graph through @aws-sdk/client-detective, in a process of Node.js."""

from official import javascript
from scenario import Scenario


def test_the_life_of_a_graph(stack):
    with javascript(stack) as client:
        Scenario(stack, client).run()
