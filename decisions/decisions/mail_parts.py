"""What decisions add to e-mails that ask for a position, and how the inbox gives one where it stands."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from circles.projects.models import Project
from decisions.decisions.contexts.mailed_round import mailed_round, secret_of
from decisions.decisions.models import Objection, Position, Round
from decisions.decisions.notice_kinds import POSITION_KINDS
from foundation.accounts.models import User
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.mail_parts import MailPart, MailPartOf, quoted
from foundation.inbox.models import Notice, one_line
from foundation.inbox.replies import InboxReply
from foundation.web.pagination import number_in

EMAIL_PART = "decisions/email/position"


def position_part(person: User, notice: Notice) -> MailPart | None:
    """Return what an e-mail shows of the round that asks a person, with a link of their own for each position."""
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
        "voiced": [(name, kind, Truncator(one_line(said)).chars(240)) for name, kind, said in voices(round_)],
        "positions": [
            (
                kind,
                f"{settings.BASE_URL}{objecting}?kind={kind.value}"
                if kind.asks_tests
                else f"{link}?position={kind.value}",
            )
            for kind in Position.Kind
        ],
    }
    title = f"{proposal.reference} {proposal.title}"
    return MailPart(EMAIL_PART, context, _("%(title)s: your position is asked") % {"title": title})


def voices(round_: Round) -> list[tuple[str, str, str]]:
    """Return who sees a danger or has a concern so far: name, position and words, as each said last."""
    said = round_.positions.standing().select_related("user").order_by("pk")
    last = {position.user_id: position for position in said}.values()
    return [(one.user.name, str(one.says.facts.short), one.words) for one in last if one.says.asks_more]


def inbox_replies(person: User, notices: Sequence[Notice], here: str) -> dict[int, InboxReply]:
    """Return where positions are given and objections read in the inbox, by notice; three queries, however many."""
    asking = [notice for notice in notices if notice.kind in POSITION_KINDS]
    objected = [notice for notice in notices if notice.kind == NoticeKind.OBJECTION]
    if not asking and not objected:
        return {}
    own = set(Project.objects.visible_to(person).values_list("pk", flat=True))
    return _positions(person, asking, own) | _objections(objected, own)


def _positions(person: User, notices: Sequence[Notice], own: set[UUID]) -> dict[int, InboxReply]:
    return {
        pk: InboxReply("decisions/inbox_position.html", {"round": round_})
        for pk, round_ in (_rounds_of(person, notices) if notices else {}).items()
        if round_.proposal.project_id in own
    }


def _objections(notices: Sequence[Notice], own: set[UUID]) -> dict[int, InboxReply]:
    """Return the objection that stands against each proposal: the one that was put last."""
    numbers = {notice.pk: number_in(notice.reference.partition("-")[2]) for notice in notices}
    known = [number for number in numbers.values() if number]
    if not known:
        return {}
    standing = Objection.objects.standing().of_undecided().filter(proposal__project__in=own, proposal__number__in=known)
    last: dict[Any, Objection] = {
        (one.proposal.project_id, one.proposal.number): one
        for one in standing.select_related("proposal__project", "by", "element", "against").order_by("pk")
    }
    found = {notice.pk: last.get((notice.project, numbers[notice.pk])) for notice in notices}
    return {
        pk: InboxReply("decisions/inbox_objection.html", {"objection": one, "words": one.harm or one.quote})
        for pk, one in found.items()
        if one is not None
    }


def _rounds_of(person: User, notices: Sequence[Notice]) -> dict[int, Any]:
    """Find the open rounds that notices are about, by notice, with what the person last `said` in each."""
    numbers = {notice.pk: number_in(notice.reference.partition("-")[2]) for notice in notices}
    projects, known = {notice.project for notice in notices}, [number for number in numbers.values() if number]
    rounds = Round.objects.open_at(None).asking(person).filter(proposal__project__in=projects)
    own = Position.objects.standing().filter(round=OuterRef("pk"), user=person).order_by("-pk")
    rounds = rounds.filter(proposal__number__in=known).annotate(said=Subquery(own.values("kind")[:1]))
    by_place: dict[Any, Any] = {
        (one.proposal.project_id, one.proposal.number): one
        for one in rounds.select_related("proposal__project", "proposal__circle", "proposal__created_by", "decides")
    }
    found = {one.pk: by_place.get((one.project, numbers[one.pk])) for one in notices}
    return {pk: round_ for pk, round_ in found.items() if round_ is not None}


MAIL_PARTS: dict[str, MailPartOf] = {kind.value: position_part for kind in POSITION_KINDS}
