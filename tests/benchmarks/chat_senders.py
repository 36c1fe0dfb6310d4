"""Who talks in a busy room, from a process of its own: by pages, by the verb, or straight to a layer or to Redis."""

import asyncio
import http.client
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.benchmarks.chat_peers import CHANNEL, GROUP, layer_of

TEXT = "The lower flange weeps. sent:{at:.6f} " + "x" * 80
UNSENT = "sent:0000000000.000000"


@dataclass(frozen=True)
class Sending:
    """What is talked in, who is signed in, and what the nodes send of a message."""

    topic: str
    address: str
    slug: str
    sessions: list[str]
    body: str

    def stamped(self) -> str:
        """Return what nodes send of a message that is sent now."""
        return self.body.replace(UNSENT, f"sent:{time.time():.6f}")


def ticks(rate: int, seconds: float) -> Iterator[int]:
    """Count the messages, each when it is due."""
    begun = time.monotonic()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, begun + number / rate - time.monotonic()))
        yield number


class PageSender:
    """A browser at one node that stays connected."""

    def __init__(self, sending: Sending, address: str, session: str) -> None:
        self.path, self.address = f"{sending.address}messages/", address
        self.line = http.client.HTTPConnection(address, timeout=30)
        self.line.request("GET", sending.address, headers={"Cookie": f"ronde={session}"})
        answer = self.line.getresponse()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
        cookies = "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])
        self.token = token[1] if token else ""
        self.headers = {
            "Cookie": f"ronde={session}; {cookies}",
            "Origin": f"http://{address}",
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def post(self) -> None:
        """Send a message."""
        fields = {"csrfmiddlewaretoken": self.token, "text": TEXT.format(at=time.time())}
        self.line.request("POST", self.path, urlencode(fields), self.headers)
        answer = self.line.getresponse()
        answer.read()
        if answer.status != 201:
            raise RuntimeError(f"a message was answered {answer.status}")


def by_pages(sending: Sending, addresses: list[str], rate: int, seconds: float) -> None:
    """Send as pages do: several people, in turn at each node."""
    from concurrent.futures import ThreadPoolExecutor

    senders = [PageSender(sending, addresses[place % len(addresses)], sending.sessions[place]) for place in range(rate)]
    with ThreadPoolExecutor(8) as pool:
        for number in ticks(rate, seconds):
            pool.submit(senders[number % rate].post)


def by_verb(sending: Sending, _addresses: list[str], rate: int, seconds: float) -> None:
    """Send by the verb, from here: nodes hear of it through Redis."""
    import django

    django.setup()
    from chat.chat.models import Topic
    from chat.chat.workflows.conversation import post_message
    from foundation.accounts.models import User

    topic = Topic.objects.select_related("project", "room__circle").get(pk=sending.topic)
    ada = User.objects.get(email="ada@ronde.example")
    for _ in ticks(rate, seconds):
        post_message(topic, TEXT.format(at=time.time()), by=ada)


def by_layer(sending: Sending, _addresses: list[str], rate: int, seconds: float) -> None:
    """Send to a group of the layer that `RELAY` names."""

    async def send(kind: str) -> None:
        layer, begun = layer_of(kind), time.monotonic()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
            await layer.group_send(GROUP, {"type": "page", "text": sending.stamped()})

    asyncio.run(send(os.environ.get("RELAY_LAYER", "channels layer")))


def by_pub_sub_layer(sending: Sending, addresses: list[str], rate: int, seconds: float) -> None:
    """Send to a group of the other layer."""
    os.environ["RELAY_LAYER"] = "channels pub/sub"
    by_layer(sending, addresses, rate, seconds)


def by_redis(sending: Sending, _addresses: list[str], rate: int, seconds: float) -> None:
    """Publish in Redis."""
    from redis import Redis

    client = Redis.from_url(os.environ["RONDE_REDIS_URL"])
    for _ in ticks(rate, seconds):
        client.publish(CHANNEL, sending.stamped())


SENDERS: dict[str, Callable[[Sending, list[str], int, float], None]] = {
    "ronde, by pages": by_pages,
    "ronde": by_verb,
    "channels layer": by_layer,
    "channels pub/sub": by_pub_sub_layer,
    "relay": by_redis,
}
