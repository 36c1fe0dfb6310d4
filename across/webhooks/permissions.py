"""Who may have events sent to programs; each docstring is the rule in words."""

from across.webhooks.models import Webhook, WebhookQuerySet
from circles.projects.models import Project
from circles.projects.permissions import may_change_settings
from foundation.accounts.models import User


def seen_to_by(user: User, project: Project) -> WebhookQuerySet:
    """Everyone in the project has webhooks of their own: a program is sent what they may read anyway. The pilot of the
    general circle sees those of others too, and removes them.
    """
    found = Webhook.objects.living().filter(project=project).select_related("owner", "project")
    return found if may_change_settings(user, project) else found.filter(owner=user)


def may_change(user: User, hook: Webhook) -> bool:
    """Its owner alone says where it leads and of what: it tells what they may see."""
    return hook.owner_id == user.pk
