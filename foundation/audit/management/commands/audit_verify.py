"""Check the hash chain of every project, and the rows that it seals."""

from django.core.management.base import BaseCommand, CommandError

from foundation.audit.models import Entry, Head
from foundation.audit.sealing import differences


class Command(BaseCommand):
    """Names the first entry that does not hold in each broken chain, and each row that is not what its chain sealed;
    exit status 1 then.
    """

    help = "Verify the record's hash chain of every project, and what it has sealed of rows."

    def handle(self, *args: str, **options: object) -> None:
        """Check every chain, and the rows that it seals, and print the result."""
        heads = list(Head.objects.order_by("project"))
        broken, changed = 0, 0
        for head in heads:
            found = list(Entry.breaks_of(head.project))
            broken += bool(found)
            for one in found:
                self.stderr.write(f"{head.project}: entry {one.seq}: {one.why}")
            for difference in differences(head.project):
                changed += 1
                sealed = f" (entry {difference.seq})" if difference.seq else ""
                self.stderr.write(f"{head.project}: {difference.sentence}{sealed}")
        if broken:
            raise CommandError(f"{broken} of {len(heads)} chains do not hold.")
        if changed:
            raise CommandError(f"{len(heads)} chains hold, but {changed} rows or fields are not what they sealed.")
        self.stdout.write(
            f"{len(heads)} chains hold, {sum(head.seq for head in heads)} entries, and the rows they seal."
        )
