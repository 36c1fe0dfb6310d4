"""Print what each app adds to the shared floor."""

from collections.abc import Mapping, Sequence

from django.core.management.base import BaseCommand

from circles import extension_points


def name_of(function: object) -> str:
    """Name a function with its room."""
    return f"{getattr(function, '__module__', '?')}.{getattr(function, '__qualname__', function)}"


class Command(BaseCommand):
    """Lists the registries: references, consequences, panels, numbers in the rail and on the map, values of facts."""

    help = "Print what the apps registered with circles."

    def handle(self, *args: str, **options: object) -> None:
        """Print, one line each."""
        lists: dict[str, Mapping[str, Sequence[object]]] = {
            "references": {letter: [find] for letter, find in extension_points.references.items()},
            "consequences": extension_points.consequences,
            "panels": {panel.key: [panel.show] for panel in extension_points.panels},
            "numbers in the rail": {
                link: [find] for link, find in (extension_points.counters | extension_points.tallies).items()
            },
            "unread": {"by circle": extension_points.unread},
            "numbers on the map": {name: [find] for name, find in extension_points.weights.items()},
            "chosen by typing": {kind: [find] for kind, find in extension_points.choosable.items()},
            "signs on the map": extension_points.marks,
            "values in the record": {fact: [choices] for fact, choices in extension_points.fact_values.items()},
            "sentences of the record": {
                verb: [phrase.words for phrase in how.phrases] for verb, how in extension_points.tellings.items()
            },
            "on the card of a circle": {panel.key: [panel.show] for panel in extension_points.cards},
        }
        for title, rows in lists.items():
            self.stdout.write(self.style.MIGRATE_HEADING(title))
            for key, functions in rows.items():
                for function in functions:
                    self.stdout.write(f"  {key}: {name_of(function)}")
