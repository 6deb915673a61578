"""Verbs that add initiatives to a programme and tie them to the operations that pay for them."""

from datetime import datetime

from kurss.partners.models import Operation
from kurss.people.models import Account
from kurss.programme.entry import entered
from kurss.programme.models import Initiative, OperationLink, Programme


def add_initiative(
    *,
    programme: Programme,
    key: str,
    order: int,
    title: str,
    title_en: str,
    short: str,
    short_en: str,
    place: str,
    aim: str = "",
    aim_en: str = "",
    by: Account,
    at: datetime,
) -> Initiative:
    """Add an initiative at its number; `short` is its name where room is scarce."""
    initiative = Initiative(
        programme=programme,
        key=key,
        order=order,
        title=title,
        title_en=title_en,
        short=short,
        short_en=short_en,
        aim=aim,
        aim_en=aim_en,
        place=place,
    )
    return entered(initiative, by=by, at=at, act="programme.add_initiative")


def attach_operation(
    *, initiative: Initiative, operation: Operation, place: str, by: Account, at: datetime
) -> OperationLink:
    """Say that a funder's operation pays for an initiative."""
    link = OperationLink(initiative=initiative, operation=operation, place=place)
    return entered(link, by=by, at=at, act="programme.attach_operation", initiative=initiative.pk)
