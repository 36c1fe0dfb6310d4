"""Where a decision is named: by a link that leads from it, by the words of another thing."""

import re
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from circles.projects.domain_events import LinkCreated, TextsChanged
from circles.projects.models import Link, Project
from decisions.decisions.models.register.decision import Decision

REFERENCE = re.compile(r"(?<![\w-])D-([0-9]{1,9})(?![\w-])")


def numbers_in(texts: Iterable[str]) -> set[int]:
    """Return the numbers of the decisions that texts name: 12 for `D-12`."""
    return {int(number) for text in texts for number in REFERENCE.findall(text)}


class CitationQuerySet(models.QuerySet["Citation"]):
    """Finds citations."""

    def by_words_of(self, kind: str, thing: str) -> Self:
        """Keep those that a thing's words make; `thing` is its primary key."""
        return self.filter(kind=kind, thing=thing, link=None)


class Citation(models.Model):
    """A thing that names a decision. Derived from links and texts, and made anew with them: no history."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(_("kind"), max_length=40)
    thing = models.CharField(_("thing"), max_length=64)
    link = models.ForeignKey(Link, on_delete=models.CASCADE, null=True, related_name="+")

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        indexes: ClassVar = [models.Index(fields=["kind", "thing"], name="citations_by_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"

    @classmethod
    def follow_texts(cls, event: TextsChanged) -> None:
        """Say which decisions a thing names now. A decision's words are its proposal's: that names them."""
        thing, texts = event.thing, event.texts
        if isinstance(thing, Decision):
            return
        numbers = numbers_in(texts)
        named = set[Any]()
        if numbers:
            own = Decision.objects.filter(project=thing.record_id, number__in=numbers)
            named |= set(own.values_list("pk", flat=True))
        known = list(cls.objects.by_words_of(thing.kind, str(thing.pk)).values_list("pk", "decision"))
        if gone := [pk for pk, decision in known if decision not in named]:
            cls.objects.filter(pk__in=gone).delete()
        named -= {decision for _pk, decision in known}
        for pk in sorted(named):
            cls.objects.create(decision_id=pk, kind=thing.kind, thing=str(thing.pk))

    @classmethod
    def follow_link(cls, event: LinkCreated) -> None:
        """Count what a link leads to, from a decision."""
        link = event.link
        if link.source_kind == Decision._meta.model_name:
            cls.objects.create(decision_id=int(link.source), kind=link.target_kind, thing=link.target, link=link)

    @classmethod
    def renew(cls, project: Project, read: "Iterable[tuple[Any, list[str]]]") -> None:
        """Make all of a project's anew from its links, and from things with their texts; inside a transaction."""
        cls.objects.filter(decision__project=project).delete()
        keys = dict(Decision.objects.in_project(project).values_list("number", "pk"))
        own = {str(pk): pk for pk in keys.values()}
        links = Link.objects.filter(project=project, source_kind=Decision._meta.model_name)
        rows: list[Any] = [
            cls(decision_id=own[one.source], kind=one.target_kind, thing=one.target, link=one)
            for one in links
            if one.source in own
        ]
        for thing, texts in read:
            pks = [keys[number] for number in sorted(numbers_in(texts)) if number in keys]
            rows += [cls(decision_id=pk, kind=thing.kind, thing=str(thing.pk)) for pk in pks]
        cls.objects.bulk_create(rows, batch_size=500)
