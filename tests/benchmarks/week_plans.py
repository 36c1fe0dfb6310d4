"""Who lives the week of `tests/benchmarks/week.py`, and what they propose: much as in the sample."""

from dataclasses import dataclass

CIRCLES: dict[str, tuple[str, int, dict[str, tuple[str, ...]], str]] = {
    "conception": ("general", 46_000, {"lea": ("pilot",), "bo": ("delegate",), "marc": ()}, "MEC-BOX"),
    "hydraulique": ("conception", 18_000, {"bo": ("pilot", "delegate"), "nora": (), "thea": ()}, "HYD-IN"),
    "electronique": ("conception", 16_000, {"marc": ("pilot",), "quentin": ()}, "PWR-OUT"),
    "prototype": ("general", 38_000, {"sami": ("pilot",), "lea": ("facilitator",), "bo": (), "marc": (), "olivier": (),
                                      "thea": ()}, ""),
    "certification": ("general", 30_000, {"ines": ("pilot",), "fay": ()}, "CE-FILE"),
    "industrialisation": ("general", 52_000, {"olivier": ("pilot",), "lea": (), "sami": ()}, ""),
    "achats": ("industrialisation", 20_000, {"karim": ("pilot",), "rose": ()}, "SUP-PAN"),
    "terrain": ("general", 22_000, {"nora": ("pilot",), "sami": (), "thea": ()}, ""),
    "marche": ("general", 18_000, {"paula": ("pilot",), "nora": (), "rose": ()}, "DIE-COOP"),
    "numerique": ("general", 12_000, {"quentin": ("pilot",), "marc": ()}, "APP-LINK"),
}  # fmt: skip
"""What is around each, its money, its people with their roles, and what it holds."""
PEOPLE = ("ada", *sorted({name for _around, _money, seats, _held in CIRCLES.values() for name in seats}))


@dataclass(frozen=True)
class Plan:
    """One proposal: where, by whom, at what cost, how hard to undo, and what it touches."""

    key: str
    circle: str
    by: str
    cost: int = 0
    reversibility: str = "easy"
    named: str = ""
    domains: str = ""
    elements: str = ""


COSTLY = "costly"
PLANS = (
    Plan("spec", "conception", "lea", named="terrain marche certification"),
    Plan("engagements", "industrialisation", "olivier"),
    Plan("plans", "conception", "lea"),
    Plan("bus48", "electronique", "marc", 0, COSTLY, "hydraulique numerique achats certification", "PWR-OUT"),
    Plan("banc", "prototype", "sami", 1850, COSTLY),
    Plan("fermes", "terrain", "nora"),
    Plan("moteur", "hydraulique", "bo", 0, COSTLY, domains="PWR-OUT"),
    Plan("preessai", "certification", "ines", 1900),
    Plan("inox", "hydraulique", "bo", 0, COSTLY, domains="HYD-IN"),
    Plan("maj", "numerique", "quentin"),
    Plan("prix", "marche", "paula", named="industrialisation", domains="DIE-COOP"),
    Plan("panneaux", "achats", "karim", 5130, COSTLY, "certification", "SUP-PAN"),
    Plan("troiscles", "conception", "lea", 0, COSTLY, elements="FE-1"),
    Plan("photos", "prototype", "sami"),
    Plan("libre", "numerique", "quentin", 0, "irreversible"),
    Plan("salon", "marche", "paula", 1700),
    Plan("ip54", "conception", "lea", 0, COSTLY),
    Plan("lora", "numerique", "quentin", named="terrain", domains="APP-LINK"),
    Plan("usure", "prototype", "sami", 1450),
    Plan("risques", "certification", "ines"),
    Plan("ip65", "conception", "lea", 1950, COSTLY, "industrialisation prototype", "MEC-BOX"),
    Plan("joints", "achats", "karim", 640),
    Plan("serie", "industrialisation", "olivier", 4800, COSTLY),
    Plan("batterie", "hydraulique", "bo", 3200, COSTLY, domains="PWR-OUT"),
    Plan("vis", "prototype", "sami"),
    Plan("bleu", "conception", "lea", named="marche hydraulique"),
    Plan("fkm", "hydraulique", "bo"),
    Plan("newsletter", "marche", "paula"),
    Plan("soixante", "electronique", "marc", 900, named="certification", domains="PWR-OUT"),
    Plan("fiche", "certification", "fay", named="industrialisation"),
)
