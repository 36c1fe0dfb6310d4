"""The example bot, in a process of its own with a token of one scope, answers an event by making an action."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from machine import free_port

from across.webhooks.models import OutgoingWebhook, Webhook
from circles.projects.models import Project
from decisions.actions.models import Action
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import Token
from tests.factories import a_circle, a_person, a_project
from tests.support.databases import ROOT
from tests.support.deployments import BuildDeployment

BOT = ROOT / "docs" / "example_bot.py"
WITHIN_S = 60.0


def test_it_is_short_and_needs_nothing_but_python() -> None:
    words = BOT.read_text()
    assert words.count("\n") <= 100
    asked = set(re.findall(r"^(?:from|import) ([a-z_0-9]+)", words, re.MULTILINE))
    assert asked <= set(sys.stdlib_module_names)


def prepare(port: int) -> dict[str, str]:
    """Make a project with a webhook of ada's, and a token of hers that makes actions there and does nothing else."""
    ada = a_person("Ada Mercier", email="ada@ronde.example")
    project = a_project(a_person("Pia Pilot"), name="Pompe")
    circle = a_circle(
        ada, a_person("Bo Nguyen", email="bo@ronde.example"), inside=project.circles.general(), name="Hydraulics"
    )
    url = f"http://127.0.0.1:{port}/"
    hook = Webhook.add(project, by=ada, name="bot", url=url, types=["proposal.adopted"])
    token = Token.issue(ada, "bot", scopes=["actions:write"], project=project.pk)
    assert circle.key == "hydraulics"
    return {"RONDE_PROJECT": project.slug, "RONDE_TOKEN": token, "RONDE_SECRET": hook.secret}


def adopt() -> bool:
    """Have a proposal adopted in Hydraulics, by consent of whoever is asked."""
    circle = Project.objects.get(slug="pompe").circles.get(key="hydraulics")
    ada = circle.people().get(email="ada@ronde.example")
    proposal = Proposal.propose(circle, by=ada, tension="It leaks, 0.4 ml an hour.", text="We change the seal.")
    round_ = open_round(proposal, by=ada)
    for person in circle.people().exclude(pk=ada.pk):
        take_position(round_, "no_objection", by=person)
    return Decision.objects.filter(proposal=proposal).exists()


def outcome() -> tuple[list[str], list[str]]:
    """Return the actions that there are, and what the webhook was answered."""
    tries = [f"{one.status} {one.answer}" for each in OutgoingWebhook.objects.all() for one in each.tries.all()]
    return [one.what for one in Action.objects.all()], tries


def send_all_again() -> None:
    for one in OutgoingWebhook.objects.all():
        one.send_again()


@contextmanager
def running(port: int, environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("RONDE_", "DJANGO_"))}
    with log.open("ab") as out:
        bot = subprocess.Popen([sys.executable, str(BOT), str(port)], env=outside | environment, stdout=out, stderr=out)
    try:
        yield bot
    finally:
        bot.terminate()
        bot.wait(10)


def awaited(look: Callable[[], Any], wanted: Callable[[Any], bool]) -> Any:
    """Look until it is as wanted."""
    deadline = time.monotonic() + WITHIN_S
    while not wanted(found := look()):
        assert time.monotonic() < deadline, found
        time.sleep(0.2)
    return found


@pytest.mark.one_database
def test_the_bot_answers_an_adopted_proposal_by_an_action_once(
    build_deployment: BuildDeployment, tmp_path: Path
) -> None:
    port = free_port()
    server = build_deployment("embedded")
    for environment in (server.environment, *(process.environment for process in server.processes)):
        environment["RONDE_WEBHOOK_NETWORKS"] = "127.0.0.0/8"
    server.start()
    terms = server.call(prepare, port) | {"RONDE_URL": server.url}
    with running(port, terms, tmp_path / "bot.log"):
        assert server.call(adopt)
        actions, _tries = awaited(lambda: server.call(outcome), lambda found: bool(found[0]))
        assert len(actions) == 1
        assert actions[0].startswith("Tell everyone: ")
        server.call(send_all_again)
        _actions, tries = awaited(lambda: server.call(outcome), lambda found: len(found[1]) > 1)
        assert {one.split(" ")[0] for one in tries} == {"204"}, tries
        assert server.call(outcome)[0] == actions, "sent again, it is done once"
