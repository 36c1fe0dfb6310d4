"""Sets formulas. Run alone, under bounds (`limited.py`): time grows with the power of how deep they nest, and nothing
stops a thread that is at it. Reads a list of [source, is_display] from stdin; writes a line for each, as it is done:
the picture as JSON {"svg", "width", "height", "top"}, lengths in em, or null for what is none.
"""

import json
import re
import signal
import sys
from typing import Any

from ziamath.config import config
from ziamath.zmath import Latex

SECONDS_EACH = 2.0
"""Of a processor, for one formula: an honest one takes hundredths."""
LARGEST = 400
"""In em, each way: larger is no formula that anyone reads, and no page that any program opens."""
_SIZE = 12.0
_BOX = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="\S+ (\S+) ')
config.svg2 = False  # glyphs as paths: programs differ in what they make of references


class TooLong(BaseException):
    """It took longer than a formula may; no `except Exception` of the library stops it."""


def stop(*_signal: object) -> None:
    """Leave the formula."""
    raise TooLong


def picture_of(source: str, *, is_display: bool) -> dict[str, Any] | None:
    """Return a formula as a picture."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_EACH)
    try:
        drawn = Latex(source, size=_SIZE, inline=not is_display).svg()
    except (Exception, TooLong):  # noqa: BLE001  whatever the library says of what people typed
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    box = _BOX.search(drawn)
    if box is None:
        return None
    width, height, top = (float(number) / _SIZE for number in box.groups())
    fits = max(width, height) <= LARGEST
    return {"svg": drawn, "width": width, "height": height, "top": top} if fits else None


def main() -> None:
    """Set what is given."""
    signal.signal(signal.SIGVTALRM, stop)
    for source, is_display in json.load(sys.stdin):
        sys.stdout.write(json.dumps(picture_of(source, is_display=is_display)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
