"""What circles add to their own extension points: money, equipment, people, and the words of the record."""

from accounts.models import User
from circles.contexts import equipment
from circles.domain_events import EventRecorded, PersonChanged
from circles.extension_points import Extension, Panel, publish_texts
from circles.file_rights import FILE_RIGHTS
from circles.kept_data import KEPT_DATA
from circles.models import Circle, CircleGrant, Level, Project, Reversibility, Role
from circles.money import balances
from circles.navigation.autocomplete import people_for
from circles.queries.tree import circles_of
from circles.record_sentences import SENTENCES
from circles.takeaway import PARTS
from circles.takeaway_files import PART as FILES
from circles.thing_parts import GuestThing
from circles.workflows.admin_changes import record_person_changed


def circle_for_guests(project: Project, user: User, key: str) -> Circle | None:
    """Return the circle of this key: everybody in the project knows all."""
    return next((one for one in circles_of(project) if one.key == key), None)


def nothing_inside(circle: Circle, user: User) -> list[Circle]:
    """Return no circles: a guest of one is none of those inside it."""
    return []


EXTENSION = Extension(
    app="circles",
    panels=(Panel("money", 5, balances.panel), Panel("equipment", 6, equipment.panel)),
    map_numbers={"money": balances.own_money},
    autocomplete={"person": people_for},
    transfers=(equipment.TRANSFER,),
    sentences=SENTENCES,
    takeaway=(*PARTS, FILES),
    kept=(KEPT_DATA,),
    guest_things={"circle": GuestThing(CircleGrant, circle_for_guests, nothing_inside)},
    fact_choices={
        "role": Role.Kind,
        "level": Level,
        "hard_to_undo": Reversibility,
        "hard_to_undo_before": Reversibility,
    },
    file_rights=FILE_RIGHTS,
    subscribers={EventRecorded: [publish_texts], PersonChanged: [record_person_changed]},
)
