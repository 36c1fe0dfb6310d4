"""What a round amounts to: the rules of consent.

Pure (docs/consent.md). The model fetches the facts, asks here, writes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from decisions.decisions.routing import Silence


@dataclass(frozen=True, kw_only=True)
class Weight:
    """What a position weighs in a round: whether it counts as having spoken, whether it is an explicit "no objection",
    and whether it holds the decision up where its answers are valid: then it stands through a change of text.
    """

    speaks: bool = True
    consents: bool = False
    may_block: bool = False


class SaidKind(Protocol):
    """A kind of position (`models/rounds/position_kind.py` has them). Silence is not a kind: it is nothing said, and is
    never counted as consent.
    """

    @property
    def facts(self) -> Weight:
        """Return what it weighs."""


@dataclass(frozen=True)
class Voice:
    """One asked person: the affected circles that they speak for, and what they said to this text.
    `to_reconfirm`: said to an earlier text, and not again. `left`: no longer in the project.
    `recorded`: written down by another person, to whom they said it. `reworded`: said before the wording was changed.
    `asked`: false for who spoke though nobody waits for them: that counts like any word, and their silence does not.
    """

    person: Any  # whatever names a person, as long as it can be compared
    kind: SaidKind | None = None
    circles: frozenset[int] = frozenset()
    to_reconfirm: bool = False
    left: bool = False
    recorded: bool = False
    reworded: bool = False
    asked: bool = True

    @property
    def is_waited_for(self) -> bool:
        """Whether their silence counts: they are asked, and here."""
        return self.asked and not self.left

    @property
    def has_spoken(self) -> bool:
        """An objection stands through a change of text; "I need time" counts as not having spoken."""
        if self.kind is None or not self.kind.facts.speaks:
            return False
        return self.kind.facts.may_block or not self.to_reconfirm

    @property
    def consents(self) -> bool:
        """An explicit "no objection", with a concern or without."""
        return self.has_spoken and self.kind is not None and self.kind.facts.consents


@dataclass(frozen=True)
class RoundFacts:
    """The facts of a round at one instant.

    `objections`: valid ones not lifted. `is_over`: its window has passed, or the sync that decides has reached it.
    `failed_before`: its rounds that failed in the same circle. `syncs`: how many have reached it, this one included.
    `without_silent`: facilitator or pilot chooses to close without them. `overdue`: 3 working days in integration.
    `is_general`: the general circle decides, so that there is nobody to escalate to.
    """

    voices: tuple[Voice, ...]
    objections: int = 0
    silence: Silence = Silence.PASSES
    in_sync: bool = False
    synchronised: bool = False  # in force as soon as each affected circle has spoken; else a sync takes it
    is_over: bool = False
    needs: frozenset[int] = frozenset()  # the affected circles, without the proposer's: that one spoke by proposing
    failed_before: int = 0
    syncs: int = 0
    without_silent: bool = False
    overdue: bool = False
    is_general: bool = False
    waits: bool = False  # for an element that the list lacks: it does not end early meanwhile


class RoundState(StrEnum):
    """What a round amounts to."""

    OPEN = "open"  # nothing stands against it, and it may still be spoken to
    INTEGRATING = "integrating"  # a valid objection stands, and there is time to change the text
    WAITING = "waiting"  # over, but a person who has to speak has not: the next sync takes it
    CONSENTED = "consented"  # may be adopted
    FAILED = "failed"  # ended with a valid objection: another round is due
    ESCALATED = "escalated"  # failed twice, or 3 days in integration: the parent circle's sync takes it
    LAPSED = "lapsed"  # nobody said "no objection", or the general circle's integration failed


ENDED = frozenset({RoundState.CONSENTED, RoundState.FAILED, RoundState.ESCALATED, RoundState.LAPSED})
FAILURES_BEFORE_ESCALATION = 2
SYNCS_BEFORE_CLOSING = 2
SHORT_REVIEW_DAYS = 14


def state(round_: RoundFacts) -> RoundState:
    """What the round amounts to now. Total; nothing but the facts counts."""
    if round_.objections:
        return _blocked(round_)
    if not round_.is_over:
        return RoundState.CONSENTED if may_end_early(round_) else RoundState.OPEN
    leaves_out = round_.without_silent and may_close_without_silent(round_)
    if missing(round_) and (not leaves_out or (round_.silence is Silence.EACH_PERSON and silent_circles(round_))):
        return RoundState.WAITING
    # Nobody to ask (a circle of one) leaves nothing to wait for: who proposes has spoken.
    asked = [voice for voice in round_.voices if voice.is_waited_for]
    return RoundState.CONSENTED if not asked or any(v.consents for v in round_.voices) else RoundState.LAPSED


def _blocked(round_: RoundFacts) -> RoundState:
    """A valid objection stands: rank never overrules it, only time ends the try."""
    if round_.is_general:  # nobody is above: its syncs end the tries, not the days
        failed = RoundState.LAPSED if round_.failed_before else RoundState.FAILED
        return failed if round_.is_over else RoundState.INTEGRATING
    if not (round_.is_over or round_.overdue):
        return RoundState.INTEGRATING
    failures = round_.failed_before + 1
    return RoundState.ESCALATED if round_.overdue or failures >= FAILURES_BEFORE_ESCALATION else RoundState.FAILED


def may_end_early(round_: RoundFacts) -> bool:
    """Inside scope, when all asked have spoken themselves; synchronised, when a voice of each affected circle has: at
    least one without objecting, and nothing stands.

    What another person wrote down, or was said before a change of wording, counts at the end of the window and does not
    shorten it: whoever is told of that has so long to say otherwise. Nothing shortens that of who is alone.
    """
    if round_.in_sync or round_.objections or round_.waits or is_alone(round_):
        return False
    if not any(voice.consents for voice in round_.voices if not voice.left):
        return False
    if not round_.synchronised:
        return not not_spoken_themselves(round_)
    themselves = frozenset[int]().union(
        *(v.circles for v in round_.voices if v.has_spoken and not (v.recorded or v.reworded))
    )
    return not (reachable(round_) - themselves)


def is_alone(round_: RoundFacts) -> bool:
    """Nobody who is asked is here: who proposes decides by themselves, and the circle around may pull it until its time
    is over. No press, no word of who is not asked and nobody who leaves ends it before.
    """
    return not any(voice.is_waited_for for voice in round_.voices)


def silent(round_: RoundFacts) -> frozenset[Any]:
    """The asked people who have not spoken to this text."""
    return frozenset(v.person for v in round_.voices if v.is_waited_for and not v.has_spoken)


def not_spoken_themselves(round_: RoundFacts) -> frozenset[Any]:
    """The asked people who have not spoken to these words themselves: the silent, for whom others wrote it down, and
    who spoke before the wording was changed.
    """
    return silent(round_) | frozenset(v.person for v in round_.voices if v.is_waited_for and (v.recorded or v.reworded))


def reachable(round_: RoundFacts) -> frozenset[int]:
    """The affected circles of which a voice is asked and here: one for which nobody is holds nothing up."""
    return round_.needs & frozenset[int]().union(*(voice.circles for voice in round_.voices if voice.is_waited_for))


def missing(round_: RoundFacts) -> frozenset[Any]:
    """Who has to speak before it may be adopted and has not: circles under EACH_CIRCLE, people under EACH_PERSON.

    A circle for which nobody is asked holds nothing up.
    """
    if round_.silence is Silence.PASSES:
        return frozenset()
    if round_.silence is Silence.EACH_PERSON:
        return silent(round_)
    return silent_circles(round_)


def silent_circles(round_: RoundFacts) -> frozenset[int]:
    """The affected circles that can speak, and of which no voice has."""
    spoken = frozenset[int]().union(*(voice.circles for voice in round_.voices if voice.has_spoken))
    return reachable(round_) - spoken


def waited_for(round_: RoundFacts) -> frozenset[Any]:
    """The people whose word it waits for: who has to speak and has not; all the silent, while nobody has said "no
    objection"; nobody while a valid objection stands, since the text will change.
    """
    if round_.objections:
        return frozenset()
    quiet, lacking = silent(round_), missing(round_)
    if round_.silence is Silence.EACH_PERSON or not any(voice.consents for voice in round_.voices):
        return quiet
    return frozenset(v.person for v in round_.voices if v.person in quiet and v.circles & lacking)


def may_close_without_silent(round_: RoundFacts) -> bool:
    """At the second sync that reaches it, facilitator or pilot may, either of them; the record says so. What is grave
    is never closed without each affected circle (`state`).
    """
    return (round_.in_sync or round_.synchronised) and round_.syncs >= SYNCS_BEFORE_CLOSING


def ready_for_batch(round_: RoundFacts) -> bool:
    """A quick agreement of the sync: everyone affected has spoken and nothing stands."""
    is_agreed = any(voice.consents for voice in round_.voices) or not round_.voices
    return is_agreed and not round_.objections and not missing(round_)


def review_soon(voices: Collection[Voice]) -> bool:
    """More than a third silent: looked at again in 14 days."""
    asked = [voice for voice in voices if voice.is_waited_for]
    return 3 * sum(not voice.has_spoken for voice in asked) > len(asked)
