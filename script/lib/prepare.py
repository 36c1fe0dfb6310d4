"""Build what git does not keep: the front end and the compiled messages. What is unchanged is skipped."""

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Iterable

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from machine import ROOT, MissingError, announce, find_or_install, find_program

BUILT_FROM = ("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json", "frontend", "static/css")
NOT_BUILT_FROM = ("frontend/tests",)
NODE = (20, 19)


def compile_messages() -> None:
    """Compile each .po to .mo, of languages that are not offered yet as well; a .mo with the time of its .po was made
    from it.

    :raises MissingError: for a folder whose language has no row.
    """
    sys.path.append(str(ROOT))
    from foundation.web.languages import ROWS

    languages = {language.code: language for language in ROWS}
    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        stat = source.stat()
        if compiled.exists() and compiled.stat().st_mtime_ns == stat.st_mtime_ns:
            continue
        code = source.parts[-3]
        if code not in languages:
            raise MissingError(
                f"locale/{code} has words of a language without a row: add it to foundation/web/languages.py."
            )
        language = languages[code]
        with source.open("rb") as file:
            catalogue = read_po(file, locale=code)
        if language.fixed_spaces:  # the .po has plain ones, as people type them
            for message in catalogue:
                forms = message.string if isinstance(message.string, list | tuple) else [message.string]
                typeset_forms = [language.typeset(str(form or "")) for form in forms]
                message.string = tuple(typeset_forms) if message.pluralizable else typeset_forms[0]
        buffer = io.BytesIO()
        write_mo(buffer, catalogue)
        # Written aside and moved: a server that is starting never reads half a file.
        part = compiled.with_suffix(f".{os.getpid()}")
        part.write_bytes(buffer.getvalue())
        os.utime(part, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        part.replace(compiled)


def build_front_end() -> None:
    """Install the npm packages and build static/dist.

    :raises MissingError: without Node, or when npm fails (its words are printed).
    """
    install_packages(only_when_building=True)
    stamp = ROOT / "static" / "dist" / ".stamp"
    wanted = fingerprint(BUILT_FROM)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    announce("building the front end")
    npm("run", "build", "--silent")
    stamp.write_text(wanted)


def install_packages(*, only_when_building: bool = False) -> None:
    """Install the npm packages that the lock names; a built front end alone needs none."""
    stamp = ROOT / "node_modules" / ".ronde-stamp"
    wanted = fingerprint(("package-lock.json",))
    if stamp.exists() and stamp.read_text() == wanted:
        return
    built = ROOT / "static" / "dist" / ".stamp"
    if only_when_building and built.exists() and built.read_text() == fingerprint(BUILT_FROM):
        return
    announce("installing the front end's packages")
    npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(wanted)


def fingerprint(paths: Iterable[str]) -> str:
    """Hash names and contents of files and of everything in folders."""
    digest = hashlib.sha256()
    for path in paths:
        whole = ROOT / path
        for file in sorted(whole.rglob("*")) if whole.is_dir() else [whole]:
            name = file.relative_to(ROOT).as_posix()
            if file.is_file() and not name.startswith(NOT_BUILT_FROM):
                digest.update(f"{name}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()


def npm(*arguments: str) -> None:
    """Run npm in the checkout.

    :raises MissingError: when Node is missing, too old, or npm fails.
    """
    node = find_or_install(("node",), package="nodejs", purpose="to build the front end")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if tuple(map(int, version.lstrip("v").split(".")[:2])) < NODE:
        wanted = ".".join(map(str, NODE))
        raise MissingError(f"Node {wanted} or newer is needed to build the front end; {node} is {version}.")
    command = find_program("npm") or find_or_install(("npm",), package="npm", purpose="to build the front end")
    result = subprocess.run([command, *arguments], cwd=ROOT, check=False, capture_output=True, text=True)
    if result.returncode:
        raise MissingError(f"npm {' '.join(arguments)} failed:\n{result.stdout}{result.stderr}")


def main() -> int:
    """Prepare everything, or with `--messages` these alone; `--packages` adds what only checks and tests need."""
    try:
        compile_messages()
        if "--messages" in sys.argv:
            return 0
        build_front_end()
        if "--packages" in sys.argv:
            install_packages()
    except MissingError as missing:
        announce(str(missing))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
