"""Check the hash chain of every project."""

from django.core.management.base import BaseCommand, CommandError

from audit.models import Entry, Head


class Command(BaseCommand):
    """Names the first entry that does not hold in each broken chain; exit status 1 then."""

    help = "Verify the record's hash chain of every project."

    def handle(self, *args: str, **options: object) -> None:
        """Check every chain and print the result."""
        heads = list(Head.objects.order_by("project"))
        broken = 0
        for head in heads:
            found = list(Entry.breaks_of(head.project))
            broken += bool(found)
            for one in found:
                self.stderr.write(f"{head.project}: entry {one.seq}: {one.why}")
        if broken:
            raise CommandError(f"{broken} of {len(heads)} chains do not hold.")
        self.stdout.write(f"{len(heads)} chains hold, {sum(head.seq for head in heads)} entries.")
