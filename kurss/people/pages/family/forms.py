"""What is asked on the pages of a family. Rules are the verbs'; a form only reads what was written."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kurss.people.models import Gender
from kurss.people.pages.family.days import DayField


def line(
    label: Any, *, missing: Any = "", hint: Any = "", length: int = 120, **attrs: str
) -> forms.CharField:
    """One line of text; needed where it is said what is missing without it."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=length,
        help_text=hint,
        error_messages={
            "required": missing,
            "max_length": _("Write at most %(limit_value)d characters; this has %(show_value)d."),
        },
        widget=forms.TextInput(attrs={"class": "form-control", "spellcheck": "false"} | attrs),
    )


class Choice(forms.RadioSelect):
    """Radio buttons in a group; the summary of errors leads to the first."""

    template_name = "people/widgets/choice.html"
    option_template_name = "django/forms/widgets/input.html"

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if index is None else super().id_for_label(id_, index)


def choice(label: Any, choices: Iterable[tuple[str, Any]], *, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        help_text=hint,
        error_messages={"required": _("Choose one"), "invalid_choice": _("Choose one")},
        widget=Choice(attrs={"class": "form-check-input"}),
    )


class Question(forms.Form):
    """A page's question."""

    use_required_attribute = False


class ChildName(Question):
    given_name = line(_("Given name"), missing=_("Enter the child’s given name"), autocomplete="off")
    family_name = line(_("Family name"), missing=_("Enter the child’s family name"), autocomplete="off")


class ChildBirth(Question):
    birth_date = DayField(
        label=_("Birth date"), help_text=_("For example, 27 3 2014"), empty=_("Enter the child’s birth date")
    )


class ChildMore(Question):
    gender = choice(
        _("Gender"),
        [(Gender.FEMALE, _("Girl")), (Gender.MALE, _("Boy")), (Gender.OTHER, _("Other")),
         (Gender.NOT_RECORDED, _("I prefer not to say"))],
        hint=_("Counted only in sums, to see who the courses reach."),
    )  # fmt: skip
    language = choice(_("Language to write in"), settings.LANGUAGES)


class Code(Question):
    code = line(
        _("Personal code"),
        hint=_("Eleven digits, such as 010190-12345"),
        length=20,
        inputmode="numeric",
        autocomplete="off",
    )


class CodeNeeded(Question):
    code = line(
        _("Personal code"),
        missing=_("Enter the personal code, or leave this page"),
        hint=_("Eleven digits, such as 010190-12345"),
        length=20,
        inputmode="numeric",
        autocomplete="off",
    )


class Myself(Question):
    given_name = line(_("Given name"), missing=_("Enter your given name"), autocomplete="given-name")
    family_name = line(_("Family name"), missing=_("Enter your family name"), autocomplete="family-name")
    birth_date = DayField(
        own=True,
        required=False,
        label=_("Birth date"),
        help_text=_("For example, 27 3 1984. Without it nobody can tell that you are older than your child."),
        empty="",
    )


class Correction(Question):
    """What an identity says. `own` adds the contact, which is asked of nobody but the person themselves."""

    given_name = line(_("Given name"), autocomplete="off")
    family_name = line(_("Family name"), autocomplete="off")
    birth_date = DayField(
        required=False, label=_("Birth date"), help_text=_("For example, 27 3 2014"), empty=""
    )
    gender = choice(_("Gender"), Gender.choices)
    language = choice(_("Language to write in"), settings.LANGUAGES)
    email = line(_("E-mail address to write to"), length=254, inputmode="email", autocomplete="email")
    phone = line(_("Phone"), length=40, inputmode="tel", autocomplete="tel")

    def __init__(self, *args: Any, own: bool, **said: Any) -> None:
        super().__init__(*args, **said)
        spoken = self.initial.get("language")
        offered: dict[str, Any] = dict(settings.LANGUAGES)
        if spoken and spoken not in offered:
            offered[spoken] = spoken
        if not spoken:
            offered = {"": _("not recorded")} | offered
            self.fields["language"].required = False
        self.fields["language"].choices = list(offered.items())  # type: ignore[attr-defined]
        if not own:
            del self.fields["email"], self.fields["phone"]


class Invite(Question):
    email = line(
        _("E-mail address of the other guardian"),
        missing=_("Enter the e-mail address of the other guardian"),
        length=254,
        inputmode="email",
        autocomplete="off",
    )
    language = choice(_("Language of the letter"), settings.LANGUAGES)


class Sure(Question):
    sure = forms.BooleanField(
        label=_("I understand that this cannot be undone"),
        error_messages={"required": _("Tick the box to say that you understand")},
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
