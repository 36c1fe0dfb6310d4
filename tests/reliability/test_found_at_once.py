"""What people say is found as soon as it is written, also after a server was killed before it could read it."""

import time
from uuid import UUID, uuid4

import pytest
import requests

from chat.chat.models import Room, Topic
from chat.chat.workflows.conversation import open_topic, post_message
from circles.circles.workflows.project_setup import create_project
from circles.projects.tasks import LEFT_ALONE
from foundation.accounts.models import Token, User
from tests.support.deployments import BuildDeployment, Deployment, Mode

WAIT_S = 60.0


def make_topic(email: str) -> tuple[str, str, str]:
    """Return the project's slug, a topic's id and a token of a person who speaks there."""
    ada = User.objects.get(email=email)
    project = create_project("Pump", by=ada)
    topic = open_topic(Room.of(project.circles.general()), "Leak at farm 2", by=ada)
    return str(project.slug), str(topic.pk), Token.issue(ada, "tests")


def say(topic: str, email: str, words: str) -> None:
    """Say something from a process that wakes no worker of the server: as if that had been killed on the way."""
    post_message(Topic.objects.get(pk=UUID(topic)), words, by=User.objects.get(email=email))


def found_after(deployment: Deployment, slug: str, token: str, word: str) -> float:
    """Return how many seconds it took until a word was found."""
    since = time.monotonic()
    while time.monotonic() < since + WAIT_S:
        answer = requests.get(
            f"{deployment.url}/api/v1/projects/{slug}/search",
            params={"q": word},
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
        )
        if answer.json():
            return time.monotonic() - since
        time.sleep(0.05)
    raise AssertionError(f"{word} was never found:\n{deployment.log()[-3000:]}")


def test_a_message_is_found_by_a_worker_and_not_only_by_the_schedule(deployment: Deployment) -> None:
    email = f"{uuid4().hex[:8]}@talk.example"
    deployment.create_users(email)
    slug, topic, token = deployment.call(make_topic, email)
    address = f"{deployment.url}/api/v1/projects/{slug}/topics/{topic}/messages"
    said = requests.post(
        address, json={"text": "The flange weeps."}, headers={"Authorization": f"Bearer {token}"}, timeout=10
    )
    assert said.status_code == 201, said.text
    assert found_after(deployment, slug, token, "flange") < LEFT_ALONE.total_seconds()


@pytest.mark.parametrize("mode", ["embedded", "production"])
def test_a_message_is_found_though_the_server_was_killed_before_it_read_it(
    mode: Mode, build_deployment: BuildDeployment
) -> None:
    email = "ada@talk.example"
    deployment = build_deployment(mode, **({"nodes": 1} if mode == "production" else {})).start()
    deployment.create_users(email)
    slug, topic, token = deployment.call(make_topic, email)
    deployment.kill()
    deployment.call(say, topic, email, "The flange weeps.")
    deployment.start()
    found_after(deployment, slug, token, "flange")
