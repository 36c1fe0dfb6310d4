"""Extensions: each app has at most one, and no domain event is published in vain."""

import ast
from io import StringIO

import pytest
from circles.extension_points import Extension, install
from django.core.management import call_command

from circles import domain_events
from circles.models import Circle
from tests.architecture.sources import calls, modules, read
from web.extension_registry import DomainEvent, installed, publish


def subscribed() -> set[type[DomainEvent]]:
    return {event for extension in installed() for event in extension.subscribers}


def test_every_domain_event_is_published_and_has_a_subscriber() -> None:
    published = {
        ast.unparse(call.args[0].func)
        for path in modules()
        for name, call in calls(ast.parse(read(path)))
        if name == "publish" and isinstance(call.args[0], ast.Call)
    }
    declared = {event.__name__ for event in DomainEvent.__subclasses__()}
    assert published == declared
    assert {event.__name__ for event in subscribed()} == declared


def test_every_domain_event_is_frozen() -> None:
    frozen = {event for event in DomainEvent.__subclasses__() if event.__dataclass_params__.frozen}  # type: ignore[attr-defined]
    assert frozen == set(DomainEvent.__subclasses__())
    assert {event.__name__ for event in frozen} == {*domain_events.__all__, "DocumentSettled", "FilesChanged"}


def test_an_app_has_one_extension() -> None:
    apps = [extension.app for extension in installed()]
    assert len(apps) == len(set(apps))


def test_two_apps_cannot_add_one_reference() -> None:
    with pytest.raises(ValueError, match="both add references"):
        install(Extension(app="tests", references={"D": lambda _project, _number: None}))


def test_the_map_takes_no_unknown_sign() -> None:
    with pytest.raises(ValueError, match="no sign"):
        install(Extension(app="tests", map_signs={"lazy": lambda _project: Circle.objects.none()}))


def test_what_is_no_domain_event_cannot_be_published() -> None:
    with pytest.raises(TypeError):
        publish("money changed")  # type: ignore[arg-type]


def test_the_command_prints_who_listens() -> None:
    out = StringIO()
    call_command("show_extensions", stdout=out)
    assert "MoneyChanged → decisions.workflows.rerouting.reroute_after_money" in out.getvalue()
    assert "D → decisions.extension.find_decision" in out.getvalue()
