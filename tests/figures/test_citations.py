"""What the review cites is the released figure, by name: it follows every later release and is never typed."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from kurss.evidence.models import Indicator
from kurss.programme.models import Citation, Commitment, Lesson, ReviewNote
from kurss.programme.refusals import AlreadyCited, NothingReleased
from kurss.programme.review import commit, note_review, record_lesson
from kurss.programme.statements.citing import citations_of, cite, take_back_citation
from kurss.programme.tests.office import WORDS, another_programme
from tests.figures.small_city import AFTER
from tests.figures.test_releases import (  # noqa: F401
    CHILDREN,
    LATER,
    LATER_DAY,
    city,
    release,
    seal,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewed(city):  # noqa: F811
    """A success of a programme in a city whose figures are released."""
    release(city, seal(city))
    programme = another_programme(city.officer)
    said = {"programme": programme, "order": 1, "words": WORDS, "by": city.officer, "at": AFTER}
    city.success = note_review(kind=ReviewNote.Kind.SUCCESS, **said)
    city.promise = commit(kind=Commitment.Kind.KPI, **said)
    city.lesson = record_lesson(title="Mācība", title_en="Lesson", **said)
    city.programme = programme
    return city


def cited(reviewed, statement=None, period="SY2021", indicator=CHILDREN):
    return cite(
        statement=statement or reviewed.success,
        indicator=Indicator.objects.get(key=indicator),
        period=period,
        by=reviewed.officer,
        at=AFTER,
    )


def test_a_success_cites_the_released_figure_and_follows_the_next_release(reviewed):
    cited(reviewed)
    (one,) = citations_of(reviewed.programme)[ReviewNote, reviewed.success.pk]
    assert one.figure.shown == 3
    reviewed.come("tuesday", "māra", week=1)
    release(reviewed, seal(reviewed, LATER_DAY, LATER), LATER, learning_children="Vēlu ievadīts")
    (one,) = citations_of(reviewed.programme)[ReviewNote, reviewed.success.pk]
    assert one.figure.shown == 4, "what stands released now, and no number was changed in the review"


def test_what_is_not_released_is_not_cited_and_what_is_cited_not_twice(reviewed):
    with pytest.raises(NothingReleased, match="SY1999"):
        cited(reviewed, period="SY1999")
    cited(reviewed)
    with pytest.raises(AlreadyCited):
        cited(reviewed)
    cited(reviewed, reviewed.promise)
    cited(reviewed, reviewed.lesson)
    kinds = {model for model, _key in citations_of(reviewed.programme)}
    assert kinds == {ReviewNote, Commitment, Lesson}


def test_the_database_itself_refuses_a_citation_of_two_statements_or_of_none(reviewed):
    indicator = Indicator.objects.get(key=CHILDREN)
    for more in ({}, {"note": reviewed.success, "lesson": reviewed.lesson}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Citation.objects.create(indicator=indicator, period="SY2021", **more)


def test_a_citation_is_taken_back(reviewed):
    take_back_citation(citation=cited(reviewed), by=reviewed.officer, at=AFTER)
    assert citations_of(reviewed.programme) == {}


def test_an_officer_chooses_the_figure_on_a_page_and_it_opens_from_the_review(reviewed):
    officer = Client()
    officer.force_login(reviewed.officer)
    where = {"kept": "success", "entry": str(reviewed.success.pk)}
    url = reverse("programme:statement-cite", kwargs=where)
    code = Indicator.objects.get(key=CHILDREN).code
    assert f"{code} SY2021" in officer.get(url).content.decode()
    typed = officer.post(url, {"figure": f"{code} SY1999"})
    assert typed.status_code == 422
    assert "others are not released" in typed.content.decode()
    officer.post(url, {"figure": f"{code} SY2021"})
    (one,) = citations_of(reviewed.programme)[ReviewNote, reviewed.success.pk]
    page = officer.get(reverse("programme:chapter", kwargs={"chapter": "review"})).content.decode()
    door = reverse("publication:figure", kwargs={"address": one.figure.address})
    assert f'href="{door}"' in page
    assert "<b>3</b>" in page
    assert officer.get(door).status_code == 200
    officer.post(reverse("programme:citation-take-back", kwargs={"citation": one.citation.pk}))
    assert citations_of(reviewed.programme) == {}
