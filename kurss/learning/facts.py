"""What learning tells the city: who came, and who is enrolled. Every word stands on the row itself."""

from django.db.models import QuerySet

from kurss.evidence.facts import Dimension, Event, Fact, Quantity, State
from kurss.learning.models import Attendance, Enrolment
from kurss.people.ages import AGE_BANDS
from kurss.people.standing import counted

_WAYS = {
    "on_site": ("Klātienē", "On site"),
    "online": ("Tiešsaistē", "Online"),
    "recording": ("Pēc ieraksta", "By recording"),
}

_OF_PERSON = (
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
    ),
    Dimension(
        "age_band",
        path="age_band",
        title="Vecums",
        title_en="Age",
        values={band: (band, band) for _, band in AGE_BANDS},
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
    ),
)

_OF_GROUP = (
    Dimension("topic", path="topic", title="Mācību programma", title_en="Curriculum"),
    Dimension("place", path="place_key", title="Vieta", title_en="Place"),
    Dimension("group", path="group_key", title="Grupa", title_en="Group"),
    Dimension("operation", path="operation_key", title="Projekts", title_en="Operation"),
)

_AUDIENCE = Dimension(
    "audience",
    path="audience",
    title="Kam",
    title_en="Audience",
    values={
        "child": ("Bērni", "Children"),
        "adult": ("Pieaugušie", "Adults"),
        "teacher": ("Skolotāji", "Teachers"),
    },
)


def current_marks() -> QuerySet[Attendance]:
    """Marks that no correction has superseded, each with the key under which its person counts."""
    return Attendance.objects.filter(is_current=True).annotate(counted_key=counted("person"))


def all_enrolments() -> QuerySet[Enrolment]:
    return Enrolment.objects.annotate(counted_key=counted("person"))


ATTENDANCE = Fact(
    key="learning.attendance",
    title="Nodarbību apmeklējums",
    title_en="Attendance of sessions",
    explains="Viena atzīme par vienu cilvēku vienā notikušā nodarbībā. Izlabota atzīme aizstāj iepriekšējo. "
    "Minūtes ir nodarbības ilgums tiem, kas bija klāt, arī ja kavēja, un 0 pārējiem.",
    explains_en="One mark of one person at one session that was held. A corrected mark takes the place of the "
    "earlier one. Minutes are the length of the session for those who were there, even if late, and 0 for the "
    "others.",
    rows=current_marks,
    record="id",
    subject="counted_key",
    time=Event("happened_on"),
    dimensions=(
        _AUDIENCE,
        Dimension(
            "status",
            path="status",
            title="Atzīme",
            title_en="Mark",
            values={
                "present": ("Bija klāt", "Present"),
                "late": ("Kavēja", "Late"),
                "excused": ("Nebija, attaisnoti", "Excused"),
                "absent": ("Nebija", "Absent"),
            },
        ),
        Dimension("mode", path="mode", title="Norise", title_en="Way of attending", values=_WAYS),
        *_OF_PERSON,
        *_OF_GROUP,
    ),
    quantities=(Quantity("minutes", path="minutes", unit="min", title="Minūtes", title_en="Minutes"),),
    synthetic="synthetic",
    record_page="learning:attendance",
    act="learning.see",
)

ENROLMENT = Fact(
    key="learning.enrolment",
    title="Dalība grupā",
    title_en="Enrolment in a group",
    explains="Viena cilvēka vieta vienā grupā: no dienas, kad to piešķīra, līdz dienai, kad cilvēks izstājās vai "
    "grupa beidzās.",
    explains_en="One person's place in one group: from the day it was given until the day the person withdrew or "
    "the group ended.",
    rows=all_enrolments,
    record="id",
    subject="counted_key",
    time=State("enrolled_on", "left_on"),
    dimensions=(
        _AUDIENCE,
        Dimension(
            "mode",
            path="mode",
            title="Norise",
            title_en="Way of attending",
            values={way: names for way, names in _WAYS.items() if way != "recording"},
        ),
        *_OF_PERSON,
        *_OF_GROUP,
    ),
    synthetic="synthetic",
    record_page="learning:enrolment",
    act="learning.see",
)
