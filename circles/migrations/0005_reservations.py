"""Give each circle of the projects that are there what its decisions in force have reserved, and keep allotments."""

from decimal import Decimal
from typing import Any

from django.db import migrations

from audit.append_only import AppendOnly
from circles import money as rule


def give(apps: Any, schema_editor: Any) -> None:
    """Write reservations, and purses that have exactly these: whoever wants to decide on more is allotted more."""
    for project in apps.get_model("circles", "Project").objects.all():
        give_in(apps, project)


def give_in(apps: Any, project: Any) -> None:
    """Do so in one project."""
    accounts: dict[int, rule.Account] = {}
    decisions = apps.get_model("decisions", "Decision").objects.filter(
        project=project, superseded_at=None, revoked_at=None, cost__gt=0
    )
    for decision in decisions.order_by("number"):
        reserve(apps, project, decision)
        before = accounts.get(decision.circle_id, rule.Account())
        accounts[decision.circle_id] = rule.Account(reserved=before.reserved + decision.cost)
    parents = dict(apps.get_model("circles", "Circle").objects.filter(project=project).values_list("pk", "parent"))
    for circle, account in rule.committed(accounts, parents).items():
        give_one(apps, project, circle, account, parents[circle])


def give_one(apps: Any, project: Any, circle: int, account: rule.Account, parent: int | None) -> None:
    """Write one purse, and the allotment that filled it."""
    allotted = account.allotted or Decimal(0)
    if parent is None:
        allotted = max(project.budget or Decimal(0), allotted)
    if not allotted:
        return
    apps.get_model("circles", "Purse").objects.create(
        circle_id=circle,
        allotted=None if project.budget is None else allotted,
        handed_on=Decimal(0) if project.budget is None else account.handed_on,
        reserved=account.reserved,
        spent=account.spent,
    )
    if parent is not None and project.budget is not None:
        apps.get_model("circles", "Allotment").objects.create(
            project=project, given_by_id=parent, given_to_id=circle, amount=allotted
        )


def reserve(apps: Any, project: Any, decision: Any) -> None:
    """Write what a decision has reserved."""
    apps.get_model("circles", "Reservation").objects.create(
        project=project,
        circle_id=decision.circle_id,
        reference=f"D-{decision.number}",
        title=decision.title,
        address=f"/p/{project.slug}/decisions/{decision.number}/",
        amount=decision.cost,
        reserved_at=decision.adopted_at,
    )


class Migration(migrations.Migration):
    dependencies = [("circles", "0004_money"), ("decisions", "0002_append_only")]

    operations = [
        # Before the rows: PostgreSQL makes no trigger on a table that has just been written to.
        AppendOnly("circles_allotment"),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
