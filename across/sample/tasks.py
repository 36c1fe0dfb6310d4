"""The actions of the story as a table: whose, out of what, from when to when, and how far they are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """One action; days are working days of the story.

    `source` is a proposal (or the decision it became), `talk:` with a topic and a message, or `sync:` and the circle in
    whose sync it was made; `tension` is brought to a sync, where it becomes this action.
    """

    key: str
    circle: str
    owner: str
    by: str
    day: int
    due: int | None
    source: str = ""
    started: int | None = None
    done: int | None = None
    blocked: int | None = None
    dropped: int | None = None


GENERAL, DESIGN, WORKSHOP = "sync:general", "sync:conception", "sync:prototype"

TASKS = (
    Task("roulements", "achats", "karim", "rose", -50, -45, "engagements", started=-49, done=-46),
    Task("nomenclature", "industrialisation", "olivier", "fay", -50, -44, GENERAL, done=-45),
    Task("cable", "electronique", "marc", "nora", -46, -41, "bus48", started=-44, done=-42),
    Task("montage", "prototype", "sami", "bo", -45, -40, "banc", started=-45, done=-44),
    Task("debitmetre", "prototype", "sami", "bo", -44, -41, "banc", done=-44),
    Task("accord", "terrain", "nora", "ada", -42, -36, "fermes", started=-41, done=-38),
    Task("puits", "terrain", "nora", "fay", -41, -36, GENERAL, done=-37),
    Task("froid", "electronique", "ines", "fay", -40, -2, "bus48", started=-12),
    Task("grippage", "numerique", "quentin", "marc", -39, -33, "moteur", done=-34),
    Task("grenoble", "certification", "ines", "ines", -39, -37, "preessai", done=-37),
    Task("assureur", "marche", "rose", "fay", -38, -30, GENERAL, started=-35, done=-31),
    Task("laiton", "hydraulique", "nora", "bo", -36, -30, "inox", done=-31),
    Task("cles", "numerique", "quentin", "ines", -35, -28, "maj", done=-30),
    Task("etalee", "numerique", "quentin", "marc", -35, -26, "preessai", started=-33, done=-26),
    Task("membrane", "hydraulique", "sami", "fay", -34, -28, GENERAL, started=-33, done=-28),
    Task("bon", "marche", "rose", "paula", -33, 3, "prix"),
    Task("source", "achats", "karim", "olivier", -30, -25, "panneaux", done=-27),
    Task("flash", "achats", "karim", "ines", -29, -8, "panneaux", started=-14, blocked=-9),
    Task("torx", "conception", "lea", "sami", -28, -20, "troiscles", started=-27, done=-21),
    Task("moyeu", "prototype", "sami", "lea", -28, -22, "troiscles", done=-24),
    Task("italien", "marche", "paula", "ada", -25, -10, "prix", dropped=-17),
    Task("rohs", "certification", "ines", "fay", -24, 8, GENERAL, started=-20),
    Task("gaine", "general", "nora", "fay", -24, None, "tension"),
    Task("romans", "industrialisation", "olivier", "fay", -24, -12, GENERAL, started=-20, dropped=-7),
    Task("multicellulaire", "hydraulique", "bo", "fay", -22, -4, GENERAL, started=-21, done=-5),
    Task("crest", "numerique", "quentin", "nora", -21, -14, "libre", done=-15),
    Task("relecture", "numerique", "quentin", "bo", -20, 10, "libre", blocked=-6),
    Task("gsm", "numerique", "quentin", "fay", -20, -12, GENERAL, dropped=-15),
    Task("stand", "marche", "paula", "ada", -19, -12, "salon", done=-13),
    Task("puitsdemo", "prototype", "sami", "paula", -18, -1, "salon", started=-6),
    Task("compteur", "terrain", "nora", "fay", -16, -11, GENERAL, done=-12),
    Task("poussiere", "prototype", "sami", "lea", -15, -12, "ip54", started=-13, done=-12),
    Task("antenne", "terrain", "nora", "quentin", -14, 2, "talk:passerelle:4"),
    Task("flyer", "marche", "paula", "nora", -13, -1, "salon", dropped=-2),
    Task("lycee", "prototype", "olivier", "fay", -12, -3, GENERAL, done=-2),
    Task("ferrite", "certification", "marc", "ines", -12, 12, "preessai"),
    Task("tresorerie", "general", "rose", "fay", -11, -6, GENERAL, done=-7),
    Task("toit", "electronique", "marc", "karim", -10, -8, "panneaux", done=-9),
    Task("presse", "achats", "karim", "lea", -10, -6, "ip65", started=-10, done=-8),
    Task("manometre", "prototype", "sami", "sami", -9, -4, WORKSHOP),
    Task("joint", "prototype", "thea", "sami", -9, -5, WORKSHOP, started=-8, done=-6),
    Task("moule", "conception", "lea", "olivier", -9, -7, "ip65", started=-9, done=-7),
    Task("controle", "certification", "fay", "ines", -9, 4, "panneaux"),
    Task("filtre", "hydraulique", "thea", "bo", -8, -3, "inox", started=-6),
    Task("boites", "achats", "karim", "nora", -8, -5, "joints", done=-5),
    Task("plaque", "conception", "lea", "lea", -8, -2, DESIGN),
    Task("gabarit", "industrialisation", "olivier", "lea", -7, 3, "serie", started=-5, blocked=-1),
    Task("notice", "prototype", "thea", "sami", -7, 2, "troiscles", started=-3),
    Task("essai", "certification", "ines", "lea", -7, 6, "ip65", started=-3),
    Task("decanteur", "hydraulique", "bo", "nora", -5, -1, "talk:sable:4"),
    Task("bagues", "hydraulique", "bo", "fay", -5, 12, GENERAL, started=-1),
    Task("couple", "hydraulique", "sami", "bo", -4, 6, "moteur", started=-3, blocked=-2),
    Task("semaine", "general", "ada", "paula", -4, 1, "talk:die:5", started=-4),
    Task("astreinte", "general", "nora", "fay", -3, None, "tension"),
    Task("bride", "hydraulique", "bo", "nora", -2, 2, "fuite"),
    Task("ecran", "terrain", "sami", "nora", -2, 2, "fuite", started=-1),
    Task("passage", "conception", "lea", "marc", -1, 5, "batterie"),
    Task("fixation", "conception", "lea", "fay", 0, 4, GENERAL),
    Task("resume", "achats", "karim", "fay", 0, 1, GENERAL),
    Task("devis", "certification", "ines", "bo", 0, 3, "batterie"),
)
