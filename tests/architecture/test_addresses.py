"""Every name in a template leads to an address, and Django finds nothing to complain about."""

import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.sources import APPS, app_of, read, templates

LINK = re.compile(r"""\{%\s*url\s+["']([\w:-]+)["']""")


def named(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each named pattern below a resolver with its whole name (`namespace:name`)."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield f"{space}{pattern.name}", pattern


def test_every_link_in_a_template_has_a_name_that_exists() -> None:
    names = {name for name, _ in named(get_resolver())}
    broken = {path: lost for path in templates() if (lost := set(LINK.findall(read(path))) - names)}
    assert not broken


def test_no_two_urls_share_a_name() -> None:
    seen: dict[str, set[str]] = {}
    for name, pattern in named(get_resolver()):
        if app_of(pattern.lookup_str) in APPS:
            seen.setdefault(name, set()).add(pattern.lookup_str)
    assert {name: views for name, views in seen.items() if len(views) > 1} == {}


@pytest.mark.one_database
@pytest.mark.django_db
def test_django_system_checks_find_nothing() -> None:
    call_command("check", fail_level="WARNING")
