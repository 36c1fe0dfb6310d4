"""Refuses in the database to change what was decided, and seals what stands there already: the record says since when.

Here, above all apps whose rows are sealed, because their tables must be as they are now: SQLite loses triggers where a
table is made anew.
"""

from types import SimpleNamespace

from django.db import migrations
from django.db.models import Q

from foundation.audit import chain, clock
from foundation.audit.append_only import FrozenColumns
from foundation.audit.models import hashed_fields
from foundation.audit.row_seals import NewSeal, SealedKind
from foundation.audit.seals import sealed_facts
from foundation.web.extension_registry import additions

AT_ONCE = 500
WORDS = ("title", "tension", "text", "effect", "cost", "reversibility", "carries_out")
ADOPTED = "EXISTS (SELECT 1 FROM decisions_decision AS d WHERE d.proposal_id = OLD.{column})"


def seal_existing(apps, schema_editor):
    """Seal the rows of every project, some hundred an entry."""
    Head, Project = apps.get_model("audit", "Head"), apps.get_model("projects", "Project")
    for head in Head.objects.filter(Q(seq__gt=0)).order_by("pk"):
        project = Project.objects.filter(pk=head.project).first()
        for kind in additions(SealedKind):
            rows = [
                NewSeal.of(kind, row, kind.due(row, ()))
                for values in kind.among(head.project).order_by("pk").values("pk", *kind.every_column)
                for row in [SimpleNamespace(**values)]
            ]
            for at in range(0, len(rows), AT_ONCE):
                append(apps, head, str(getattr(project, "name", "")), rows[at : at + AT_ONCE])


def append(apps, head, name, seals):
    """Write an entry as `Entry.write` does, with the tables as they are now."""
    now = clock.now()
    entry = apps.get_model("audit", "Entry")(
        project=head.project,
        seq=head.seq + 1,
        happened_at=now,
        recorded_at=now,
        actor=None,
        event="record.rows_sealed",
        subject_kind="project",
        subject=str(head.project),
        title=name[:300],
        facts={},
        commitments={},
        sealed=sealed_facts(seals),
        previous=head.hash,
    )
    entry.hash = chain.seal(entry.previous, hashed_fields(entry))
    entry.save(force_insert=True)
    Seal = apps.get_model("audit", "Seal")
    Seal.objects.bulk_create(
        [Seal(project=head.project, kind=one.kind, key=one.key, salts=one.salts) for one in seals], batch_size=500
    )
    head.seq, head.hash = entry.seq, entry.hash
    head.save()


class Migration(migrations.Migration):
    dependencies = [
        ("takeaway", "0003_administration_names"),
        ("audit", "0004_seals_of_rows"),
        ("chat", "0013_scheduled_message_names"),
        ("decisions", "0006_three_ways"),
        ("projects", "0013_words_of_links"),
        ("specification", "0002_administration_names"),
        ("syncs", "0008_owners_out_of_words"),
    ]

    operations = [
        FrozenColumns(
            "decisions_decision",
            "adopted",
            (
                *("project_id", "number", "title", "text", "cost", "reversibility", "adopted_at"),
                *("proposal_id", "round_id", "sync_words"),
            ),
        ),
        FrozenColumns(
            "decisions_decision",
            "revoked",
            ("revoked_at", "revoked_by_id", "revoked_because"),
            when="OLD.revoked_at IS NOT NULL",
        ),
        FrozenColumns(
            "decisions_decision",
            "superseded",
            ("superseded_at", "superseded_by_id", "amended_at"),
            when="OLD.superseded_at IS NOT NULL",
        ),
        FrozenColumns(
            "decisions_proposal", "adopted", ("number", *WORDS), when=ADOPTED.format(column="id")
        ),
        FrozenColumns(
            "decisions_round",
            "closed",
            ("proposal_id", "number", *WORDS, "touches", "closed_at", "outcome"),
            when="OLD.closed_at IS NOT NULL",
        ),
        FrozenColumns(
            "decisions_objection",
            "adopted",
            (
                *("element_id", "harm", "danger", "fix_days", "fix_cost", "cannot_be_fixed", "certainty", "evidence"),
                *("against_id", "quote", "blocks", "by_id", "put_at", "lifted_at", "lifted_by_id", "lifted_because"),
            ),
            when=ADOPTED.format(column="proposal_id"),
        ),
        FrozenColumns("syncs_minutes", "written", ("sync_id", "version", "seq", "seal", "built_at")),
        migrations.RunPython(seal_existing, migrations.RunPython.noop),
    ]
