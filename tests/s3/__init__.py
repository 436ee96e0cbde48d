"""A server on loopback that speaks S3, and asks for signatures as S3 does."""

from __future__ import annotations

import json
import logging
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import fsspec
import pytest

REGION = "eu-central-1"


@dataclass(frozen=True, slots=True)
class S3Server:
    """A running server: its address, and the key of somebody who may do everything with buckets."""

    address: str
    key: str
    secret: str

    def client(self) -> Any:
        """Return a client of boto3, which shows what really lies there."""
        import boto3

        return boto3.client(
            "s3",
            endpoint_url=self.address,
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
            region_name=REGION,
        )

    def new_bucket(self) -> str:
        """Make a bucket; return its name."""
        name = f"b{uuid.uuid4().hex}"
        self.client().create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        return name

    def lying(self, bucket: str) -> dict[str, bytes]:
        """Return what lies in a bucket, byte for byte."""
        client = self.client()
        keys = [one["Key"] for one in client.list_objects_v2(Bucket=bucket).get("Contents", ())]
        return {key: client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}

    def begun(self, bucket: str) -> list[str]:
        """Return what began to be uploaded and has not ended."""
        return [one["Key"] for one in self.client().list_multipart_uploads(Bucket=bucket).get("Uploads", ())]

    def buckets(self) -> list[str]:
        """Return the names of all buckets."""
        return [one["Name"] for one in self.client().list_buckets()["Buckets"]]

    @contextmanager
    def signed_in(self, key: str = "", secret: str = "") -> Iterator[None]:
        """Have the environment name this server and these keys, its own without them, as an operator has it."""
        named = {
            "AWS_ENDPOINT_URL": self.address,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": key or self.key,
            "AWS_SECRET_ACCESS_KEY": secret or self.secret,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        files = fsspec.get_filesystem_class("s3")
        files.clear_instance_cache()
        try:
            with patch.dict(os.environ, named):
                yield
        finally:
            files.clear_instance_cache()


@contextmanager
def serving_s3() -> Iterator[S3Server]:
    """Run a server without a bucket, which lets in whoever signs with its key and nobody else."""
    import boto3
    from moto import settings
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        anyone = {
            "endpoint_url": address,
            "region_name": REGION,
            "aws_access_key_id": "anyone",
            "aws_secret_access_key": "anything",
        }
        keeper = boto3.client("iam", **anyone)
        # What is there is the process's, whichever of its servers is asked.
        user = f"u{uuid.uuid4().hex}"
        keeper.create_user(UserName=user)
        everything = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
        }
        keeper.put_user_policy(UserName=user, PolicyName="files", PolicyDocument=json.dumps(everything))
        made = keeper.create_access_key(UserName=user)["AccessKey"]
        # From here on every request is asked for its signature.
        with patch.object(settings, "INITIAL_NO_AUTH_ACTION_COUNT", 0.0):
            yield S3Server(address, made["AccessKeyId"], made["SecretAccessKey"])
    finally:
        server.stop()


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    """A server for a module's tests, whose key is in the environment."""
    with serving_s3() as server, server.signed_in():
        yield server
