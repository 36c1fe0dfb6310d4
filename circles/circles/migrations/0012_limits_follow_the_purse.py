"""Limits follow the purse: what people set stays, what was the default of a fiftieth of the budget is free."""

from decimal import ROUND_DOWN, Decimal

import django.core.validators
from django.db import migrations, models

FORMER_SHARE = Decimal("0.02")


def free_defaults(apps, schema_editor):
    """Take away the limits that are the former default, and were never anything else."""
    Circle = apps.get_model("circles", "Circle")
    History = apps.get_model("circles", "HistoricalCircle")
    limited = Circle.objects.exclude(unit_limit=None).exclude(parent=None).select_related("project")
    for circle in limited.filter(project__budget__isnull=False):
        usual = (circle.project.budget * FORMER_SHARE).quantize(Decimal(1), ROUND_DOWN)
        changed = History.objects.filter(id=circle.pk).exclude(unit_limit=circle.unit_limit)
        if circle.unit_limit == usual and not changed.exists():
            Circle.objects.filter(pk=circle.pk).update(unit_limit=None)


FIELDS = {
    "limit_share": models.PositiveSmallIntegerField(
        blank=True,
        help_text="50: half of what the circle has in hand; empty: all of it.",
        null=True,
        validators=[django.core.validators.MaxValueValidator(100)],
        verbose_name="limit as a share of what is in hand, in %",
    ),
    "small_limit": models.DecimalField(
        blank=True,
        decimal_places=2,
        help_text="Recorded after the fact; empty: a fiftieth of the budget, and nothing where one is alone.",
        max_digits=14,
        null=True,
        verbose_name="limit of small decisions",
    ),
}
UNIT_LIMIT = models.DecimalField(
    blank=True,
    decimal_places=2,
    help_text="The largest single commitment the circle may take alone; empty: what it has in hand.",
    max_digits=14,
    null=True,
    verbose_name="limit of one commitment",
)


class Migration(migrations.Migration):

    dependencies = [("circles", "0011_usual_limit")]

    operations = [
        *(migrations.AlterField(model, "unit_limit", UNIT_LIMIT) for model in ("circle", "historicalcircle")),
        *(
            migrations.AddField(model, name, field)
            for model in ("circle", "historicalcircle")
            for name, field in FIELDS.items()
        ),
        migrations.RunPython(free_defaults, migrations.RunPython.noop),
    ]
