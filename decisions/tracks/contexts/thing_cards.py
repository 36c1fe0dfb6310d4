"""What the cards of questions and tracks in a text show."""

from decisions.tracks.contexts.timeline_rows import state_words
from decisions.tracks.models import Question, Track
from documents.documents.thing_cards import CardFacts


def of_track(track: Track) -> CardFacts:
    """Say where it stands, and who explores it."""
    facts = track.state.facts
    return CardFacts(
        state_words(track), facts.sign, facts.look, [track.owner, *track.members.exclude(pk=track.owner_id)]
    )


def of_question(question: Question) -> CardFacts:
    """Say whether it is open."""
    facts = question.state.facts
    return CardFacts(str(facts.word), facts.sign, facts.look)
