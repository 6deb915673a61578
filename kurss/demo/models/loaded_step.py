"""How far the demonstration has been loaded, so that an interrupted first run is completed by the next."""

from django.db import models


class LoadedStep(models.Model):
    """A step that was loaded whole. It is written in the step's own transaction: both stand or neither."""

    name = models.CharField(max_length=30, primary_key=True)
    finished_at = models.DateTimeField()
    case_digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
