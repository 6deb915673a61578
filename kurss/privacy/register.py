"""Keeping the register of processing."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.privacy.models import Activity
from kurss.privacy.models.activity import TEXTS
from kurss.privacy.refusals import TextMissing

COLUMNS = tuple(f"{name}{ending}" for name in TEXTS for ending in ("", "_en"))


@transaction.atomic
def confirm(*, key: str, texts: Mapping[str, str], by: Account, at: datetime) -> Activity:
    """Enter or correct an activity, and confirm it as true today. The journal keeps what was changed."""
    permit(by, Act.KEEP_PRIVACY, at=at)
    said = {name: texts.get(name, "").strip() for name in COLUMNS}
    if missing := [name for name, text in said.items() if not text]:
        raise TextMissing(
            _("The register leaves nothing unsaid: fill in {names}.").format(names=", ".join(missing))
        )
    known = Activity.objects.select_for_update().filter(pk=key).first()
    activity = known or Activity(key=key, order=Activity.objects.count() + 1)
    changed = {name: text for name, text in said.items() if getattr(activity, name) != text}
    for name, text in changed.items():
        setattr(activity, name, text)
    activity.confirmed_on = timezone.localdate(at)
    activity.save()
    note(by=by, at=at, act="privacy.confirm_activity", about=activity, label=activity.title, **changed)
    return activity
