"""Names of files as people may see and take them: no folders, nothing invisible, not too long."""

import re
import unicodedata

from foundation.web.unicode_safety import strip_disruptive

LONGEST = 150
LONGEST_ENDING = 16
FORBIDDEN = re.compile(r'[<>:"|?*]')
"""Characters that some systems take no file with."""
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that mean a device on some systems."""


def safe_name(sent: str) -> str:
    """Return the name of a file that a person sent, without what leads elsewhere or deceives; `file` where nothing is
    left of it.
    """
    last = sent.replace("\\", "/").rpartition("/")[2]
    seen = "".join(one for one in unicodedata.normalize("NFC", last) if unicodedata.category(one)[0] != "C")
    name = " ".join(FORBIDDEN.sub("-", strip_disruptive(seen)).split()).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and stem and len(ending) <= LONGEST_ENDING:
        name = f"{stem[: LONGEST - len(ending) - 1].strip(' .')}.{ending}"
    else:
        name = name[:LONGEST].strip(" .")
    return f"_{name}" if RESERVED.fullmatch(name) else name or "file"


def ending_of(name: str) -> str:
    """Return what follows the last dot, in small letters; nothing where there is no dot."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def with_ending(name: str, ending: str) -> str:
    """Return the name with this ending, where its own says something else: a picture that was GIF is PNG now."""
    known = {"jpg": {"jpg", "jpeg"}}.get(ending, {ending})
    if ending_of(name) in known:
        return name
    stem = name.rpartition(".")[0] or name
    return f"{stem}.{ending}"
