"""Who may see and add the files that an objection rests on."""

from decisions.decisions import permissions
from decisions.decisions.models import Objection, Proposal
from foundation.accounts.models import User
from foundation.files.rights import FileRights
from foundation.web.pagination import number_in


def of_objection(user: User | None, key: str) -> FileRights | None:
    """Whoever may see the proposal sees what an objection rests on; whose objection it is adds to it."""
    found = Objection.objects.select_related("proposal__project", "proposal__circle", "position")
    objection = found.filter(pk=number_in(key) or 0).first()
    if objection is None:
        return None
    proposal = objection.proposal
    if not (user is None or Proposal.objects.visible_to(user).filter(pk=proposal.pk).exists()):
        return None
    may_attach = user is not None and permissions.may_add_evidence(user, objection)
    return FileRights(project=proposal.project, thing=proposal, may_read=True, may_attach=may_attach)


FILE_RIGHTS = {"objection": of_objection}
