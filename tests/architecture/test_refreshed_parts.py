"""Parts of pages follow what changes: each says its id and which changes concern it, in words that the server says."""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps

from circles.circles.panels import panels
from circles.projects.models import Subject
from foundation.accounts.models import User
from tests.architecture.sources import modules, read, template_place, templates
from tests.factories import a_circle

TAGS = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
INCLUDED = re.compile(r"\{%\s*include\s+\"([^\"]+)\"")
FOLLOWS_BY_ITSELF = {"room": "what is said there comes over the socket, message by message (`frontend/chat/`)"}
"""Panels that no change refreshes, and why."""
VOID = {"input", "br", "img", "hr", "source"}


class Parts(HTMLParser):
    """The attributes of each element that stands in no other."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.depth, self.outermost = 0, list[dict[str, str | None]]()
        self.feed(TAGS.sub("", source))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.depth:
            self.outermost.append(dict(attrs))
        self.depth += tag not in VOID

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.depth:
            self.outermost.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1


def outermost(source: str) -> list[dict[str, str | None]]:
    """Return the attributes of the elements of a template that stand in no other, or of those that it includes."""
    found = Parts(source).outermost
    return found or [each for name in INCLUDED.findall(source) for each in outermost(read(template_place(name)))]


def unrefreshed(source: str) -> list[dict[str, str | None]]:
    return [one for one in outermost(source) if not (one.get("id") and one.get("data-refresh-on"))]


@pytest.mark.django_db
@pytest.mark.one_database
def test_every_panel_of_a_circle_is_refreshed_when_it_changes(ada: User) -> None:
    circle = a_circle(ada)
    shown = {panel.key: panel.show(circle, ada)[0] for panel in panels() if panel.key not in FOLLOWS_BY_ITSELF}
    assert len(shown) > 7, "it finds the panels"
    sources = {key: read(template_place(name)) for key, name in shown.items()}
    assert [key for key, source in sources.items() if not outermost(source)] == []
    assert {key: found for key, source in sources.items() if (found := unrefreshed(source))} == {}
    assert FOLLOWS_BY_ITSELF.keys() <= {panel.key for panel in panels()}


def test_a_part_is_refreshed_only_with_an_id_and_the_changes_that_concern_it() -> None:
    good = '{% if a %}<c-section id="a" data-refresh-on="money"><ul><li>b<br></li></ul></c-section>{% endif %}'
    assert unrefreshed(good) == []
    assert len(unrefreshed(f'{good}<p>b</p><c-section id="c" /><div data-refresh-on="money"></div>')) == 3


def test_every_change_that_a_part_waits_for_is_one_that_is_broadcast() -> None:
    said = "\n".join(map(read, modules()))
    kinds = {model._meta.model_name for model in apps.get_models() if issubclass(model, Subject)}
    unheard = dict[str, str]()
    for path in templates():
        for keys in re.findall(r'data-refresh-on="([^"]*)"', read(path)):
            for key in re.sub(r"\{\{.*?\}\}", "…", TAGS.sub(" ", keys)).split():
                start, colon, _id = key.partition(":")
                is_said = start in kinds or f'"{start}:' in said if colon else key == "…" or f'"{key}"' in said
                if not is_said:
                    unheard[path] = key
    assert unheard == {}
