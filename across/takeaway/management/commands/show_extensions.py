"""Print what each app adds to others."""

from collections.abc import Mapping
from dataclasses import fields

from django.core.management.base import BaseCommand

from circles.record.templates import Sentences
from foundation.web.extension_registry import Addition, installed


def name_of(thing: object) -> str:
    """Name a function, class or part as code would: module and name."""
    module, name = getattr(thing, "__module__", None), getattr(thing, "__qualname__", None)
    return f"{module}.{name}" if module and name else str(thing)


def rows_of(added: Addition) -> list[str]:
    """Return what an addition holds, a line each."""
    if isinstance(added, Sentences):
        return [", ".join(map(str, added.items))]
    items = getattr(added, "items", None)
    if isinstance(items, Mapping):
        return [f"{getattr(key, '__name__', str(key))} → {names_of(each)}" for key, each in items.items()]
    return [", ".join(name_of(getattr(added, one.name)) for one in fields(added))]


def names_of(thing: object) -> str:
    """Name one thing, or each of a list."""
    return ", ".join(map(name_of, thing if isinstance(thing, list) else [thing]))


class Command(BaseCommand):
    """Lists what all apps add to hosts; for sentences of the record, the event types."""

    help = "Print what the apps add to hosts: references, panels, links, subscribers, sentences of the record …"

    def handle(self, *args: str, **options: object) -> None:
        """Print, one line each."""
        for app, added in installed().items():
            self.stdout.write(self.style.MIGRATE_HEADING(app))
            for one in added:
                for row in rows_of(one):
                    self.stdout.write(f"  {type(one).__name__}: {row}")
