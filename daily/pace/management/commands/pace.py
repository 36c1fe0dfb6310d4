"""Say how deciding goes in a project."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from circles.projects.models import Project
from daily.pace.contexts.past_register import register_of
from daily.pace.contexts.pictures import pictures
from daily.pace.contexts.tuner import domain_tuner, tuner


class Command(BaseCommand):
    """Prints the tables behind the pictures of pace, and what other limits would change."""

    help = "Print how deciding goes in a project: ways, people asked, hours, waits, and what other limits would change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the project, by its address."""
        parser.add_argument("project", help="the project's address (slug)")
        parser.add_argument("--circle", default="", help="the key of a circle to play again")
        parser.add_argument("--limit", default="", help="under this limit")
        parser.add_argument("--domain", default="", help="or as the holder of this domain")

    def handle(self, *args: str, **options: Any) -> None:
        """Print it in the project's language."""
        project = Project.objects.filter(slug=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project at {options['project']}.")
        with translation.override(project.language):
            register = register_of(project)
            for picture in pictures(register):
                self.stdout.write(f"{picture.name}. {picture.lead}")
                self.stdout.write("\t" + "\t".join(picture.heads))
                for name, cells in picture.table:
                    self.stdout.write(f"{name}\t" + "\t".join(cells))
                self.stdout.write("")
            tunes = tuner(project, register, options["circle"], options["limit"])
            for tune in filter(None, (tunes["asked"], *tunes["offered"])):
                self.stdout.write(f"{tune.sentence} {tune.rest}".strip())
            moves = domain_tuner(project, register, options["domain"], options["circle"])
            for move in filter(None, (moves["asked_move"], *moves["moves"])):
                self.stdout.write(f"{move.sentence} {move.rest}".strip())
