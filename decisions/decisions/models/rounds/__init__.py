"""A round: who is asked and who speaks for them, what each says, and what it amounts to."""
