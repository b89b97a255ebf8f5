"""What Schemathesis cannot know of these services: how the carrier signs, and which 5xx is an answer."""

import hashlib
import hmac
import os
import time

import schemathesis
from requests.auth import AuthBase


class CarrierSignature(AuthBase):
    """Unsigned, nothing gets past the webhook's signature."""

    def __call__(self, request):
        body = request.body or b""
        raw = body.encode() if isinstance(body, str) else bytes(body)
        timestamp = str(int(time.time()))
        key = os.environ["CARRIER_WEBHOOK_SECRET"].encode()
        signature = hmac.new(key, timestamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
        request.headers["Carrier-Timestamp"] = timestamp
        request.headers["Carrier-Signature"] = f"v1={signature}"
        return request


schemathesis.auth.set_from_requests(CarrierSignature()).apply_to(path_regex="^/carrier-events")


@schemathesis.check
def no_server_error(ctx, response, case):
    """A Consistency-Token of a version that nobody has written is waited for in vain, and that is no fault of the service."""
    if response.status_code < 500:
        return
    problem = response.json()
    is_waiting = response.status_code == 503 and problem["type"].endswith("/not-caught-up")
    assert is_waiting and "Consistency-Token" in case.headers, f"{response.status_code} {problem['type']}"
