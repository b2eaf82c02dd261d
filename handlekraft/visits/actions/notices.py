"""Digests of an adopted plan are read."""

from django.utils import timezone

from handlekraft.access.frame import action
from handlekraft.access.permissions import Permission
from handlekraft.people.models import User
from handlekraft.visits.models import PlanNotice


@action("plan digest read", needs=Permission.OWN_ACCOUNT)
def read_notice(by: User, account: User, *, notice: PlanNotice) -> None:
    """Whose days it is about has seen it."""
    notice.read_at = timezone.now()
    notice.save(update_fields=["read_at"])
