"""Words for what changed since the last release, and for why."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kurss.evidence.causes import Cause, Moved
from kurss.evidence.changes import What

WHAT = {
    What.NEW: _("New"),
    What.CONTINUED: _("Goes on"),
    What.MOVED: _("Moved: could be restated"),
    What.GONE: _("Not counted any more: could be withdrawn"),
}

CAUSES = {
    Cause.DEFINITION: _("the definition was changed"),
    Cause.LATE: _("data came late"),
    Cause.MERGE: _("records of one person were joined"),
    Cause.WITHDRAWN: _("something was ended or withdrawn"),
    Cause.CORRECTION: _("records were corrected"),
    Cause.UNKNOWN: _("the cause is not in the records it counts"),
}


def moved_words(moved: Moved, language: str) -> str:
    """How the records of one fact differ: "Attendance: 12 added, 3 removed"."""
    name = moved.fact.title if language == "lv" else moved.fact.title_en
    told = [
        phrase % {"n": number}
        for number, phrase in (
            (moved.added, ngettext("%(n)s added", "%(n)s added", moved.added)),
            (moved.removed, ngettext("%(n)s removed", "%(n)s removed", moved.removed)),
            (moved.merged, ngettext("%(n)s of another person", "%(n)s of another person", moved.merged)),
            (moved.corrected, ngettext("%(n)s corrected", "%(n)s corrected", moved.corrected)),
        )
        if number
    ]
    return f"{name}: {', '.join(told)}"
