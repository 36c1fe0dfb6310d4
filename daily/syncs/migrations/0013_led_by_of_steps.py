"""A step that is on while a server is upgraded is led by whoever facilitates its sync now, so that they speak last."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill_led_by(apps, schema_editor):
    """Say of the steps that say nothing who leads them."""
    point = apps.get_model("syncs", "AgendaItem").objects.filter(pk=OuterRef("point"))
    steps = apps.get_model("syncs", "LedStep").objects.filter(led_by=None)
    steps.update(led_by=Subquery(point.values("sync__facilitator")))


class Migration(migrations.Migration):

    dependencies = [("syncs", "0012_led_by")]

    operations = [migrations.RunPython(fill_led_by, migrations.RunPython.noop)]
