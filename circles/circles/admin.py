"""Projects and circles for administrators; facts are read-only, words and limits can be mended."""

from typing import ClassVar, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle, Domain, Equipment, Fundamental, Membership, Role, Sharing
from foundation.accounts.models import User
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter, do_to_each


@admin.register(Circle)
class CircleAdmin(FactAdmin):
    """Circles."""

    list_display = ("name", "project", "parent", *Circle.LIMITS, "closed_at")
    list_filter = ("max_reversibility", ("closed_at", DoneFilter), "project")
    search_fields = ("name", "key", "purpose")
    list_select_related = ("project", "parent")


class RoleInline(admin.TabularInline[Role, Membership]):
    """Roles within a membership."""

    model = Role
    extra = 0
    can_delete = False
    readonly_fields = ("kind", "name", "purpose", "accountabilities", "started_at", "ends_on", "ended_at")


@admin.register(Membership)
class MembershipAdmin(FactAdmin):
    """Memberships."""

    list_display = ("user", "circle", "project", "share", "started_at", "ended_at")
    list_filter = (("ended_at", DoneFilter), "project")
    search_fields = ("user__name", "user__email", "circle__name")
    list_select_related = ("user", "circle", "project")
    inlines: ClassVar = [RoleInline]
    actions = ("make_pilot", "end_pilot")

    @admin.action(description=_("Make them pilot of this circle"), permissions=["work"])
    def make_pilot(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """Hand a project or a circle over: in the general circle a pilot leads the project."""
        by = cast(User, request.user)
        do_to_each(request, queryset, lambda membership: membership.take_role(Role.Kind.PILOT, by=by))

    @admin.action(description=_("End their role as pilot of this circle"), permissions=["work"])
    def end_pilot(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """End the role of pilot; the general circle keeps one."""
        by = cast(User, request.user)
        do_to_each(request, queryset, lambda membership: membership.leave_role(Role.Kind.PILOT, by=by))


@admin.register(Role)
class RoleAdmin(FactAdmin):
    """Roles."""

    list_display = ("membership", "kind", "name", "started_at", "ends_on", "ended_at")
    list_filter = ("kind", ("ends_on", DoneFilter))
    search_fields = ("membership__user__name", "membership__circle__name", "name", "purpose")


class SharingInline(admin.TabularInline[Sharing, Domain]):
    """Which circles share a domain."""

    model = Sharing
    extra = 0
    can_delete = False
    readonly_fields = ("circle", "started_at", "ended_at")


@admin.register(Domain)
class DomainAdmin(FactAdmin):
    """Domains."""

    list_display = ("key", "name", "sort", "circle", "project", "struck_at")
    list_filter = ("sort", ("struck_at", DoneFilter), "project")
    search_fields = ("key", "name")
    list_select_related = ("circle", "project")
    inlines: ClassVar = [SharingInline]


@admin.register(Sharing)
class SharingAdmin(FactAdmin):
    """Which circles share a domain, from when to when."""

    list_display = ("domain", "circle", "started_at", "ended_at")
    list_filter = (("ended_at", DoneFilter), "domain__project")
    search_fields = ("domain__key", "domain__name", "circle__name")
    list_select_related = ("domain", "circle")


@admin.register(Equipment)
class EquipmentAdmin(FactAdmin):
    """What circles work with."""

    list_display = ("name", "circle", "keeper", "listed_at", "gone_at")
    list_filter = (("gone_at", DoneFilter), "project")
    search_fields = ("name", "note", "circle__name", "keeper__name")
    list_select_related = ("circle", "keeper")


@admin.register(Fundamental)
class FundamentalAdmin(FactAdmin):
    """Fundamental elements."""

    list_display = ("reference", "statement", "sort", "holder", "acceptable_fix_days", "removed_at")
    list_filter = ("sort", ("removed_at", DoneFilter), "project")
    search_fields = ("statement",)
