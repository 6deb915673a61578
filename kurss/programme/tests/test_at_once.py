"""Two people at one charter at one moment: real threads on real connections."""

import pytest

from kurss.programme.charters import approve_charter, submit_charter, write_charter
from kurss.programme.models import Charter
from kurss.programme.refusals import SamePersonTwice
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
