"""Mark what a person missed as read, a section at a time."""

from chat.chat.workflows.reading import mark_read
from daily.today.catch_up_sections import CatchUpSection
from daily.today.contexts.catch_up import KINDS_OF, NAMING, CatchUp, TopicNews
from foundation.audit import clock


def mark_section_read(page: CatchUp, section: CatchUpSection) -> None:
    """Be done with a section: its topics are read to their ends, its notices are read and done."""
    now = clock.now()
    if section in KINDS_OF:
        page.notices.filter(kind__in=KINDS_OF[section]).mark_read(now)
    elif section == CatchUpSection.NAMED:
        page.notices.filter(kind__in=NAMING).finish(now)
    elif section == CatchUpSection.OUTCOMES:
        _read(page, page.outcomes)
    else:
        _read(page, [one for _circle, some in page.talk for one in some])


def _read(page: CatchUp, news: list[TopicNews]) -> None:
    for one in news:
        if one.unread:
            mark_read(one.topic, one.topic.head.seq, by=page.user)
