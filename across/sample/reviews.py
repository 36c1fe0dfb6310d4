"""What becomes of the decisions of the story: one is kept at its review, one revoked, and one concern comes true."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from dateutil.relativedelta import relativedelta

from across.sample.story import Story
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.reviews import hold_review, look_at_concern
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from foundation.web.collation import Alphabetical

if TYPE_CHECKING:
    from decisions.decisions.models import Proposal, Round


def plan(story: Story) -> None:
    """Plan the reviews of the inlet and of the wear bench, and the day on which a panel was measured."""
    story.on(-12, "16:20", keep_inlet)
    story.on(-8, "11:30", come_true)
    story.on(-1, "10:40", drop)


def keep_inlet(story: Story, at: datetime) -> None:
    """Keep the inlet at its review, for six months."""
    decision = story.proposals["inox"].decision
    words = story.texts["decisions"]["inox"]["review"]
    until = story.project.day_of(at) + relativedelta(months=6)
    concerns = {one.position.pk: ("no", "") for one in decision.concerns()}
    hold_review(decision, "kept", by=decision.owner, concerns=concerns, next_on=until, at=at, **words)


def come_true(story: Story, at: datetime) -> None:
    """Let Inès say that her concern about the panels came true: one was measured on the roof."""
    decision, ines = story.proposals["panneaux"].decision, story.people["ines"]
    concern = next(one.position for one in decision.concerns() if one.position.user == ines)
    look_at_concern(
        decision, concern, "yes", by=ines, words=story.texts["decisions"]["panneaux"]["look"]["ines"], at=at
    )


def drop(story: Story, at: datetime) -> None:
    """Let Sami revoke the wear bench at its review, as a school lends one; the circle is asked, and says so by noon."""
    decision, sami = story.proposals["usure"].decision, story.people["sami"]
    words = story.texts["decisions"]["usure"]["review"]
    review = hold_review(decision, "revoked", by=sami, concerns={}, at=at, **words)
    proposal = story.proposals["rendu"] = cast("Proposal", review.proposal)
    for turn, asked in enumerate(
        round_of(proposal).asked.select_related("user").order_by(Alphabetical("user__name")), 1
    ):
        story.at(at + timedelta(minutes=11 * turn), agree, proposal, asked.user)


def agree(story: Story, proposal: "Proposal", person: User, at: datetime) -> None:
    """Let one person say that they have no objection, in words where the texts have some; who answers has read."""
    said = story.texts["decisions"]["usure"]["revoked"]
    handle = next(handle for handle, user in story.people.items() if user == person)
    take_position(round_of(proposal), "no_objection", by=person, words=said.get(handle, ""), at=at)
    Notice.objects.to(person).unread().filter(reference=proposal.reference).update(read_at=at)


def round_of(proposal: "Proposal") -> "Round":
    return cast("Round", proposal.open_round)
