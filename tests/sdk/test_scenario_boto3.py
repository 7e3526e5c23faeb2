"""The life of a behavior graph through boto3, every answer compared with the service model."""

from botocore import xform_name
from botocore.exceptions import ClientError
from clients import service
from scenario import Refused, Scenario, plain
from service_model import watch


class Boto3:
    def __init__(self, stack):
        self._stack = stack
        self._clients = {}

    def call(self, account, operation, members):
        if account not in self._clients:
            self._clients[account] = watch(service(self._stack, account, "detective"))
        method = getattr(self._clients[account], xform_name(operation))
        try:
            answer = method(**members)
        except ClientError as error:
            raise Refused(error.response["Error"]["Code"]) from error
        del answer["ResponseMetadata"]
        return plain(answer)


def test_the_life_of_a_graph(stack):
    Scenario(stack, Boto3(stack)).run()
