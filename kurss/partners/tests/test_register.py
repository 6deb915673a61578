from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from kurss.journal.queries import history_of
from kurss.partners import queries
from kurss.partners.models import Operation, Partner, PartnerKind
from kurss.partners.refusals import (
    EndsBeforeItBegins,
    KindUnknown,
    NameMissing,
    NameTaken,
    OperationAlreadyKnown,
    PartnerAlreadyKnown,
)
from kurss.partners.register import correct_partner, open_operation, register_partner

pytestmark = pytest.mark.django_db
BY = {"by_key": "officer", "at": datetime(2021, 9, 1, 9, tzinfo=UTC)}


def funder(key="european-social-fund", **said) -> Partner:
    usual = {"name": "Eiropas Sociālais fonds", "name_en": "European Social Fund", "kind": PartnerKind.FUNDER}
    return register_partner(key=key, **(usual | said), **BY)


def operation(by=None, **said) -> Operation:
    usual = {
        "key": "digital-skills-2021",
        "title": "Digitālās prasmes",
        "title_en": "Digital skills",
        "funder": by or funder(),
        "starts_on": date(2021, 1, 1),
        "ends_on": date(2022, 12, 31),
    }
    return open_operation(**(usual | said), **BY)


def test_a_partner_is_entered_under_its_key_with_its_entry_in_the_journal():
    entered = funder()
    assert queries.partner("european-social-fund") == entered
    assert list(queries.partners(kinds=("funder",))) == [entered]
    assert not queries.partners(kinds=("school",)).exists()
    assert history_of(entered).get().label == "Eiropas Sociālais fonds"


def test_a_partner_key_is_given_once():
    funder()
    with pytest.raises(PartnerAlreadyKnown, match="Choose another key"):
        funder()


def test_no_two_organisations_bear_one_name_in_either_language():
    first = funder()
    for said in (
        {"name": "EIROPAS  sociālais fonds ", "name_en": "Another"},
        {"name": "Cits", "name_en": "european social fund"},
    ):
        with pytest.raises(NameTaken, match="is in the register already"):
            funder("other", **said)
    other = funder("other", name="Cits fonds", name_en="Another fund")
    with pytest.raises(NameTaken):
        correct_partner(partner=other, name=first.name, name_en="Another fund", kind="funder", **BY)
    # Its own name in other capitals is no other's.
    correct_partner(partner=other, name="CITS FONDS", name_en="Another Fund", kind="funder", **BY)
    with pytest.raises(IntegrityError, match="a_partner_name_once"), transaction.atomic():
        Partner.objects.filter(pk=other.pk).update(name=" eiropas sociālais fonds")


def test_namesakes_from_before_the_rule_are_told_apart_by_their_keys_and_the_journal_keeps_the_name():
    rules = [one for one in Partner._meta.constraints if "_name_" in one.name and one.name.endswith("once")]
    with connection.schema_editor(atomic=False) as editor:
        for rule in rules:
            editor.remove_constraint(Partner, rule)
        long = "Ž" * 200
        for key, name in (
            ("a", "Fonds"),
            ("b", "fonds "),
            ("c", "Fonds (b)"),
            ("d", long),
            ("e", long.lower()),
        ):
            Partner.objects.create(key=key, name=name, name_en=key, kind="funder")
        import_module("kurss.partners.migrations.0002_names_once").tell_apart(apps, editor)
        for rule in rules:
            editor.add_constraint(Partner, rule)
    stand = dict(Partner.objects.values_list("key", "name"))
    assert stand == {
        "a": "Fonds", "b": "fonds (b)", "c": "Fonds (b) (c)", "d": long, "e": "ž" * 196 + " (e)",
    }  # fmt: skip
    told = history_of(Partner.objects.get(key="b")).get()
    assert (told.act, told.details.get().value) == ("partners.tell_apart", "fonds ")
    assert told.wording() == "intact"


def test_a_partner_is_of_a_declared_kind_and_has_its_names():
    with pytest.raises(KindUnknown, match="“guild”"):
        funder(kind="guild")
    with pytest.raises(NameMissing, match="needs its name_en"):
        funder(name_en="")


def test_an_operation_runs_from_its_first_day_to_its_last():
    opened = operation()
    assert [
        opened.runs_on(day)
        for day in (date(2020, 12, 31), date(2021, 1, 1), date(2022, 12, 31), date(2023, 1, 1))
    ] == [False, True, True, False]
    assert queries.operations(on=date(2022, 12, 31)).get() == opened
    assert not queries.operations(on=date(2023, 1, 1)).exists()
    assert history_of(opened).get().act == "partners.open_operation"


def test_an_operation_without_a_last_day_goes_on():
    assert operation(ends_on=None).runs_on(date(2035, 1, 1))


def test_an_operation_does_not_end_before_it_begins():
    with pytest.raises(EndsBeforeItBegins, match="before it begins on 2021-01-01"):
        operation(ends_on=date(2020, 12, 31))
    other = funder("other", name="Cits fonds", name_en="Another fund")
    with pytest.raises(IntegrityError, match="an_operation_ends_after_it_begins"), transaction.atomic():
        Operation.objects.filter(pk=operation(by=other).pk).update(ends_on=date(2020, 12, 31))


def test_an_operation_key_is_given_once():
    opened = operation()
    with pytest.raises(OperationAlreadyKnown, match="digital-skills-2021 is registered already"):
        operation(by=opened.funder)
    assert queries.operation("digital-skills-2021").funder.name_en == "European Social Fund"


def test_a_funder_with_operations_is_not_deleted():
    opened = operation()
    with pytest.raises(ProtectedError):
        opened.funder.delete()


def test_names_and_kind_are_corrected_the_key_stays_and_the_journal_keeps_what_stood():
    row = funder()
    with pytest.raises(KindUnknown):
        correct_partner(partner=row, name="ESF", name_en="ESF", kind="fund", **BY)
    correct_partner(partner=row, name="ESF", name_en="ESF+", kind=PartnerKind.FUNDER, **BY)
    kept = Partner.objects.get(key=row.key)
    assert (kept.name, kept.name_en) == ("ESF", "ESF+")
    said = {one.name: one.value for one in history_of(kept).first().details.all()}
    assert said["name_en_was"] == "European Social Fund"
