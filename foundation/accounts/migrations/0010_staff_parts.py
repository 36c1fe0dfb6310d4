"""Groups by which people who are not administrators get parts of the administration; see foundation/accounts/staff_parts.py."""

from typing import Any

from django.db import migrations

VIEW, CHANGE, REMOVE = ("view",), ("view", "change"), ("view", "delete")
# An operator may have had groups called people, projects or record: these are left alone.
PARTS = {
    "ronde:people": {
        "accounts.user": CHANGE,
        "usersessions.usersession": REMOVE,
        "mfa.authenticator": REMOVE,
        "accounts.token": VIEW,
        "account.emailaddress": VIEW,
        "invitations.invitation": CHANGE,
        "invitations.guest": VIEW,
        "circles.membership": VIEW,
        "circles.role": VIEW,
    },
    "ronde:projects": {
        "projects.project": CHANGE,
        "circles.circle": VIEW,
        "circles.fundamental": VIEW,
        "circles.domain": VIEW,
        "circles.membership": VIEW,
        "circles.role": VIEW,
        "actions.action": VIEW,
        "tracks.question": VIEW,
        "tracks.track": VIEW,
        "money.purse": VIEW,
        "money.expense": VIEW,
    },
    "ronde:record": {"audit.entry": VIEW, "audit.head": VIEW, "audit.personalvalue": VIEW},
}


def make_groups(apps: Any, _editor: Any) -> None:
    """Make them with their rights, which Django itself makes only after all migrations."""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for name, models_of in PARTS.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if not is_new:
            continue
        for label, actions in models_of.items():
            app, _dot, model = label.partition(".")
            kind, _is_new = ContentType.objects.get_or_create(app_label=app, model=model)
            for action in actions:
                right, _is_new = Permission.objects.get_or_create(
                    content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
                )
                group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_languages_in_one_table"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
