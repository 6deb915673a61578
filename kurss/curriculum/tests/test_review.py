from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from kurss.curriculum.models import Approval, CurriculumVersion
from kurss.curriculum.refusals import ApprovedByItsAuthor, ApprovedTwiceByOne, VersionUnderWay, WrongState
from kurss.curriculum.review import approve, draft, pilot, retire, revise, submit
from kurss.journal.queries import history_of
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.refusals import NotAllowed
from kurss.people.register import open_account
from kurss.people.roles import grant_role

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 3, 1, 9, tzinfo=UTC)


def account(name, *roles):
    site = unattended()
    opened = open_account(email=f"{name}@city.example", name=name, by=site, at=NOW)
    for role in roles:
        grant_role(account=opened, role=role, by=site, at=NOW)
    return opened


@pytest.fixture
def author():
    return account("author", Role.TEACHER, Role.APPROVER)


@pytest.fixture
def approvers():
    return account("first", Role.APPROVER), account("second", Role.APPROVER)


def drafted(author, **said):
    said = {"key": "robots", "title": "Roboti", "title_en": "Robots", "topic": "robotics"} | said
    return draft(**said, hours=60, required_share=75, by=author, at=NOW)


def piloted(author):
    version = submit(version=drafted(author), by=author, at=NOW)
    return pilot(version=version, by=author, at=NOW)


def test_a_curriculum_goes_from_draft_to_approved_by_two_who_did_not_write_it(author, approvers):
    version = drafted(author)
    assert (version.state, version.number, version.teachable) == ("draft", 1, False)
    version = submit(version=version, by=author, at=NOW)
    assert (version.state, version.teachable) == ("in_review", False)
    version = pilot(version=version, by=author, at=NOW)
    assert (version.state, version.teachable) == ("piloted", True)
    version = approve(version=version, by=approvers[0], at=NOW)
    assert (version.state, version.approved_at) == ("piloted", None)
    version = approve(version=version, by=approvers[1], at=NOW)
    assert (version.state, version.approved_at, version.teachable) == ("approved", NOW, True)
    assert [approval.approver_key for approval in version.approvals.all()] == [each.pk for each in approvers]
    assert [entry.act for entry in reversed(history_of(version))] == [
        "curriculum.draft",
        "curriculum.submit",
        "curriculum.pilot",
        "curriculum.approve",
        "curriculum.approve",
    ]


def test_authors_do_not_approve_their_own(author):
    with pytest.raises(ApprovedByItsAuthor, match="Ask two others"):
        approve(version=piloted(author), by=author, at=NOW)


def test_two_approvals_are_of_two_people(author, approvers):
    version = approve(version=piloted(author), by=approvers[0], at=NOW)
    with pytest.raises(ApprovedTwiceByOne):
        approve(version=version, by=approvers[0], at=NOW)


def test_no_step_is_skipped(author, approvers):
    version = drafted(author)
    with pytest.raises(WrongState, match="is “Draft”, and this step starts from “In review”"):
        pilot(version=version, by=author, at=NOW)
    with pytest.raises(WrongState):
        approve(version=version, by=approvers[0], at=NOW)


def test_a_new_version_waits_until_the_earlier_one_is_settled(author, approvers):
    version = drafted(author)
    said = {"curriculum": version.curriculum, "hours": 70, "required_share": 80, "by": author, "at": NOW}
    with pytest.raises(VersionUnderWay, match="Version 1 of robots is still “Draft”"):
        revise(**said)
    retire(version=version, by=approvers[0], at=NOW)
    second = revise(**said)
    assert (second.number, second.hours, second.required_share, second.state) == (2, 70, 80, "draft")


def test_a_retired_version_is_not_taught_any_more(author, approvers):
    version = piloted(author)
    for approver in approvers:
        version = approve(version=version, by=approver, at=NOW)
    version = retire(version=version, by=approvers[0], at=NOW)
    assert (version.state, version.retired_at, version.teachable) == ("retired", NOW, False)
    with pytest.raises(WrongState):
        retire(version=version, by=approvers[0], at=NOW)


def test_only_approvers_approve_and_only_authors_write(author, approvers):
    version = piloted(author)
    with pytest.raises(NotAllowed):
        approve(version=version, by=account("teacher", Role.TEACHER), at=NOW)
    with pytest.raises(NotAllowed):
        drafted(approvers[0], key="other")


def test_the_database_itself_refuses_an_approved_version_without_two_approvals(author, approvers):
    version = approve(version=piloted(author), by=approvers[0], at=NOW)
    with pytest.raises(IntegrityError, match="without two approvals"), transaction.atomic():
        CurriculumVersion.objects.filter(pk=version.pk).update(state="approved", approved_at=NOW)


def test_the_database_itself_refuses_an_approval_by_the_author_or_in_another_authors_name(author, approvers):
    version = piloted(author)
    said = {"version": version, "place": 1, "given_at": NOW}
    with pytest.raises(IntegrityError, match="approval_never_by_the_author"), transaction.atomic():
        Approval.objects.create(**said, approver_key=author.pk, author_key=author.pk)
    with pytest.raises(IntegrityError, match="approval_names_the_versions_author"), transaction.atomic():
        Approval.objects.create(**said, approver_key=author.pk, author_key=approvers[0].pk)
