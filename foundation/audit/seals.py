"""The salts of what the record seals of rows, beside the chain that has the digests."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.audit.row_seals import NewSeal


def sealed_facts(seals: Iterable[NewSeal], erased: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """Return what an entry says of rows: the digest of each sealed value by kind, key and column, and what was erased;
    None where it says nothing of any.
    """
    rows: dict[str, dict[str, dict[str, str]]] = {}
    for one in seals:
        rows.setdefault(one.kind, {})[one.key] = one.digests()
    return {**({"rows": rows} if rows else {}), **({"erased": dict(erased)} if erased else {})} or None


class Seal(models.Model):
    """The salts with which the record has sealed values of one row, by column. An empty one was erased with the value;
    the entries of the chain have the digests.
    """

    project = models.UUIDField(db_index=True)
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=64)
    salts = models.JSONField(_("salts"), default=dict)

    class Meta:
        verbose_name = _("seal of a row")
        verbose_name_plural = _("seals of rows")
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="one_seal_a_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @classmethod
    def keep(cls, project: UUID, seals: Sequence[NewSeal]) -> None:
        """Keep the salts of what an entry seals, beside those of the same rows; the caller holds the chain's lock."""
        if not seals:
            return
        named = models.Q()
        for kind in {one.kind for one in seals}:
            named |= models.Q(kind=kind, key__in=[one.key for one in seals if one.kind == kind])
        known = {(one.kind, one.key): one for one in cls.objects.filter(named)}
        new: list[Seal] = []
        for one in seals:
            if before := known.get((one.kind, one.key)):
                before.salts = before.salts | one.salts
                before.save(update_fields=["salts"])
            else:
                new.append(cls(project=project, kind=one.kind, key=one.key, salts=one.salts))
        Seal.objects.bulk_create(new, batch_size=500)
