"""Verbs over curricula: from a draft to a text that two people other than its author approved."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.curriculum.models import Approval, Curriculum, CurriculumVersion, VersionState
from kurss.curriculum.models.approval import NEEDED
from kurss.curriculum.models.version import UNDER_WAY
from kurss.curriculum.refusals import (
    ApprovedByItsAuthor,
    ApprovedTwiceByOne,
    VersionUnderWay,
    WrongState,
)
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act


@transaction.atomic
def draft(
    *,
    key: str,
    title: str,
    title_en: str,
    topic: str,
    hours: int,
    required_share: int,
    by: Account,
    at: datetime,
    synthetic: bool = False,
) -> CurriculumVersion:
    """A new curriculum with its first version, a draft by this account."""
    permit(by, Act.WRITE_CURRICULA, at=at)
    curriculum = Curriculum.objects.create(
        key=key, title=title, title_en=title_en, topic=topic, synthetic=synthetic
    )
    return _write(curriculum, number=1, hours=hours, required_share=required_share, by=by, at=at)


@transaction.atomic
def revise(
    *, curriculum: Curriculum, hours: int, required_share: int, by: Account, at: datetime
) -> CurriculumVersion:
    """The next version, a draft. Refused with VersionUnderWay while an earlier one is on its way."""
    permit(by, Act.WRITE_CURRICULA, at=at)
    versions = list(curriculum.versions.select_for_update().order_by("number"))
    under_way = [version for version in versions if version.state in UNDER_WAY]
    if under_way:
        raise VersionUnderWay(
            _("Version {number} of {curriculum} is still “{state}”. Finish or retire it first.").format(
                number=under_way[0].number,
                curriculum=curriculum.key,
                state=under_way[0].get_state_display(),
            )
        )
    return _write(
        curriculum,
        number=versions[-1].number + 1,
        hours=hours,
        required_share=required_share,
        by=by,
        at=at,
    )


@transaction.atomic
def submit(*, version: CurriculumVersion, by: Account, at: datetime) -> CurriculumVersion:
    """The author gives the draft to its reviewers."""
    permit(by, Act.WRITE_CURRICULA, at=at)
    return _move(version, VersionState.DRAFT, VersionState.IN_REVIEW, act="curriculum.submit", by=by, at=at)


@transaction.atomic
def pilot(*, version: CurriculumVersion, by: Account, at: datetime) -> CurriculumVersion:
    """The reviewed version may be taught, and is watched, before anyone approves it."""
    permit(by, Act.WRITE_CURRICULA, at=at)
    return _move(version, VersionState.IN_REVIEW, VersionState.PILOTED, act="curriculum.pilot", by=by, at=at)


@transaction.atomic
def approve(*, version: CurriculumVersion, by: Account, at: datetime) -> CurriculumVersion:
    """One of two approvals; with the second the version is approved."""
    permit(by, Act.APPROVE_CURRICULA, at=at)
    version = _locked(version)
    _expect(version, VersionState.PILOTED)
    if version.author_key == by.pk:
        raise ApprovedByItsAuthor(
            _("{who} wrote version {number} of {curriculum}. Ask two others to approve it.").format(
                who=by.name, number=version.number, curriculum=version.curriculum.key
            )
        )
    given = list(version.approvals.all())
    if any(approval.approver_key == by.pk for approval in given):
        raise ApprovedTwiceByOne(
            _(
                "{who} approved version {number} of {curriculum} before. The second approval must be another "
                "person's."
            ).format(who=by.name, number=version.number, curriculum=version.curriculum.key)
        )
    Approval.objects.create(
        version=version,
        place=len(given) + 1,
        approver_key=by.pk,
        author_key=version.author_key,
        given_at=at,
    )
    if len(given) + 1 == NEEDED:
        version.state = VersionState.APPROVED
        version.approved_at = at
        version.save(update_fields=["state", "approved_at"])
    note(by=by, at=at, act="curriculum.approve", about=version, label=str(version.curriculum))
    return version


@transaction.atomic
def retire(*, version: CurriculumVersion, by: Account, at: datetime) -> CurriculumVersion:
    """No new group is planned with this version; those that were taught by it keep it."""
    permit(by, Act.APPROVE_CURRICULA, at=at)
    version = _locked(version)
    _expect(version, *UNDER_WAY, VersionState.APPROVED)
    version.state = VersionState.RETIRED
    version.retired_at = at
    version.save(update_fields=["state", "retired_at"])
    note(by=by, at=at, act="curriculum.retire", about=version, label=str(version.curriculum))
    return version


def _write(
    curriculum: Curriculum, *, number: int, hours: int, required_share: int, by: Account, at: datetime
) -> CurriculumVersion:
    version = CurriculumVersion.objects.create(
        curriculum=curriculum,
        number=number,
        hours=hours,
        required_share=required_share,
        author_key=by.pk,
        drafted_at=at,
    )
    note(by=by, at=at, act="curriculum.draft", about=version, label=str(curriculum))
    return version


def _move(
    version: CurriculumVersion,
    expected: VersionState,
    to: VersionState,
    *,
    act: str,
    by: Account,
    at: datetime,
) -> CurriculumVersion:
    version = _locked(version)
    _expect(version, expected)
    version.state = to
    version.save(update_fields=["state"])
    note(by=by, at=at, act=act, about=version, label=str(version.curriculum))
    return version


def _locked(version: CurriculumVersion) -> CurriculumVersion:
    """The version as it stands now, locked: two approvals at once must see each other."""
    return (
        CurriculumVersion.objects.select_for_update(of=("self",))
        .select_related("curriculum")
        .get(pk=version.pk)
    )


def _expect(version: CurriculumVersion, *states: VersionState) -> None:
    if version.state not in states:
        wanted = _(" or ").join(str(state.label) for state in states)
        raise WrongState(
            _("Version {number} of {curriculum} is “{state}”, and this step starts from “{wanted}”.").format(
                number=version.number,
                curriculum=version.curriculum.key,
                state=version.get_state_display(),
                wanted=wanted,
            )
        )
