"""Where a database still says a name: every text, JSON and binary column of every table is read."""

from collections import defaultdict
from collections.abc import Iterator
from html import escape
from json import dumps

from django.apps import apps

from foundation.web.kept_data import FormerNames


def every_text() -> Iterator[tuple[str, str]]:
    """Yield each table and column with each of its values, as text."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values_list(*[one.attname for one in model._meta.concrete_fields]):
            for field, value in zip(model._meta.concrete_fields, row, strict=True):
                if isinstance(value, bytes | memoryview):
                    yield f"{model._meta.db_table}.{field.column}", bytes(value).decode("latin-1")
                elif value is not None:
                    yield f"{model._meta.db_table}.{field.column}", str(value)


def forms_of(names: FormerNames) -> set[str]:
    """Return each name, handle and address in every form that a database may keep it in, in small letters."""
    said = {*names.names, *names.addresses, *(one for one in names.handles if len(one) > 3)}
    kept = {form for name in said for form in (name, escape(name), dumps(name)[1:-1], name.encode().decode("latin-1"))}
    return {form.lower() for form in kept}


def places_that_say(names: FormerNames) -> dict[str, list[str]]:
    """Return the columns that have one of the names in them, with what they say there."""
    forms, found = forms_of(names), defaultdict(list)
    for place, text in every_text():
        if any(form in text.lower() for form in forms):
            found[place].append(text)
    return dict(found)
