"""A family that is in no list yet, entered at the desk: who may be in the register already is shown first."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.learning.models import EnrolmentRound
from kurss.learning.pages.answers import account, announced, runs_somewhere
from kurss.learning.pages.forms import Choice, Several
from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.family.at_the_counter import alike, register_family
from kurss.people.models import ConsentText, Gender, Person
from kurss.people.permissions import Act
from kurss.people.reading import looked_at_all
from kurss.people.refusals import PeopleRefusal
from kurss.people.register import NewPerson
from kurss.people.searching import read


def _line(label: Any, *, missing: Any = "", hint: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=120,
        help_text=hint,
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"} | attrs),
    )


class Newcomer(forms.Form):
    """The child, and whoever acts for it. A family name is written once where both bear it."""

    use_required_attribute = False

    given_name = _line(
        _("Given name of the child"), missing=_("Enter the child’s given name"), autofocus="autofocus"
    )
    family_name = _line(_("Family name of the child"), missing=_("Enter the child’s family name"))
    born = _line(_("Birth date"), missing=_("Enter the child’s birth date"), hint=_("For example, 27.3.2014"))
    guardian_given = _line(_("Given name of the guardian"), missing=_("Enter the guardian’s given name"))
    guardian_family = _line(_("Family name of the guardian"), hint=_("Leave empty where it is the child’s"))
    phone = _line(_("Telephone"), inputmode="tel")
    email = _line(_("E-mail"), hint=_("Leave empty where there is none"), inputmode="email")
    language = forms.ChoiceField(
        label=_("Language to write in"),
        choices=settings.LANGUAGES,
        widget=Choice(attrs={"class": "form-check-input"}),
    )
    gender = forms.ChoiceField(
        label=_("The child is"),
        choices=[(Gender.FEMALE, _("Girl")), (Gender.MALE, _("Boy")), (Gender.OTHER, _("Other")),
                 (Gender.NOT_RECORDED, _("Not said"))],
        widget=Choice(attrs={"class": "form-check-input"}),
    )  # fmt: skip
    consents = forms.MultipleChoiceField(
        label=_("Signed on paper"), required=False, widget=Several(attrs={"class": "form-check-input"})
    )
    once = forms.UUIDField(widget=forms.HiddenInput)
    """The key the child will have: the same form sent twice enters nobody twice."""

    def clean_born(self) -> Any:
        asked = read(self.cleaned_data["born"])
        if asked.born is None:
            raise forms.ValidationError(_("There is no such day. Write it as 27.3.2014."))
        return asked.born

    def child(self) -> NewPerson:
        said = self.cleaned_data
        return NewPerson(
            given_name=said["given_name"],
            family_name=said["family_name"],
            birth_date=said["born"],
            gender=said["gender"],
            language=said["language"],
            key=said["once"],
        )

    def guardian_said(self) -> NewPerson:
        said = self.cleaned_data
        return NewPerson(
            given_name=said["guardian_given"],
            family_name=said["guardian_family"] or said["family_name"],
            language=said["language"],
            email=said["email"],
            phone=said["phone"],
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def newcomer(request: HttpRequest, round: str) -> HttpResponse:
    """Enter a child and a guardian; where somebody alike is in the register, ask first which of them it is."""
    found = announced(round)
    _permit(request, found)
    texts = list(ConsentText.objects.in_force_on(clock.today()))
    own = get_language() == settings.LANGUAGE_CODE
    form = Newcomer(
        request.POST or None,
        initial={"language": get_language(), "gender": Gender.NOT_RECORDED.value, "once": uuid4()},
    )
    form.fields["consents"].choices = [  # type: ignore[attr-defined]
        (str(text.pk), text.title if own else text.title_en) for text in texts
    ]
    if not texts:
        del form.fields["consents"]
    same_child: list[Person] = []
    same_guardian: list[Person] = []
    if request.method == "POST" and form.is_valid():
        if Person.objects.filter(pk=form.cleaned_data["once"]).exists():
            return _to_the_desk(found, form.cleaned_data["once"])
        if not request.POST.get("surely"):
            same_child, same_guardian = alike(form.child()), alike(form.guardian_said())
            _looked(request, [*same_child, *same_guardian])
        if not same_child and not same_guardian:
            done = _enter(request, form, found, texts, request.POST.get("guardian_is", ""))
            if done is not None:
                return done
    return render(
        request,
        "learning/newcomer.html",
        {
            "round": found,
            "form": form,
            "same_child": [one for one in same_child if one not in same_guardian],
            "same_guardian": same_guardian,
        },
        status=422 if form.errors else 200,
    )


def _enter(
    request: HttpRequest, form: Newcomer, round: EnrolmentRound, texts: list[ConsentText], choice: str
) -> HttpResponse | None:
    signed = set(form.cleaned_data.get("consents") or [])
    try:
        family = register_family(
            child=form.child(),
            guardian=_chosen(choice) or form.guardian_said(),
            consents=[text for text in texts if str(text.pk) in signed],
            by=account(request),
            at=clock.now(),
        )
    except PeopleRefusal as refusal:
        form.add_error(None, str(refusal))
        return None
    return _to_the_desk(round, family.child.pk)


def _to_the_desk(round: EnrolmentRound, child: UUID) -> HttpResponse:
    desk = reverse("learning:desk", kwargs={"round": round.key})
    return redirect(f"{desk}?person={child}")


def _chosen(choice: str) -> Person | None:
    """The guardian who is in the register already, where the clerk said which."""
    try:
        return Person.objects.filter(pk=UUID(choice)).first()
    except ValueError:
        return None


def _looked(request: HttpRequest, people: list[Person]) -> None:
    looked_at_all(
        by=account(request), at=clock.now(), people=people, what="learning:newcomer", why=Act.RUN_ROUNDS
    )


def _permit(request: HttpRequest, round: EnrolmentRound) -> None:
    if not runs_somewhere(request, round):
        permit(request.user, Act.RUN_ROUNDS, at=clock.now(), place=round.pools.all()[0].group.place.key)
    permit(request.user, Act.REGISTER_PERSON, at=clock.now())
