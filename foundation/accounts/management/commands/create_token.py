"""Print a new API token of a person."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.accounts.models import MOST_TOKEN_DAYS, TOKEN_DAYS, Token, User
from foundation.accounts.scopes import EVERYTHING, Scope


class Command(BaseCommand):
    """`create_token EMAIL` prints the secret of a new token, once."""

    help = "Make an API token for a person and print it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, what the token is for, what it may, and for how long."""
        parser.add_argument("email")
        parser.add_argument("--name", default="create_token")
        parser.add_argument("--scope", action="append", choices=Scope.values, help="May be given several times.")
        parser.add_argument("--days", type=int, default=TOKEN_DAYS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the secret."""
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        if not 1 <= options["days"] <= MOST_TOKEN_DAYS:
            raise CommandError(f"A token speaks for a person for 1 to {MOST_TOKEN_DAYS} days.")
        scopes = options["scope"] or EVERYTHING
        self.stdout.write(Token.issue(user, options["name"], scopes=scopes, days=options["days"]))
