"""What an administrator says of a round before it opens, read into the words of the verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kurss.learning.models import (
    Criterion,
    Disclosure,
    EnrolmentRound,
    GroupPool,
    Mark,
    Policy,
    RoundPool,
    RoundState,
    Season,
)
from kurss.learning.pages.season.forms import Plain
from kurss.learning.rounds.planning import Places
from kurss.places.models import Institution

MOMENT = "%Y-%m-%dT%H:%M"
ORDERS = (_("Comes first"), _("Comes second"), _("Comes third"))


def moment_field(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"],
        error_messages={"invalid": _("This is no day with an hour. Write it as 2022-09-26 20:00.")},
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """The places of one group and the controls that say whether and how the round gives them out."""

    pool: GroupPool
    chosen: forms.BoundField
    reserve: forms.BoundField
    mark: forms.BoundField


class RoundForm(Plain):
    """Policy, days, groups with their reserves, priorities, and what is told to whom."""

    title = forms.CharField(label=_("Name in Latvian"), max_length=160)
    title_en = forms.CharField(label=_("Name in English"), max_length=160)
    key = forms.SlugField(
        label=_("Key"),
        max_length=60,
        help_text=_("Short, for addresses and lists: letters without signs, digits and hyphens."),
    )
    policy = forms.ChoiceField(label=_("What decides"), choices=Policy.choices)
    opens_at = moment_field(_("Applications from"))
    closes_at = moment_field(_("Applications until"))
    public_value_name = forms.CharField(
        label=_("Public value of a draw"),
        max_length=300,
        required=False,
        help_text=_(
            "For a draw: what will be published after the closing and cannot be foreseen, with its day and hour."
        ),
    )
    disclosure = forms.ChoiceField(label=_("Who may check the draw"), choices=Disclosure.choices)
    answer_days = forms.IntegerField(label=_("Days to answer an offer"), min_value=1, max_value=60, initial=5)
    most_places = forms.IntegerField(
        label=_("Most places for one person"), min_value=1, max_value=10, initial=1
    )

    def __init__(self, *args: Any, pools: Sequence[GroupPool], **said: Any) -> None:
        super().__init__(*args, **said)
        self.pools = list(pools)
        for n, label in enumerate(ORDERS, start=1):
            self.fields[f"priority{n}"] = forms.ChoiceField(
                label=label,
                choices=[("", _("nobody")), *Criterion.choices],
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        for pool in self.pools:
            name = f"{pool.group.key}"
            self.fields[f"pool{pool.pk}"] = forms.BooleanField(
                label=name, required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
            )
            self.fields[f"reserve{pool.pk}"] = forms.IntegerField(
                label=_("Kept first"),
                min_value=0,
                required=False,
                widget=forms.NumberInput(attrs={"class": "form-control"}),
            )
            self.fields[f"mark{pool.pk}"] = forms.ChoiceField(
                label=_("For whom"),
                choices=[("", "–"), *Mark.choices],
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def parts(self) -> Mapping[str, list[forms.BoundField]]:
        named = {
            "about": ("title", "title_en", "key", "policy"),
            "days": ("opens_at", "closes_at", "answer_days", "most_places"),
            "draw": ("public_value_name", "disclosure"),
            "priorities": tuple(f"priority{n}" for n in range(1, len(ORDERS) + 1)),
        }
        return {part: [self[name] for name in names] for part, names in named.items()}

    def rows(self) -> list[Row]:
        return [
            Row(pool, self[f"pool{pool.pk}"], self[f"reserve{pool.pk}"], self[f"mark{pool.pk}"])
            for pool in self.pools
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen = [said.get(f"priority{n}") for n in range(1, len(ORDERS) + 1)]
        named = [one for one in chosen if one]
        if len(set(named)) != len(named):
            self.add_error("priority2", _("One reason is named twice. Each stands once in the order."))
        for pool in self.pools:
            if bool(said.get(f"reserve{pool.pk}")) != bool(said.get(f"mark{pool.pk}")):
                self.add_error(
                    f"reserve{pool.pk}", _("Say both: how many places are kept first, and for whom.")
                )
        return said

    def words(self) -> dict[str, Any]:
        """What `plan_round` asks for. Only for a form that is valid."""
        said = self.cleaned_data
        return {
            "key": said["key"],
            "title": said["title"],
            "title_en": said["title_en"],
            "policy": Policy(said["policy"]),
            "opens_at": said["opens_at"],
            "closes_at": said["closes_at"],
            "public_value_name": said["public_value_name"],
            "disclosure": Disclosure(said["disclosure"]),
            "answer_days": said["answer_days"],
            "most_places": said["most_places"],
            "priorities": [
                Criterion(said[f"priority{n}"]) for n in range(1, len(ORDERS) + 1) if said[f"priority{n}"]
            ],
            "places": [
                Places(pool, said[f"reserve{pool.pk}"] or 0, self._mark(pool))
                for pool in self.pools
                if said[f"pool{pool.pk}"]
            ],
        }

    def _mark(self, pool: GroupPool) -> Mark | None:
        word = self.cleaned_data[f"mark{pool.pk}"]
        return Mark(word) if word else None


def said_of(round: EnrolmentRound) -> dict[str, Any]:
    """What a planned round says, as the form says it."""
    names = ("title", "title_en", "key", "policy", "opens_at", "closes_at", "public_value_name", "disclosure")
    said = {name: getattr(round, name) for name in (*names, "answer_days", "most_places")}
    for n, row in enumerate(round.priorities.all(), start=1):
        said[f"priority{n}"] = row.criterion
    for part in round.pools.prefetch_related("reserves"):
        said[f"pool{part.pool_id}"] = True
        for reserve in part.reserves.all():
            said |= {f"reserve{part.pool_id}": reserve.places, f"mark{part.pool_id}": reserve.mark}
    return said


def pools_to_give(
    season: Season, places: Sequence[Institution], *, own: EnrolmentRound | None = None
) -> list[GroupPool]:
    """The pools of a season with places left that no live round gives out, but for the round itself."""
    taken = RoundPool.objects.exclude(round__state=RoundState.OVER)
    if own is not None:
        taken = taken.exclude(round=own)
    return list(
        GroupPool.objects.filter(
            group__season=season,
            group__joined_to__isnull=True,
            group__place__in=places,
            pool__taken__lt=F("pool__capacity"),
        )
        .exclude(pk__in=taken.values("pool"))
        .select_related("pool", "group__curriculum_version__curriculum", "group__place")
        .prefetch_related("group__times")
        .order_by("group__key", "-mode")
    )
