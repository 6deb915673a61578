"""A whole programme out and in: to the same bytes, or not at all."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from kurss.journal.models import Entry
from kurss.partners.models import Partner
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.carrying.out import carried
from kurss.programme.carrying.tables import SHARED, STAYS, label, reachable, tables
from kurss.programme.carrying.taking import ProgrammeNotTaken, take
from kurss.programme.charters import submit_charter, write_charter
from kurss.programme.ledger.tests.test_ledger_files import a_ledger
from kurss.programme.logic.drawing_up import lead, place
from kurss.programme.models import Activity, Charter, Contract, Initiative, LogicArrow, Programme, Proposal
from kurss.programme.pipeline.calls import CallTerms, add_call
from kurss.programme.pipeline.proposals import add_proposal, ask_for, take_part
from kurss.programme.replanning import fix_baseline, replan_activity, set_waiting
from kurss.programme.roadmap import plan_activity
from kurss.programme.tests.office import NOW, account, content
from kurss.programme.words import Box


@pytest.fixture
def said(office):
    return {"by": office.officer, "at": NOW}


@pytest.fixture
def programme(office, said):
    """A programme with something of nearly everything."""
    own = {"initiative": office.initiative, "place": "S", **said}
    first, second = (
        plan_activity(order=n, title=f"Darbs {n}", title_en=f"Work {n}", planned_from=date(2021, n, 1),
                      planned_until=date(2021, n, 1), **own)
        for n in (1, 2)
    )  # fmt: skip
    set_waiting(activity=second, befores=[first], **said)
    fix_baseline(initiative=office.initiative, **said)
    replan_activity(activity=second, planned_from=date(2021, 5, 1), planned_until=date(2021, 6, 1),
                    cause="supply", words=Box("Vēlāk", "Later"), **said)  # fmt: skip
    submit_charter(
        charter=write_charter(initiative=office.initiative, content=content(office), **said), **said
    )
    a_ledger(office, said)
    nodes = [place(programme=office.programme, record=one, **said) for one in (first, office.vision)]
    lead(before=nodes[0], after=nodes[1], assumption=Box("Ja", "If"), **said)
    call = add_call(programme=office.programme, terms=CallTerms(title="a", title_en="b", funder="c"), **said)
    proposal = add_proposal(programme=office.programme, call=call, title="a", title_en="b", **said)
    take_part(proposal=proposal, name="Haskova", name_en="Haskovo", kind="municipality", **said)
    ask_for(proposal=proposal, initiative=office.initiative, what="a", what_en="b", asked_cents=5, **said)
    return office.programme


def emptied() -> None:
    """As on a site where no programme ever was. What is sealed is emptied with the rest, for this test alone."""
    quoted = connection.ops.quote_name
    sealed = [quoted(model._meta.db_table) for model in apps.get_app_config("evidence").get_models()]
    names = ", ".join(quoted(model._meta.db_table) for model in tables())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in sealed:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {names} CASCADE")
        for table in sealed:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_programme_goes_out_comes_into_an_empty_site_and_goes_out_again_to_the_same_bytes(programme, said):
    key, text = programme.pk, carried(programme)
    before = {label(model): model._default_manager.count() for model in tables()}
    emptied()
    assert not Programme.objects.exists()
    assert not Partner.objects.exists()
    taken = take(text, **said)
    assert taken.pk == key
    assert carried(taken) == text
    assert {label(model): model._default_manager.count() for model in tables()} == before
    assert Contract.objects.filter(reverses__isnull=False).count() == 2
    assert Charter.objects.get().state == "submitted"
    assert LogicArrow.objects.get().before.activity == Activity.objects.get(order=1)
    assert Proposal.objects.get().decisions.get().state == "idea"
    assert "Contract 6" in Entry.objects.get(act="programme.import_programme").details.get(name="rows").value


def test_every_table_of_a_programme_travels_or_says_why_it_stays():
    every = {model.__name__ for model in apps.get_app_config("programme").get_models()}
    travelling = {model.__name__ for model in tables()}
    assert every - travelling == set(STAYS)
    assert all(reason.strip() for reason in STAYS.values())
    lost = {label(model) for model in tables() if model not in SHARED} - {
        label(model) for model in reachable()
    }
    assert lost == set(), "say in carrying/tables.py why it stays, or let it name what it belongs to"


def test_the_same_programme_is_not_taken_in_twice_and_what_is_shared_must_say_the_same(programme, said):
    text = carried(programme)
    with pytest.raises(ProgrammeNotTaken, match="already"):
        take(text, **said)
    emptied()
    whole = json.loads(text)
    take(text, **said)
    whole["programme"] = whole["tables"]["programme.Programme"][0]["key"] = "another"
    whole["tables"]["partners.Partner"][0]["name"] = "Cits"
    with pytest.raises(ProgrammeNotTaken, match="something else in name"):
        take(json.dumps(whole), **said)
    whole["tables"]["partners.Partner"][0]["name"] = "Centrs"
    with pytest.raises(ProgrammeNotTaken, match="of this name is in the register already"):
        take(json.dumps(whole).replace('"centre"', '"centre-2"'), **said)
    assert Programme.objects.count() == 1


def test_every_fault_of_a_file_is_named_with_its_place_and_nothing_is_kept(programme, said):
    text = carried(programme)
    emptied()

    def faults(change) -> tuple[str, ...]:
        whole = json.loads(text)
        change(whole, whole["tables"])
        with pytest.raises(ProgrammeNotTaken) as refused:
            take(json.dumps(whole, ensure_ascii=False), **said)
        assert not Programme.objects.exists()
        return refused.value.faults

    def two(_whole, rows):
        rows["programme.Activity"][0]["planned_from"] = "May"
        rows["programme.Activity"][1]["initiative"] = "nowhere"
        rows["programme.Payment"][0]["contract"] = 99

    assert [fault.partition(":")[0] for fault in faults(two)] == [
        "programme.Activity 1, planned_from",
        "programme.Activity 2, initiative",
        "programme.Payment 1, contract",
    ]
    assert "no such table" in faults(lambda whole, rows: rows.update({"programme.Wish": []}))[0]
    assert "fields" in faults(lambda whole, rows: rows["programme.Initiative"][0].pop("aim"))[0]
    assert (
        "contradict a rule"
        in faults(lambda whole, rows: rows["programme.Payment"][0].update(amount_cents=0))[0]
    )

    def again(rows, table, **other):
        """One more row of a table, like its first but for these."""
        rows[table].append(rows[table][0] | other)

    def round_again(_whole, rows):
        first = rows["programme.Dependency"][0]
        again(rows, "programme.Dependency", before=first["after"], after=first["before"])

    def paid_twice(_whole, rows):
        payment = rows["programme.Payment"][0]
        again(rows, "programme.Payment", document="Twice", amount_cents=10**9, on=payment["on"])

    assert "wait for each other" in faults(round_again)[0]
    assert "more than was agreed" in faults(paid_twice)[0]
    for broken in ("{", "[]", '{"format": "other"}'):
        with pytest.raises(ProgrammeNotTaken):
            take(broken, **said)


def test_who_may_not_define_indicators_takes_no_programme_in(programme, said):
    text = carried(programme)
    near = account("near", Role.PROGRAMME_OFFICER, initiative="skills")
    with pytest.raises(NotAllowed):
        take(text, by=near, at=NOW)


def test_an_officer_takes_a_programme_out_and_in_on_pages(programme, office):
    client = Client()
    client.force_login(office.officer)
    page = reverse("programme:carry")
    assert client.get(page).status_code == 200
    text = client.get(reverse("programme:carry-file", kwargs={"programme": programme.pk})).content
    assert text.decode() == carried(programme)
    twice = client.post(page, {"file": SimpleUploadedFile("p.json", text)})
    assert twice.status_code == 422
    assert "is on this site already" in twice.content.decode()
    wrong = client.post(page, {"file": SimpleUploadedFile("p.json", b"\xff\xfe")})
    assert wrong.status_code == 422
    emptied()
    taken = client.post(page, {"file": SimpleUploadedFile("p.json", text)}, follow=True)
    assert "on the word of the site it comes from: 1 baseline" in taken.content.decode()
    assert Initiative.objects.get().pk == "skills"
