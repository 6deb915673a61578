"""Filters by which pages of the office say of a figure why it has no value, and of which period it is."""

from django import template
from django.utils.translation import get_language, gettext_lazy

from kurss.evidence.models import Reason
from kurss.evidence.periods import NoSuchPeriod, Period

register = template.Library()

WHY_NOT = {
    Reason.MISSING: gettext_lazy("data missing"),
    Reason.REFUSED: gettext_lazy("refused"),
    Reason.SUPPRESSED: gettext_lazy("hidden"),
    Reason.NOT_APPLICABLE: gettext_lazy("not applicable"),
    Reason.UNDEFINED: gettext_lazy("undefined"),
}
"""Five words for five kinds of absence; none of them is zero."""


@register.filter
def why_not(reason: str) -> str:
    """`{{ figure.reason|why_not }}`."""
    return str(WHY_NOT[Reason(reason)])


@register.filter
def period(key: str) -> str:
    """`{{ line.period_key|period }}`: 2021/22, 2021; a key that is none stays as it is."""
    try:
        return Period.parse(key).label(get_language() or "lv")
    except NoSuchPeriod:
        return key
