"""Makes the whole register as PDF, in volumes, so that no number of decisions fills the memory."""

from collections.abc import Iterator
from itertools import batched
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from circles.projects.models import Project
from decisions.decision_files.exports.pdf import pdf_of
from decisions.decision_files.exports.print_view import printed, to_print
from decisions.decisions.models import Decision, Printout
from decisions.decisions.register.filters import RegisterFilters
from decisions.decisions.register.sorting import Sorting
from foundation.audit import clock

VOLUME = 200
"""So many decisions in a volume: some hundred pages."""


def write_printout(printout: Printout) -> None:
    """Write all that was asked for: one PDF, or an archive of volumes; the printout says how far it is."""
    with translation.override(printout.language):
        if printout.number <= VOLUME:
            for pdf, _done in volumes_of(printout):
                printout.finish(ContentFile(pdf), "register.pdf")
            return
        with TemporaryFile() as file:
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                for place, (pdf, done) in enumerate(volumes_of(printout), start=1):
                    archive.writestr(f"register-{place:03}.pdf", pdf)
                    printout.report_progress(min(done, printout.number))
            file.seek(0)
            printout.finish(File(file), "register.zip")


def volumes_of(printout: Printout) -> Iterator[tuple[bytes, int]]:
    """Yield each volume as PDF, with the number of decisions up to its end; at least one."""
    project = printout.project
    asked = RegisterFilters.of(printout.query)
    found = asked.among(Decision.objects.visible_to(printout.by).in_project(project), project)
    rows = Sorting(asked.sort).sorted(to_print(found))
    return volumes(project, rows, number=printout.number, language=printout.language)


def volumes(project: Project, rows: Any, *, number: int, language: str) -> Iterator[tuple[bytes, int]]:
    """Yield decisions (as `to_print` reads them) as volumes in PDF, with the number of decisions up to the end of
    each; at least one volume.
    """
    parts, done = -(-number // VOLUME) or 1, 0
    for place, some in enumerate(batched(rows.iterator(chunk_size=VOLUME), VOLUME, strict=False), start=1):
        done += len(some)
        yield _volume(project, list(some), (place, parts), language), done
    if not done:
        yield _volume(project, [], (1, 1), language), 0


def _volume(project: Project, some: list[Decision], place: tuple[int, int], language: str) -> bytes:
    context = {
        "project": project,
        "printed": printed(some, project),
        "volume": place[0],
        "volumes": place[1],
        "now": clock.now(),
    }
    return pdf_of(
        render_to_string("decision_files/volume.html", context),
        language=language,
        title=f"{project.name}: {_('Register of decisions')}",
        address=settings.BASE_URL,
    )
