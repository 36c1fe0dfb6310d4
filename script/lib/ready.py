"""Ask a web node of this machine whether it can serve, under the name that people use: `ready.py PORT`, exit 0 or 1."""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit


def main(port: int) -> int:
    """Return 0 when it can. A node answers to its own name only: a plain request to the loopback would be refused."""
    base = urlsplit(os.environ.get("RONDE_BASE_URL", f"http://127.0.0.1:{port}"))
    request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers={"Host": base.netloc})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            return int(answer.status != 200)
    except (urllib.error.URLError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
