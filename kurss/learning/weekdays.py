"""The days of the week as a family reads them. 1 is Monday, as ISO 8601 counts."""

from django.utils.translation import gettext_lazy as _

WEEKDAY = {
    1: _("Monday"),
    2: _("Tuesday"),
    3: _("Wednesday"),
    4: _("Thursday"),
    5: _("Friday"),
    6: _("Saturday"),
    7: _("Sunday"),
}
EVERY = {
    1: _("On Mondays"),
    2: _("On Tuesdays"),
    3: _("On Wednesdays"),
    4: _("On Thursdays"),
    5: _("On Fridays"),
    6: _("On Saturdays"),
    7: _("On Sundays"),
}
