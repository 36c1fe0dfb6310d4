"""An objection: its answers, how it falls and comes back, and the amendment that integrates it."""
