"""An indicator that somebody is composing and has not saved yet."""

from django.db import models

from kurss.evidence.models import Indicator
from kurss.people.models import Account


class IndicatorDraft(models.Model):
    """What an officer has typed so far, as typed, right or wrong: it becomes a version only when it is saved.

    `answers` holds the raw fields of the form by name; nothing is worked out from them but by `composition`.
    """

    # A sheet of paper of its author's: nothing rests on it.
    author = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="indicator_drafts")
    # Of which indicator it would be the next version; none: of a new one. Indicators are never deleted.
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.PROTECT, related_name="drafts")
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("-kept_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("author", "indicator"), name="one_draft_of_an_indicator_and_author"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def name(self) -> str:
        """The name it has so far, in either language; empty where none was typed."""
        if self.indicator is not None:
            return self.indicator.name_en
        return next(
            (self.answers[key][0] for key in ("name_en", "name") if any(self.answers.get(key, []))), ""
        )
