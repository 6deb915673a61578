"""The register of organisations and of the projects that pay, kept by the programme office on pages."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from kurss.journal.queries import history_of
from kurss.partners.models import Operation, Partner
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.registering import enter_partner
from kurss.programme.tests.office import NOW, account


@pytest.fixture
def pages(office, client):
    client.force_login(office.officer)
    return client


def test_an_organisation_is_entered_and_corrected_and_the_journal_keeps_what_stood(pages):
    add = reverse("programme:partner-add")
    nameless = pages.post(add, {"name": "Izglītības pārvalde", "name_en": "", "kind": "municipality"})
    assert (nameless.status_code, "Izglītības pārvalde" in nameless.content.decode()) == (422, True)
    pages.post(add, {"name": "Izglītības pārvalde", "name_en": "Education Board", "kind": "other"})
    row = Partner.objects.get(key="education-board")
    again = pages.post(add, {"name": "izglītības pārvalde", "name_en": "Another", "kind": "other"})
    assert "is in the register already" in again.content.decode()
    change = reverse("programme:partner-change", kwargs={"partner": row.pk})
    said = {"name": row.name, "name_en": "Education Board", "kind": "municipality"}
    stale = pages.post(change, said | {"seen": "earlier"})
    assert stale.status_code == 409
    pages.post(change, said | {"seen": stale.context["form"].data["seen"]})
    row.refresh_from_db()
    assert row.kind == "municipality"
    said = {one.name: one.value for one in history_of(row).first().details.all()}
    assert said["kind_was"] == "other"
    assert "Education Board" in pages.get(reverse("programme:partners")).content.decode()


def test_a_project_that_pays_is_entered_and_does_not_end_before_it_begins(pages, office):
    add = reverse("programme:operation-add")
    said = {
        "title": "Projekts", "title_en": "A project", "funder": office.partner.pk, "starts_on": "2021-01-01",
        "ends_on": "2020-01-01", "reference": "1.1.1",
    }  # fmt: skip
    refused = pages.post(add, said)
    assert "before it begins" in refused.content.decode()
    assert 'value="2020-01-01"' in refused.content.decode()
    pages.post(add, said | {"ends_on": ""})
    assert Operation.objects.get().key == "a-project"


def test_organisations_stand_in_latvian_order_in_the_list_and_in_every_form(pages, office):
    for name, name_en in (("Zāle", "Hall"), ("Čakste", "Lawn"), ("Cēsis", "Zoo"), ("Ābele", "Tree")):
        enter_partner(name=name, name_en=name_en, kind="other", by=office.officer, at=NOW)
    orders = {
        "lv": ["Ābele", "Centrs", "Cēsis", "Čakste", "Zāle"],
        "en": ["Centre", "Hall", "Lawn", "Tree", "Zoo"],
    }
    for language, order in orders.items():
        with override(language):
            listed = pages.get(reverse("programme:partners")).content.decode()
            assert sorted(order, key=listed.index) == order
            form = pages.get(reverse("programme:operation-add")).context["form"]
            assert [name for _key, name in form.fields["funder"].choices[1:]] == order


def test_whoever_keeps_no_register_enters_no_organisation(office):
    with pytest.raises(NotAllowed):
        enter_partner(name="A", name_en="B", kind="other", by=account("t", Role.TEACHER), at=NOW)
