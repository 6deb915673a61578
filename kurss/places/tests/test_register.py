from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kurss.journal.queries import history_of
from kurss.places import queries
from kurss.places.models import Institution, InstitutionKind, Room
from kurss.places.refusals import (
    EndsBeforeItBegins,
    KindUnknown,
    MomentMissing,
    NameMissing,
    PlaceAlreadyKnown,
    PupilsAlreadyCounted,
    SourceMissing,
)
from kurss.places.register import add_building, add_room, count_pupils, open_institution, take_out_of_use

pytestmark = pytest.mark.django_db
BY = {"by_key": "officer", "at": datetime(2021, 9, 1, 9, tzinfo=UTC)}


def school(key="second-school", **said) -> Institution:
    usual = {
        "name": "Ventspils 2. vidusskola",
        "name_en": "Ventspils Secondary School No 2",
        "kind": InstitutionKind.SECONDARY_SCHOOL,
        "source": "https://vip.ventspils.lv/",
    }
    return open_institution(key=key, **(usual | said), **BY)


def room(institution=None, **said) -> Room:
    building = add_building(institution=institution or school(), name="Main house", **BY)
    return add_room(building=building, name="12", **({"kind": "classroom", "seats": 24} | said), **BY)


def test_an_institution_is_entered_with_its_source_and_its_entry_in_the_journal():
    entered = school(source_as_of="undated", address="Saules iela 1")
    assert entered == queries.institution("second-school")
    assert (entered.kind, entered.address, entered.source_as_of) == (
        "secondary_school",
        "Saules iela 1",
        "undated",
    )
    written = history_of(entered).get()
    assert (written.act, written.by_key, written.label) == (
        "places.open_institution",
        "officer",
        "Ventspils 2. vidusskola",
    )


def test_institutions_are_listed_in_latvian_order():
    for key, name in (("c", "Šķūnis"), ("a", "Saule"), ("b", "Svece"), ("d", "Tirgus")):
        school(key, name=name)
    assert [each.name for each in queries.institutions()] == ["Saule", "Svece", "Šķūnis", "Tirgus"]


def test_a_key_is_given_once():
    school()
    with pytest.raises(PlaceAlreadyKnown, match="second-school is registered already"):
        school()


def test_a_real_institution_needs_a_source_and_a_made_up_one_does_not():
    with pytest.raises(SourceMissing, match="mark it as synthetic"):
        school(source=" ")
    assert school(source="", synthetic=True).synthetic
    with pytest.raises(IntegrityError, match="a_real_institution_names_its_source"), transaction.atomic():
        Institution.objects.create(key="x", name="X", name_en="X", kind="other")


@pytest.mark.parametrize("missing", ["name", "name_en"])
def test_an_institution_without_its_names_is_refused(missing):
    with pytest.raises(NameMissing, match=f"needs its {missing}"):
        school(**{missing: " "})


def test_a_kind_is_one_of_the_declared_words():
    with pytest.raises(KindUnknown, match="cannot be of the kind “castle”"):
        school(kind="castle")
    with pytest.raises(KindUnknown, match="classroom, lab, hall, other"):
        room(kind="kitchen")


def test_a_place_is_in_use_from_its_first_day_until_the_day_it_is_given_up():
    hall = school(in_use_from=date(2021, 9, 1))
    take_out_of_use(place=hall, until=date(2022, 6, 1), **BY)
    held = {
        day: queries.institutions(on=day).exists()
        for day in (date(2021, 8, 31), date(2021, 9, 1), date(2022, 5, 31), date(2022, 6, 1))
    }
    assert list(held.values()) == [False, True, True, False]
    assert history_of(hall).first().act == "places.take_out_of_use"


def test_a_start_that_nobody_wrote_down_counts_as_long_ago():
    school()
    assert queries.institutions(on=date(1900, 1, 1)).exists()


def test_a_place_does_not_end_before_it_begins():
    with pytest.raises(EndsBeforeItBegins, match="before 2021-09-01"):
        school(in_use_from=date(2021, 9, 1), in_use_until=date(2021, 8, 31))
    with pytest.raises(IntegrityError, match="room_ends_after_it_begins"), transaction.atomic():
        Room.objects.filter(pk=room().pk).update(in_use_from=date(2021, 9, 1), in_use_until=date(2021, 8, 31))


def test_a_room_is_found_by_its_institution_while_room_and_building_are_in_use():
    classroom = room()
    owner = classroom.building.institution
    assert list(queries.rooms(institution=owner, on=date(2022, 1, 1))) == [classroom]
    take_out_of_use(place=classroom.building, until=date(2022, 1, 1), **BY)
    assert not queries.rooms(institution=owner, on=date(2022, 1, 1)).exists()
    assert queries.rooms(institution=owner, on=date(2021, 12, 31)).get().institution_key == owner.key


def test_a_building_and_a_room_are_named_once():
    classroom = room()
    with pytest.raises(PlaceAlreadyKnown, match="has a building “Main house” already"):
        add_building(institution=classroom.building.institution, name="Main house", **BY)
    with pytest.raises(PlaceAlreadyKnown, match="has a room “12” already"):
        add_room(building=classroom.building, name="12", kind="hall", seats=100, **BY)


def test_an_institution_with_buildings_is_not_deleted():
    classroom = room()
    with pytest.raises(ProtectedError):
        classroom.building.institution.delete()


def test_a_number_of_pupils_says_who_counted_and_when():
    stated = count_pupils(
        institution=school(), pupils=190, as_of="undated", source="city site", approximate=True, **BY
    )
    assert (stated.pupils, stated.approximate) == (190, True)
    with pytest.raises(SourceMissing, match="Say where it was published"):
        count_pupils(institution=stated.institution, pupils=190, period="SY2021", source="", **BY)
    with pytest.raises(MomentMissing, match="does not say when"):
        count_pupils(institution=stated.institution, pupils=190, source="city site", **BY)


def test_a_source_counts_the_pupils_of_a_year_once_and_another_source_beside_it():
    counted = school()
    count_pupils(institution=counted, pupils=190, period="SY2021", source="city site", **BY)
    with pytest.raises(PupilsAlreadyCounted, match="for SY2021 already"):
        count_pupils(institution=counted, pupils=191, period="SY2021", source="city site", **BY)
    count_pupils(institution=counted, pupils=193, period="SY2021", source="ministry", **BY)
    assert [count.pupils for count in queries.pupil_counts(period="SY2021")] == [190, 193]


def test_institutions_of_some_kinds_are_found():
    school()
    other = school("garden", name="PII Saulīte", kind=InstitutionKind.KINDERGARTEN)
    assert list(queries.institutions(kinds=(InstitutionKind.KINDERGARTEN,))) == [other]
