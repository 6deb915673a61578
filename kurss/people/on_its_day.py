"""Who came, in the words of the day: for rows of every module that records people, so that their facts can be
counted together. Pure."""

from datetime import date
from typing import Any

from kurss.evidence.facts import Dimension
from kurss.people.ages import AGE_BANDS, age_band, age_on
from kurss.people.models import Gender


def of_person(*, gender: str | None, born: date | None, day: date) -> dict[str, Any]:
    """The person's words. What nobody wrote down, or what was erased, is not recorded; it is never guessed."""
    age = None if born is None or born > day else age_on(born, day)
    return {
        "gender": gender or Gender.NOT_RECORDED.value,
        "age": age,
        "age_band": None if age is None else age_band(age),
    }


OF_PERSON = (
    Dimension(
        "gender",
        path="gender",
        title="Dzimums",
        title_en="Gender",
        values={
            "female": ("Sievietes", "Female"),
            "male": ("Vīrieši", "Male"),
            "other": ("Cits", "Other"),
            "not_recorded": ("Nav norādīts", "Not recorded"),
        },
        explains="Dzimums, kāds cilvēkam bija ierakstīts tajā dienā. „Nav norādīts” ir sava vērtība.",
        explains_en="The gender entered for the person on that day. “Not recorded” is a value of its own.",
    ),
    Dimension(
        "age_band",
        path="age_band",
        title="Vecums",
        title_en="Age",
        values={band: (band, band) for _, band in AGE_BANDS},
        explains="Vecuma grupa tajā dienā, no pilniem gadiem. Vēlāk labots dzimšanas datums rindu nemaina.",
        explains_en="The age band on that day, in completed years. A birth date corrected later changes no row.",
    ),
    Dimension(
        "resident",
        path="resident",
        title="Dzīvesvieta",
        title_en="Residence",
        values={
            "yes": ("Pilsētā", "In the city"),
            "no": ("Citur", "Elsewhere"),
            "not_recorded": ("Nav norādīta", "Not recorded"),
        },
        explains="Vai cilvēks tajā dienā bija deklarēts pilsētā.",
        explains_en="Whether the person was a declared resident of the city on that day.",
    ),
)
"""The dimensions that facts about people share, by the columns of `models.onday.PersonOnItsDay`."""
