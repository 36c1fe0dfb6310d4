"""Of the change notifications that pages are sent, 30 % are lost and Redis restarts: every page shows every message, in
its order, once.
"""

import asyncio
import json
import random
import re
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from uuid import UUID, uuid4

import pytest
import requests
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from chat.chat.models import Message, Room, Topic
from chat.chat.workflows.conversation import open_topic, post_message
from chat.chat.workflows.marking import react
from circles.circles.workflows.project_setup import create_project
from foundation.accounts.models import User
from tests.reliability.test_without_redis import session_of
from tests.support.deployments import Deployment, build_production

PEOPLE = [f"{name}@talk.example" for name in ("ada", "bo", "cleo", "dan")]
LOST = 0.3
MESSAGES = 60
A_SECOND = 20
WAIT_S = 0.5
SHOWN_WITHIN_S = 15.0
"""After the last message: three repetitions may be lost in a row, and a fetch takes its time on a busy machine."""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Two web nodes, whose Redis can be stopped and started."""
    with ExitStack() as stack:
        deployment = build_production(tmp_path_factory.mktemp("lost"), stack, nodes=2)
        deployment.jobs.clear()  # worker and beat have no part in it
        deployment.start()
        deployment.create_users(*PEOPLE)
        yield deployment


def make_topic() -> tuple[str, str]:
    """Return the project's slug and the address of a topic that all may read."""
    ada, *others = (User.objects.get(email=email) for email in PEOPLE)
    project = create_project("Pump", by=ada)
    for user in others:
        project.circles.general().admit(user, by=ada)
    return str(project.slug), open_topic(
        Room.of(project.circles.general()), "Leak at farm 2", by=ada
    ).get_absolute_url()


def say(address: str, text: str) -> None:
    """Say something from a process that serves no pages: all it has is Redis."""
    topic = Topic.objects.get(pk=UUID(address.rstrip("/").rpartition("/")[2]))
    post_message(topic, text, by=User.objects.get(email=PEOPLE[0]))


def react_to_one(address: str) -> None:
    """Give one of the last fifty messages a reaction: no other message shows that it was missed."""
    topic = Topic.objects.get(pk=UUID(address.rstrip("/").rpartition("/")[2]))
    react(topic.messages.get(seq=20), "eye", by=User.objects.get(email=PEOPLE[1]))


def keys_in(address: str) -> list[str]:
    """Return the messages of a topic by key, in their order."""
    topic = UUID(address.rstrip("/").rpartition("/")[2])
    return [str(pk) for pk in Message.objects.filter(topic=topic).order_by("seq").values_list("pk", flat=True)]


class Browser:
    """A person signed in at one node."""

    def __init__(self, url: str, session: str) -> None:
        self.url, self.http = url, requests.Session()
        self.http.cookies.set("ronde", session)
        self.cookie = f"ronde={session}"

    def post(self, address: str, text: str) -> None:
        """Send a message as a page does."""
        page = self.http.get(self.url + address, timeout=20).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        body = {"csrfmiddlewaretoken": token[1], "key": str(uuid4()), "text": text}
        headers = {"Origin": self.url, "HX-Request": "true"}
        answer = self.http.post(f"{self.url}{address}messages/", body, headers=headers, timeout=20)
        assert answer.status_code == 201, answer.text

    def messages(self, address: str) -> str:
        """Fetch the end of the conversation."""
        return self.http.get(f"{self.url}{address}messages/", headers={"HX-Request": "true"}, timeout=20).text


class OpenPage:
    """What `frontend/chat` does with what it hears: messages are appended in their order, and a hole in the numbers of
    changes is waited for, then fetched. Of what it is sent, a part is lost.
    """

    def __init__(self, browser: Browser, slug: str, address: str, seed: int) -> None:
        self.browser, self.slug, self.address = browser, slug, address
        self.topic = address.rstrip("/").rpartition("/")[2]
        self.chance = random.Random(seed)
        self.shown: list[str] = []
        self.early: dict[int, str] = {}
        self.reactions = 0
        self.up_to = self.newest = self.lost = self.fetched = 0
        self.beyond: set[int] = set()
        self.checking: asyncio.Task[None] | None = None
        self.changed = asyncio.Event()

    async def live(self) -> None:
        """Listen until cancelled; a connection that ends is opened again."""
        address = f"{self.browser.url.replace('http', 'ws')}/ws/news?project={self.slug}"
        headers = {"Cookie": self.browser.cookie}
        while True:
            with suppress(ConnectionClosed, OSError):
                async with connect(address, origin=Origin(self.browser.url), additional_headers=headers) as socket:
                    await self.catch_up()
                    async for frame in socket:
                        self.hear(json.loads(frame))

    def hear(self, body: dict[str, object]) -> None:
        chat = body.get("chat")
        if not isinstance(chat, dict) or chat["topic"] != self.topic:
            return
        if self.chance.random() < LOST:
            self.lost += 1
            return
        self.newest = max(self.newest, chat["change"])
        if not chat.get("again"):
            self.beyond.add(chat["change"])
        if "html" in chat:
            key = re.search(r'data-key="([\w-]+)"', chat["html"]["en"])
            assert key
            self.early[chat["seq"]] = key[1]
            self.show_early()
        if "reaction" in chat:
            self.reactions = chat["reaction"]["number"]
        self.move_on()

    def show_early(self) -> None:
        while key := self.early.pop(len(self.shown) + 1, None):
            self.shown.append(key)
        self.changed.set()

    def move_on(self) -> None:
        while self.up_to + 1 in self.beyond:
            self.up_to += 1
        if self.newest > self.up_to and self.checking is None:
            self.checking = asyncio.create_task(self.check())

    async def check(self) -> None:
        await asyncio.sleep(WAIT_S)
        newest = self.newest
        if newest > self.up_to:
            await self.catch_up()
            self.up_to = max(self.up_to, newest)
        self.checking = None
        self.move_on()

    async def catch_up(self) -> None:
        self.fetched += 1
        html = await asyncio.to_thread(self.browser.messages, self.address)
        for one in re.findall(r"<article[^>]*>", html):
            seq, key = re.search(r'data-seq="(\d+)"', one), re.search(r'data-key="([\w-]+)"', one)
            assert seq
            assert key
            if int(seq[1]) > len(self.shown):
                self.shown.append(key[1])
        self.reactions = max(self.reactions, len(re.findall(r'data-react="eye"', html)))
        self.early = {seq: key for seq, key in self.early.items() if seq > len(self.shown)}
        self.show_early()

    async def until(self, keys: list[str], reactions: int) -> None:
        """Return when it shows this."""
        while self.shown != keys or self.reactions != reactions:
            self.changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.changed.wait(), 0.2)


async def talk(deployment: Deployment, slug: str, address: str, browsers: list[Browser]) -> list[OpenPage]:
    """Let four people listen at two nodes while much is said and Redis restarts; return what they show."""
    pages = [OpenPage(browser, slug, address, seed) for seed, browser in enumerate(browsers)]
    listening = [asyncio.create_task(page.live()) for page in pages]
    assert deployment.redis
    try:
        for number in range(MESSAGES):
            begun = asyncio.get_running_loop().time()
            if number == MESSAGES // 3:
                await asyncio.to_thread(deployment.redis.stop)
            if number == MESSAGES // 2:
                await asyncio.to_thread(deployment.redis.start)
            if number % 3 == 2:
                await asyncio.to_thread(deployment.call, say, address, f"line {number}")
            else:
                await asyncio.to_thread(browsers[number % 2].post, address, f"line {number}")
            await asyncio.sleep(max(0.0, begun + 1 / A_SECOND - asyncio.get_running_loop().time()))
        await asyncio.to_thread(deployment.call, react_to_one, address)
        keys = await asyncio.to_thread(deployment.call, keys_in, address)
        assert len(keys) == MESSAGES
        try:
            async with asyncio.timeout(SHOWN_WITHIN_S):
                await asyncio.gather(*(page.until(keys, 1) for page in pages))
        except TimeoutError:
            missing = [(set(keys) - set(page.shown), len(page.shown), page.reactions, page.up_to) for page in pages]
            pytest.fail(f"not all is shown: {missing}")
    finally:
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
    return pages


def test_nothing_is_missed_where_notifications_are_lost_and_redis_restarts(production: Deployment) -> None:
    slug, address = production.call(make_topic)
    nodes = [node.url for node in production.nodes]
    browsers = [Browser(nodes[number % 2], production.call(session_of, email)) for number, email in enumerate(PEOPLE)]
    pages = asyncio.run(talk(production, slug, address, browsers))
    for page in pages:
        assert page.lost > MESSAGES * LOST / 2, "too little was lost for this to prove anything"
        assert page.fetched > 1
