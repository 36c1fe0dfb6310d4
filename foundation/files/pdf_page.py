"""Draw the first page of a PDF, as a program of its own: `python pdf_page.py FILE` writes a PNG to its output.

What reads a PDF is large and written in C++, and the PDF is a person's: so it runs apart, with little memory and time,
and all that comes back of it is a picture, which is read as any other.
"""

import resource
import sys

LARGEST = 1280
"""Pixels of the longer side."""
MEMORY = 1024 * 1024 * 1024
SECONDS = 10


def bounded() -> None:
    """Let the system end this process when it takes more than it may; it writes no file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Draw it."""
    import pypdfium2  # noqa: PLC0415 nothing of it in the process that asks

    bounded()
    document = pypdfium2.PdfDocument(sys.argv[1])
    page = document[0]
    width, height = page.get_size()
    drawn = page.render(scale=min(LARGEST / max(width, height, 1), 4)).to_pil()
    drawn.convert("RGB").save(sys.stdout.buffer, "PNG")


if __name__ == "__main__":
    main()
