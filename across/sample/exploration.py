"""The questions of the story and the ways explored to answer them: what was measured, and how each way ended."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from across.sample.story import Story
from decisions.tracks.models import Question, StopLines, Track, VerdictTerms
from decisions.tracks.workflows.choosing import choose_by
from decisions.tracks.workflows.criteria import add_criterion
from decisions.tracks.workflows.evidence import record_evidence
from decisions.tracks.workflows.gates import lay_verdict_ready
from decisions.tracks.workflows.stopping import stop


@dataclass(frozen=True)
class Limit:
    """A criterion of all tracks of a question; its metric is named in the texts by `metric`."""

    kind: str
    metric: str
    operator: str
    value: str
    unit: str = ""
    element: str = ""


@dataclass(frozen=True)
class SampleTrack:
    """A track: whose, with which cap, to be learned by which day; when it was started (None: nobody did)."""

    key: str
    owner: str
    cap: int
    started: int | None = None
    learn_by: int | None = None
    chosen_by: str = ""
    """The proposal whose adoption chooses it."""


@dataclass(frozen=True)
class Asked:
    """A question of a circle, with the ways to answer it in the order of their numbers."""

    key: str
    circle: str
    by: str
    day: int
    answer_by: int
    limits: tuple[Limit, ...]
    ways: tuple[SampleTrack, ...]


ASKED = (
    Asked("pompe", "hydraulique", "bo", -53, 15, (
        Limit("kill", "fuite", ">", "0.2", "ml/h"),
        Limit("kill", "usure", ">", "30", "%"),
        Limit("go", "cout", "<=", "690", "€", "FE-3"),
        Limit("go", "jour", ">=", "24", "m³"),
        Limit("go", "debit", ">=", "3", "m³/h"),
        Limit("go", "grippages", "<=", "0"),
    ), (
        SampleTrack("rotor", "bo", 3500, -52, 1),
        SampleTrack("multi", "sami", 3500, -46, 12),
        SampleTrack("membrane", "bo", 3500, -34, -20),
    )),
    Asked("energie", "electronique", "marc", -51, 20, (
        Limit("kill", "masse", ">", "25", "kg"),
        Limit("go", "aube", ">=", "0.8", "kWh"),
    ), (
        SampleTrack("lfp", "marc", 3000, -44, 10, chosen_by="batterie"),
        SampleTrack("bache", "nora", 800, -50, -41),
        SampleTrack("supercondensateurs", "quentin", 800, -44, -30),
    )),
    Asked("telemesure", "numerique", "quentin", -46, -5, (
        Limit("kill", "veille", ">", "0.5", "Wh"),
        Limit("go", "abonnement", "<=", "0", "€"),
        Limit("go", "trames", ">=", "90", "%"),
    ), (
        SampleTrack("lora", "quentin", 1500, -45, -5, chosen_by="lora"),
        SampleTrack("gsm", "marc", 600, -45, -20),
        SampleTrack("sigfox", "quentin", 400, -27, -10),
    )),
)  # fmt: skip
"""Q-1 to Q-3, T-1 to T-9."""


@dataclass(frozen=True)
class Found:
    """What someone recorded on a track on a day: a measured value, or words of the texts by `says`, or both."""

    way: str
    by: str
    day: int
    metric: str = ""
    value: str = ""
    unit: str = ""
    says: str = ""
    time: str = "17:20"
    of: int | None = None
    """The day of measuring, where it was another one."""


FOUND = (
    Found("rotor", "sami", -45, "debit", "3.10", "m³/h", "neuf"),
    Found("rotor", "bo", -39, "grippages", "2", "", "matin"),
    Found("rotor", "bo", -33, "grippages", "0", "", "partis"),
    Found("rotor", "sami", -24, "usure", "2.6", "%"),
    Found("rotor", "sami", -18, "usure", "4.7", "%", "deuxcents"),
    Found("rotor", "sami", -12, "usure", "7.1", "%", "troiscents"),
    Found("rotor", "olivier", -9, "cout", "683", "€", "devis"),
    Found("rotor", "sami", -3, "jour", "24.2", "m³"),
    Found("multi", "sami", -41, "debit", "3.35", "m³/h", "neuve"),
    Found("multi", "bo", -36, "jour", "19.6", "m³", "voile"),
    Found("multi", "thea", -29, says="demontage"),
    Found("multi", "sami", -23, says="pret"),
    Found("multi", "sami", -19, "usure", "5.1", "%", "bruit"),
    Found("multi", "sami", -15, "usure", "13.4", "%"),
    Found("multi", "bo", -5, "usure", "25.1", "%", "bagues", "15:00"),
    Found("membrane", "sami", -32, "fuite", "0.11", "ml/h", "seule", "17:30"),
    Found("membrane", "sami", -28, "fuite", "0.24", "ml/h", "quarantehuit", "10:05", -31),
    Found("membrane", "sami", -28, "fuite", "0.22", "ml/h", "jeu2", "10:07"),
    Found("lfp", "ines", -38, says="froid"),
    Found("lfp", "marc", -33, "aube", "0.86", "kWh"),
    Found("lfp", "marc", -22, says="recharge"),
    Found("lfp", "marc", -16, says="plomb"),
    Found("lfp", "bo", -10, "masse", "11.0", "kg"),
    Found("bache", "nora", -46, says="pente"),
    Found("supercondensateurs", "quentin", -39, "masse", "130", "kg", "calcul", "10:10"),
    Found("lora", "quentin", -38, "veille", "0.04", "Wh"),
    Found("lora", "quentin", -33, "abonnement", "0", "€"),
    Found("lora", "nora", -27, "trames", "100", "%", "sables"),
    Found("lora", "nora", -21, "trames", "95", "%", "vercors"),
    Found("gsm", "marc", -36, "abonnement", "26", "€"),
    Found("gsm", "marc", -34, "veille", "1.9", "Wh", "consomme", "10:10"),
    Found("sigfox", "quentin", -22, "trames", "40", "%", "absent"),
    Found("multi", "karim", -2, "allongement", "12", "%", "echantillon", "11:20"),
)  # fmt: skip
"""The last one meets what would reopen the diaphragm."""


@dataclass(frozen=True)
class Stopped:
    """A track that was stopped, with the four lines of the texts; with a metric, what would reopen it is watched."""

    way: str
    by: str
    day: int
    time: str
    metric: str = ""
    operator: str = ""
    value: str = ""
    unit: str = ""


STOPPED = (
    Stopped("membrane", "bo", -28, "11:00", "allongement", ">=", "12", "%"),
    Stopped("supercondensateurs", "quentin", -39, "11:30"),
    Stopped("gsm", "marc", -34, "11:30", "veille", "<=", "0.1", "Wh"),
)


def plan(story: Story) -> None:
    """Plan the questions, what was found on each way, and how three of the ways were stopped. The raised tank is
    parked by two syncs in which nobody answered its gate; the telemetry is chosen by its decision.
    """
    for asked in ASKED:
        story.on(asked.day, "10:30", ask, asked)
        for way in asked.ways:
            if way.started is not None:
                story.on(way.started, "14:10", start, way)
            if way.chosen_by:
                day, time = PROPOSED[way.chosen_by]
                story.on(day, time, tie, way)
    for found in FOUND:
        story.on(found.day, found.time, record, found)
    for stopped in STOPPED:
        story.on(stopped.day, stopped.time, end, stopped)
    story.on(0, "10:20", lay_ready)


PROPOSED = {"lora": (-16, "10:02"), "batterie": (-7, "11:02")}
"""Just after these proposals are written."""


def ask(story: Story, asked: Asked, at: datetime) -> None:
    """Ask a question, say what would stop its ways, and propose them."""
    by, words = story.people[asked.by], story.texts["exploration"][asked.key]
    question = Question.ask(
        story.circles[asked.circle],
        words["title"],
        by=by,
        why=words["why"],
        answer_by=story.days.on(asked.answer_by),
        at=at,
    )
    for limit in asked.limits:
        add_criterion(
            question,
            limit.kind,
            metric(story, limit.metric),
            limit.operator,
            Decimal(limit.value),
            unit=limit.unit,
            element=story.elements[limit.element] if limit.element else None,
            by=by,
            at=at,
        )
    for way in asked.ways:
        story.things[f"track {way.key}"] = Track.propose(
            question,
            words[way.key]["title"],
            by=by,
            owner=story.people[way.owner],
            hypothesis=words[way.key]["hypothesis"],
            learn_by=None if way.learn_by is None else story.days.on(way.learn_by),
            cap_money=Decimal(way.cap),
            at=at,
        )


def start(story: Story, way: SampleTrack, at: datetime) -> None:
    """Start exploring."""
    track_of(story, way.key).start(by=story.people[way.owner], at=at)


def tie(story: Story, way: SampleTrack, at: datetime) -> None:
    """Let the proposal choose the track once it is adopted."""
    choose_by(track_of(story, way.key), story.proposals[way.chosen_by], by=story.people[way.owner], at=at)


def record(story: Story, found: Found, at: datetime) -> None:
    """Add to the log of a track."""
    record_evidence(
        track_of(story, found.way),
        by=story.people[found.by],
        words=story.texts["exploration"]["found"][found.way][found.says] if found.says else "",
        metric=metric(story, found.metric) if found.metric else "",
        unit=found.unit,
        value=Decimal(found.value) if found.value else None,
        on=story.days.on(found.day if found.of is None else found.of),
        at=at,
    )


def end(story: Story, stopped: Stopped, at: datetime) -> None:
    """Stop a track with its four lines."""
    lines = StopLines(
        **story.texts["exploration"]["stopped"][stopped.way],
        metric=metric(story, stopped.metric) if stopped.metric else "",
        unit=stopped.unit,
        operator=stopped.operator,
        value=Decimal(stopped.value) if stopped.value else None,
    )
    stop(track_of(story, stopped.way), lines, by=story.people[stopped.by], at=at)


def lay_ready(story: Story, at: datetime) -> None:
    """Let Bo lay an answer ready for the gate of tomorrow."""
    terms = VerdictTerms(story.texts["exploration"]["ready"]["rotor"], Decimal(1200), None, story.days.on(11))
    lay_verdict_ready(track_of(story, "rotor"), "go_on", terms, by=story.people["bo"], at=at)


def metric(story: Story, key: str) -> str:
    """Return what a metric is called."""
    return str(story.texts["exploration"]["metrics"][key])


def track_of(story: Story, key: str) -> Track:
    """Return a track of the story."""
    track: Track = story.things[f"track {key}"]
    return track
