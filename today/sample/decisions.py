"""How the proposals of the story are put, heard, claimed, withdrawn, failed and sent up."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from accounts.models import User
from circles.models import Link
from decisions.models import Proposal, Round
from today.sample.proposals import ANSWERS, OBJECTION, PLANS, Plan, name_of

if TYPE_CHECKING:
    from today.sample.story import Story

__all__ = ["name_of", "plan"]
FIRST_WORD = 7  # minutes after a round has opened


def plan(story: "Story") -> None:
    """Plan every proposal, and what happens to the newest ones besides."""
    for each in PLANS.values():
        story.on(each.day, each.time, propose, each)
        if each.opens:
            story.on(*opening(story, each), ask, each)
    story.on(0, "08:45", claim)
    story.on(-2, "11:00", withdraw, "soixante", "marc")
    story.on(-2, "18:15", settle, "newsletter")
    story.on(-2, "18:45", try_again)
    story.on(-1, "18:55", settle, "fusible")


def opening(story: "Story", each: Plan) -> tuple[int, str]:
    """Give when a round opens; the one that closes tonight opened a working day ago."""
    day, time = each.opens or (0, "")
    return (day - 1, time) if story.days.at(day, time) > story.now and day == 0 else (day, time)


def propose(story: "Story", each: Plan, at: datetime) -> None:
    """Write the draft."""
    words = story.texts["decisions"][each.key]
    terms = each.terms
    if each.replaces:
        terms["replaces"] = story.proposals[each.replaces].decision
    proposal = story.proposals[each.key] = Proposal.propose(
        story.circles[each.circle],
        by=story.people[each.by],
        title=words["title"],
        tension=words["tension"],
        text=words["text"],
        effect=words["effect"],
        domains=[story.domains[key] for key in each.domains],
        elements=[story.elements[key] for key in each.elements],
        named=[story.circles[key] for key in each.named],
        at=at,
        **terms,
    )
    if each.born_of:
        message = story.topics[each.born_of].messages.order_by("-seq")[1]
        Link.tie(story.project, message, proposal, by=story.people[each.by], quote=message.text)


def ask(story: "Story", each: Plan, at: datetime) -> None:
    """Open the round, and plan what each person says in it."""
    proposal = story.proposals[each.key]
    round_ = proposal.put_to_round(by=story.people[each.by], at=at)
    plan_voices(story, each, round_, at)


def plan_voices(story: "Story", each: Plan, round_: Round, at: datetime) -> None:
    """Plan a word of everybody who is asked and not silent, in turn or when the table says."""
    asked = User.objects.filter(pk__in=round_.asked.values("user")).order_by("name")
    handles = {user.pk: handle for handle, user in story.people.items()}
    turn = 0
    for handle in (handles[user.pk] for user in asked):
        if handle in each.silent:
            continue
        moment = at + timedelta(minutes=FIRST_WORD + each.pace * turn)
        if handle in each.when:
            moment = story.days.at(*each.when[handle])
        else:
            turn += 1
        story.at(moment, speak, each, handle)


def speak(story: "Story", each: Plan, handle: str, at: datetime) -> None:
    """Let one person say what they have to say, unless the round is over."""
    round_ = story.proposals[each.key].open_round
    if round_ is None or round_.is_over(at):
        return
    words = story.texts["decisions"][each.key].get("words", {})
    kind = each.says.get(handle) or "no_objection"
    answers = answers_of(story, each) if kind == OBJECTION else None
    said = words.get(handle, "") if kind != OBJECTION or handle in words else ""
    round_.take(kind, by=story.people[handle], words=said, answers=answers, at=at)


def answers_of(story: "Story", each: Plan) -> dict[str, Any]:
    """Give the five answers of the one objection, with its words."""
    words = story.texts["decisions"][each.key]["words"]
    answers = {**ANSWERS[each.key], "harm": words["harm"], "evidence": words.get("evidence", "")}
    if "element" in answers:
        answers["element"] = story.elements[answers["element"]]
    return answers


def claim(story: "Story", at: datetime) -> None:
    """Let supply chain say, in the last hour, that the seals they have just bought are affected."""
    what = story.texts["circles"]["claim"]
    story.proposals["fkm"].claim(story.circles["achats"], by=story.people["karim"], what=what, at=at)
    round_ = story.proposals["fkm"].open_round
    if round_:
        plan_voices(story, PLANS["fkm"], round_, at)


def withdraw(story: "Story", key: str, by: str, at: datetime) -> None:
    """Take a proposal back."""
    story.proposals[key].withdraw(by=story.people[by], at=at)


def settle(story: "Story", key: str, at: datetime) -> None:
    """Write the outcome of a round whose time is over."""
    story.proposals[key].settle(at=at)


def try_again(story: "Story", at: datetime) -> None:
    """Let the first round end with the objection standing, and put another text."""
    proposal = story.proposals["fusible"]
    proposal.settle(at=at)
    text = story.texts["decisions"]["fusible"]["text2"]
    proposal.revise(by=story.people["marc"], text=text, at=at)
