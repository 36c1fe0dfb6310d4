"""The names in brackets that stood in what came out of syncs, and in minutes, go into the column of owners."""

from typing import Any

from django.db import migrations


def part_words(apps: Any, _editor: Any) -> None:
    """Take the name in brackets from the words of actions that came out, and from those of minutes."""
    people = {key: name for key, name in apps.get_model("accounts", "User").objects.values_list("pk", "name")}
    first = first_owners(apps)
    Outcome = apps.get_model("syncs", "Outcome")
    for row in Outcome.objects.filter(kind="action", owner=None).select_related("sync").iterator(chunk_size=500):
        owner = first.get((row.sync.project_id, row.reference))
        row.text, named = parted(row.text, people.get(owner, ""))
        if named:
            row.owner_id = owner
            row.save(update_fields=["text", "owner"])
    projects = dict(apps.get_model("syncs", "Sync").objects.values_list("pk", "project"))
    for name in ("Minutes", "HistoricalMinutes"):
        for minutes in apps.get_model("syncs", name).objects.iterator(chunk_size=100):
            is_changed = False
            for row in minutes.content.get("actions", []):
                if "owner" in row:
                    continue
                owner = people.get(first.get((projects.get(minutes.sync_id), row["reference"])), "")
                row["text"], named = parted(row["text"], owner)
                row["owner"] = named
                is_changed = True
            if is_changed:
                minutes.save(update_fields=["content"])


def with_names(apps: Any, _editor: Any) -> None:
    """Put the names back into the words, in brackets, as they stood before there was a column."""
    Outcome = apps.get_model("syncs", "Outcome")
    owned = Outcome.objects.filter(kind="action").exclude(owner=None).select_related("owner")
    for row in owned.iterator(chunk_size=500):
        row.text, row.owner = f"{row.text} ({row.owner.name})", None
        row.save(update_fields=["text", "owner"])
    for name in ("Minutes", "HistoricalMinutes"):
        for minutes in apps.get_model("syncs", name).objects.iterator(chunk_size=100):
            named = [row for row in minutes.content.get("actions", []) if "owner" in row]
            for row in named:
                owner = row.pop("owner")
                row["text"] += f" ({owner})" if owner else ""
            if named:
                minutes.save(update_fields=["content"])


def first_owners(apps: Any) -> dict[tuple[Any, str], Any]:
    """Return whose each action was first, by project and reference."""
    found: dict[tuple[Any, str], Any] = {}
    rows = apps.get_model("actions", "HistoricalAction").objects.order_by("history_date", "history_id")
    for project, number, owner in rows.values_list("project", "number", "owner").iterator():
        found.setdefault((project, f"A-{number}"), owner)
    for project, number, owner in apps.get_model("actions", "Action").objects.values_list("project", "number", "owner"):
        found.setdefault((project, f"A-{number}"), owner)
    return found


def parted(text: str, owner: str) -> tuple[str, str]:
    """Return the words before the name in brackets, and that name: the owner's of today, where one is known, as it is
    nobody's who was erased meanwhile.
    """
    if not text.endswith(")") or " (" not in text:
        return text, ""
    known = f" ({owner})"
    if owner and text.endswith(known):
        return text.removesuffix(known), owner
    words, _bracket, name = text.rpartition(" (")
    return words, owner or name.removesuffix(")")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_languages_in_one_table"),
        ("actions", "0003_complete"),
        ("syncs", "0007_owner_of_outcome"),
    ]

    operations = [migrations.RunPython(part_words, with_names)]
