"""Saying where a place is and how one gets in. Checks no role: who calls has asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.journal.entries import write
from kurss.places.city import REACH, middle
from kurss.places.earth import DEGREES, Point, metres_between
from kurss.places.models import Institution, StepFree
from kurss.places.refusals import KindUnknown, NoDegrees, PositionIncomplete, SourceMissing, TooFarFromTheCity

STEP = Decimal("0.000001")
"""Degrees are kept to six places: a tenth of a metre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where an institution is, as somebody says it. Degrees are words: `57.3906`, or `57,3906` in Latvia."""

    address: str = ""
    entrance: str = ""
    entrance_en: str = ""
    step_free: str = StepFree.UNKNOWN
    latitude: str = ""
    longitude: str = ""
    position_source: str = ""


@transaction.atomic
def say_where(
    *, institution: Institution, told: Whereabouts, by_key: str, at: datetime, by_label: str = ""
) -> Institution:
    """Keep address, position, entrance and access of an institution, all at once; the journal keeps what stood
    before. Saying what is known already changes nothing and writes nothing."""
    values = _checked(told, str(institution))
    held = Institution.objects.select_for_update().get(pk=institution.pk)
    changed = {name: value for name, value in values.items() if getattr(held, name) != value}
    if not changed:
        return held
    details = {}
    for name, value in changed.items():
        details[f"{name}_was"], details[name] = _said(getattr(held, name)), _said(value)
        setattr(held, name, value)
    held.save(update_fields=tuple(changed))
    write(
        act="places.say_where",
        by_key=by_key,
        by_label=by_label,
        at=at,
        kind=held._meta.label_lower,
        key=str(held.pk),
        label=str(held),
        details=details,
    )
    return held


def _checked(told: Whereabouts, name: str) -> dict[str, str | Decimal | None]:
    if told.step_free not in StepFree.values:
        raise KindUnknown(
            _("“{word}” says nothing of the entrance. Choose one of: {words}.").format(
                word=told.step_free, words=", ".join(StepFree.values)
            )
        )
    latitude, longitude = _degrees(told.latitude), _degrees(told.longitude)
    source = told.position_source.strip()
    if (latitude is None) != (longitude is None):
        raise PositionIncomplete(
            _("A position of {name} needs latitude and longitude. Give both or neither.").format(name=name)
        )
    if latitude is not None and longitude is not None:
        _in_the_city(Point(float(latitude), float(longitude)), name)
        if not source:
            raise SourceMissing(
                _("Say who says where {name} is: a register, a map, a measurement.").format(name=name)
            )
    return {
        "address": told.address.strip(),
        "entrance": told.entrance.strip(),
        "entrance_en": told.entrance_en.strip(),
        "step_free": told.step_free,
        "latitude": latitude,
        "longitude": longitude,
        "position_source": source if latitude is not None else "",
    }


def _degrees(text: str) -> Decimal | None:
    text = text.strip()
    if not text:
        return None
    if not DEGREES.fullmatch(text):
        raise NoDegrees(_("“{text}” is no number of degrees. Write it as 57.3906.").format(text=text))
    return Decimal(text.replace(",", ".")).quantize(STEP)


def _in_the_city(point: Point, name: str) -> None:
    if not point.is_on_earth:
        raise NoDegrees(
            _(
                "{point} is nowhere on Earth. Latitude goes from −90 to 90, longitude from −180 to 180."
            ).format(point=point)
        )
    centre = middle()
    if centre is None or metres_between(point, centre) <= REACH:
        return
    away = round(metres_between(point, centre) / 1000)
    if metres_between(point.turned_round, centre) <= REACH:
        raise TooFarFromTheCity(
            _("{point} is {away} km from the city. Latitude and longitude stand the wrong way round.").format(
                point=point, away=away
            )
        )
    raise TooFarFromTheCity(
        _(
            "{point} is {away} km from the city, and {name} must be within {reach} km. Check both numbers."
        ).format(point=point, away=away, name=name, reach=REACH // 1000)
    )


def _said(value: str | Decimal | None) -> str:
    return "" if value is None else str(value)
