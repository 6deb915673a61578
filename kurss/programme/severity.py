"""How much a finding matters; its own file, for the lint of records and the reader of reports share it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Severity(TextChoices):
    ERROR = "error", _("Contradiction or hole")
    """Two things cannot both be true, or what is promised cannot be checked."""
    WARNING = "warning", _("Gap")
    """Something a reader needs is not there."""
    NOTE = "note", _("Remark")
    """It reads badly or cannot be followed; nothing is wrong with what it says."""

    @property
    def rank(self) -> int:
        """0 for what is looked at first."""
        return list(Severity).index(self)
