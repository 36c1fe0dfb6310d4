"""The proposals of the story as a table: where, by whom, when, what they touch, and what each person says."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

CONCERN, TIME, PASS, OBJECTION = "concern", "time", "pass", "objection"


@dataclass(frozen=True)
class Plan:
    """One proposal. `asked` is when its round opens (None: it stays a draft); who is not named in `says` says "no
    objection" some minutes later, in turn, unless they are `silent`.
    """

    key: str
    circle: str
    by: str
    day: int
    time: str = "10:00"
    asked: tuple[int, str] | None = (0, "")
    cost: int = 0
    reversibility: str = "easy"
    domains: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    months: int = 3
    replaces: str = ""
    says: dict[str, str] = field(default_factory=dict)
    when: dict[str, tuple[int, str]] = field(default_factory=dict)
    silent: tuple[str, ...] = ()
    pace: int = 23  # minutes between two who speak
    born_of: str = ""  # the topic whose last words but one led to it

    @property
    def opens(self) -> tuple[int, str] | None:
        """Give when its round opens: five minutes after it was proposed, where nothing else is said."""
        if self.asked is None or self.asked[1]:
            return self.asked
        hours, minutes = self.time.split(":")
        return self.day, f"{hours}:{int(minutes) + 5:02}"

    @property
    def terms(self) -> dict[str, Any]:
        """Give cost, reversibility and months until the review."""
        return {"cost": Decimal(self.cost), "reversibility": self.reversibility, "review_months": self.months}


ADOPTED = (
    Plan("spec", "general", "ada", -53, says={"nora": CONCERN}, months=2),
    Plan("engagements", "general", "rose", -51, months=6),
    Plan("plans", "conception", "lea", -49),
    Plan("bus48", "electronique", "marc", -47, reversibility="costly", domains=("PWR-OUT",),
         named=("hydraulique", "numerique", "achats"), says={"ines": CONCERN}, months=6),
    Plan("banc", "prototype", "sami", -45, cost=1850),
    Plan("fermes", "terrain", "nora", -43, months=6),
    Plan("moteur", "hydraulique", "bo", -41, reversibility="costly", domains=("PWR-OUT",), says={"quentin": CONCERN},
         months=6),
    Plan("preessai", "certification", "ines", -39, cost=1900),
    Plan("inox", "hydraulique", "bo", -37, reversibility="costly", domains=("HYD-IN",)),
    Plan("maj", "numerique", "quentin", -36, months=6),
    Plan("prix", "marche", "paula", -34, named=("industrialisation",), domains=("DIE-COOP",),
         says={"olivier": CONCERN}, months=6),
    Plan("panneaux", "achats", "karim", -32, cost=5130, reversibility="costly", domains=("SUP-PAN",),
         named=("certification",), says={"ines": CONCERN}, months=2),
    Plan("troiscles", "conception", "lea", -31, "08:30", elements=("FE-6",), reversibility="costly", months=12),
    Plan("photos", "prototype", "sami", -27),
    Plan("libre", "numerique", "quentin", -25, "08:20", reversibility="irreversible", silent=("paula", "olivier"),
         says={"bo": CONCERN}, months=6),
    Plan("visites", "terrain", "nora", -20),
    Plan("ip54", "conception", "lea", -18, reversibility="costly"),
    Plan("lora", "numerique", "quentin", -16, domains=("APP-LINK",), named=("terrain",)),
    Plan("salon", "marche", "paula", -14, cost=1700),
    Plan("risques", "certification", "ines", -13, months=6),
    Plan("ip65", "conception", "lea", -11, cost=1950, reversibility="costly", domains=("MEC-BOX",),
         named=("industrialisation",), replaces="ip54", months=6),
    Plan("joints", "achats", "karim", -9, cost=640),
    Plan("serie", "industrialisation", "olivier", -8, cost=4800, reversibility="costly", months=6),
)  # fmt: skip
"""D-1 to D-23: P-1 to P-23, each adopted before the next is proposed."""

EVENING = (-1, "18:20")
MORNING = (0, "08:40")
LATER_TODAY = (0, "09:48")
OPEN = (
    Plan("batterie", "conception", "bo", -7, "11:00", asked=(-1, "17:40"), cost=3200, reversibility="costly",
         domains=("PWR-OUT",), silent=("fay", "paula"), born_of="matin",
         says={"ines": OBJECTION, "rose": CONCERN, "olivier": TIME, "marc": "", "sami": "", "ada": "", "lea": "",
               "nora": "", "quentin": ""},
         when={"marc": EVENING, "sami": (-1, "18:45"), "quentin": (-1, "19:10"), "lea": (0, "07:50"),
               "nora": (0, "08:05"), "olivier": (0, "08:10"), "ada": (0, "08:20"), "rose": MORNING,
               "ines": (0, "08:55")}),
    Plan("vis", "prototype", "sami", -6, asked=(0, "17:00"), says={"bo": ""}, silent=("thea",)),
    Plan("bleu", "conception", "lea", -5, asked=(-1, "17:20"), named=("marche",), says={"paula": OBJECTION},
         when={"paula": EVENING, "rose": LATER_TODAY}, pace=9),
    Plan("fkm", "hydraulique", "bo", -4, asked=(-1, "09:40"),
         when={"karim": LATER_TODAY}, silent=("sami", "ada"), pace=2),
    Plan("fuite", "terrain", "nora", -3, "17:45", asked=(-3, "17:50"), named=("prototype", "certification"),
         when={"ines": LATER_TODAY}, silent=("bo",), pace=6),
    Plan("etiquette", "prototype", "thea", -3, "18:05", asked=None),
    Plan("newsletter", "marche", "paula", -3, "18:10", silent=("nora",)),
    Plan("soixante", "electronique", "marc", -3, "18:20", asked=None, cost=900, domains=("PWR-OUT",)),
    Plan("fusible", "electronique", "marc", -3, "18:35", says={"quentin": OBJECTION}),
)  # fmt: skip
"""P-24 to P-32."""

PLANS = {plan.key: plan for plan in (*ADOPTED, *OPEN)}
NUMBERS = {key: number for number, key in enumerate(PLANS, 1)}


def name_of(key: str) -> str:
    """Give what a proposal is called once the story is told: D-4 where it was adopted, else P-24."""
    return f"{'D' if NUMBERS[key] <= len(ADOPTED) else 'P'}-{NUMBERS[key]}"


ANSWERS: dict[str, dict[str, Any]] = {
    "batterie": {"element": "FE-2", "danger": "from_proposal", "fix_days": 40, "fix_cost": Decimal(6850),
                 "certainty": "certain"},
    "bleu": {"danger": "from_proposal", "certainty": "possible_in_time"},
    "fusible": {"element": "FE-1", "danger": "from_proposal", "cannot_be_fixed": True, "certainty": "possible_late"},
}  # fmt: skip
"""The answers of those who object, without their words; the second adds up to no objection."""
