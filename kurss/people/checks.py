"""Checked before a site starts: no code is kept that it has no key for."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from kurss.people.codes import keys as code_keys
from kurss.people.models import NationalCode
from kurss.people.refusals import KeysMissing, KeysUnreadable


@register(Tags.database)
def every_code_has_its_keys(**_options: Any) -> Sequence[CheckMessage]:
    """A site with codes in its database and without their keys would take every known child for a new one."""
    try:
        code_keys.keys()
        for chain in NationalCode.objects.order_by().values_list("keys", flat=True).distinct():
            code_keys.named(chain)
    except (KeysMissing, KeysUnreadable) as refusal:
        return [Error(str(refusal), id="kurss.E010")]
    except DatabaseError:
        return []  # the tables are not made yet
    return []
