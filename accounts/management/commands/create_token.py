"""Print a new API token of a person."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Token, User


class Command(BaseCommand):
    """`create_token EMAIL` prints the secret of a new token, once."""

    help = "Make an API token for a person and print it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address and what the token is for."""
        parser.add_argument("email")
        parser.add_argument("--name", default="create_token")

    def handle(self, *args: str, **options: str) -> None:
        """Print the secret."""
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        self.stdout.write(Token.issue(user, options["name"]))
