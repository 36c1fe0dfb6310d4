"""The proposals of the story as a table: where, by whom, when, what they touch, and what each person says."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

CONCERN, TIME, PASS, OBJECTION = "concern", "time", "pass", "objection"


@dataclass(frozen=True)
class ProposalPlan:
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
    clauses: tuple[str, ...] = ()  # of the specification: ratified as they stand when it is proposed …
    taken: tuple[int, str] | None = None  # … or at this time, into the draft
    descents: str = ""  # which clauses become which, a line each
    months: int = 3
    replaces: str = ""
    says: dict[str, str] = field(default_factory=dict)
    when: dict[str, tuple[int, str]] = field(default_factory=dict)
    silent: tuple[str, ...] = ()
    pace: int = 23  # minutes between two who speak
    born_of: str = ""  # the topic in which the proposer's last words led to it
    first: dict[str, str] = field(default_factory=dict)  # what is said to a first text, in turn …
    first_when: dict[str, tuple[int, str]] = field(default_factory=dict)  # … or at these times,
    revised: tuple[int, str] | None = None  # until it gives way to the second one, to which all speak
    lifts: dict[str, tuple[int, str]] = field(default_factory=dict)  # who lifts their objection when
    recorded: dict[str, tuple[str, int, str]] = field(default_factory=dict)  # whose word who writes down when
    unanswered: dict[str, tuple[str, int, str]] = field(default_factory=dict)  # whose objection the facilitator lifts …
    reopens: dict[str, tuple[int, str]] = field(default_factory=dict)  # … and when the objector says that it stands
    reworded: int = 0  # minutes after its round has opened: its words become clearer, and the round goes on
    acted: tuple[int, str] | None = None  # when it was done, before anyone could be asked: reported when it is asked
    limit: tuple[str, int] | None = None  # the circle whose limit its adoption changes, and to what

    @property
    def opens(self) -> tuple[int, str] | None:
        """Return when its round opens: five minutes after it was proposed, where nothing else is said."""
        if self.asked is None or self.asked[1]:
            return self.asked
        hours, minutes = self.time.split(":")
        return self.day, f"{hours}:{int(minutes) + 5:02}"

    @property
    def terms(self) -> dict[str, Any]:
        """Return cost, reversibility and months until the review."""
        return {"cost": Decimal(self.cost), "reversibility": self.reversibility, "review_months": self.months}


Plan = ProposalPlan  # short, for the tables below

ADOPTED = (
    Plan("spec", "conception", "lea", -53, named=("terrain", "marche", "certification"), says={"nora": CONCERN},
         months=6,
         clauses=("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "2.5")),
    Plan("engagements", "industrialisation", "olivier", -51, limit=("industrialisation", 5000), says={"sami": PASS},
         months=6),
    Plan("plans", "conception", "lea", -49),
    Plan("bus48", "electronique", "marc", -47, reversibility="costly", domains=("PWR-OUT",),
         named=("hydraulique", "numerique", "achats", "certification"), says={"ines": CONCERN}, months=6,
         clauses=("4.1", "4.2", "4.3", "4.4")),
    Plan("banc", "prototype", "sami", -46, cost=1850, reversibility="costly",
         first={"bo": "", "marc": OBJECTION, "lea": ""}, revised=(-46, "11:05"),
         unanswered={"marc": ("lea", -45, "11:10")}, reopens={"marc": (-45, "12:05")}, lifts={"marc": (-45, "13:40")}),
    Plan("fermes", "terrain", "nora", -43, months=6),
    Plan("moteur", "hydraulique", "bo", -41, reversibility="costly", domains=("PWR-OUT",),
         says={"marc": CONCERN}, months=6),
    Plan("preessai", "certification", "ines", -39, cost=1900),
    Plan("inox", "hydraulique", "bo", -37, reversibility="costly", domains=("HYD-IN",)),
    Plan("maj", "numerique", "quentin", -36, months=6),
    Plan("prix", "marche", "paula", -34, named=("industrialisation",), domains=("DIE-COOP",),
         says={"olivier": CONCERN}, months=6),
    Plan("panneaux", "achats", "karim", -32, cost=5130, reversibility="costly", domains=("SUP-PAN",),
         named=("certification",), says={"ines": CONCERN}, when={"ines": (-32, "11:05")}, months=1),
    Plan("troiscles", "conception", "lea", -31, "08:30", elements=("FE-6",), reversibility="costly", months=12,
         clauses=("3.1", "3.2", "3.3", "5.1", "5.2", "5.3", "7.1", "7.2", "7.3", "10.1", "10.2", "10.3",
                  "11.1", "11.2", "11.3", "12.1", "12.2", "12.3")),
    Plan("photos", "prototype", "sami", -27),
    Plan("libre", "numerique", "quentin", -25, "08:20", reversibility="irreversible", silent=("paula", "olivier"),
         says={"bo": CONCERN}, months=2),
    Plan("salon", "marche", "paula", -20, cost=1700),
    Plan("ip54", "conception", "lea", -18, reversibility="costly"),
    Plan("lora", "numerique", "quentin", -16, domains=("APP-LINK",), named=("terrain",)),
    Plan("usure", "prototype", "sami", -14, cost=1450),
    Plan("risques", "certification", "ines", -13, months=6),
    Plan("ip65", "conception", "lea", -11, "09:30", cost=1950, reversibility="costly", domains=("MEC-BOX",),
         named=("industrialisation", "prototype"), replaces="ip54", says={"olivier": CONCERN},
         first={"sami": OBJECTION, "bo": "", "olivier": CONCERN}, revised=(-11, "14:40"),
         lifts={"sami": (-11, "15:10")}, when={"sami": (-11, "15:12")}, pace=9, months=6,
         clauses=("6.1", "6.2", "6.3", "6.4", "8.1", "8.2", "8.3", "9.1", "9.2", "9.3"),
         descents="SPEC-10.1 → SPEC-10.1, SPEC-8.2"),
    Plan("joints", "achats", "karim", -9, cost=640, reworded=4),
    Plan("serie", "industrialisation", "olivier", -8, cost=4800, reversibility="costly", months=6),
)  # fmt: skip
"""D-1 to D-23: P-1 to P-23, each adopted before the next is proposed."""

EVENING = (-1, "18:20")
LATER_TODAY = (0, "09:48")
OPEN = (
    Plan("batterie", "hydraulique", "bo", -7, "11:00", asked=(-3, "17:10"), cost=3200, reversibility="costly",
         domains=("PWR-OUT",), silent=("fay", "paula"), born_of="matin",
         first={"lea": "", "sami": "", "ada": "", "quentin": "", "marc": CONCERN},
         first_when={"marc": (-2, "14:00")}, revised=(-2, "15:20"),
         says={"ines": OBJECTION, "rose": CONCERN, "olivier": TIME},
         when={"marc": (-2, "15:45"), "olivier": (-2, "16:10"), "sami": (-2, "16:40"), "quentin": (-2, "17:30"),
               "nora": (-2, "18:20"), "lea": (-1, "08:35"), "rose": (-1, "11:30"), "ines": (-1, "16:12"),
               "ada": (0, "08:20")},
         clauses=("4.2", "4.3"), taken=(-3, "17:05")),
    Plan("vis", "prototype", "sami", -6, asked=(0, "17:00"), says={"marc": CONCERN}, silent=("thea", "bo"), pace=19,
         reworded=35),
    Plan("bleu", "conception", "lea", -5, asked=(-1, "17:20"), named=("marche", "hydraulique"),
         says={"paula": OBJECTION}, when={"paula": EVENING}, silent=("bo",), pace=9),
    Plan("fkm", "hydraulique", "bo", -4, asked=(-1, "09:40"), silent=("karim", "thea"), pace=2),
    Plan("fuite", "terrain", "nora", -3, "17:45", asked=(-3, "17:50"), acted=(-3, "17:20"), pace=6,
         named=("prototype", "certification"), says={"paula": PASS, "ines": TIME}, when={"ines": (-3, "18:20")},
         silent=("fay",)),
    Plan("etiquette", "prototype", "thea", -3, "18:05", asked=None),
    Plan("newsletter", "marche", "paula", -3, "18:10", silent=("nora", "rose")),
    Plan("soixante", "electronique", "marc", -3, "18:20", cost=900, domains=("PWR-OUT",), named=("certification",),
         says={"ines": CONCERN}, when={"ines": (-2, "09:50"), "quentin": (-2, "08:35")},
         silent=("karim",)),
    Plan("fusible", "electronique", "marc", -3, "18:35", asked=(-3, "19:02"), first={"quentin": OBJECTION},
         revised=(-2, "19:05")),
    Plan("fiche", "certification", "fay", -2, "10:30", asked=(-1, "17:05"), named=("industrialisation",),
         when={"olivier": LATER_TODAY}, pace=4),
    Plan("plafond", "terrain", "nora", -1, "10:15", elements=("FE-5",), limit=("terrain", 3500), months=6,
         says={"rose": CONCERN}, silent=("ada", "fay", "ines", "lea", "quentin", "sami"), pace=6),
)  # fmt: skip
"""P-24 to P-34."""

PLANS = {plan.key: plan for plan in (*ADOPTED, *OPEN)}
NUMBERS = {key: number for number, key in enumerate(PLANS, 1)}


def name_of(key: str) -> str:
    """Return what a proposal is called once the story is loaded: D-4 where it was adopted, else P-24."""
    return f"{'D' if NUMBERS[key] <= len(ADOPTED) else 'P'}-{NUMBERS[key]}"


ANSWERS: dict[str, dict[str, Any]] = {
    "batterie": {"element": "FE-2", "danger": "from_proposal", "fix_days": 40, "fix_cost": Decimal(6850),
                 "certainty": "certain"},
    "banc": {"element": "FE-1", "danger": "from_proposal", "cannot_be_fixed": True, "certainty": "possible_late"},
    "ip65": {"element": "FE-6", "danger": "from_proposal", "fix_days": 20, "fix_cost": Decimal(1950),
             "certainty": "certain"},
    "bleu": {"danger": "from_proposal", "certainty": "possible_in_time"},
    "fusible": {"element": "FE-1", "danger": "from_proposal", "cannot_be_fixed": True, "certainty": "possible_late"},
}  # fmt: skip
"""The answers of those who object, without their words; those about the colour add up to no objection."""
