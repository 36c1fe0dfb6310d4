"""Who is in the story: the people, their circles, what each circle holds, and what must not be endangered."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.utils.translation import get_language_info

from across.sample.languages import sample_in
from across.sample.story import Story
from across.sample.team import SKILLS
from across.sample.texts import LANGUAGES
from circles.circles.models import Circle, Domain, Fundamental
from circles.circles.workflows.project_setup import create_project
from circles.money.models import Purse
from circles.restructuring.changes import Split
from foundation.accounts.models import User
from foundation.accounts.sample_accounts import SAMPLE_HANDLES, SAMPLE_HOST
from foundation.accounts.skills import text_of

FIRST_DAY = -55
PEOPLE = {
    "ada": "Ada Mercier",
    "bo": "Bo Nguyen",
    "fay": "Fay Lemoine",
    "ines": "Inès Rahal",
    "karim": "Karim Benali",
    "lea": "Léa Fontaine",
    "marc": "Marc Oudin",
    "nora": "Nora Keller",
    "olivier": "Olivier Petit",
    "paula": "Paula Silva",
    "quentin": "Quentin Roy",
    "rose": "Rose Diallo",
    "sami": "Sami Haddad",
    "thea": "Théa Morel",
    "eve": "Eve Martin",
}
GUEST = "helene"
GUEST_NAME, GUEST_EMAIL = "Hélène Vasseur", "h.vasseur@arcis.example"
"""An engineer of the laboratory that tests batteries."""


@dataclass(frozen=True)
class Place:
    """A circle: its parent, the most it commits alone, what it was allotted, and its people with their roles."""

    key: str
    inside: str
    limit: int
    money: int
    people: dict[str, tuple[str, ...]]
    domains: tuple[tuple[str, str], ...] = ()


PLACES = (
    Place("conception", "general", 2000, 46_000, {"lea": ("pilot",), "marc": ()}, (("MEC-BOX", "component"),)),
    Place("hydraulique", "conception", 2000, 18_000, {"bo": ("pilot", "delegate")}, (("HYD-IN", "interface"),)),
    Place("electronique", "conception", 2000, 16_000, {"marc": ("pilot",)}, (("PWR-OUT", "interface"),)),
    Place("prototype", "general", 2000, 38_000, {"sami": ("pilot",), "bo": (), "marc": ()}),
    Place("certification", "general", 2000, 30_000, {"ines": ("pilot",), "fay": ()}, (("CE-FILE", "document"),)),
    Place("industrialisation", "general", 2000, 52_000, {"olivier": ("pilot",), "lea": (), "sami": ()}),
    Place("achats", "industrialisation", 2000, 20_000, {"karim": ("pilot",), "rose": ()}, (("SUP-PAN", "supplier"),)),
    Place("terrain", "general", 2000, 22_000, {"nora": ("pilot",), "sami": ()}),
    Place(
        "marche",
        "general",
        2000,
        18_000,
        {"paula": ("pilot",), "nora": (), "rose": ()},
        (("DIE-COOP", "commitment"), ("SPARES", "component")),
    ),
    Place("numerique", "general", 2000, 12_000, {"quentin": ("pilot",), "marc": ()}, (("APP-LINK", "interface"),)),
)
LATER = (
    ("conception", "bo", ("delegate",)),
    ("hydraulique", "nora", ()),
    ("electronique", "quentin", ()),
    ("prototype", "olivier", ()),
    ("prototype", "lea", ("facilitator",)),
)
SPLIT = ("marche", "service", "paula", ("nora",), ("SPARES",), 3_000, -31)
"""A circle, the one split off it, by whom, who and what goes along with how much money, and the day: in week five."""
APPRENTICE = (-10, (("prototype", ("secretary",)), ("hydraulique", ("secretary",)), ("terrain", ())))

ELEMENTS = (
    ("safety", 0, 0),
    ("compliance", 10, 5_000),
    ("unit_cost", 10, 12_000),
    ("date", 10, 12_000),
    ("cash", 10, 5_000),
    ("performance", 15, 8_000),
)
"""Kind, working days and euros within which a harm may be put right; their words are in `texts/*/circles.toml`."""


def plan(story: Story) -> None:
    """Bring people and circles in on the first days, and the apprentice two weeks ago."""
    make_people(story)
    story.on(FIRST_DAY, "08:30", found)
    for number, place in enumerate(PLACES):
        story.on(FIRST_DAY, f"09:{30 + 2 * number}", open_place, place)
    for circle, handle, roles in LATER:
        story.on(FIRST_DAY, "10:10", let_in, circle, handle, roles, "ada")
    story.on(SPLIT[-1], "14:00", split_off)
    day, places = APPRENTICE
    for circle, roles in places:
        story.on(day, "08:45", let_in, circle, "thea", roles, "sami")


def make_people(story: Story) -> None:
    """Make the people, unless the sample is there in another language and they are; those whom the sign-in page offers
    get the password, if there is one, the others none.
    """
    for person in User.objects.filter(email__in=[f"{handle}@{SAMPLE_HOST}" for handle in PEOPLE]):
        story.people[str(person.email).partition("@")[0]] = person
    make_guest(story)
    new = [handle for handle in PEOPLE if handle not in story.people]
    for handle in new:
        email = f"{handle}@{SAMPLE_HOST}"
        story.people[handle] = User.objects.create_user(
            email,
            name=PEOPLE[handle],
            skills=text_of(SKILLS.get(handle, ())),
            language=story.language,
            joined_at=story.days.at(FIRST_DAY, "08:00"),
        )
    # One hash for all: it takes long to make, and nobody's password is a secret here.
    known, some = make_password(story.password), [story.people[handle] for handle in SAMPLE_HANDLES if handle in new]
    for person in some:
        person.password = known
    User.objects.bulk_update(some, ["password"])


def make_guest(story: Story) -> None:
    """Make the guest beside new people; an older sample in another language, which has none, stays without."""
    guest = User.objects.filter(email=GUEST_EMAIL).first()
    if guest is None and not story.people:
        guest = User.objects.create_user(GUEST_EMAIL, name=GUEST_NAME, language=story.language)
    if guest:
        story.people[GUEST] = guest


def found(story: Story, at: datetime) -> None:
    """Make the project with its fundamental elements, and let in who looks after the whole."""
    words = story.texts["circles"]
    ada = story.people["ada"]
    project = create_project(
        name_of_sample(words["project"]["name"], story.language),
        by=ada,
        purpose=words["project"]["purpose"],
        language=story.language,
        budget=Decimal(240_000),
        at=at,
    )
    general = story.circles["general"] = project.circles.general()
    let_in(story, "general", "fay", ("facilitator",), "ada", at)
    let_in(story, "general", "rose", ("secretary",), "ada", at)
    for number, (sort, days, cost) in enumerate(ELEMENTS, 1):
        statement = words["elements"][str(number)]
        element = Fundamental.declare(general, statement, by=ada, sort=sort, days=days, cost=Decimal(cost), at=at)
        story.elements[element.reference] = element


def name_of_sample(name: str, language: str) -> str:
    """Return the name of the sample in a language; a second one tells its language, because people are in both."""
    has_other = any(sample_in(other) for other in LANGUAGES if other != language)
    return f"{name} ({get_language_info(language)['name_local']})" if has_other else name


def open_place(story: Story, place: Place, at: datetime) -> None:
    """Open a circle, give it what it holds, and let its people in."""
    words = story.texts["circles"]
    ada = story.people["ada"]
    named = words["circles"][place.key]
    story.circles[place.key] = story.circles[place.inside].open_circle(
        named["name"],
        by=ada,
        key=place.key,
        purpose=named["purpose"],
        unit_limit=Decimal(place.limit),
        created_at=at,
        at=at,
    )
    Purse(circle=story.circles[place.inside]).allot(story.circles[place.key], Decimal(place.money), by=ada, at=at)
    for handle, roles in place.people.items():
        let_in(story, place.key, handle, roles, "ada", at)
    for key, sort in place.domains:
        circle = story.circles[place.key]
        story.domains[key] = Domain.give(circle, key, words["domains"][key], by=ada, sort=sort, at=at)


def split_off(story: Story, at: datetime) -> None:
    """Let a part of a circle become a circle of its own."""
    old, key, by, people, domains, money, _day = SPLIT
    named = story.texts["circles"]["circles"][key]
    circle = Circle.objects.select_related("project", "parent").get(pk=story.circles[old].pk)
    along = [story.people[handle] for handle in people]
    split = Split(circle, named["name"], named["purpose"], along, domains, amount=Decimal(money))
    story.circles[key] = split.apply(by=story.people[by], at=at)


def let_in(story: Story, circle: str, handle: str, roles: tuple[str, ...], by: str, at: datetime) -> None:
    """Let one person into a circle."""
    story.circles[circle].admit(story.people[handle], by=story.people[by], roles=roles, at=at)
