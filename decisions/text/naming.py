"""Name a proposal that nobody has named."""


def title_from(text: str) -> str:
    """Name a proposal by the first line of what it does, cut at a word."""
    line = next((line.lstrip("#>*- ").strip() for line in text.splitlines() if line.strip("#>*- ")), "")
    if len(line) <= 80:
        return line.rstrip(".")
    return line[:80].rsplit(" ", 1)[0] + "…"
