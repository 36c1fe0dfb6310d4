"""Who may see and add the files of an action."""

from decisions.actions import permissions
from decisions.actions.models import Action
from foundation.accounts.models import User
from foundation.files.rights import FileRights
from foundation.web.pagination import number_in


def of_action(user: User | None, key: str) -> FileRights | None:
    """Whoever may see an action sees its files; who may act on it adds and removes them."""
    found = Action.objects.all() if user is None else Action.objects.visible_to(user)
    action = found.with_people().filter(pk=number_in(key) or 0).first()
    if action is None:
        return None
    may_attach = user is not None and permissions.may_act(user, action)
    return FileRights(project=action.project, thing=action, may_read=True, may_attach=may_attach)


FILE_RIGHTS = {"action": of_action}
