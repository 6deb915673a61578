"""The course office records the school grade of a child a year ahead or behind, and sees what was recorded."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.learning.catalogue import readable
from kurss.learning.grades import (
    grade_by_birth,
    grades_of,
    no_longer_fitting,
    record_grade,
    school_years,
    take_back_grade,
)
from kurss.learning.models.grade import NOT_AT_SCHOOL
from kurss.learning.models.group import GRADES
from kurss.learning.pages.answers import account
from kurss.learning.pages.season.forms import Plain
from kurss.learning.refusals import LearningRefused
from kurss.people import clock
from kurss.people.models import Identity, Person
from kurss.people.permissions import Act
from kurss.people.reading import looked_at, looked_at_all
from kurss.people.restricting import shown_to
from kurss.people.searching import read, search
from kurss.people.signin.attempts import too_often
from kurss.people.standing import standing

FOUND = 20
"""So many people a clerk is shown for a line; more means that the line must say more."""


class GradeForm(Plain):
    school_year = forms.TypedChoiceField(label=gettext_lazy("School year"), coerce=int)
    grade = forms.TypedChoiceField(
        label=gettext_lazy("Grade"),
        coerce=int,
        choices=[(str(grade), str(grade)) for grade in GRADES]
        + [(str(NOT_AT_SCHOOL), gettext_lazy("Not at school yet"))],
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("Who told you, and when. The family reads it among what is held about them."),
        error_messages={"required": gettext_lazy("Say who told you, and when")},
    )

    def __init__(self, *args: Any, on: date, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["school_year"].choices = [  # type: ignore[attr-defined]
            (str(year), f"{year}/{year + 1}") for year in school_years(on)
        ]


@require_safe
@never_cache
def grades(request: HttpRequest) -> HttpResponse:
    """Find the child. Every look at a record is written down."""
    line = readable(request.GET.get("who", ""))
    if line and (held_up := too_often(request, "search")) is not None:
        return held_up
    found: list[Person] = []
    if line:
        asked = read(line)
        found = list(search(name=asked.name, born=asked.born, phone=asked.phone)[:FOUND])
        looked_at_all(
            by=account(request), at=clock.now(), people=found, what="learning:grades", why=Act.RECORD_GRADES
        )
    return render(request, "learning/grades.html", {"who": line, "found": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def grade(request: HttpRequest, person: UUID) -> HttpResponse:
    """What counts for one child this school year and the next, the form to record it, and what was recorded."""
    one, identity = _shown(request, person)
    at, today, who = clock.now(), clock.today(), account(request)
    step = request.POST.get("step") if request.method == "POST" else None
    form = GradeForm(request.POST if step == "record" else None, on=today)
    recorded = grades_of(one)
    if step == "take-back":
        wanted = request.POST.get("said", "")
        for said in recorded:
            if str(said.pk) == wanted:
                take_back_grade(said=said, by=who, at=at)
                messages.success(request, _("Taken back. The birth date counts again."))
        return redirect("learning:grade", person=one.pk)
    if step == "record" and form.is_valid():
        try:
            record_grade(person=one, **form.cleaned_data, by=who, at=at)
        except LearningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Recorded. It counts in every group that takes grades."))
            return redirect("learning:grade", person=one.pk)
    looked_at(by=who, at=at, person=one, what="learning:grade", why=Act.RECORD_GRADES)
    standing_now = {said.school_year: said for said in recorded if said.ended_at is None}
    years = [
        (f"{year}/{year + 1}", grade_by_birth(identity, year), standing_now.get(year))
        for year in school_years(today)
    ]
    return render(
        request,
        "learning/grade.html",
        {
            "identity": identity,
            "form": form,
            "years": years,
            "recorded": recorded,
            "against": no_longer_fitting(one),
        },
        status=422 if form.errors else 200,
    )


def _shown(request: HttpRequest, key: UUID) -> tuple[Person, Identity]:
    """The person of an address with who it is, where its use is not restricted. Raises Http404."""
    try:
        one = standing(key)
    except Person.DoesNotExist:
        raise Http404(_("There is nobody under this key.")) from None
    identity = shown_to(account(request), one.pk, at=clock.now())
    if identity is None:
        raise Http404(_("There is nobody under this key."))
    return one, identity
