"""Two people at one moment: real threads on real connections."""

import pytest

from kurss.partners.models import Partner
from kurss.partners.refusals import NameTaken
from kurss.programme.charters import approve_charter, submit_charter, write_charter
from kurss.programme.models import Charter
from kurss.programme.refusals import SamePersonTwice
from kurss.programme.registering import enter_partner, partner_mark, rename_partner
from kurss.programme.tests.office import NOW, content, found_office
from kurss.programme.tests.racing import both_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_approvals_at_one_moment_each_counts_once_and_one_person_never_twice():
    office = found_office()
    draft = write_charter(initiative=office.initiative, content=content(office), by=office.officer, at=NOW)
    submit_charter(charter=draft, by=office.officer, at=NOW)

    def approval(who):
        return lambda: approve_charter(charter=draft, by=who, at=NOW)

    first, again = both_at_once(approval(office.approver), approval(office.approver))
    assert (first.state, type(again)) == ("submitted", SamePersonTwice)
    submit = Charter.objects.filter(pk=draft.pk)
    submit.update(first_approver_key="", first_approver_label="", first_approved_at=None)
    both_at_once(approval(office.approver), approval(office.second_approver))
    kept = Charter.objects.get()
    assert kept.state == Charter.State.APPROVED
    assert {kept.first_approver_label, kept.second_approver_label} == {
        office.approver.name,
        office.second_approver.name,
    }


def test_of_two_officers_who_enter_one_organisation_at_one_moment_the_second_is_refused():
    office = found_office()
    who = {"kind": "other", "by": office.officer, "at": NOW}
    entered, refused = both_at_once(
        lambda: enter_partner(name="Izglītības pārvalde", name_en="Education Board", **who),
        lambda: enter_partner(name="IZGLĪTĪBAS PĀRVALDE", name_en="The education board", **who),
    )
    assert (entered.key, type(refused)) == ("education-board", NameTaken)
    mark = partner_mark(office.partner)
    entered, refused = both_at_once(
        lambda: enter_partner(name="Muzejs", name_en="Museum", **who),
        lambda: rename_partner(partner=office.partner, name="muzejs", name_en="The museum", seen=mark, **who),
    )
    assert (entered.key, type(refused)) == ("museum", NameTaken)
    assert Partner.objects.get(pk=office.partner.pk).name == "Centrs"
