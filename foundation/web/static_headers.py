"""Headers of the static files that pages load."""

from wsgiref.headers import Headers

BUILT = "/static/dist/assets/"


def open_to_frames(headers: Headers, _path: str, url: str) -> None:
    """Let a frame without an origin load the scripts of the build, which everyone may read anyway."""
    if url.startswith(BUILT):
        headers["Access-Control-Allow-Origin"] = "*"
