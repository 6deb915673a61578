"""What learning tells the city: who came, and who is enrolled. Every word stands on the row itself."""

from django.db.models import QuerySet

from kurss.evidence.facts import Dimension, Event, Fact, Quantity, State
from kurss.learning import naming
from kurss.learning.models import Attendance, Enrolment
from kurss.people.on_its_day import OF_PERSON
from kurss.people.standing import counted

_WAYS = {
    "on_site": ("Klātienē", "On site"),
    "online": ("Tiešsaistē", "Online"),
    "recording": ("Pēc ieraksta", "By recording"),
}

_OF_GROUP = (
    Dimension(
        "topic",
        path="topic",
        names=naming.curricula,
        title="Mācību programma",
        title_en="Curriculum",
        explains="Par ko grupā mācās: mācību programmas temata atslēga.",
        explains_en="What the group learns about: the key of its curriculum’s topic.",
        examples=("robotics", "programming"),
    ),
    Dimension(
        "place",
        path="place_key",
        names=naming.places,
        title="Vieta",
        title_en="Place",
        explains="Iestāde, kur grupa mācās: iestādes atslēga.",
        explains_en="The institution in which the group meets: its key.",
        examples=("digital-centre", "library"),
    ),
    Dimension(
        "group",
        path="group_key",
        names=naming.groups,
        title="Grupa",
        title_en="Group",
        explains="Viena mācību grupa vienā sezonā. Skaitot cilvēku reizi grupā, iznāk dalības, nevis cilvēki.",
        explains_en="One group of one season. Counting a person once per group gives participations, not people.",
        examples=("2021-robotics-1",),
    ),
    Dimension(
        "operation",
        path="operation_key",
        names=naming.operations,
        title="Projekts",
        title_en="Operation",
        explains="Finansētāja projekts, kas maksā par grupu; tukšs, ja grupu uztur pilsēta pati.",
        explains_en="The funder’s operation that pays for the group; empty where the city itself does.",
        examples=("esf-digital-skills",),
    ),
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
    explains="Kam grupa domāta. Pieaugušais bērnu grupā skaitās pie bērnu grupas.",
    explains_en="Whom the group is for. An adult in a children’s group counts with that group.",
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
    subject_kind="person",
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
            explains="Ko skolotājs atzīmēja. „Bija klāt” un „kavēja” nozīmē, ka cilvēks nodarbībā bija.",
            explains_en="What the teacher marked. “Present” and “late” both mean that the person was there.",
        ),
        Dimension(
            "mode",
            path="mode",
            title="Norise",
            title_en="Way of attending",
            values=_WAYS,
            explains="Kā cilvēks piedalījās: klātienē, tiešsaistē vai vēlāk pēc ieraksta.",
            explains_en="How the person took part: on site, online, or later by the recording.",
        ),
        *OF_PERSON,
        *_OF_GROUP,
    ),
    quantities=(
        Quantity(
            "minutes",
            path="minutes",
            unit="min",
            title="Minūtes",
            title_en="Minutes",
            explains="Nodarbības ilgums minūtēs; 0, ja cilvēka nebija. Sešdesmit minūtes ir viena stunda.",
            explains_en="The length of the session in minutes; 0 where the person was absent. Sixty make an hour.",
        ),
    ),
    example="Bērns otrdien atnāk uz robotikas nodarbību: viena rinda ar atzīmi „bija klāt” un 90 minūtēm.",
    example_en="A child comes to robotics on Tuesday: one row, marked “present”, with 90 minutes.",
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
    subject_kind="person",
    time=State("enrolled_on", "left_on"),
    dimensions=(
        _AUDIENCE,
        Dimension(
            "mode",
            path="mode",
            title="Norise",
            title_en="Way of attending",
            values={way: names for way, names in _WAYS.items() if way != "recording"},
            explains="Kā cilvēkam vieta grupā dota: klātienē vai tiešsaistē.",
            explains_en="How the person’s place in the group is given: on site or online.",
        ),
        *OF_PERSON,
        *_OF_GROUP,
    ),
    example="Bērns septembrī iegūst vietu grupā, kas beidzas maijā: viena rinda, spēkā deviņus mēnešus.",
    example_en="A child is given a place in September and the group ends in May: one row that holds nine months.",
    synthetic="synthetic",
    record_page="learning:enrolment",
    act="learning.see",
)
