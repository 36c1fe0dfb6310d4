"""Make a database with people and empty documents, and print their tokens and ids as JSON (settings say where)."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(people: int, documents: int) -> None:
    """Make so many people, who may all write so many documents."""
    import django

    django.setup()
    from django.core.management import call_command

    from circles.circles.models import Membership
    from circles.circles.workflows.project_setup import create_project
    from documents.documents.models import Document
    from foundation.accounts.models import Token, User

    call_command("migrate", verbosity=0)
    ada = User.objects.create_user("ada@ronde.example", name="Ada Mercier")
    circle = create_project("Busy", by=ada).circles.general()
    others = User.objects.bulk_create(
        User(email=f"p{number}@ronde.example", name=f"Person {number}") for number in range(people - 1)
    )
    Membership.objects.bulk_create(Membership(circle=circle, project=circle.project, user=user) for user in others)
    tokens = [Token.issue(user, "benchmark") for user in (ada, *others)]
    made = [str(Document.create(circle, f"Document {number}", by=ada).pk) for number in range(documents)]
    json.dump({"tokens": tokens, "documents": made}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
