"""Numbers in the sentences that the commands print."""


def counted(number: int, thing: str) -> str:
    """Return `1 row`, `1,204 rows`, `2 entries`."""
    plural = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{number:,} {thing if number == 1 else plural}"
