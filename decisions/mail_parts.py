"""What decisions add to e-mails that ask for a position, and how the inbox gives one where it stands."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from circles.models import Project
from decisions.contexts.mailed_round import mailed_round, secret_of
from decisions.models import Position, Round
from inbox.contexts import InboxAnswer
from inbox.kinds import ASKING
from inbox.mail_parts import MailPart, MailPartOf
from inbox.models import Notice, one_line
from web.pagination import number_in

EMAIL_PART = "decisions/email/position"


def position_part(person: User, notice: Notice) -> MailPart | None:
    """Return what an e-mail shows of the round that asks somebody, with a link of their own for each position."""
    round_ = _rounds_of(person, [notice]).get(notice.pk)
    if round_ is None:
        return None
    asked = mailed_round(round_, person)
    if asked.why_not:
        return None
    proposal = round_.proposal
    where = reverse("decisions:mail_answer", args=[proposal.project.slug, secret_of(round_, person)])
    objecting = reverse("decisions:new_objection", args=[proposal.project.slug, proposal.number, round_.number])
    link = settings.BASE_URL + where
    context = {
        "asked": asked,
        "title": one_line(f"{proposal.reference} {proposal.title}"),
        "place": one_line(f"{proposal.circle.name}, {proposal.project.name}"),
        "problem": quoted(proposal.tension, most=900),
        "words": quoted(proposal.text, most=2400),
        "answers": [
            (
                "consent",
                "✓",
                _("No objection"),
                _("it endangers nothing we need"),
                f"{link}?position=no_objection",
            ),
            ("concern", "!", _("Concern"), _("kept with the decision, blocks nothing"), f"{link}?position=concern"),
            ("time", "…", _("I need time"), _("one working day more, once for all"), f"{link}?position=time"),
            ("objection", "–", _("Objection"), _("it endangers one of our essentials"), settings.BASE_URL + objecting),
            ("pass", "/", _("Not for me to judge"), _("somebody else knows better"), f"{link}?position=pass"),
        ],
    }
    title = f"{proposal.reference} {proposal.title}"
    return MailPart(EMAIL_PART, context, _("%(title)s: your position is asked") % {"title": title})


def quoted(words: str, *, most: int) -> str:
    """Return somebody's words as plain text shows them: each line marked, so that none passes for one of ours."""
    return "\n".join(f"> {line}" for line in Truncator(words).chars(most).splitlines())


def position_answers(person: User, notices: Sequence[Notice], here: str) -> dict[int, InboxAnswer]:
    """Return where positions are given in the inbox, by notice; two queries, however many."""
    notices = [notice for notice in notices if notice.kind in ASKING]
    if not notices:
        return {}
    own = set(Project.objects.visible_to(person).values_list("pk", flat=True))
    return {
        pk: InboxAnswer("decisions/inbox_answer.html", {"round": round_})
        for pk, round_ in _rounds_of(person, notices).items()
        if round_.proposal.project_id in own
    }


def _rounds_of(person: User, notices: Sequence[Notice]) -> dict[int, Any]:
    """Find the open rounds that notices are about, by notice, with what the person last `said` in each."""
    numbers = {notice.pk: number_in(notice.reference.partition("-")[2]) for notice in notices}
    projects, known = {notice.project for notice in notices}, [number for number in numbers.values() if number]
    rounds = Round.objects.open_at(None).asking(person).filter(proposal__project__in=projects)
    own = Position.objects.filter(round=OuterRef("pk"), user=person, is_late=False).order_by("-pk")
    rounds = rounds.filter(proposal__number__in=known).annotate(said=Subquery(own.values("kind")[:1]))
    by_place: dict[Any, Any] = {
        (one.proposal.project_id, one.proposal.number): one
        for one in rounds.select_related("proposal__project", "proposal__circle", "proposal__created_by", "decides")
    }
    found = {one.pk: by_place.get((one.project, numbers[one.pk])) for one in notices}
    return {pk: round_ for pk, round_ in found.items() if round_ is not None}


MAIL_PARTS: dict[str, MailPartOf] = {kind.value: position_part for kind in ASKING}
