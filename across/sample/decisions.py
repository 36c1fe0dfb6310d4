"""How the proposals of the story are put, answered, revised, claimed, withdrawn, failed and sent up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from across.sample.documents import insert_blocks
from across.sample.files import EVIDENCE, attach
from across.sample.proposals import ANSWERS, OBJECTION, PLANS, ProposalPlan
from across.sample.specification import touches
from across.sample.story import Story
from circles.circles.models import Circle
from circles.projects.models import Link
from circles.restructuring.changes import Limits, to_json
from decisions.decisions.models import EffectAnswer, Round, Words, propose_answered
from decisions.decisions.models.proposals.named_things import lines_for
from decisions.decisions.models.proposals.possible_changes import possible_changes
from decisions.decisions.models.proposals.proposal_terms import UNSAID, terms_in
from decisions.decisions.workflows import (
    amendments,
    claims,
    editorials,
    objections,
    positions,
    proposals,
    round_closing,
    urgent_acts,
)
from documents.richtext.markdown_reader import nodes_of
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical

FIRST_WORD = 7  # minutes after a round has opened


@dataclass(frozen=True)
class Claiming:
    """Someone says for a circle that a proposal affects it; what of theirs, the texts say."""

    key: str
    circle: str
    by: str
    day: int
    time: str


CLAIMS = (
    Claiming("panneaux", "electronique", "marc", -32, "10:20"),
    Claiming("soixante", "achats", "karim", -2, "09:35"),
    Claiming("fkm", "achats", "karim", 0, "08:45"),
)
"""Electronics and Supply chain claim each other; the last claim comes in the last hour of its round."""
AMENDED = (("bo", "09:36"), ("ines", "09:40"))
"""Who writes which sentence of the amendment that takes a battery which is tested already."""


def plan(story: Story) -> None:
    """Plan every proposal, and what happens to the newest ones besides."""
    for each in PLANS.values():
        if each.acted and each.opens:
            story.on(*each.opens, report_act, each)
            continue
        story.on(each.day, each.time, propose, each)
        if each.taken:
            story.on(*each.taken, take_clauses, each)
        if each.opens:
            story.on(*opening(story, each), ask, each)
        plan_turns(story, each)
    for claiming in CLAIMS:
        story.on(claiming.day, claiming.time, claim, claiming)
    for part, (by, time) in enumerate(AMENDED):
        story.on(0, time, amend, "batterie", part, by)
    story.on(-2, "11:00", withdraw, "soixante", "marc")
    story.on(-2, "18:15", write_outcome, "newsletter")
    story.on(-1, "19:10", write_outcome, "fusible")


def plan_turns(story: Story, each: ProposalPlan) -> None:
    """Plan what happens to one after its round has opened, beside what each person says."""
    if each.revised:
        story.on(*each.revised, revise, each)
    for handle, (by, day, time) in each.unanswered.items():
        story.on(day, time, lift_for, each, handle, by)
    for handle, (day, time) in each.reopens.items():
        story.on(day, time, reopen, each, handle)
    for handle, (by, day, time) in each.recorded.items():
        story.on(day, time, record, each, handle, by)


def opening(story: Story, each: ProposalPlan) -> tuple[int, str]:
    """Return when a round opens; the one that closes tonight opened a working day ago."""
    day, time = each.opens or (0, "")
    return (day - 1, time) if story.days.at(day, time) > story.now and day == 0 else (day, time)


def propose(story: Story, each: ProposalPlan, at: datetime) -> None:
    """Write the draft."""
    terms = each.terms
    if each.replaces:
        terms["replaces"] = story.proposals[each.replaces].decision
    proposal = story.proposals[each.key] = propose_answered(
        story.circles[each.circle],
        by=story.people[each.by],
        **content_of(story, each),
        clauses=[] if each.taken else touches(story, each.clauses, each.descents),
        carries_out=changes_of(story, each),
        at=at,
        **terms,
    )
    if each.born_of:
        proposer = story.people[each.by]
        message = story.topics[each.born_of].messages.filter(author=proposer).latest("seq")
        Link.tie(story.project, message, proposal, by=proposer, quote=message.text)


def take_clauses(story: Story, each: ProposalPlan, at: datetime) -> None:
    """Take into the draft what clauses say by now."""
    proposals.revise(story.proposals[each.key], by=story.people[each.by], clauses=touches(story, each.clauses), at=at)


def report_act(story: Story, each: ProposalPlan, at: datetime) -> None:
    """Report what was done before anyone could be asked, and plan what each person says to it."""
    day, time = each.acted or (each.day, each.time)
    proposal = story.proposals[each.key] = urgent_acts.report_urgent_act(
        story.circles[each.circle],
        by=story.people[each.by],
        **content_of(story, each),
        acted_at=story.days.at(day, time),
        at=at,
    )
    if round_ := proposal.open_round:
        plan_voices(story, each, round_, at)


def content_of(story: Story, each: ProposalPlan) -> dict[str, Any]:
    """Return the words of a proposal as they are at first, and what it touches."""
    words = story.texts["decisions"][each.key]
    words = words | {"text": words.get("text0", words["text"])}
    touched: dict[str, Any] = {
        "domains": [story.domains[key] for key in each.domains],
        "elements": [story.elements[key] for key in each.elements],
        "named": [story.circles[key] for key in each.named],
    }
    said = {name: words[name] for name in ("title", "tension", "text", "effect")}
    return said | touched | {"effects": effects_of(story, each, touched)}


def effects_of(story: Story, each: ProposalPlan, touched: dict[str, Any]) -> list[EffectAnswer]:
    """Return what who proposes answers about what any of its texts only cites: that it is left alone."""
    words, home = story.texts["decisions"][each.key], story.circles[each.circle]
    replaces = story.proposals[each.replaces].decision if each.replaces else None
    changes = possible_changes(story.project, changes_of(story, each))
    said = {**touched, "cost": Decimal(each.cost), "replaces": replaces, "changes": changes}
    terms = terms_in(home, saved=None, **{**UNSAID, **said})
    decided = tuple(words.get(name, "") for name in ("title", "text0", "text", "text2"))
    texts = Words(decided, (words["tension"], words["effect"]))
    _answered, cited = lines_for(home, texts, terms, (), ended=[replaces.reference] if replaces else [])
    return [EffectAnswer(line.kind.value, line.mention.names, changes=False) for line in cited]


def changes_of(story: Story, each: ProposalPlan) -> list[dict[str, Any]]:
    """Return what a proposal changes of the circles when it is adopted."""
    if each.limit is None:
        return []
    key, amount = each.limit
    circle = Circle.objects.select_related("project", "parent").get(pk=story.circles[key].pk)
    return [to_json(Limits.keeping(circle, unit_limit=Decimal(amount)))]


def ask(story: Story, each: ProposalPlan, at: datetime) -> None:
    """Open the round, and plan what each person says in it: a few to a first text, else everyone who is not silent."""
    round_ = proposals.open_round(story.proposals[each.key], by=story.people[each.by], at=at)
    if each.revised:
        for turn, (handle, kind) in enumerate(each.first.items()):
            in_turn = at + timedelta(minutes=FIRST_WORD + each.pace * turn)
            when = each.first_when.get(handle)
            story.at(story.days.at(*when) if when else in_turn, speak, each, handle, kind, "first")
    else:
        plan_voices(story, each, round_, at)
    if each.reworded:
        story.at(at + timedelta(minutes=each.reworded), reword, each)


def reword(story: Story, each: ProposalPlan, at: datetime) -> None:
    """Make the words clearer while the round goes on; nobody refuses the label."""
    words = story.texts["decisions"][each.key]
    editorials.reword(story.proposals[each.key], by=story.people[each.by], text=words["text"], at=at)


def revise(story: Story, each: ProposalPlan, at: datetime) -> None:
    """Put the second text; whoever objected to the first one lifts it, or does not."""
    proposal = story.proposals[each.key]
    round_closing.write_due_outcomes(proposal, at=at)
    words = story.texts["decisions"][each.key]
    round_ = proposals.revise(proposal, by=story.people[each.by], text=words["text2"], at=at)
    if round_:
        plan_voices(story, each, round_, at)
    for handle, (day, time) in each.lifts.items():
        story.on(day, time, lift, each, handle)


def plan_voices(story: Story, each: ProposalPlan, round_: Round, at: datetime) -> None:
    """Plan a word of everyone who is asked and not silent, and of who speaks unasked, in turn or when it is said."""
    unasked = [story.people[handle].pk for handle in {*each.says, *each.when}]
    speaking = User.objects.filter(Q(pk__in=round_.asked.values("user")) | Q(pk__in=unasked))
    handles = {user.pk: handle for handle, user in story.people.items()}
    objecting = {handle for handle, kind in each.first.items() if kind == OBJECTION} - each.when.keys()
    turn = 0
    for handle in (handles[user.pk] for user in speaking.order_by(Alphabetical("name"))):
        if handle in {*each.silent, *each.recorded, *objecting}:
            continue
        moment = at + timedelta(minutes=FIRST_WORD + each.pace * turn)
        if handle in each.when:
            moment = story.days.at(*each.when[handle])
        else:
            turn += 1
        story.at(moment, speak, each, handle, each.says.get(handle, ""), "words")


def speak(story: Story, each: ProposalPlan, handle: str, kind: str, table: str, at: datetime) -> None:
    """Let one person say what they have to say, unless the round is over or they have spoken in it."""
    round_ = story.proposals[each.key].open_round
    person = story.people[handle]
    if round_ is None or round_.is_over(at) or round_.positions.filter(user=person).exists():
        return
    words = story.texts["decisions"][each.key].get(table, {})
    answers = tests_of(story, each, words) if kind == OBJECTION else None
    evidence = EVIDENCE.get(each.key) if answers else None
    files = [attach(story, evidence, "project", story.project.pk, by=person, at=at)] if evidence else []
    said = words.get(handle, "")
    positions.take_position(
        round_, kind or "no_objection", by=person, words=said, objection_tests=answers, files=files, at=at
    )


def tests_of(story: Story, each: ProposalPlan, words: dict[str, str]) -> dict[str, Any]:
    """Return the five answers of the one objection, with its words."""
    answers = {**ANSWERS[each.key], "harm": words["harm"], "evidence": words.get("evidence", "")}
    if "element" in answers:
        answers["element"] = story.elements[answers["element"]]
    return answers


def record(story: Story, each: ProposalPlan, handle: str, by: str, at: datetime) -> None:
    """Let a facilitator write down what one person said to them."""
    round_ = story.proposals[each.key].open_round
    if round_ and not round_.is_over(at):
        words = story.texts["decisions"][each.key]["words"].get(handle, "")
        kind = each.says.get(handle) or "no_objection"
        positions.take_position(round_, kind, by=story.people[handle], words=words, recorded_by=story.people[by], at=at)


def amend(story: Story, key: str, part: int, by: str, at: datetime) -> None:
    """Let someone add a sentence to what the text could become, which is begun with the first one."""
    person = story.people[by]
    page = amendments.begin_amendment(story.proposals[key], by=person, at=at).document
    sentence = nodes_of(story.texts["decisions"][key]["amended"][part])
    insert_blocks(page, sentence, len(page.nodes()), by=person, at=at)


def lift(story: Story, each: ProposalPlan, handle: str, at: datetime) -> None:
    """Let an objector lift what the second text has answered."""
    person = story.people[handle]
    objection = story.proposals[each.key].objections.standing().by(person).get()
    objections.lift(objection, by=person, because=story.texts["decisions"][each.key]["lifted"][handle], at=at)


def lift_for(story: Story, each: ProposalPlan, handle: str, by: str, at: datetime) -> None:
    """Let a facilitator lift what its objector has not compared with the second text for a working day."""
    objection = story.proposals[each.key].objections.standing().by(story.people[handle]).get()
    objections.lift(objection, by=story.people[by], because=story.texts["decisions"][each.key]["unanswered"][by], at=at)


def reopen(story: Story, each: ProposalPlan, handle: str, at: datetime) -> None:
    """Let an objector say that it stands after all."""
    person = story.people[handle]
    objection = story.proposals[each.key].objections.by(person).get()
    objections.reopen(objection, by=person, because=story.texts["decisions"][each.key]["reopened"][handle], at=at)


def claim(story: Story, claiming: Claiming, at: datetime) -> None:
    """Let a circle say that it is affected; whoever is asked anew speaks as well."""
    proposal, what = story.proposals[claiming.key], story.texts["circles"]["claims"][claiming.key]
    claims.claim(proposal, story.circles[claiming.circle], by=story.people[claiming.by], what=what, at=at)
    round_ = proposal.open_round
    if round_:
        plan_voices(story, PLANS[claiming.key], round_, at)


def withdraw(story: Story, key: str, by: str, at: datetime) -> None:
    """Take a proposal back."""
    proposals.withdraw(story.proposals[key], by=story.people[by], at=at)


def write_outcome(story: Story, key: str, at: datetime) -> None:
    """Write the outcome of a round whose time is over."""
    round_closing.write_due_outcomes(story.proposals[key], at=at)
