"""Projects and circles for administrators; facts are read-only, words and limits can be mended."""

from typing import ClassVar, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from accounts.models import User
from audit.admin import ReadOnlyAdmin
from circles.models import (
    Allotment,
    Circle,
    CircleGrant,
    Domain,
    Equipment,
    Expense,
    Fundamental,
    Guest,
    Invitation,
    JoinLink,
    Link,
    Membership,
    Project,
    Purse,
    Reservation,
    Role,
    Sharing,
    Star,
)
from circles.workflows.archiving import archive_project, unarchive_project
from web.administration import DoneFilter, do_to_each


class FactAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Shows facts made by the domain, with their history; what an administrator does to them goes through its verbs."""

    def has_work_permission(self, request: HttpRequest) -> bool:
        """Let those act here who may change what is listed."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")


@admin.register(Project)
class ProjectAdmin(FactAdmin):
    """Projects."""

    list_display = ("name", "slug", "language", "time_zone", "budget", "currency", "created_at", "archived_at")
    list_filter = ("language", "currency", ("archived_at", DoneFilter))
    search_fields = ("name", "slug", "purpose")
    actions = ("archive", "unarchive")

    @admin.action(description=_("Archive"), permissions=["work"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Project]) -> None:
        """Archive projects; their records say by whom."""
        do_to_each(request, queryset, lambda project: archive_project(project, by=cast(User, request.user)))

    @admin.action(description=_("Take out of the archive"), permissions=["work"])
    def unarchive(self, request: HttpRequest, queryset: QuerySet[Project]) -> None:
        """Take projects out of the archive."""
        do_to_each(request, queryset, lambda project: unarchive_project(project, by=cast(User, request.user)))


@admin.register(Circle)
class CircleAdmin(FactAdmin):
    """Circles."""

    list_display = ("name", "project", "parent", "unit_limit", "max_reversibility", "closed_at")
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


@admin.register(Invitation)
class InvitationAdmin(FactAdmin):
    """Invitations."""

    list_display = ("email", "circle", "invited_by", "created_at", "expires_at", "taken_at", "withdrawn_at")
    search_fields = ("email", "circle__name")
    list_filter = (("taken_at", DoneFilter),)
    actions = ("send_again", "withdraw")

    @admin.action(description=_("Send again, with a new link"), permissions=["work"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Send e-mails again; their earlier links end."""
        do_to_each(request, queryset, lambda invitation: invitation.send_again(by=cast(User, request.user)))

    @admin.action(description=_("Withdraw"), permissions=["work"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Take invitations back."""
        do_to_each(request, queryset, lambda invitation: invitation.withdraw(by=cast(User, request.user)))


@admin.register(JoinLink)
class JoinLinkAdmin(FactAdmin):
    """Links to join; who let them in is the project's record."""

    list_display = ("circle", "project", "role", "made_by", "ends_on", "joined", "ended_at")
    search_fields = ("circle__name", "made_by__name")
    list_filter = (("ended_at", DoneFilter), "project")
    list_select_related = ("circle", "project", "made_by")


@admin.register(Guest)
class GuestAdmin(FactAdmin):
    """Guests."""

    list_display = ("name", "on_kind", "on_id", "level", "project", "invited_by", "taken_at", "ends_on", "ended_at")
    search_fields = ("email", "user__name", "reason")
    list_filter = (("ended_at", DoneFilter), "level", "on_kind", "project")
    list_select_related = ("user", "project", "invited_by")


@admin.register(CircleGrant)
class CircleGrantAdmin(ReadOnlyAdmin):
    """What guests may in circles."""

    list_display = ("content_object", "user", "permission", "guest")
    search_fields = ("content_object__name", "user__name")
    list_select_related = ("content_object", "user", "permission__content_type", "guest__user")


@admin.register(Star)
class StarAdmin(ReadOnlyAdmin):
    """What people keep at hand."""

    list_display = ("user", "project", "circle", "made_at")
    search_fields = ("user__name", "project__name", "circle__name")
    list_select_related = ("user", "project", "circle")


@admin.register(Link)
class LinkAdmin(ReadOnlyAdmin):
    """Links."""

    list_display = ("source_words", "target_words", "made_at")
    search_fields = ("source_words", "target_words", "quote")


@admin.register(Purse)
class PurseAdmin(FactAdmin):
    """What each circle has, and what of it is bound."""

    list_display = ("circle", "allotted", "handed_on", "reserved", "spent")
    search_fields = ("circle__name", "circle__key")
    list_filter = ("circle__project",)
    list_select_related = ("circle",)


@admin.register(Allotment)
class AllotmentAdmin(ReadOnlyAdmin):
    """Money that went from circle to circle."""

    list_display = ("at", "given_by", "given_to", "amount", "why", "decision", "by")
    search_fields = ("given_by__name", "given_to__name", "why", "decision")
    list_filter = ("project",)
    list_select_related = ("given_by", "given_to", "by")


@admin.register(Reservation)
class ReservationAdmin(FactAdmin):
    """What decisions hold ready."""

    list_display = ("reference", "title", "circle", "amount", "drawn", "reserved_at", "freed_at")
    search_fields = ("reference", "title", "circle__name")
    list_filter = (("freed_at", DoneFilter), "project")
    list_select_related = ("circle",)


@admin.register(Expense)
class ExpenseAdmin(FactAdmin):
    """What was paid."""

    list_display = ("what", "circle", "amount", "drawn", "spent_on", "reservation", "paid_by", "called_back_at")
    search_fields = ("what", "circle__name", "paid_by__name")
    list_filter = (("called_back_at", DoneFilter), "project")
    list_select_related = ("circle", "reservation", "paid_by")
