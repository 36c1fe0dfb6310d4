"""What people choose from is called as `docs/wording.md` says, in both languages: a row for each closed choice."""

import re

from django.utils import translation

from tests.architecture.closed_choices import closed_choices
from tests.architecture.sources import read

ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", re.MULTILINE)


def test_each_closed_choice_has_a_row_with_its_labels_in_both_languages() -> None:
    said = {name: (english, french) for name, english, french in ROW.findall(read("docs/wording.md"))}
    found = {}
    for choice in closed_choices():
        labels = []
        for language in ("en", "fr"):
            with translation.override(language):
                labels.append(" · ".join(str(member.label) for member in choice))
        found[choice.__name__] = tuple(labels)
    assert len(found) == len(closed_choices()), "two have one name"
    assert said == found
