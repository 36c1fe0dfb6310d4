"""Fail the start when a view of ours does not say who may see it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

OURS = frozenset({"foundation", "circles", "documents", "chat", "decisions", "daily", "across", "config"})


def views(resolver: URLResolver) -> Iterator[tuple[str, Any]]:
    """Yield each address pattern with its view."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from ((f"{resolver.pattern}{name}", view) for name, view in views(pattern))
        elif isinstance(pattern, URLPattern):
            yield f"{resolver.pattern}{pattern.pattern}", pattern.callback


def every_view_says_who_may_see_it(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Find views of our apps that carry no access decorator (`public`, `signed_in`, `in_project` …)."""
    return [
        Error(f"{name} ({view.__module__}.{view.__name__}) says not who may see it", id="ronde.E001")
        for name, view in views(get_resolver())
        if view.__module__.split(".")[0] in OURS and not hasattr(view, "access")
    ]
