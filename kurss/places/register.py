"""Verbs of the register of places. They check no role: who calls them has asked."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.journal.entries import write
from kurss.places.alphabet import latvian_sort_key
from kurss.places.models import Building, Institution, InstitutionKind, PupilCount, Room, RoomKind
from kurss.places.refusals import (
    EndsBeforeItBegins,
    KindUnknown,
    MomentMissing,
    NameMissing,
    PlaceAlreadyKnown,
    PupilsAlreadyCounted,
    SourceMissing,
)


@transaction.atomic
def open_institution(
    *,
    key: str,
    name: str,
    name_en: str,
    kind: str,
    address: str = "",
    in_use_from: date | None = None,
    in_use_until: date | None = None,
    source: str = "",
    source_as_of: str = "",
    synthetic: bool = False,
    by_key: str,
    at: datetime,
    by_label: str = "",
) -> Institution:
    """Enter an institution. A real one names the source that says it exists."""
    _named(key=key, name=name, name_en=name_en)
    _known(kind, InstitutionKind.values, name)
    _in_order(in_use_from, in_use_until, name)
    if not synthetic and not source.strip():
        raise SourceMissing(
            _("{name} has no source. Say where it is written, or mark it as synthetic.").format(name=name)
        )
    if Institution.objects.filter(key=key).exists():
        raise PlaceAlreadyKnown(_("{key} is registered already. Choose another key.").format(key=key))
    institution = Institution.objects.create(
        key=key,
        name=name.strip(),
        name_en=name_en.strip(),
        sort_key=latvian_sort_key(name),
        kind=kind,
        address=address,
        in_use_from=in_use_from,
        in_use_until=in_use_until,
        source=source.strip(),
        source_as_of=source_as_of,
        synthetic=synthetic,
    )
    _note(institution, "places.open_institution", by_key, by_label, at, {"key": key, "kind": kind})
    return institution


@transaction.atomic
def add_building(
    *,
    institution: Institution,
    name: str,
    address: str = "",
    in_use_from: date | None = None,
    in_use_until: date | None = None,
    synthetic: bool = False,
    by_key: str,
    at: datetime,
    by_label: str = "",
) -> Building:
    """Enter a building of an institution."""
    _named(name=name)
    _in_order(in_use_from, in_use_until, name)
    if institution.buildings.filter(name=name.strip()).exists():
        raise PlaceAlreadyKnown(
            _("{institution} has a building “{name}” already. Choose another name.").format(
                institution=institution, name=name
            )
        )
    building = Building.objects.create(
        institution=institution,
        name=name.strip(),
        address=address,
        in_use_from=in_use_from,
        in_use_until=in_use_until,
        synthetic=synthetic,
    )
    _note(building, "places.add_building", by_key, by_label, at, {"institution": institution.key})
    return building


@transaction.atomic
def add_room(
    *,
    building: Building,
    name: str,
    kind: str,
    seats: int,
    in_use_from: date | None = None,
    in_use_until: date | None = None,
    synthetic: bool = False,
    by_key: str,
    at: datetime,
    by_label: str = "",
) -> Room:
    """Enter a room of a building, with the seats it has."""
    _named(name=name)
    _known(kind, RoomKind.values, name)
    _in_order(in_use_from, in_use_until, name)
    if building.rooms.filter(name=name.strip()).exists():
        raise PlaceAlreadyKnown(
            _("{building} has a room “{name}” already. Choose another name.").format(
                building=building, name=name
            )
        )
    room = Room.objects.create(
        building=building,
        name=name.strip(),
        kind=kind,
        seats=seats,
        in_use_from=in_use_from,
        in_use_until=in_use_until,
        synthetic=synthetic,
    )
    _note(room, "places.add_room", by_key, by_label, at, {"kind": kind, "seats": str(seats)})
    return room


@transaction.atomic
def take_out_of_use(
    *,
    place: Institution | Building | Room,
    until: date,
    by_key: str,
    at: datetime,
    by_label: str = "",
) -> None:
    """The place is used until this day, which is not part of it. Nothing is deleted."""
    _in_order(place.in_use_from, until, str(place))
    place.in_use_until = until
    place.save(update_fields=["in_use_until"])
    _note(place, "places.take_out_of_use", by_key, by_label, at, {"until": until.isoformat()})


@transaction.atomic
def count_pupils(
    *,
    institution: Institution,
    pupils: int,
    source: str,
    period: str = "",
    as_of: str = "",
    approximate: bool = False,
    by_key: str,
    at: datetime,
    by_label: str = "",
) -> PupilCount:
    """Take over a stated number of pupils, of a school year or as of the source's own words."""
    if not source.strip():
        raise SourceMissing(
            _("The count of pupils of {name} has no source. Say where it was published.").format(
                name=institution
            )
        )
    if not period and not as_of:
        raise MomentMissing(
            _(
                "The count of pupils of {name} does not say when. Give a school year or the source's words."
            ).format(name=institution)
        )
    said = {"period": period, "as_of": as_of, "source": source.strip()}
    if institution.pupil_counts.filter(**said).exists():
        raise PupilsAlreadyCounted(
            _("This source has counted the pupils of {name} for {when} already. Nothing was changed.").format(
                name=institution, when=period or as_of
            )
        )
    count = PupilCount.objects.create(institution=institution, pupils=pupils, approximate=approximate, **said)
    _note(count, "places.count_pupils", by_key, by_label, at, {"pupils": str(pupils)})
    return count


def _note(
    place: Institution | Building | Room | PupilCount,
    act: str,
    by_key: str,
    by_label: str,
    at: datetime,
    details: dict[str, str],
) -> None:
    write(
        act=act,
        by_key=by_key,
        by_label=by_label,
        at=at,
        kind=place._meta.label_lower,
        key=str(place.pk),
        label=str(place),
        details=details,
    )


def _named(**texts: str) -> None:
    for column, text in texts.items():
        if not text.strip():
            raise NameMissing(_("A place needs its {column}; it is empty.").format(column=column))


def _known(kind: str, kinds: list[str], name: str) -> None:
    if kind not in kinds:
        raise KindUnknown(
            _("{name} cannot be of the kind “{kind}”. Choose one of: {kinds}.").format(
                name=name, kind=kind, kinds=", ".join(kinds)
            )
        )


def _in_order(begins: date | None, ends: date | None, name: str) -> None:
    if begins and ends and ends < begins:
        raise EndsBeforeItBegins(
            _("{name} would be in use until {ends}, before {begins}. Check both days.").format(
                name=name, begins=begins, ends=ends
            )
        )
