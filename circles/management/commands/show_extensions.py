"""Print what each app adds to circles."""

from collections.abc import Mapping
from dataclasses import fields

from django.core.management.base import BaseCommand

from circles.extension_points import Extension
from web.extension_registry import installed


def name_of(thing: object) -> str:
    """Name a function, class or part as code would: module and name."""
    thing = getattr(thing, "show", thing)
    module, name = getattr(thing, "__module__", None), getattr(thing, "__qualname__", None)
    return f"{module}.{name}" if module and name else str(getattr(thing, "key", thing))


def rows_of(value: object) -> list[tuple[str, str]]:
    """Return what a field of an extension holds, as key and names."""
    if isinstance(value, Mapping):
        return [
            (getattr(key, "__name__", str(key)), ", ".join(map(name_of, each if isinstance(each, list) else [each])))
            for key, each in value.items()
        ]
    parts = value if isinstance(value, tuple) else (value,)
    return [(str(getattr(part, "key", "")), name_of(part)) for part in parts]


class Command(BaseCommand):
    """Lists the extensions of all apps; for sentences of the record, the event types."""

    help = "Print what the apps add to circles: references, panels, counts, subscribers, sentences of the record …"

    def handle(self, *args: str, **options: object) -> None:
        """Print, one line each."""
        for extension in installed():
            self.stdout.write(self.style.MIGRATE_HEADING(extension.app))
            for field in fields(Extension):
                value = getattr(extension, field.name)
                if field.name == "sentences":
                    self.stdout.write(f"  {field.name}: {', '.join(map(str, value)) or 'none'}")
                elif field.name != "app" and value:
                    for key, name in rows_of(value):
                        self.stdout.write(f"  {field.name}: {key + ' → ' if key else ''}{name}")
