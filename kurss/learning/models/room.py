"""The waiting room of a round: a door that lets in so many a second, and everybody's turn at it."""

from django.db import models

from kurss.learning.models.round import EnrolmentRound


class Door(models.Model):
    """The door of one round: the moment of the turn that is given out next."""

    # The door is nothing without its round.
    round = models.OneToOneField(EnrolmentRound, on_delete=models.CASCADE, related_name="door")
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"door of round {self.round_id}"


class Turn(models.Model):
    """When somebody's turn comes. The holder is an account, or the person whom a clerk serves."""

    # Turns are of use while the round is open and go with it.
    round = models.ForeignKey(EnrolmentRound, on_delete=models.CASCADE, related_name="turns")
    holder = models.UUIDField()
    asked_at = models.DateTimeField()
    comes_at = models.DateTimeField()

    class Meta:
        ordering = ("round", "comes_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("round", "holder"), name="one_turn_a_round_and_holder"),
        )
        indexes = (models.Index(fields=("round", "comes_at"), name="turns_in_their_order"),)

    def __str__(self) -> str:
        return f"turn at {self.comes_at:%H:%M:%S}"
