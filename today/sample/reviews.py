"""What becomes of the decisions of the story: one is kept at its review, and one concern comes true."""

from datetime import datetime
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

if TYPE_CHECKING:
    from today.sample.story import Story


def plan(story: "Story") -> None:
    """Plan the review of the inlet, and the day on which a panel was measured."""
    story.on(-12, "16:20", keep)
    story.on(-8, "11:30", come_true)


def keep(story: "Story", at: datetime) -> None:
    """Keep the inlet at its review, for six months."""
    decision = story.proposals["inox"].decision
    words = story.texts["decisions"]["inox"]["review"]
    until = story.project.day_of(at) + relativedelta(months=6)
    concerns = {one.position.pk: ("no", "") for one in decision.concerns()}
    decision.review("kept", by=decision.owner, concerns=concerns, next_on=until, at=at, **words)


def come_true(story: "Story", at: datetime) -> None:
    """Let Inès say that her concern about the panels came true: one was measured on the roof."""
    decision, ines = story.proposals["panneaux"].decision, story.people["ines"]
    concern = next(one.position for one in decision.concerns() if one.position.user == ines)
    decision.look_at(concern, "yes", by=ines, words=story.texts["decisions"]["panneaux"]["look"]["ines"], at=at)
