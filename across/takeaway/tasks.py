"""Make copies, bring them in, and clear them away: the database is the truth, this is a hint that may come late."""

from datetime import timedelta
from tempfile import TemporaryFile

from django.core.files.base import File
from django.utils import translation
from django.utils.translation import gettext as _

from across.takeaway.models import ProjectImport, Takeaway
from across.takeaway.permissions import may_have
from across.takeaway.workflows.copying import write_copy
from across.takeaway.workflows.importing import import_project
from across.takeaway.workflows.progress import reporting
from across.takeaway.workflows.welcome_emails import write_welcome_emails
from circles.circles.takeaway_parts import TakeawayReader, file_name
from foundation.audit.batch_jobs import each
from foundation.web.exceptions import Refused
from foundation.web.schedule import scheduled, unscheduled


@unscheduled("whoever asks for a copy sends it; clear_copies tells of what nobody made.")
def make_copy(key: str) -> None:
    """Make a copy that a person asked for; when it cannot be made, or is theirs no more, they are told."""
    copy = Takeaway.objects.select_related("project", "circle", "by").filter(pk=key).first()
    if copy is None or not copy.is_under_way:
        return
    if not may_have(copy.by, copy):
        copy.fail()
        return
    reader = TakeawayReader(copy.project, None if copy.is_whole else copy.by, copy.circle)
    try:
        with TemporaryFile() as file:
            with reporting(copy) as report:
                write_copy(file, reader, is_whole=copy.is_whole, language=copy.language, report=report)
            file.seek(0)
            copy.refresh_from_db()
            copy.finish(File(file), f"{file_name(copy.project.slug)}.zip")
    except Exception:
        copy.fail()
        raise


@unscheduled("an administrator sends it with a copy; clear_copies tells of what nobody made.")
def bring_in(key: str) -> None:
    """Bring in a copy that an administrator sent."""
    arrival = ProjectImport.objects.select_related("by", "upload").filter(pk=key).first()
    if arrival is None or not arrival.is_under_way:
        return
    try:
        with translation.override(arrival.by.language), arrival.opened() as file:
            with reporting(arrival) as report:
                found = import_project(file, by=arrival.by, report=report)
            if arrival.with_emails:
                write_welcome_emails(found.project, found.newcomers)
        arrival.refresh_from_db()
        arrival.finish(found.project, found.counts)
    except Refused as refused:
        arrival.fail(refused.sentence)
    except Exception:
        arrival.fail(_("It could not be read; the administrator finds the reason in the server’s log."))
        raise


@scheduled(every=timedelta(hours=1))
def clear_copies() -> int:
    """Remove what has lain there for a week, and tell who waits for what nobody makes any more; return how many."""
    given_up = each("takeaways", list(Takeaway.objects.abandoned()), Takeaway.fail)
    given_up += each("imports", list(ProjectImport.objects.abandoned()), ProjectImport.fail)
    removed = each("takeaways", list(Takeaway.objects.outdated()), Takeaway.remove)
    return given_up + removed + each("imports", list(ProjectImport.objects.outdated()), ProjectImport.remove)
