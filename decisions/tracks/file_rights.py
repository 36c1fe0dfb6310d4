"""Who may see and add the files of evidence."""

from decisions.tracks import permissions
from decisions.tracks.models import Evidence, Track
from foundation.accounts.models import User
from foundation.files.rights import FileRights
from foundation.web.pagination import number_in


def of_evidence(user: User | None, key: str) -> FileRights | None:
    """Whoever may see a track sees the files of its evidence; who may add evidence adds and removes them."""
    found = Evidence.objects.select_related("track__project", "track__circle", "track__question")
    evidence = found.filter(pk=number_in(key) or 0).first()
    if evidence is None:
        return None
    track = evidence.track
    if user is not None and not Track.objects.visible_to(user).filter(pk=track.pk).exists():
        return None
    may_attach = user is not None and permissions.may_add_evidence(user, track)
    return FileRights(project=track.project, thing=track, may_read=True, may_attach=may_attach)


FILE_RIGHTS = {"evidence": of_evidence}
