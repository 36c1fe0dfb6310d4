"""What people of the story can do, and what three circles need: in words that are the same in both languages."""

from dataclasses import dataclass
from datetime import datetime

from across.sample.story import Story

SKILLS = {
    "ada": ("design", "industrialisation", "ISO 9001"),
    "bo": ("design", "prototype", "EPANET", "OpenFOAM"),
    "fay": ("certification", "ISO 9001", "Six Sigma"),
    "ines": ("certification", "EN 60335", "EN 61000", "EN 60529"),
    "karim": ("supply-chain", "Incoterms", "Odoo"),
    "lea": ("design", "SolidWorks", "Rhino"),
    "marc": ("design", "digital", "KiCad", "SPICE"),
    "nora": ("prototype", "sales", "QGIS"),
    "olivier": ("industrialisation", "Odoo", "SMED"),
    "paula": ("marketing", "sales", "InDesign"),
    "quentin": ("digital", "C++", "LoRaWAN", "Zephyr"),
    "rose": ("supply-chain", "Odoo"),
    "sami": ("prototype", "industrialisation", "TIG", "CNC"),
    "thea": ("prototype", "digital", "Kotlin"),
}


@dataclass(frozen=True)
class Needs:
    """On which day of the story someone says which skills a circle needs."""

    circle: str
    who: str
    skills: tuple[str, ...]
    day: int


NEEDS = (
    Needs("prototype", "sami", ("prototype", "TIG", "CNC"), -40),
    Needs("certification", "ines", ("certification", "EN 60335", "UN 38.3"), -9),
    Needs("numerique", "quentin", ("digital", "LoRaWAN", "Kotlin"), -8),
)
"""Nobody has tested batteries (UN 38.3), which is why that test takes forty days; the application for the farms could
be Théa's.
"""


def plan(story: Story) -> None:
    """Plan who says what their circle needs."""
    for needs in NEEDS:
        story.on(needs.day, "17:20", need, needs)


def need(story: Story, needs: Needs, at: datetime) -> None:
    """Let someone say which skills their circle needs."""
    story.circles[needs.circle].need_skills(needs.skills, by=story.people[needs.who], at=at)
