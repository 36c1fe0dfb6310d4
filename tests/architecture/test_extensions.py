"""Extensions: what apps add is installed once, and no domain event is published in vain."""

import ast
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from circles.circles import domain_events as circle_events
from circles.circles.models import Circle
from circles.circles.panels import Panel, part_of
from circles.money import domain_events as money_events
from circles.navigation.entries import NavGroup, NavLink
from circles.projects import domain_events as project_events
from circles.projects.references import References
from foundation.accounts.models import User
from foundation.web.extension_registry import Addition, DomainEvent, Subscribers, additions, install, installed, publish
from tests.architecture.sources import calls, modules, parsed


def subscribed() -> set[type[DomainEvent]]:
    return {event for added in additions(Subscribers) for event in added.items}


def test_every_domain_event_is_published_and_has_a_subscriber() -> None:
    published = {
        ast.unparse(call.args[0].func)
        for path in modules()
        for name, call in calls(parsed(path))
        if name == "publish" and isinstance(call.args[0], ast.Call)
    }
    declared = {event.__name__ for event in DomainEvent.__subclasses__()}
    assert published == declared
    assert {event.__name__ for event in subscribed()} == declared


def test_every_domain_event_is_frozen() -> None:
    frozen = {event for event in DomainEvent.__subclasses__() if event.__dataclass_params__.frozen}  # type: ignore[attr-defined]
    assert frozen == set(DomainEvent.__subclasses__())
    listed = {name for module in (project_events, circle_events, money_events) for name in module.__all__}
    alone = {"DocumentTextChanged", "FilesChanged", "LogAppended", "MessageChanged", "NoticesFinished"}
    alone |= {"NoticesReopened", "ProposalPulled", "RestrictionBegun"}
    assert {event.__name__ for event in frozen} == listed | alone


def test_what_each_app_adds_is_of_a_host() -> None:
    for app, added in installed().items():
        assert added, f"{app} installs nothing"
        assert all(isinstance(one, Addition) for one in added), f"{app} adds what no host asks for"


def test_two_apps_cannot_add_one_reference() -> None:
    with pytest.raises(ValueError, match=r"References \['D'\]"):
        install("tests", (References({"D": lambda _project, _number: None}),))
    assert "tests" not in installed()


def show_nothing(_circle: Circle, _user: User) -> tuple[str, dict[str, Any]]:
    return "circles/circle.html", {}


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ([Panel("money", 90, show_nothing)], r"Panel \['money'\]"),
        ([Panel("weather", 90, show_nothing), Panel("weather", 91, show_nothing)], r"Panel \['weather'\]"),
        ([Panel("weather", 50, show_nothing)], r"Panel \['order 50'\]"),
        ([Panel("weather", 90, show_nothing, is_beside=True)], r"Panel \['the place beside'\]"),
        ([NavLink("sync", 90, "Sync", "heart", "meetings:sync", NavGroup.LOOK)], r"NavLink \['sync'\]"),
    ],
)
def test_two_additions_cannot_have_one_key_or_one_place(added: list[Addition], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        install("tests", added)
    assert "tests" not in installed()


def test_a_panel_cannot_take_the_key_of_the_page() -> None:
    with pytest.raises(ValueError, match="the page's own"):
        Panel("circle", 90, show_nothing)


def test_a_part_keeps_its_template_whatever_its_context_says() -> None:
    context: dict[str, Any] = {"actions": [], "numbers": {"late": None}}
    found = part_of("actions/panel.html", context, numbers={"late": 2})
    assert found == {"template": "actions/panel.html", "actions": [], "numbers": {"late": 2}}
    with pytest.raises(ValueError, match=r"actions/panel\.html has a context with a `template`"):
        part_of("actions/panel.html", {"template": "a template of an action"})


def test_what_is_no_domain_event_cannot_be_published() -> None:
    with pytest.raises(TypeError):
        publish("money changed")  # type: ignore[arg-type]


def test_the_command_prints_who_listens() -> None:
    out = StringIO()
    call_command("show_extensions", stdout=out)
    assert "MoneyChanged → decisions.decisions.workflows.rerouting.reroute_after_money" in out.getvalue()
    assert "References: D → decisions.decisions.extension.find_decision" in out.getvalue()
