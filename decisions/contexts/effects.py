"""What a proposal's page says of its effects: what its proposer answered about what the text names."""

from decisions.models import Effect, EffectOn, Proposal


def said_effects(proposal: Proposal, names: dict[str, str]) -> list[dict[str, str]]:
    """Return each answer as a sentence, what is left alone first; `names` are those of the circles, by key."""
    found = sorted(proposal.effects.all(), key=lambda one: (one.changes, one.pk))
    return [said(one, names) for one in found]


def said(effect: Effect, names: dict[str, str]) -> dict[str, str]:
    """Return one answer: its sentence, its sign, and why."""
    facts = EffectOn(effect.sort).facts
    label = names.get(effect.names, effect.names) if effect.sort == EffectOn.CIRCLE else effect.names
    sentence = str(facts.yes if effect.changes else facts.no) % {"names": label}
    return {"sentence": sentence, "sign": facts.sign, "why": effect.why}
