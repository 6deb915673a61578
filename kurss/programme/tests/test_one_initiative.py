"""An officer of one initiative is offered what he may write, and told in a sentence what he may not."""

import pytest
from django.urls import reverse

from kurss.people.permissions import Role
from kurss.programme.indicators import declare_indicator
from kurss.programme.models import Measure, RegisteredRisk
from kurss.programme.tests.office import NOW, account, another_initiative

OWN, OTHER = "skills", "centre"
WORDS = {"text": "Vārdi", "text_en": "What was typed", "place": "Slide 9"}


@pytest.fixture
def own(office, client):
    """The pages as an officer of one of two initiatives has them."""
    another_initiative(office.officer, office.programme, OTHER, 2)
    declare_indicator(
        key="k1", code="K1", name="Rādītājs", name_en="Indicator", level="output", unit="gab.", unit_en="pcs",
        by=office.officer, at=NOW,
    )  # fmt: skip
    client.force_login(account("one", Role.PROGRAMME_OFFICER, initiative=OWN))
    return client


FORMS = (
    ("programme:risk-add", {}, {}),
    ("programme:statement-add", {"chapter": "measures", "kept": "output"}, {"indicator": "k1"}),
    ("programme:place", {"indicator": "k1"}, {"column": "output"}),
)


@pytest.mark.parametrize(("name", "where", "more"), FORMS)
def test_he_chooses_his_own_initiative_alone_and_loses_nothing_where_he_sends_another(own, name, where, more):
    page = reverse(name, kwargs=where)
    offered = {key for key, _word in own.get(page).context["form"].fields["initiative"].choices}
    assert offered - {""} == {OWN}
    for asked in (OTHER, ""):
        refused = own.post(page, WORDS | more | {"initiative": asked})
        words = refused.content.decode()
        assert (refused.status_code, "What was typed" in words) == (422, True)
        assert refused.context["form"].errors
    assert not RegisteredRisk.objects.exists()
    assert not Measure.objects.exists()
    assert own.post(page, WORDS | more | {"initiative": OWN}).status_code == 302


def test_a_verb_that_refuses_is_a_sentence_above_the_form(own):
    refused = own.post(reverse("programme:risk-add"), WORDS | {"initiative": ""})
    assert "takes the role Programme officer" in refused.content.decode()


def test_a_risk_of_his_initiative_stays_his(own):
    own.post(reverse("programme:risk-add"), WORDS | {"initiative": OWN})
    page = reverse("programme:risk-change", kwargs={"risk": RegisteredRisk.objects.get().pk})
    form = own.get(page).context["form"]
    assert [key for key, _word in form.fields["initiative"].choices] == [OWN]


def test_a_measure_of_his_initiative_is_his_to_change_and_to_take_out(own):
    own.post(measures("add"), WORDS | {"initiative": OWN, "indicator": "k1"})
    change = measures("change", entry=Measure.objects.get().pk)
    seen = own.get(change).context["form"].initial["seen"]
    assert own.post(change, WORDS | {"text_en": "Otherwise", "seen": seen}).status_code == 302
    assert Measure.objects.get().text_en == "Otherwise"
    assert own.post(measures("take-out", entry=Measure.objects.get().pk)).status_code == 302
    assert not Measure.objects.exists()
    assert own.get(measures("add", kept="cross-cutting")).status_code == 403


def measures(act, **where):
    return reverse(f"programme:statement-{act}", kwargs={"chapter": "measures", "kept": "output"} | where)


def test_he_is_shown_no_way_into_what_only_the_whole_office_writes(own):
    for page, ways in {
        "office": ("start", "carry", "particulars-correct"),
        "particulars": ("particulars-correct",),
        "meetings": ("meeting-add",),
        "governance": ("body-add",),
        "money": ("money-source-add",),
        "pipeline": ("call-new", "proposal-new"),
        "stakeholders": ("stakeholder-add",),
        "logic": ("logic-add",),
    }.items():
        words = own.get(reverse(f"programme:{page}")).content.decode()
        assert [way for way in ways if f'"{reverse(f"programme:{way}")}"' in words] == [], page


def test_he_accepts_findings_of_his_initiative_alone(own):
    shown = own.get(reverse("programme:lint")).context
    found = [one for group in shown["groups"] for one in group.findings]
    other = next(one for one in found if one.place.endswith(f":{OTHER}"))
    assert f"initiative:{OWN}" in shown["acceptable"]
    assert other.place not in shown["acceptable"]
    page = own.get(reverse("programme:lint-accept"), {"rule": other.rule, "place": other.place})
    assert page.status_code == 403
