"""Bots have no reason: what was kept as one was the word for a bot, in the language of whoever made it."""

from typing import Any

from django.db import migrations


def take_out(apps: Any, _editor: Any) -> None:
    """Take the word out of bots, and out of their history."""
    bots = apps.get_model("accounts", "User").objects.exclude(bot_owner=None)
    for name in ("Guest", "HistoricalGuest"):
        apps.get_model("invitations", name).objects.filter(user__in=bots).update(reason="")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_bots"),
        ("invitations", "0010_guests_by_link"),
    ]

    operations = [migrations.RunPython(take_out, migrations.RunPython.noop)]
