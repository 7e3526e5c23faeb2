"""AWS services that Gumshoe tells others through, as moto plays them in this process."""

import boto3
from moto.moto_api._internal.models import moto_api_backend
from moto.server import ThreadedMotoServer
from moto.ses.models import ses_backends

REGION = "us-east-1"
# moto's own account, which any access key that it does not know belongs to.
MOTO_ACCOUNT = "123456789012"


class Moto:
    """moto's endpoint of every service; a context manager."""

    def __enter__(self):
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        host, port = self._server.get_host_and_port()
        self.url = f"http://{host}:{port}"
        return self

    def __exit__(self, *_):
        self._server.stop()

    def client(self, service):
        return boto3.client(
            service, endpoint_url=self.url, region_name=REGION, aws_access_key_id="any", aws_secret_access_key="any"
        )

    def reset(self):
        """Forget everything of every service."""
        moto_api_backend.reset()

    def verify_sender(self, address):
        """Let SES send from an address."""
        self.client("sesv2").create_email_identity(EmailIdentity=address)

    def sent_to(self, address):
        """The e-mails that SES has taken for an address."""
        messages = ses_backends[MOTO_ACCOUNT][REGION].sent_messages
        return [message for message in messages if address in message.destinations["ToAddresses"]]

    def queue(self, name):
        """The URL of a new queue."""
        return self.client("sqs").create_queue(QueueName=name)["QueueUrl"]

    def received(self, queue):
        """The messages that wait in a queue: at most ten, which are taken away."""
        sqs = self.client("sqs")
        messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        for message in messages:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return messages
