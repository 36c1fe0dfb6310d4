"""A circle: an autonomous sub-project inside another; the root is the general circle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from tree_queries.query import TreeQuerySet

from circles.circles.default_limits import least_limit
from circles.circles.event_types import CircleEvent
from circles.circles.models.addresses import address_of
from circles.projects.models.project import Project, Reversibility
from circles.projects.models.subject import Subject
from circles.projects.models.translated_name import CircleNameField, TranslatedName, general_names
from foundation.accounts.models import HUES, User
from foundation.accounts.skills import MOST_TEXT, skills_in, text_of
from foundation.audit.event_types import EventType
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import DomainEvent, publish


class CircleQuerySet(models.QuerySet["Circle"]):
    """Finds circles."""

    def in_project(self, project: Project) -> Self:
        """Keep a project's."""
        return self.filter(project=project)

    def open(self) -> Self:
        """Leave out closed ones."""
        return self.filter(closed_at=None)

    def of(self, user: User) -> Self:
        """Keep those the person is in now."""
        return self.filter(models.Exists(user.memberships.current().filter(circle=models.OuterRef("pk"))))

    def general(self) -> "Circle":
        """Return the general one, of a project's: `project.circles.general()`."""
        return self.get(parent=None)


class Circle(Subject):
    """A circle with a purpose, people and limits."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="circles")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("inside")
    )
    key = models.SlugField(_("key"), max_length=80)
    name = CircleNameField(_("name"), max_length=120)
    purpose = models.TextField(_("purpose"), blank=True)
    needs = models.TextField(
        _("skills it needs"), max_length=MOST_TEXT, blank=True, help_text=_("One on each line."), editable=False
    )
    hue = models.PositiveSmallIntegerField(_("hue"), default=0)
    parent_hue = models.PositiveSmallIntegerField(
        null=True, editable=False, help_text=_("The ring of a circle that is nested below the first level.")
    )
    unit_limit = models.DecimalField(
        _("limit of one commitment"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("The largest single commitment the circle may take alone; empty: what it has in hand."),
    )
    limit_share = models.PositiveSmallIntegerField(
        _("limit as a share of what is in hand, in %"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("50: half of what the circle has in hand; empty: all of it."),
    )
    small_limit = models.DecimalField(
        _("limit of small decisions"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Recorded after the fact; empty: a fiftieth of the budget, and nothing where one is alone."),
    )
    max_reversibility = models.CharField(
        _("may decide alone what is"), max_length=12, choices=Reversibility, default=Reversibility.COSTLY
    )
    source = models.CharField(
        _("in the source's words"), max_length=60, blank=True, help_text=_("What an import called its kind.")
    )
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="split", verbose_name=_("split off")
    )

    objects = CircleQuerySet.as_manager()
    history = HistoricalRecords()

    LIMITS: ClassVar = ("unit_limit", "limit_share", "small_limit", "max_reversibility")
    """What it decides alone. Another limit is named here; `tests/circles/circles/test_limits.py` says what else lacks
    it.
    """

    class Meta:
        verbose_name = _("circle")
        verbose_name_plural = _("circles")
        ordering: ClassVar = ["id"]
        permissions: ClassVar = [
            ("read_circle", "Can read what the circle has"),
            ("comment_circle", "Can comment and talk in the circle"),
            ("write_circle", "Can write in the circle’s documents"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "key"], name="one_circle_per_key"),
            models.UniqueConstraint(fields=["project"], condition=models.Q(parent=None), name="one_general_circle"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Lead to the circle's page."""
        return address_of("circles:circle", self.project.slug, self.key)

    @property
    def scope(self) -> str:
        """A circle is its own scope."""
        return self.key

    @property
    def change_key(self) -> str:
        """Return the key by which open pages know it."""
        return f"circle:{self.key}"

    @property
    def is_general(self) -> bool:
        """Return whether it is the root."""
        return self.parent_id is None

    def is_called(self, name: str) -> bool:
        """Return whether this is its name, in whatever language a person read that of a general circle."""
        return name == self.name or (isinstance(self.name, TranslatedName) and name in general_names())

    @property
    def is_closed(self) -> bool:
        """Return whether it was closed."""
        return self.closed_at is not None

    @property
    def limit(self) -> Decimal | None:
        """Return the largest single commitment it may take alone, where that was set lower than what it has in hand.

        None where it was not, and for the general circle, which has the whole budget and no limit.
        """
        if self.is_general:
            return None
        return least_limit(self.unit_limit, self.limit_share, self.in_hand if self.limit_share is not None else None)

    @property
    def in_hand(self) -> Decimal | None:
        """Return what may still be handed on, reserved or spent; None where the project has no budget."""
        if self.project.budget is None:
            return None
        purse = getattr(self, "purse", None)  # of the app that keeps its money
        if purse is None:
            return self.project.budget if self.is_general else Decimal(0)
        if self.is_general:
            purse.allotted = self.project.budget
        in_hand: Decimal | None = purse.in_hand
        return in_hand

    @property
    def own_limits(self) -> dict[str, Any]:
        """Return its limits by name, for another circle that is to have the same."""
        return {name: getattr(self, name) for name in self.LIMITS}

    def ancestors(self, *, include_self: bool = False) -> models.QuerySet["Circle"]:
        """Return the circles around this one, from the root down (one query)."""
        return TreeQuerySet(type(self)).ancestors(self, include_self=include_self)

    def way_up_to(self, above: int) -> list["Circle"]:
        """Return the circles from this one up to the one with that id, both included (one query)."""
        way = list(self.ancestors(include_self=True))[::-1]
        return way[: next((place for place, circle in enumerate(way, 1) if circle.pk == above), len(way))]

    def descendants(self, *, include_self: bool = False) -> models.QuerySet["Circle"]:
        """Return the circles inside this one, at any depth (one query)."""
        return TreeQuerySet(type(self)).descendants(self, include_self=include_self)

    def free_key(self, name: str) -> str:
        """Return an address part that no other circle of the project has."""
        base = slugify(name)[:60] or "circle"
        taken = set(self.project.circles.filter(key__startswith=base).values_list("key", flat=True))
        return next(key for key in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)

    def open_or_refuse(self) -> Self:
        """Lock, and refuse once it is closed: whatever begins something in a circle starts with it."""
        circle = self.locked()
        if circle.is_closed:
            raise Refused(_now("This circle is closed; nothing new can begin in it."))
        return circle

    def open_circle(
        self,
        name: str,
        *,
        by: User | None,
        purpose: str = "",
        key: str = "",
        pilot: User | None = None,
        at: datetime | None = None,
        **fields: object,
    ) -> "Circle":
        """Open a circle inside this one, with its first member and pilot if named; its hue is no neighbour's."""
        with transaction.atomic():
            parent = self.open_or_refuse()
            preferred = hue_of_child(parent.hue, parent.children.count(), is_general=parent.is_general)
            child = parent.project.circles.create(
                parent=parent,
                key=key or parent.free_key(name),
                name=name,
                purpose=purpose,
                hue=free_hue(preferred, parent.hues_around(), is_general=parent.is_general),
                parent_hue=None if parent.is_general else parent.hue,
                **fields,
            )
            facts = {"within": parent.name, **limits_told(child)}
            child.record_event(CircleEvent.CIRCLE_OPENED, by=by, at=at, also=["circles"], **facts)
            publish(CircleCreated(circle=child, by=by, at=at))
            if pilot:
                child.admit(pilot, by=by, at=at, roles=["pilot"])
        return child

    def hues_around(self) -> set[int]:
        """Return the hues that stand beside those of a circle in it: its own, its circles', its neighbours'."""
        near = models.Q(pk=self.pk) | models.Q(parent=self)
        if self.parent_id:
            near |= models.Q(parent=self.parent_id) | models.Q(pk=self.parent_id)
        return set(Circle.objects.filter(near, closed_at=None).values_list("hue", flat=True))

    def admit(
        self,
        user: User,
        *,
        by: User | None,
        at: datetime | None = None,
        roles: Sequence[str] = (),
        invited_by: User | None = None,
        came_by: EventType = CircleEvent.MEMBER_ADDED,
    ) -> None:
        """Let a person in, with roles (`pilot`, `facilitator`, `secretary`, `delegate`, or words of one's own).

        `invited_by` whom they come in by an invitation; then the event, `came_by`, is their own.
        """
        with transaction.atomic():
            circle = self.locked()
            if circle.is_closed:
                raise Refused(_now("This circle is closed; no one can join it."))
            if circle.memberships.current().filter(user=user).exists():
                raise Refused(_now("%(name)s is already in this circle.") % {"name": user.name})
            is_home = not user.memberships.current().exists() or user.hue == circle.project.circles.general().hue
            membership = circle.memberships.create(
                project=circle.project, user=user, **({"started_at": at} if at else {})
            )
            if invited_by:
                membership.record_event(came_by, by=user, at=at, people={invited_by: "circle"}, also=["people"])
            else:
                person = {"person": user.name}
                membership.record_event(
                    CircleEvent.MEMBER_ADDED, by=by, at=at, people={user: "invited"}, personal=person, also=["people"]
                )
            for role in roles:
                membership.take_role(role, by=by, at=at)
            if is_home and user.hue != circle.hue:
                user.hue = circle.hue
                user.save(update_fields=["hue"])

    def rename(self, name: str, purpose: str, *, by: User) -> None:
        """Change the circle's name and purpose; its address stays."""
        with transaction.atomic():
            circle = self.locked()
            before = circle.name
            circle.name, circle.purpose = name, purpose
            circle.save()
            circle.record_event(CircleEvent.CIRCLE_RENAMED, by=by, before=before, also=["circles"])

    def need_skills(self, skills: Iterable[str], *, by: User | None, at: datetime | None = None) -> None:
        """Say which skills the circle needs: trades, and words of its own."""
        with transaction.atomic():
            circle = self.open_or_refuse()
            before, circle.needs = circle.needs, text_of(skills)
            if circle.needs == before:
                return
            circle.save()
            needs = skills_in(circle.needs)
            circle.record_event(CircleEvent.NEEDS_STATED, by=by, at=at, also=["people"], skills=needs)

    def allow(
        self,
        unit_limit: Decimal | None,
        max_reversibility: str,
        *,
        by: User | None,
        limit_share: int | None = None,
        small_limit: Decimal | None = None,
        decision: str = "",
        at: datetime | None = None,
    ) -> None:
        """Say what the circle decides alone: the largest single commitment as an amount and as a share of what it has
        in hand (None: all of that), what it may record at once where nobody else would be asked (None: what costs
        nothing), and how hard to undo. `decision` names the one that wants it, or nothing.

        :raises Refused: for the general circle, which has no limits.
        """
        with transaction.atomic():
            circle = self.locked()
            if circle.is_general:
                raise Refused(_now("The general circle has no limits of its own."))
            facts: dict[str, Any] = {"limit_before": said(circle.limit)}
            facts["hard_to_undo_before"] = circle.max_reversibility
            if small_limit != circle.small_limit:
                facts["small_limit"] = str(small_limit or Decimal(0))
            if unit_limit != circle.unit_limit:
                facts["unit_limit"] = said(unit_limit)
            if limit_share != circle.limit_share:
                facts["limit_share"] = limit_share
            circle.unit_limit, circle.max_reversibility = unit_limit, max_reversibility
            circle.limit_share, circle.small_limit = limit_share, small_limit
            circle.save()
            circle.record_event(
                CircleEvent.LIMITS_CHANGED,
                by=by,
                at=at,
                also=["circles"],
                people=dict.fromkeys(circle.people(), "circle"),
                limit=said(circle.limit),
                hard_to_undo=str(max_reversibility),
                decision=decision,
                **facts,
            )
            publish(LimitsChanged(circle=circle, by=by, at=at))

    def people(self) -> models.QuerySet[User]:
        """Return the circle's own people."""
        return User.objects.filter(
            models.Exists(self.memberships.current().filter(user=models.OuterRef("pk")))
        ).order_by(Alphabetical("name"))

    def members(self) -> models.QuerySet[User]:
        """Return who has a voice here: its own people, and pilot and delegate of each open child circle."""
        return User.objects.filter(pk__in=self.memberships.model.objects.with_a_voice_in(self).values("user")).order_by(
            Alphabetical("name")
        )

    def people_in(self, *roles: str) -> models.QuerySet[User]:
        """Return the people who hold one of the roles here."""
        return User.objects.filter(
            models.Exists(self.memberships.current().in_role(*roles).filter(user=models.OuterRef("pk")))
        ).order_by(Alphabetical("name"))


def said(limit: Decimal | None) -> str:
    """Return a limit as a fact of the record; nothing where what is in hand is the limit."""
    return "" if limit is None else str(limit)


def limits_told(circle: Circle) -> dict[str, Any]:
    """Return the limits with which a circle was opened, as facts of the record: its purse is empty then, and a share of
    that is told as such.
    """
    told: dict[str, Any] = {"unit_limit": said(circle.unit_limit), "hard_to_undo": str(circle.max_reversibility)}
    if circle.limit_share is not None:
        told["limit_share"] = circle.limit_share
    if circle.small_limit is not None:
        told["small_limit"] = str(circle.small_limit)
    return told


def hue_of_child(parent_hue: int, place: int, *, is_general: bool) -> int:
    """Return the hue of a new circle: spread far round the wheel below the root, near the parent further down."""
    if is_general:
        # Steps of 130°: neighbours in the list are far apart, and the first 36 never meet.
        return (parent_hue + 5 + 13 * place) % HUES
    return (parent_hue + (place % 2 * 2 - 1) * (2 + place // 2)) % HUES


@dataclass(frozen=True, kw_only=True)
class CircleCreated(DomainEvent):
    """A circle was opened, reopened or imported."""

    circle: Circle
    by: User | None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CircleClosing(DomainEvent):
    """A circle is about to close or to be merged into another."""

    circle: Circle
    by: User | None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class LimitsChanged(DomainEvent):
    """What a circle decides alone has changed: its limits, domains or place in the tree."""

    circle: Circle
    by: User | None
    at: datetime | None = None


def free_hue(preferred: int, taken: set[int], *, is_general: bool) -> int:
    """Return the preferred hue, or the next that is free: far off below the root, as near as can be further down."""
    if is_general:
        found = [(preferred + 13 * step) % HUES for step in range(HUES)]
    else:
        found = [(preferred + side * step) % HUES for step in range(HUES // 2 + 1) for side in (1, -1)]
    return next((hue for hue in found if hue not in taken), preferred)
