"""A released figure never moves, whatever happens; what matters shows as a candidate."""

import re
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kurss.evidence import (
    bags,
    causes,
    indicators,
    published,
    release_bag,
    release_readings,
    releases,
    verify_figures,
)
from kurss.evidence.causes import Cause
from kurss.evidence.changes import What, changes
from kurss.evidence.definition import Definition, Sheet
from kurss.evidence.lenses import declared
from kurss.evidence.models import Line, Release, ReleasedFigure, ReleasedText
from kurss.evidence.queries import published_accounts
from kurss.learning.marking import correct_attendance
from kurss.learning.models import Attendance, Enrolment
from kurss.people.models import Account
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.releases import (
    approve_release,
    draft_release,
    leave_out,
    propose_release,
    restate_figure,
    return_release,
    withdraw_release,
)
from kurss.programme.sealing import seal_and_compute
from tests.figures.small_city import AFTER, AS_OF, account, build

pytestmark = pytest.mark.django_db

CHILDREN = "learning.children"
LATER = AFTER + timedelta(days=40)
LATER_DAY = AS_OF + timedelta(days=35)


@pytest.fixture
def city(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    made = build()
    made.come("tuesday", "anna", "juris")
    made.come("wednesday", "anna", "olga")
    made.come("evening", "pēteris")
    made.approver = account(Role.APPROVER)
    return made


def seal(city, day=AS_OF, at=AFTER):
    return seal_and_compute(by=city.officer, as_of=day, at=at)[0]


def release(city, snapshot, at=AFTER, **restated) -> Release:
    made = draft_release(snapshot=snapshot, name="Gads", name_en="The year", by=city.officer, at=at)
    for indicator, reason in restated.items():
        restate_figure(
            release=made,
            indicator=indicator.replace("_", "."),
            period="SY2021",
            reason=reason,
            reason_en=reason,
            by=city.officer,
            at=at,
        )
    proposed = propose_release(release=made, by=city.officer, at=at)
    return approve_release(release=proposed, by=city.approver, at=at)


def shown(indicator=CHILDREN):
    return published_accounts()[indicator].value


def moved(city, indicator=CHILDREN):
    found = changes(seal(city, LATER_DAY, LATER))
    return next(one for one in found if one.version.indicator_id == indicator)


def test_nothing_stands_published_before_somebody_releases_it(city):
    seal(city)
    assert published.current_release() is None
    assert {account.figure for account in published_accounts().values()} == {None}


def test_a_second_person_approves_and_the_release_names_the_one_before(city):
    snapshot = seal(city)
    first = release(city, snapshot)
    assert (first.number, first.state, first.previous) == (1, "released", None)
    assert shown() == 3
    assert first.digest == releases.release_bag.sha256(first.text)
    assert f"snapshot {snapshot.digest}" in first.text
    city.come("tuesday", "māra", week=1)
    second = release(city, seal(city, LATER_DAY, LATER), LATER, learning_children="Vēlu ievadīts")
    assert f"previous {first.digest}" in second.text


def test_who_prepared_a_release_cannot_approve_it(city):
    snapshot = seal(city)
    made = draft_release(snapshot=snapshot, name="G", name_en="Y", by=city.officer, at=AFTER)
    proposed = propose_release(release=made, by=city.officer, at=AFTER)
    with pytest.raises(NotAllowed):
        approve_release(release=proposed, by=city.officer, at=AFTER)
    with pytest.raises(releases.AuthorCannotApprove, match="second person"):
        releases.approve(release=proposed, by_key=str(city.officer.pk), by_label="officer", at=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=made.pk).update(approver_key=made.author_key)


def test_an_approver_cannot_prepare_and_a_teacher_does_neither(city):
    snapshot = seal(city)
    for by in (city.approver, city.clerk):
        with pytest.raises(NotAllowed):
            draft_release(snapshot=snapshot, name="G", name_en="Y", by=by, at=AFTER)


def test_one_release_is_prepared_at_a_time_and_a_draft_can_be_given_up(city):
    snapshot = seal(city)
    made = draft_release(snapshot=snapshot, name="G", name_en="Y", by=city.officer, at=AFTER)
    with pytest.raises(releases.AlreadyPrepared):
        draft_release(snapshot=snapshot, name="G", name_en="Y", by=city.officer, at=AFTER)
    withdraw_release(release=made, by=city.officer, at=AFTER)
    assert not Line.objects.exists()
    assert release(city, snapshot).number == 1


def test_a_second_press_is_told_that_the_figures_are_being_recomputed(city):
    made = draft_release(snapshot=seal(city), name="G", name_en="Y", by=city.officer, at=AFTER)
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [releases.PROPOSING])
        with pytest.raises(releases.BeingRecomputed, match="“Y” are being recomputed"):
            propose_release(release=made, by=city.officer, at=AFTER)
    assert Release.objects.get().state == "draft"
    assert not release_bag.home().exists()
    # What held it is gone, killed or done: it can be proposed.
    assert propose_release(release=made, by=city.officer, at=AFTER).state == "proposed"
    with pytest.raises(releases.ReleaseNotDraft):
        propose_release(release=made, by=city.officer, at=AFTER)


def test_a_draft_that_changes_while_it_is_recomputed_stays_a_draft(city, monkeypatch):
    made = draft_release(snapshot=seal(city), name="G", name_en="Y", by=city.officer, at=AFTER)
    prepare = release_bag.prepare

    def meanwhile(release, key):
        prepared = prepare(release, key)
        leave_out(release=made, line=made.lines.first(), by=city.officer, at=AFTER)
        return prepared

    monkeypatch.setattr(release_bag, "prepare", meanwhile)
    with pytest.raises(releases.DraftChanged, match="propose it again"):
        propose_release(release=made, by=city.officer, at=AFTER)
    assert Release.objects.get().state == "draft"
    assert not ReleasedText.objects.exists()


def test_a_returned_proposal_is_a_draft_again_with_the_reason(city):
    made = draft_release(snapshot=seal(city), name="G", name_en="Y", by=city.officer, at=AFTER)
    proposed = propose_release(release=made, by=city.officer, at=AFTER)
    with pytest.raises(releases.ReleaseNotDraft):
        leave_out(release=proposed, line=proposed.lines.first(), by=city.officer, at=AFTER)
    with pytest.raises(releases.ReasonMissing):
        return_release(release=proposed, reason=" ", by=city.approver, at=AFTER)
    returned = return_release(release=proposed, reason="Leave out the adults.", by=city.approver, at=AFTER)
    assert (returned.state, returned.returned_because) == ("draft", "Leave out the adults.")
    adults = returned.lines.get(indicator="learning.adults")
    leave_out(release=returned, line=adults, by=city.officer, at=AFTER)
    again = propose_release(release=returned, by=city.officer, at=AFTER)
    approve_release(release=again, by=city.approver, at=AFTER)
    assert (shown(), shown("learning.adults")) == (3, None)


def test_the_database_refuses_to_change_what_is_released(city):
    made = release(city, seal(city))
    line = made.lines.first()
    for change in (
        lambda: Release.objects.filter(pk=made.pk).update(name="Cits"),
        lambda: Release.objects.filter(pk=made.pk).update(state="draft"),
        lambda: Line.objects.filter(pk=line.pk).update(reason="x", reason_en="x"),
        lambda: ReleasedFigure.objects.filter(line=line).delete(),
        lambda: ReleasedText.objects.create(release=made, kind="fact", name="x", text="x", sha256="x"),
    ):
        with pytest.raises(DatabaseError, match="published"), transaction.atomic():
            change()


def test_the_database_keeps_a_released_period_locked(city):
    first = release(city, seal(city))
    old = first.lines.get(indicator=CHILDREN)
    city.come("tuesday", "māra", week=1)
    made = draft_release_with_new_group(city)
    for kind in ("continued", "new"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Line.objects.create(
                release=made, indicator_id=CHILDREN, period_key="SY2021", version=old.version,
                kind=kind, is_final=True, replaces=old if kind == "continued" else None,
            )  # fmt: skip


def draft_release_with_new_group(city) -> Release:
    """A draft that has something new to say, so that it can be begun."""
    extra = indicators.declare(
        key="learning.extra", code="L-10", name="x", name_en="x", level="output", unit="", unit_en="",
        by_key="officer", at=AFTER,
    )  # fmt: skip
    indicators.define(
        indicator=extra,
        definition=Definition(fact="learning.attendance", grain="school_year", counts="rows"),
        by_key="officer",
        at=AFTER,
    )
    return draft_release(
        snapshot=seal(city, LATER_DAY, LATER), name="V", name_en="L", by=city.officer, at=LATER
    )


def test_late_attendance_moves_no_released_figure_and_shows_as_a_candidate(city):
    release(city, seal(city))
    city.come("tuesday", "māra", week=1)
    change = moved(city)
    assert shown() == 3
    assert (change.what, change.old.value, change.new.value, change.delta) == (What.MOVED, 3, 4, 1)
    found = causes.why(change)
    assert found.causes == (Cause.LATE,)
    assert [(one.added, one.removed) for one in found.moved] == [(1, 0)]


def test_a_corrected_mark_shows_as_a_correction(city):
    release(city, seal(city))
    correct_attendance(
        attendance=city.mark_of("wednesday", "olga"),
        status="absent",
        reason="other child",
        by=city.clerk,
        at=LATER,
    )
    change = moved(city)
    assert (shown(), change.delta) == (3, -1)
    assert causes.why(change).causes == (Cause.CORRECTION,)


def test_what_changed_is_read_in_the_readers_words_and_a_refusal_keeps_what_was_typed(city, client):
    release(city, seal(city))
    city.come("tuesday", "māra", week=1)
    seal(city, LATER_DAY, LATER)
    client.force_login(city.officer)
    typed = {"name": "Otrais", "name_en": ""}
    answer = client.post("/en/release/begin/", typed)
    assert answer.status_code == 422
    assert 'value="Otrais"' in answer.content.decode()
    assert "Enter a name in English" in answer.content.decode()
    assert client.post("/en/release/begin/", typed | {"name_en": "Second"}).status_code == 302
    for path in ("release/changes/", "release/", f"release/restate/{CHILDREN}/SY2021/"):
        for language in ("lv", "en"):
            page = client.get(f"/{language}/{path}").content.decode()
            main = page[page.index("<main") : page.index("</main")]
            assert "2021/22" in main or path == "release/"
            assert not re.search(r">\s*SY2021\b|>\s*(missing|undefined)\b|(?<![\w.-])\d+[.,]\d{4}", main)


def test_a_merge_of_persons_moves_no_released_figure_and_shows_as_a_merge(city):
    release(city, seal(city))
    for model in (Enrolment, Attendance):
        model.objects.filter(person=city.people["olga"]).update(person=city.people["juris"])
    change = moved(city)
    assert (shown(), change.delta) == (3, -1)
    assert causes.why(change).causes == (Cause.MERGE,)


def test_a_released_count_under_a_funders_rule_that_moves_alone_is_a_candidate(city):
    release(city, seal(city))
    Attendance.objects.filter(person=city.people["olga"]).update(operation_key="project")
    change = moved(city)
    assert (change.what, change.delta, change.cells, change.readings) == (What.MOVED, 0, 0, 2)
    assert causes.why(change).causes == (Cause.CORRECTION,)
    second = release(city, change.new.snapshot, LATER, learning_children="The project paid for her group too")
    children = [one for one in release_readings.of(second) if one.version.indicator_id == CHILDREN]
    assert {(one.lens, one.value, one.outside) for one in children} == {("esf", 3, 0), ("eea", 3, 0)}
    assert not [one for one in changes(change.new.snapshot) if one.version.indicator_id == CHILDREN]


def test_a_release_without_counts_under_funders_rules_is_sealed_in_the_form_of_before(
    city, settings, tmp_path
):
    settings.KURSS_LENSES = ()
    declared.cache_clear()
    try:
        sealed = release(city, seal(city))
    finally:
        declared.cache_clear()
    assert sealed.text.startswith("kurss release 1\n")
    assert "reading " not in sealed.text
    bags.write(sealed, tmp_path / "audit.zip", public=False)
    said = []
    assert verify_figures.verify(tmp_path / "audit.zip", sealed.digest, said.append) == 0, said


def test_a_changed_definition_moves_no_released_figure_and_says_so(city):
    release(city, seal(city))
    indicator = indicators.in_force()[0].indicator
    assert indicator.key == CHILDREN
    everybody = Definition(fact="learning.attendance", grain="school_year", breakdowns=("gender", "group"))
    indicators.define(indicator=indicator, definition=everybody, by_key="officer", at=AFTER)
    change = moved(city)
    assert shown() == 3
    assert change.what is What.MOVED
    assert Cause.DEFINITION in causes.why(change).causes


def test_an_indicator_handed_over_to_somebody_else_is_no_candidate(city):
    release(city, seal(city))
    version = indicators.in_force()[0]
    handed = Definition(
        **{
            name: getattr(version.as_definition(), name)
            for name in ("counts", "grain", "fact", "conditions", "breakdowns")
        },
        sheet=Sheet(owner="Cita nodaļa", owner_en="Another department"),
    )
    indicators.define(indicator=version.indicator, definition=handed, by_key="somebody else", at=AFTER)
    assert changes(seal(city, LATER_DAY, LATER)) == []
    assert shown() == 3


def test_a_colleague_who_leaves_takes_no_release_along(city):
    made = release(city, seal(city))
    text = made.text
    Account.objects.filter(pk__in=[city.officer.pk, city.approver.pk]).delete()
    kept = published.current_release()
    assert (kept.text, kept.author_label) == (text, "programme_officer")
    assert shown() == 3
