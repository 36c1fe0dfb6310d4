"""How the story's money goes from circle to circle, and what each has paid."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from across.sample.files import RECEIPTS, attach
from across.sample.story import Story
from circles.money.expenses import record_expense
from circles.money.models import Purse
from decisions.tracks.workflows.spending import spend


@dataclass(frozen=True)
class Moved:
    """Money that a circle hands on to one inside it on a day, or (below zero) takes back; `key` names the reason."""

    above: str
    below: str
    by: str
    day: int
    amount: int
    key: str


@dataclass(frozen=True)
class Paid:
    """What a circle paid on a day, by whom, for what (`key`), and the decision or the track it draws on, if any."""

    circle: str
    by: str
    day: int
    amount: int
    key: str
    decision: str = ""
    track: str = ""


MOVED = (
    Moved("conception", "hydraulique", "lea", -46, 2360, "membrane"),
    Moved("general", "certification", "ada", -38, 4000, "cem"),
    Moved("conception", "hydraulique", "lea", -27, -2360, "stop"),
    Moved("general", "marche", "ada", -14, -2000, "foire"),
)
"""Beside what each circle was allotted when it was opened (`people.PLACES`)."""

PAID = (
    Paid("hydraulique", "bo", -50, 1480, "rotors", track="rotor"),
    Paid("hydraulique", "bo", -46, 1290, "etages", track="multi"),
    Paid("hydraulique", "sami", -40, 640, "garnitures"),
    Paid("hydraulique", "bo", -34, 1140, "membrane", track="membrane"),
    Paid("hydraulique", "bo", -33, 1860, "bride"),
    Paid("hydraulique", "nora", -30, 190, "sable", track="rotor"),
    Paid("hydraulique", "bo", -24, 420, "paliers"),
    Paid("hydraulique", "sami", -20, 780, "colonne"),
    Paid("hydraulique", "bo", -12, 960, "bagues", track="multi"),
    Paid("hydraulique", "bo", -6, 1080, "dur", track="rotor"),
    Paid("electronique", "marc", -44, 1950, "cartes"),
    Paid("electronique", "marc", -42, 1380, "moteurs"),
    Paid("electronique", "marc", -36, 760, "sonde"),
    Paid("electronique", "quentin", -30, 840, "mppt"),
    Paid("electronique", "marc", -28, 900, "pack", track="lfp"),
    Paid("electronique", "marc", -9, 1380, "filtres"),
    Paid("conception", "lea", -48, 1660, "cao"),
    Paid("conception", "lea", -38, 860, "maquettes"),
    Paid("conception", "lea", -24, 1170, "toles"),
    Paid("conception", "marc", -17, 620, "coffrets"),
    Paid("conception", "lea", -12, 540, "poussiere"),
    Paid("prototype", "sami", -52, 1420, "tour"),
    Paid("prototype", "sami", -50, 1960, "proto1"),
    Paid("prototype", "sami", -47, 1880, "acier1"),
    Paid("prototype", "sami", -44, 1150, "debitmetre", "banc"),
    Paid("prototype", "bo", -43, 612, "cuve", "banc"),
    Paid("prototype", "olivier", -41, 380, "vis"),
    Paid("prototype", "sami", -37, 1970, "proto2"),
    Paid("prototype", "sami", -34, 1223, "puits"),
    Paid("prototype", "lea", -29, 740, "mesure"),
    Paid("prototype", "sami", -26, 1640, "acier2"),
    Paid("prototype", "sami", -22, 1985, "proto3"),
    Paid("prototype", "olivier", -19, 1350, "tournage"),
    Paid("prototype", "sami", -10, 1990, "proto4"),
    Paid("prototype", "marc", -5, 1350, "soudure"),
    Paid("certification", "ines", -49, 1180, "normes"),
    Paid("certification", "fay", -40, 600, "assurance"),
    Paid("certification", "ines", -35, 1900, "preessai", "preessai"),
    Paid("certification", "ines", -28, 1950, "bt"),
    Paid("certification", "fay", -21, 1900, "dossier"),
    Paid("certification", "fay", -15, 1450, "risques"),
    Paid("certification", "ines", -9, 1240, "ip"),
    Paid("certification", "ines", -4, 980, "un383"),
    Paid("industrialisation", "olivier", -38, 1520, "lot"),
    Paid("industrialisation", "olivier", -30, 3200, "postes"),
    Paid("industrialisation", "lea", -25, 1340, "visseuses"),
    Paid("industrialisation", "olivier", -18, 480, "etiqueteuse"),
    Paid("industrialisation", "sami", -5, 1860, "gabarits", "serie"),
    Paid("achats", "karim", -41, 720, "fret"),
    Paid("achats", "karim", -33, 182, "brevent"),
    Paid("achats", "karim", -29, 1476, "acompte", "panneaux"),
    Paid("achats", "rose", -20, 860, "rayonnage"),
    Paid("achats", "karim", -15, 1940, "cable"),
    Paid("achats", "karim", -12, 210, "transport", "panneaux"),
    Paid("achats", "rose", -7, 512, "boites", "joints"),
    Paid("terrain", "nora", -46, 1980, "cadres"),
    Paid("terrain", "nora", -44, 1350, "camera"),
    Paid("terrain", "nora", -42, 1100, "van1"),
    Paid("terrain", "sami", -39, 1450, "armoires"),
    Paid("terrain", "nora", -31, 620, "cloture"),
    Paid("terrain", "nora", -27, 540, "niveau"),
    Paid("terrain", "nora", -22, 1100, "van2"),
    Paid("terrain", "nora", -18, 1800, "goutte"),
    Paid("terrain", "sami", -11, 1200, "route"),
    Paid("terrain", "nora", -2, 1100, "van3"),
    Paid("terrain", "nora", -1, 460, "citerne"),
    Paid("marche", "paula", -40, 980, "enquete"),
    Paid("marche", "nora", -33, 1200, "photos"),
    Paid("marche", "paula", -26, 1900, "site"),
    Paid("marche", "paula", -17, 850, "stand", "salon"),
    Paid("marche", "paula", -12, 340, "depliants"),
    Paid("marche", "paula", -8, 640, "vitrine", "salon"),
    Paid("service", "nora", -12, 240, "cles"),
    Paid("numerique", "quentin", -48, 660, "serveur"),
    Paid("numerique", "quentin", -43, 840, "kits", track="lora"),
    Paid("numerique", "quentin", -24, 1800, "appli"),
    Paid("numerique", "quentin", -15, 1290, "passerelles"),
    Paid("numerique", "quentin", -10, 810, "intrusion"),
    Paid("general", "rose", -53, 1900, "assurance"),
    Paid("general", "rose", -45, 440, "visio"),
    Paid("general", "fay", -30, 1680, "seminaire"),
    Paid("general", "rose", -25, 1080, "comptable"),
)
"""Together 96,400 of the 240,000."""


def plan(story: Story) -> None:
    """Plan what moves, and what is recorded at the end of the day on which it was paid."""
    for moved in MOVED:
        story.on(moved.day, "11:40", move, moved)
    for paid in PAID:
        story.on(paid.day, "17:52", pay, paid)


def move(story: Story, moved: Moved, at: datetime) -> None:
    """Move money between two circles."""
    purse, below = Purse(circle=story.circles[moved.above]), story.circles[moved.below]
    why, by = story.texts["money"]["moved"][moved.key], story.people[moved.by]
    change = purse.allot if moved.amount > 0 else purse.take_back
    change(below, Decimal(abs(moved.amount)), by=by, why=why, at=at)


def pay(story: Story, paid: Paid, at: datetime) -> None:
    """Record what was paid."""
    decision, by = story.proposals[paid.decision].adopted if paid.decision else None, story.people[paid.by]
    receipt = RECEIPTS.get(paid.key)
    files = [attach(story, receipt, "project", story.project.pk, by=by, at=at)] if receipt else []
    what = story.texts["money"][paid.circle][paid.key]
    terms: dict[str, Any] = {"by": by, "files": files, "at": at}
    if paid.track:
        spend(story.things[f"track {paid.track}"], Decimal(paid.amount), what, **terms)
        return
    draws_on = decision.reference if decision else ""
    record_expense(story.circles[paid.circle], Decimal(paid.amount), what, decision=draws_on, **terms)
