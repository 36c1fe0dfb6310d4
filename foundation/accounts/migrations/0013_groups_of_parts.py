"""Give the parts groups of their own names, where an early form of 0010 had called them people, projects and record."""

from importlib import import_module
from typing import Any

from django.db import migrations

EARLIER = "people", "projects", "record"


def name_groups(apps: Any, editor: Any) -> None:
    """Make the groups where they are missing; who had the earlier ones, which hold just a part, has the new ones."""
    parts = import_module("foundation.accounts.migrations.0010_staff_parts")
    parts.make_groups(apps, editor)
    Group = apps.get_model("auth", "Group")
    for name in EARLIER:
        new, earlier = Group.objects.get(name=f"ronde:{name}"), Group.objects.filter(name=name).first()
        if earlier and rights(earlier) == rights(new):
            new.user_set.add(*earlier.user_set.all())
            earlier.delete()


def rights(group: Any) -> set[int]:
    """Return what a group may, by id."""
    return set(group.permissions.values_list("pk", flat=True))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_bots"),
    ]

    operations = [migrations.RunPython(name_groups, migrations.RunPython.noop)]
