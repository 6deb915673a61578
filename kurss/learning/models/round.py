"""How the places of some groups are given out: the policy of a round, fixed and public once it opens."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kurss.learning.models.group import Group, GroupPool
from kurss.learning.models.season import Season


class Policy(models.TextChoices):
    FIRST_COME = "first_come", _("First come, first served")
    DRAW = "draw", _("Draw")
    INVITATION = "invitation", _("Invitation")


class RoundState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed, waiting for the draw")
    DRAWN = "drawn", _("Drawn")
    OVER = "over", _("Over")


class Disclosure(models.TextChoices):
    PUBLIC = "public", _("Anybody may check the draw")
    AUDITORS = "auditors", _("Named auditors may check the draw")


class RoundQuerySet(models.QuerySet["EnrolmentRound"]):
    def announced(self) -> Self:
        """Rounds that the public may know of: all but those still being planned."""
        return self.exclude(state=RoundState.PLANNED)


class EnrolmentRound(models.Model):
    """A span in which families apply for the groups of the round. The database keeps the policy of a round that
    was opened as it was (migration 0003).

    `commitment` is the SHA-256 of the seed, public from the opening; `input_hash` is published at the closing,
    before the public value named by `public_value_name` appears; `published` is the whole draw as JSON text.
    """

    key = models.SlugField(max_length=60, unique=True)
    # Enrolments rest on the round they came from.
    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    policy = models.CharField(max_length=10, choices=Policy.choices)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    answer_days = models.PositiveSmallIntegerField(default=5)
    most_places = models.PositiveSmallIntegerField(default=1)
    disclosure = models.CharField(max_length=8, choices=Disclosure.choices, default=Disclosure.PUBLIC)
    public_value_name = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=7, choices=RoundState.choices, default=RoundState.PLANNED)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField(null=True)
    commitment = models.CharField(max_length=64, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    output_hash = models.CharField(max_length=64, blank=True)
    public_value = models.CharField(max_length=300, blank=True)
    synthetic = models.BooleanField(default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ("-opens_at", "key")
        constraints = (
            models.CheckConstraint(condition=Q(policy__in=Policy.values), name="round_policy_is_a_word"),
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="round_state_is_a_word"),
            models.CheckConstraint(
                condition=Q(disclosure__in=Disclosure.values), name="round_disclosure_is_a_word"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1) & Q(most_places__gte=1), name="round_gives_time_and_places"
            ),
            models.CheckConstraint(
                condition=~Q(policy=Policy.DRAW)
                | Q(state=RoundState.PLANNED)
                | (Q(commitment__regex=r"^[0-9a-f]{64}$") & ~Q(public_value_name="")),
                name="an_open_draw_is_committed_to",
            ),
            models.CheckConstraint(
                condition=~Q(state=RoundState.DRAWN)
                | (Q(drawn_at__isnull=False) & ~Q(public_value="") & Q(output_hash__regex=r"^[0-9a-f]{64}$")),
                name="a_drawn_round_has_its_outcome",
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def is_draw(self) -> bool:
        return self.policy == Policy.DRAW

    @property
    def is_first_come(self) -> bool:
        return self.policy == Policy.FIRST_COME


class RoundSeed(models.Model):
    """The city's seed, made at the opening and told to nobody until the draw. Never in a log or an export."""

    # The seed belongs to its round and to nothing else.
    round = models.OneToOneField(EnrolmentRound, on_delete=models.CASCADE, related_name="seed")
    seed = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"seed of round {self.round_id}"


class RoundInput(models.Model):
    """What a round will be drawn from, as canonical JSON: written at the closing, when its hash is published."""

    # What a draw was drawn from stays.
    round = models.OneToOneField(EnrolmentRound, on_delete=models.PROTECT, related_name="input")
    document = models.TextField()

    def __str__(self) -> str:
        return f"input of round {self.round_id}"


class PublishedDraw(models.Model):
    """The draw as it was published, byte for byte: what `draw.publish` gave, as canonical JSON."""

    # What was published stays published.
    round = models.OneToOneField(EnrolmentRound, on_delete=models.PROTECT, related_name="published")
    document = models.TextField()

    def __str__(self) -> str:
        return f"draw of round {self.round_id}"


class TicketTold(models.Model):
    """What the published draw says of one ticket, as canonical JSON (`rounds.told`): written with the publication,
    only ever added, and equal to what anybody reads off the published bytes."""

    # What was published stays published, and so does its application.
    application = models.OneToOneField(
        "learning.Application", on_delete=models.PROTECT, primary_key=True, related_name="told"
    )
    document = models.TextField()

    class Meta:
        verbose_name_plural = "tickets told"

    def __str__(self) -> str:
        return f"told of application {self.application_id}"


class RoundPool(models.Model):
    """Places that the round gives out. A pool is in one round at a time that is not over."""

    # The policy of a round and the enrolments it gave name these places.
    round = models.ForeignKey(EnrolmentRound, on_delete=models.PROTECT, related_name="pools")
    pool = models.ForeignKey(GroupPool, on_delete=models.PROTECT, related_name="rounds")

    class Meta:
        ordering = ("round", "pool__group__key", "pool__mode")
        constraints = (models.UniqueConstraint(fields=("round", "pool"), name="round_pool_once"),)

    def __str__(self) -> str:
        return f"{self.pool} in round {self.round_id}"

    @property
    def group(self) -> Group:
        return self.pool.group


class Criterion(models.TextChoices):
    """Why somebody comes before somebody else, whatever their numbers."""

    CONTINUING = "continuing", _("Learned the same curriculum in the season before")
    SIBLING = "sibling", _("Has a brother or sister with a place in the group")
    RESIDENT = "resident", _("Lives in the city")


class RoundPriority(models.Model):
    """One tier of the round; who fits none of them comes after all."""

    # Part of the policy of its round.
    round = models.ForeignKey(EnrolmentRound, on_delete=models.CASCADE, related_name="priorities")
    order = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=10, choices=Criterion.choices)

    class Meta:
        ordering = ("round", "order")
        constraints = (
            models.UniqueConstraint(fields=("round", "order"), name="round_priority_order_once"),
            models.UniqueConstraint(fields=("round", "criterion"), name="round_priority_criterion_once"),
            models.CheckConstraint(
                condition=Q(criterion__in=Criterion.values), name="round_priority_is_a_word"
            ),
        )

    def __str__(self) -> str:
        return f"{self.order}: {self.criterion}"


class Mark(models.TextChoices):
    """For whom places can be reserved."""

    GIRLS = "girls", _("Girls")
    BOYS = "boys", _("Boys")
    FIRST_TIME = "first_time", _("Children who had no place before")


class RoundReserve(models.Model):
    """Places of a pool kept first for one kind of applicant; what they do not fill is open to everybody."""

    # Part of the policy of its round.
    place = models.ForeignKey(RoundPool, on_delete=models.CASCADE, related_name="reserves")
    mark = models.CharField(max_length=10, choices=Mark.choices)
    places = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("place", "mark")
        constraints = (
            # One kind a pool: with several that overlap, a draw would no longer be stable (docs/decisions).
            models.UniqueConstraint(fields=("place",), name="round_reserve_once_a_pool"),
            models.CheckConstraint(condition=Q(mark__in=Mark.values), name="round_reserve_mark_is_a_word"),
            models.CheckConstraint(condition=Q(places__gte=1), name="round_reserve_keeps_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.places} for {self.mark}"
