"""What a circle decides alone, or together with those it shares it with."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models.functions import Cast, Now
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.event_types import CircleEvent
from circles.circles.models.circle import Circle, LimitsChanged
from circles.projects.models.project import Project
from circles.projects.models.subject import Subject
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish


class DomainQuerySet(models.QuerySet["Domain"]):
    """Finds domains."""

    def held(self) -> Self:
        """Leave out those that were given up."""
        return self.filter(struck_at=None)

    def around(self, circle: Circle) -> Self:
        """Keep what a circle holds and what others share with it, by key; `shared_with` has the ids of the circles that
        share each, with spaces between.
        """
        sharings = Sharing.objects.current().filter(domain=models.OuterRef("pk"))
        ids = models.StringAgg(Cast("circle", models.CharField()), models.Value(" "), order_by="pk")
        shared = sharings.order_by().values("domain").annotate(ids=ids).values("ids")
        touched = models.Q(circle=circle) | models.Q(models.Exists(sharings.filter(circle=circle)))
        return self.held().filter(touched).annotate(shared_with=models.Subquery(shared)).order_by("key")


class Domain(Subject):
    """One named part of a circle's scope (PWR-OUT), held by one circle; others may share it."""

    class Kind(models.TextChoices):
        """What kind of part it is."""

        COMPONENT = "component", _("component")
        INTERFACE = "interface", _("interface")
        DOCUMENT = "document", _("document")
        CLAUSES = "clauses", _("clause set")
        BUDGET = "budget", _("budget line")
        SUPPLIER = "supplier", _("supplier")
        COMMITMENT = "commitment", _("external commitment")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="domains")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="domains", verbose_name=_("circle"))
    key = models.CharField(_("key"), max_length=40)
    name = models.CharField(_("name"), max_length=160)
    sort = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.COMPONENT)
    struck_at = models.DateTimeField(_("given up"), null=True, blank=True, editable=False)

    objects = DomainQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "key"], condition=models.Q(struck_at=None), name="one_domain_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"

    @property
    def reference(self) -> str:
        """Return the key."""
        return self.key

    @cached_property
    def sharers(self) -> list[int]:
        """Return the ids of the circles that share it; no query where its sharings are prefetched."""
        sharings = sorted(self.sharings.all(), key=lambda one: one.pk)
        return [one.circle_id for one in sharings if one.ended_at is None]

    @property
    def spoken_for_by(self) -> list[int]:
        """Return the ids of the circles whose word a proposal about it needs: the holder and who shares it. Nobody's
        once it is given up.
        """
        return [self.circle_id, *self.sharers] if self.struck_at is None else []

    def shared_with(self) -> models.QuerySet[Circle]:
        """Return the circles that share it, by name."""
        own = self.sharings.current().filter(circle=models.OuterRef("pk"))
        return (
            Circle.objects.filter(models.Exists(own)).select_related("project", "parent").order_by(Alphabetical("name"))
        )

    def get_absolute_url(self) -> str:
        """Lead to the circle that holds it."""
        return self.circle.get_absolute_url()

    @classmethod
    def give(
        cls,
        circle: Circle,
        key: str,
        name: str,
        *,
        by: User | None,
        sort: str = "component",
        decision: str = "",
        at: datetime | None = None,
    ) -> "Domain":
        """Let a circle decide on a part alone; `decision` names the one that wants it, or nothing."""
        with transaction.atomic():
            circle = circle.locked()
            domain = cls.objects.create(project=circle.project, circle=circle, key=key, name=name, sort=sort)
            domain.record_event(CircleEvent.DOMAIN_GRANTED, by=by, at=at, also=[circle.change_key], decision=decision)
        return domain

    def transfer_to(self, to: Circle, *, by: User | None, decision: str = "", at: datetime | None = None) -> None:
        """Let another circle decide it from now on; open proposals that touch it are routed anew. Who shared it and
        holds it now, shares it no more.
        """
        with transaction.atomic():
            domain = self.held_or_refuse()
            before, domain.circle = domain.circle, to
            domain.save()
            for sharing in domain.sharings.current().filter(circle=to):
                sharing.end(at=at or clock.now())
            people = dict.fromkeys({*before.people_in("pilot"), *to.people_in("pilot")}, "circle")
            facts: dict[str, Any] = {"before": before.name, "within": to.name, "decision": decision}
            also = [before.change_key, to.change_key]
            domain.record_event(CircleEvent.DOMAIN_TRANSFERRED, by=by, at=at, people=people, also=also, **facts)
            publish(LimitsChanged(circle=to, by=by, at=at))

    def share(self, with_circle: Circle, *, by: User | None, decision: str = "", at: datetime | None = None) -> None:
        """Let another circle decide it as well: what is proposed about it needs the word of both from now on."""
        with transaction.atomic():
            domain = self.held_or_refuse()
            if with_circle.pk in domain.spoken_for_by:
                names = {"circle": with_circle.name, "domain": domain.key}
                raise Refused(_now("%(circle)s decides %(domain)s already.") % names)
            domain.sharings.create(circle=with_circle, **({"started_at": at} if at else {}))
            people = dict.fromkeys({*domain.circle.people_in("pilot"), *with_circle.people_in("pilot")}, "circle")
            domain.record_event(
                CircleEvent.DOMAIN_SHARED,
                by=by,
                at=at,
                people=people,
                also=[with_circle.change_key],
                within=with_circle.name,
                decision=decision,
            )
            publish(LimitsChanged(circle=with_circle, by=by, at=at))

    def unshare(self, with_circle: Circle, *, by: User | None, decision: str = "", at: datetime | None = None) -> None:
        """Let a circle that shares it decide it no more."""
        with transaction.atomic():
            domain = self.held_or_refuse()
            sharing = domain.sharings.current().filter(circle=with_circle).first()
            if sharing is None:
                names = {"circle": with_circle.name, "domain": domain.key}
                raise Refused(_now("%(circle)s does not share %(domain)s.") % names)
            sharing.end(at=at or clock.now())
            people = dict.fromkeys({*domain.circle.people_in("pilot"), *with_circle.people_in("pilot")}, "circle")
            domain.record_event(
                CircleEvent.DOMAIN_SHARING_ENDED,
                by=by,
                at=at,
                people=people,
                also=[with_circle.change_key],
                before=with_circle.name,
                decision=decision,
            )
            publish(LimitsChanged(circle=with_circle, by=by, at=at))

    def strike(self, *, by: User | None, decision: str = "", at: datetime | None = None) -> None:
        """Give it up: it is no part of anyone's scope from now on, and its key is free; what named it still does."""
        with transaction.atomic():
            domain = self.held_or_refuse()
            circles, now = [domain.circle, *domain.shared_with()], at or clock.now()
            for sharing in domain.sharings.current():
                sharing.end(at=now)
            domain.struck_at = now
            domain.save()
            people = {user: "circle" for circle in circles for user in circle.people_in("pilot")}
            also = [circle.change_key for circle in circles]
            domain.record_event(CircleEvent.DOMAIN_GIVEN_UP, by=by, at=at, people=people, also=also, decision=decision)
            publish(LimitsChanged(circle=domain.circle, by=by, at=at))

    def held_or_refuse(self) -> Self:
        """Lock, and refuse once it is given up."""
        domain = self.locked()
        if domain.struck_at is not None:
            raise Refused(_now("This domain is given up; nobody holds it any more."))
        return domain


class SharingQuerySet(models.QuerySet["Sharing"]):
    """Finds who shares what."""

    def current(self) -> Self:
        """Keep what has not ended."""
        return self.filter(ended_at=None)


class Sharing(models.Model):
    """A circle that shares a domain with the one that holds it, from when to when."""

    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="sharings", verbose_name=_("domain"))
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="sharings", verbose_name=_("circle"))
    started_at = models.DateTimeField(_("since"), db_default=Now())
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = SharingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("shared domain")
        verbose_name_plural = _("shared domains")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["domain", "circle"], condition=models.Q(ended_at=None), name="shared_once_with_a_circle"
            )
        ]

    def __str__(self) -> str:
        return f"{self.domain_id} {self.circle_id}"

    def end(self, *, at: datetime) -> None:
        """Write that it ended, as part of a change that is recorded."""
        self.ended_at = at
        self.save()
