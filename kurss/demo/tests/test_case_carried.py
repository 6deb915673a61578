"""The whole Ventspils programme goes out as a file, into a site that never had it, and out again."""

from datetime import UTC, datetime

from kurss.demo.accounts import account_of, open_accounts
from kurss.demo.case_file import read_case
from kurss.demo.load_case import load_case
from kurss.demo.loading import VENTSPILS
from kurss.people.permissions import Role
from kurss.programme.carrying.out import carried
from kurss.programme.carrying.taking import take
from kurss.programme.carrying.tests.test_carrying import emptied
from kurss.programme.ledger.queries import money_of
from kurss.programme.models import Programme, Proposal

NOW = datetime(2022, 9, 30, 18, tzinfo=UTC)


def test_the_ventspils_programme_goes_out_and_comes_in_to_the_same_bytes(db):
    open_accounts(at=NOW)
    officer = account_of(Role.PROGRAMME_OFFICER)
    load_case(read_case(VENTSPILS), by=officer, at=NOW)
    programme = Programme.objects.get()
    sheet = money_of(programme)
    assert [(one.currency, one.budget, one.unstated) for one in sheet.totals] == [("EUR", 424_513_600, 3)]
    assert [one.name_en for one in Proposal.objects.get().partners.all()] == ["City of Haskovo"]
    text = carried(programme)
    emptied()
    assert carried(take(text, by=officer, at=NOW)) == text
