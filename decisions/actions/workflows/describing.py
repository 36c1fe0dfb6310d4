"""What is said of an action: its description, why it is there, and where it belongs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.projects.models import Link, Subject
from decisions.actions.event_types import ActionEvent
from decisions.actions.models import Action
from documents.conversation.text.mentions import Mentions
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


def describe(action: Action, text: str, *, by: User, at: datetime | None = None) -> None:
    """Write its description, as Markdown; empty takes it away. Whom it names is told. Records `action.described`."""
    wanted = text.strip()
    with transaction.atomic():
        found = action.locked_open()
        if wanted == found.description:
            return
        mentions = Mentions(found.project, found.circle)
        found.description, found.html = wanted, mentions.render(wanted) if wanted else ""
        found.save()
        context = found.event_context(by, at)
        people = dict.fromkeys(mentions.people, Notice.Reason.MENTIONED) | context["people"]
        found.record_event(ActionEvent.DESCRIBED, **context | {"people": people})


def give_reason(action: Action, source: Subject, *, by: User, quote: str = "", at: datetime | None = None) -> None:
    """Say what it comes from, beside what was said before. Records `action.tied`."""
    with transaction.atomic():
        found = action.locked()
        if source.kind == found.kind and source.pk == found.pk:
            raise Refused(_("An action cannot come from itself."))
        if Link.objects.into(found).filter(source_kind=source.kind, source=str(source.pk)).exists():
            return
        Link.tie(found.project, source, found, by=by, quote=quote)
        context = found.event_context(by, at)
        context["also"] = [*context["also"], source.change_key]
        found.record_event(ActionEvent.TIED, **context, source=f"{source.reference} {source.headline}".strip()[:300])


def give_words(action: Action, why: str, *, by: User, at: datetime | None = None) -> None:
    """Say in words why it is there; that replaces what was said in words. Records `action.tied`."""
    wanted = " ".join(why.split())[:300]
    with transaction.atomic():
        found = action.locked()
        if wanted and wanted != found.why:
            found.why = wanted
            found.save()
            found.record_event(ActionEvent.TIED, **found.event_context(by, at), why=wanted)


def change_circle(action: Action, circle: Circle, *, by: User, at: datetime | None = None) -> None:
    """Give it to another circle of its project, which is open; the same changes nothing."""
    with transaction.atomic():
        found = action.locked_open()
        place = circle.open_or_refuse()
        if place.project_id != found.project_id:
            raise Refused(_("This circle is in another project."))
        if place.pk != found.circle_id:
            found.transfer_to(place, by=by, at=at)
