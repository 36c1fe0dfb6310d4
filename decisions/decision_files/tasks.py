"""Make the register as PDF, and clear it away. A task may run late, twice or never."""

from datetime import timedelta

from decisions.decision_files.exports.pdf_export import write_printout
from decisions.decisions.models import Printout
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled, unscheduled


@unscheduled("whoever asks for a printout sends it; clear_printouts tells of what nobody made.")
def print_register(key: str) -> None:
    """Make a PDF of the register that a person asked for; when it cannot be made, they are told of that too."""
    printout = Printout.objects.select_related("project", "by").get(pk=key)
    if not printout.is_under_way:
        return
    try:
        write_printout(printout)
    except Exception:
        printout.fail()
        raise


@scheduled(every=timedelta(hours=1))
def clear_printouts() -> int:
    """Remove what has lain ready for a week, and tell who waits for what nobody makes any more; return how many."""
    given_up = each("printouts", list(Printout.objects.abandoned()), Printout.fail)
    return given_up + each("printouts", list(Printout.objects.outdated()), Printout.remove)
