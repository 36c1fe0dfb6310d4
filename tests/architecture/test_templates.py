"""Templates escape what they show, carry no style and no script of their own, and say what they pass on."""

import re
from collections import Counter

import pytest
from django.template import engines
from django.template.library import import_library

from tests.architecture.sources import APPS, app_of, read, templates

FORBIDDEN = {
    "|safe lets text of people through as markup": r"\|\s*safe\b|\|\s*safeseq\b",
    "autoescape off does the same": r"\{%-?\s*autoescape\s+off",
    "style= is refused by the content security policy": r"<[^>]*\sstyle\s*=",
    "<style> is refused by the content security policy": r"<style\b",
    "inline handlers are refused by the content security policy": r"<[^>]*\s(?:on[a-z]+|hx-on[\w:-]*)\s*=",
    "an include says what it is given: `only`": r"\{%\s*include\s(?:(?!\bonly\s*%\}).)*?%\}",
    "a script needs the nonce of its page, or is data": r"<script\b(?![^>]*(?:nonce|application/json))",
    "an asset comes from our own host": r"<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)=[\"']?(?:https?:)?//",
    "javascript: addresses are refused by the content security policy": r"javascript:",
}
WIDEST = 160  # columns
COMMENTS = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)


@pytest.mark.parametrize("why", FORBIDDEN)
def test_no_template_breaks_a_rule(why: str) -> None:
    pattern = re.compile(FORBIDDEN[why], re.DOTALL)
    found = {
        path: match.group(0)[:120]
        for path in templates()
        if path.endswith(".html") and (match := pattern.search(COMMENTS.sub("", read(path))))
    }
    assert not found, why


@pytest.mark.parametrize(
    ("why", "template"),
    [
        ("|safe lets text of people through as markup", "{{ text|safe }}"),
        ("style= is refused by the content security policy", '<p class="a" style="color: red">'),
        ("inline handlers are refused by the content security policy", '<a href="#" onclick="go()">'),
        ("inline handlers are refused by the content security policy", '<a hx-on:click="go()">'),
        ("an include says what it is given: `only`", '{% include "a.html" with only_one=1 %}'),
        ("a script needs the nonce of its page, or is data", '<script src="/a.js">'),
        ("an asset comes from our own host", '<img alt="" src="https://example.org/a.png">'),
    ],
)
def test_each_template_rule_finds_its_fault(why: str, template: str) -> None:
    assert re.search(FORBIDDEN[why], template, re.DOTALL)


@pytest.mark.parametrize(
    "template",
    [
        '{% include "a.html" with circle=circle only %}',
        '<script type="module" nonce="{{ csp_nonce }}" src="/a.js"></script>',
        '<button class="button" data-once="yes" hx-confirm="">',
        '<a href="{% url "circle" circle %}">Opens on Monday=</a>',
    ],
)
def test_template_rules_accept_good_templates(template: str) -> None:
    assert [why for why, pattern in FORBIDDEN.items() if re.search(pattern, template, re.DOTALL)] == []


def test_no_line_is_wider_than_a_screen() -> None:
    # Not those of mail: there a line is part of what is sent
    lines = {path: read(path).splitlines() for path in templates() if path.endswith(".html")}
    assert len(lines) > 250, "it finds the templates"
    too_wide = [
        f"{path}:{number}" for path in lines for number, line in enumerate(lines[path], 1) if len(line) > WIDEST
    ]
    assert not too_wide, "one attribute a line, and `blocktranslate trimmed` for a long sentence"


def test_no_template_filter_or_tag_hides_another() -> None:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    libraries = {path: import_library(path) for path in (*engine.builtins, *engine.libraries.values())}
    names = {path: {*one.filters, *one.tags} for path, one in libraries.items()}
    ours = {name for path, found in names.items() if app_of(path) in APPS for name in found}
    assert len(ours) > 30, "it finds what templates may say"
    times = Counter(name for found in names.values() for name in found)
    assert {name for name in ours if times[name] > 1} == set()
