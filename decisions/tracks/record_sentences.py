"""The events of questions and tracks as sentences."""

from django.utils.translation import gettext_lazy as _

from circles.record.record_sentences.people import ME, is_of_oneself
from circles.record.templates import cited, is_by_nobody, sentences, template
from decisions.tracks.event_types import QuestionEvent, TrackEvent

SENTENCES = {
    QuestionEvent.OPENED: sentences(_("{who} opened the question {thing}.")),
    QuestionEvent.CHANGED: sentences(_("{who} changed the question {thing} ({changed}).")),
    QuestionEvent.ANSWERED: sentences(_("{decision} answered the question {thing}: {what}."), what=cited("what")),
    QuestionEvent.DROPPED: sentences(_("{who} closed the question {thing} without an answer: “{reason}”.")),
    QuestionEvent.REOPENED: sentences(_("{who} reopened the question {thing}.")),
    QuestionEvent.CRITERION_ADDED: sentences(
        template(_("{who} added to {thing} what stops {of}: {what}."), sort="kill"),
        template(_("{who} added to {thing} what stops its tracks: {what}."), sort="kill"),
        template(_("{who} added to {thing} what speaks for {of}: {what}."), sort="go"),
        template(_("{who} added to {thing} what speaks for its tracks: {what}."), sort="go"),
    ),
    QuestionEvent.CRITERION_REMOVED: sentences(
        template(_("{who} removed from {thing} a criterion of {of}: {what}."), covers=["sort"]),
        template(_("{who} removed from {thing} a criterion: {what}."), covers=["sort"]),
    ),
    TrackEvent.PROPOSED: sentences(
        template(_("{who} proposed the track {thing}."), when=is_of_oneself, covers=ME),
        _("{who} proposed the track {thing}, for {person} to explore."),
    ),
    TrackEvent.CHANGED: sentences(
        _("{who} handed the track {thing} to {person} ({changed})."), _("{who} changed the track {thing} ({changed}).")
    ),
    TrackEvent.STARTED: sentences(_("{who} started exploring {thing}, to be learned by {until}.")),
    TrackEvent.EVIDENCE_ADDED: sentences(
        _("{who} found out for {thing}: “{text}” ({address})."),
        _("{who} found out for {thing}: “{text}”."),
        _("{who} found out for {thing}: {address}."),
        _("{who} added files to {thing}."),
    ),
    TrackEvent.VALUE_RECORDED: sentences(
        _("{who} measured for {thing}: {what}. That meets what stops it: {against}."),
        _("{who} measured for {thing}: {what}."),
    ),
    TrackEvent.EVIDENCE_WITHDRAWN: sentences(_("{who} withdrew evidence of {thing}: “{reason}”.")),
    TrackEvent.SPENT: sentences(_("{who} spent {amount} on {thing}: “{what}”.")),
    TrackEvent.JOINED: sentences(_("{who} explores {thing}, too.")),
    TrackEvent.LEFT: sentences(_("{who} explores {thing} no longer.")),
    TrackEvent.ANSWER_READIED: sentences(
        _("{who} prepared an answer for the gate of {thing}: {answer}. “{text}”"),
        _("{who} prepared an answer for the gate of {thing}: {answer}."),
    ),
    TrackEvent.GATE_ANSWERED: sentences(
        _("In {sync}, the gate of {thing} was answered: {answer}. “{text}” {who} wrote it down."),
        _("In {sync}, the gate of {thing} was answered: {answer}. {who} wrote it down."),
        _("{who} answered the gate of {thing} at once, with nobody against: {answer}. “{text}”"),
        _("{who} answered the gate of {thing} at once, with nobody against: {answer}."),
        then=[_("It was asked because of {cause}.")],
    ),
    TrackEvent.GATE_REACHED: sentences(
        _("{thing} stands at its gate: {cause}. Its circle answers whether it goes on.")
    ),
    TrackEvent.SYNC_PASSED: sentences(_("{sync} ended without an answer to the gate of {thing}.")),
    TrackEvent.STOPPED: sentences(_("{who} stopped {thing}: “{learned}” Reopen if: “{reopen_if}”")),
    TrackEvent.PARKED: sentences(
        template(_("{thing} is parked: {decision} chose {chosen}."), when=is_by_nobody),
        template(_("{thing} is parked by silence: nobody answered its gate in {syncs}."), when=is_by_nobody),
        _("{who} parked {thing}: “{reason}”."),
        chosen=cited("chosen"),
    ),
    TrackEvent.RESUMED: sentences(_("{who} goes on with {thing}: “{reason}”.")),
    TrackEvent.MERGED: sentences(_("{who} merged {of} into {into}: “{reason}”.")),
    TrackEvent.CHOICE_PROPOSED: sentences(_("{who} proposed to choose {thing} ({proposal}).")),
    TrackEvent.CHOSEN: sentences(
        template(_("{decision} chose {thing}. Alternatives considered: {alternatives}.")),
        _("{decision} chose {thing}."),
    ),
    TrackEvent.COULD_REOPEN: sentences(_("{thing} could reopen: {what}, measured for {source}.")),
    TrackEvent.LEFT_STOPPED: sentences(_("{who} left {thing} stopped.")),
}
