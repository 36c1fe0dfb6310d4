"""Take a project away as one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from across.takeaway.workflows.copying import write_copy
from chat.chat.models import Message
from circles.circles.takeaway_parts import TakeawayReader
from circles.projects.models import Project
from foundation.web.progress import progress_bar


class Command(BaseCommand):
    """`script/manage export_project SLUG FILE`: everything, to be imported; `--circle KEY`: one circle, to be read."""

    help = "Write a project into one ZIP, with everything, or one circle of it as far as its members read it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take project, file and circle."""
        parser.add_argument("project", metavar="SLUG", help="the project's name in addresses")
        parser.add_argument("file", metavar="FILE", type=Path, help="the archive to write; there must be none yet")
        parser.add_argument("--circle", metavar="KEY", help="only this circle and those inside it; cannot be imported")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it beside its name first: a file of that name is whole."""
        project = Project.objects.filter(slug=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project at the address {options['project']}.")
        circle, key = None, options["circle"]
        if key and (circle := project.circles.filter(key=key).first()) is None:
            raise CommandError(f"{project.name} has no circle {key}.")
        target: Path = options["file"]
        if target.exists():
            raise CommandError(f"{target} is there already.")
        unfinished = target.with_name(f".{target.name}.unfinished")
        try:
            manifest = self.write(unfinished, TakeawayReader(project, circle=circle))
            unfinished.replace(target)
        except OSError as error:
            raise CommandError(f"{error.filename or target}: {error.strerror}") from error
        finally:
            unfinished.unlink(missing_ok=True)
        rows = f", {sum(manifest['counts'].values())} rows" if circle is None else ""
        entries = manifest["record"]["entries"]
        self.stdout.write(f"{target}: {project.name}{rows}, {entries} entries of the record.")
        if direct := Message.objects.filter(topic__project=project, topic__room=None).count():
            self.stdout.write(
                f"Not in it: {direct} direct messages. They are no part of a project: a backup of the whole server has"
                " them, and each person’s own copy has theirs."
            )

    def write(self, target: Path, reader: TakeawayReader) -> dict[str, Any]:
        """Write the archive, with a bar on a terminal."""
        with target.open("w+b") as file, progress_bar(reader.project.slug, 1) as advance:
            last = 0

            def report(done: int, number: int) -> None:
                nonlocal last
                share = done * 1000 // max(number, 1)
                advance((share - last) / 1000)
                last = share

            language = reader.project.language
            return write_copy(file, reader, is_whole=reader.circle is None, language=language, report=report)
