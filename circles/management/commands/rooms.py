"""Print what each app adds to the shared floor."""

from collections.abc import Mapping, Sequence

from django.core.management.base import BaseCommand

from circles import registries


def name_of(function: object) -> str:
    """Name a function with its room."""
    return f"{getattr(function, '__module__', '?')}.{getattr(function, '__qualname__', function)}"


class Command(BaseCommand):
    """Lists the registries: references, consequences, panels, numbers in the rail and on the map, values of facts."""

    help = "Print what the apps registered with circles."

    def handle(self, *args: str, **options: object) -> None:
        """Print, one line each."""
        lists: dict[str, Mapping[str, Sequence[object]]] = {
            "references": {letter: [find] for letter, find in registries.references.items()},
            "consequences": registries.consequences,
            "panels": {panel.key: [panel.show] for panel in registries.panels},
            "numbers in the rail": {link: [find] for link, find in (registries.counters | registries.tallies).items()},
            "unread": {"by circle": registries.unread},
            "numbers on the map": {name: [find] for name, find in registries.weights.items()},
            "chosen by typing": {kind: [find] for kind, find in registries.choosable.items()},
            "signs on the map": registries.marks,
            "values in the record": {fact: [choices] for fact, choices in registries.fact_values.items()},
            "sentences of the record": {
                verb: [phrase.words for phrase in how.phrases] for verb, how in registries.tellings.items()
            },
            "on the card of a circle": {panel.key: [panel.show] for panel in registries.cards},
        }
        for title, rows in lists.items():
            self.stdout.write(self.style.MIGRATE_HEADING(title))
            for key, functions in rows.items():
                for function in functions:
                    self.stdout.write(f"  {key}: {name_of(function)}")
