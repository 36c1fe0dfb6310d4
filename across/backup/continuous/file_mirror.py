"""Copies of the storage's files: new and changed ones at once, and what has gone there goes here much later."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path


def mirror_files(source: Path, target: Path) -> None:
    """Copy what the target lacks, or has with another size or time."""
    for path, stat in _files(source):
        copy = target / path
        if copy.exists() and (copy.stat().st_size, copy.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        part = copy.with_name(f".{copy.name}.part")
        try:
            shutil.copy2(source / path, part)
        except FileNotFoundError:
            continue  # it has gone meanwhile
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(copy)


def forget_files(source: Path, target: Path) -> None:
    """Remove copies of what has gone."""
    for path, _stat in list(_files(target)):
        if not (source / path).exists():
            (target / path).unlink()


def _files(folder: Path, below: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Yield the plain files below a folder, by their path in it; links lead elsewhere and are left out."""
    try:
        entries = list(os.scandir(folder / below))
    except FileNotFoundError:
        return
    for entry in entries:
        path = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _files(folder, f"{path}/")
        elif entry.is_file(follow_symlinks=False):
            try:
                yield path, entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
