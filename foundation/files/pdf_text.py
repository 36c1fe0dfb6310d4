"""Read the words of a PDF, as a program of its own: `python pdf_text.py FILE` writes them to its output.

It runs apart for the same reasons as `pdf_page`, which draws it.
"""

import resource
import sys

MEMORY = 1024 * 1024 * 1024
SECONDS = 10
PAGES = 500
LETTERS = 200_000


def main() -> None:
    """Read them, page by page, as far as search looks."""
    import pypdfium2  # noqa: PLC0415 nothing of it in the process that asks

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    document = pypdfium2.PdfDocument(sys.argv[1])
    left = LETTERS
    for page in list(range(len(document)))[:PAGES]:
        words = document[page].get_textpage().get_text_range()[:left]
        sys.stdout.buffer.write(words.encode("utf-8", "replace") + b"\n")
        left -= len(words)
        if left <= 0:
            break


if __name__ == "__main__":
    main()
