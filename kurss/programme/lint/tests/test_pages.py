from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kurss.people import clock
from kurss.people.permissions import Role
from kurss.programme.lint.loading import QUERIES
from kurss.programme.models import AcceptedFinding
from kurss.programme.tests.office import account

ACCEPT = "/en/lint/accept/?programme=icc&rule=charter-missing&place=initiative:skills"


@pytest.fixture
def page(office, client):
    client.force_login(office.officer)
    return client


def text(answer):
    return " ".join(answer.content.decode().split())


def test_findings_stand_by_record_with_what_to_do_first(page):
    shown = text(page.get("/en/lint/"))
    assert "Do this first" in shown
    assert "The initiative has no charter in force" in shown
    assert "Write its charter and have two people approve it." in shown
    assert 'href="/en/initiatives/skills/"' in shown or "/skills/" in shown
    assert "Iniciatīvai nav spēkā esošas pases" in text(page.get("/lv/lint/"))


def test_findings_are_narrowed_by_gravity_and_by_record(page):
    notes = text(page.get("/en/lint/?severity=note"))
    assert "The document that the programme answers to bears no date" in notes
    assert "has no charter in force." not in notes.partition("How grave")[2]
    stages = text(page.get("/en/lint/?kind=stage")).partition("How grave")[2]
    assert "The stage has no dates" not in stages or "Stage" in stages
    assert "The initiative has no activity" not in stages


def test_an_officer_accepts_a_finding_and_opens_it_again(page):
    assert "The initiative has no charter in force" in text(page.get(ACCEPT))
    until = clock.today() + timedelta(days=30)
    answer = page.post(ACCEPT, {"reason": "In writing", "until": until.isoformat()}, follow=True)
    shown = text(answer)
    assert "officer: In writing" in shown
    row = AcceptedFinding.objects.get()
    opened = text(page.post(f"/en/lint/accepted/{row.pk}/open/", follow=True))
    assert "officer: In writing" not in opened
    assert "The finding is open again." in opened


def test_an_acceptance_without_a_reason_or_for_too_long_says_what_is_wrong(page):
    answer = page.post(ACCEPT, {"reason": "", "until": "2099-01-01"})
    assert answer.status_code == 422
    assert "Say why the finding is taken as it is." in text(answer)
    answer = page.post(ACCEPT, {"reason": "Why not", "until": "2099-01-01"})
    assert "Choose a day after today and within a year" in text(answer)
    assert not AcceptedFinding.objects.exists()


def test_what_is_not_found_any_more_cannot_be_accepted(page):
    answer = page.get("/en/lint/accept/?rule=charter-missing&place=initiative:none", follow=True)
    assert "Nothing is found there any more" in text(answer)


def test_an_approver_reads_and_does_not_accept(office, client):
    client.force_login(account("reader", Role.APPROVER))
    assert "Accept it for a time" not in text(client.get("/en/lint/"))
    assert client.get(ACCEPT).status_code == 403
    client.force_login(account("teacher", Role.TEACHER))
    assert client.get("/en/lint/").status_code == 403


def upload(page, data, answer="page", name="report.txt", language="en"):
    file = SimpleUploadedFile(name, data)
    return page.post(f"/{language}/lint/report/", {"file": file, "answer": answer})


def test_an_officer_reads_a_report_on_the_page_and_takes_the_letter(page):
    data = b"Results\n\nWe taught 700 hundred children.\n"
    shown = text(upload(page, data))
    assert "We taught 700 hundred children." in shown
    assert "“Results”, line 3" in shown
    letter = upload(page, data, answer="letter", language="lv")
    assert letter["Content-Disposition"] == 'attachment; filename="letter.txt"'
    assert "Skaitlis savu lielumu pasaka divreiz" in letter.content.decode()


def test_a_file_that_is_no_report_is_refused_at_the_question(page):
    answer = upload(page, b"\x89PNG\x00\x00", name="picture.png")
    assert answer.status_code == 422
    assert "neither text, DOCX nor PDF" in text(answer)
    assert "Choose a file." in text(page.post("/en/lint/report/", {"answer": "page"}))


def test_words_of_a_report_are_shown_and_never_run(page):
    data = b"Results\n\nWe taught 700 hundred <script>alert(1)</script> children & parents.\n"
    assert b"<script>alert(1)" not in upload(page, data).content


def test_the_list_takes_a_fixed_number_of_queries(page, django_assert_max_num_queries):
    page.get("/en/lint/")
    with django_assert_max_num_queries(QUERIES + 12):
        page.get("/en/lint/")


def test_how_the_programme_stands_is_one_page(page):
    shown = text(page.get("/en/programme/health/"))
    assert "The initiative has no charter in force" in shown.partition("Unowned")[2]
    assert "Write its charter and have two people approve it." in shown.partition("Do this first")[2]
    assert "Kavējas" in text(page.get("/lv/programme/health/"))
