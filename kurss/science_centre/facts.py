"""What the science centre tells the city: who was admitted, which groups came, and who came after school."""

from django.db.models import QuerySet

from kurss.evidence.facts import Dimension, Event, Fact, Quantity
from kurss.people.on_its_day import OF_PERSON
from kurss.people.standing import counted
from kurss.science_centre import words
from kurss.science_centre.models import Participation, Visit

_OF_SLOT = (
    Dimension(
        "topic",
        path="topic",
        names=words.curricula,
        title="Programma",
        title_en="Programme",
        explains="Kas tajā laikā notika: programmas atslēga; tukša, ja zāle bija atvērta bez programmas.",
        explains_en="What was shown at that hour: the key of the programme; empty where there was none.",
        examples=("rocket-school",),
    ),
    Dimension(
        "place",
        path="place_key",
        names=words.institutions,
        title="Vieta",
        title_en="Place",
        explains="Zinātnes centrs, kurā tas notika: iestādes atslēga.",
        explains_en="The science centre in which it happened: the key of the institution.",
        examples=("vizium",),
    ),
    Dimension(
        "operation",
        path="operation_key",
        names=words.operations,
        title="Projekts",
        title_en="Operation",
        explains="Finansētāja projekts, kas maksā par šo laiku; tukšs, ja to uztur pilsēta pati.",
        explains_en="The funder’s operation that pays for the slot; empty where the city itself does.",
        examples=("eea-science",),
    ),
)


def current_visits() -> QuerySet[Visit]:
    """Admissions that no correction has superseded, with somebody in them."""
    return Visit.objects.filter(is_current=True, visitors__gt=0)


def current_group_visits() -> QuerySet[Visit]:
    return current_visits().filter(school_group__isnull=False)


def current_participations() -> QuerySet[Participation]:
    """Marks that no correction has superseded, each with the key under which its person counts."""
    return Participation.objects.filter(is_current=True).annotate(counted_key=counted("person"))


def _people(key: str, title: str, title_en: str, explains: str, explains_en: str) -> Quantity:
    return Quantity(
        key, path=key, unit="", title=title, title_en=title_en, explains=explains, explains_en=explains_en
    )


VISIT = Fact(
    key="science_centre.visit",
    title="Ieeja zinātnes centrā",
    title_en="Admission to the science centre",
    explains="Viena kopā ielaista kompānija: ģimene, viens apmeklētājs, skolas grupa. Skaits, bez "
    "vārdiem: tas pats cilvēks citā dienā ir cits apmeklējums. Izlabota ieeja aizstāj iepriekšējo.",
    explains_en="One party that was let in together: a family, somebody alone, a school group. A number "
    "without names: the same person on another day is another visit. A corrected admission takes the place of the "
    "earlier one.",
    rows=current_visits,
    record="id",
    time=Event("happened_on"),
    dimensions=(
        Dimension(
            "kind",
            path="kind",
            title="Laika veids",
            title_en="Kind of slot",
            values={
                "open_hall": ("Atvērtā zāle", "Open hall"),
                "group_programme": ("Programma skolu grupām", "Programme for school groups"),
                "after_school": ("Pēc skolas", "After school"),
            },
            explains="Kas tajā laikā centrā notika.",
            explains_en="What the centre was open for at that hour.",
        ),
        Dimension(
            "came_from",
            path="came_from",
            title="No kurienes",
            title_en="Came from",
            values={
                "city": ("Pilsēta", "The city"),
                "elsewhere": ("Citur Latvijā", "Elsewhere in the country"),
                "abroad": ("Ārzemes", "Abroad"),
                "not_recorded": ("Nav norādīts", "Not recorded"),
            },
            explains="No kurienes kompānija atbrauca, kā tā pati pateica. „Nav norādīts” ir sava vērtība.",
            explains_en="Where the party came from, by its own word. “Not recorded” is a value of its own.",
        ),
        *_OF_SLOT,
    ),
    quantities=(
        _people(
            "visitors", "Apmeklētāji", "Visitors",
            "Visi ielaistie, arī skolu grupas. Summa ir apmeklējumi, nevis dažādi cilvēki.",
            "Everybody let in, school groups too. The sum is visits, not different people.",
        ),
        _people("child", "Bērni", "Children", "Bērnu biļetes.", "Tickets for children."),
        _people("adult", "Pieaugušie", "Adults", "Pieaugušo biļetes.", "Tickets for adults."),
        _people(
            "concession", "Skolēni, studenti, seniori", "Pupils, students and seniors",
            "Biļetes ar atlaidi.", "Tickets at a reduced price.",
        ),
        _people("free", "Bez maksas", "Free", "Ieeja bez maksas.", "Admission free of charge."),
        _people(
            "pupil", "Grupu skolēni", "Pupils of groups",
            "Skolēni, kas ieradās skolas grupā.", "Pupils who came with a school group.",
        ),
        _people(
            "escort", "Grupu pavadoņi", "Adults with groups",
            "Pieaugušie, kas pavadīja skolas grupu.", "Adults who came with a school group.",
        ),
    ),
    example="Ģimene sestdien nopērk divas bērnu un divas pieaugušo biļetes: viena rinda, četri apmeklētāji.",
    example_en="On Saturday a family takes two tickets for children and two for adults: one row, four visitors.",
    synthetic="synthetic",
    record_page="science_centre:visit",
    act="science_centre.see",
)  # fmt: skip

GROUP_VISIT = Fact(
    key="science_centre.group_visit",
    title="Skolas grupas apmeklējums",
    title_en="Visit of a school group",
    explains="Viena skolas grupa, kas ieradās, ar īstajiem skaitļiem. Tie paši cilvēki ir arī starp visiem "
    "apmeklētājiem: abus faktus nesaskaita.",
    explains_en="One school group that came, in its real numbers. The same people are among all visitors too: "
    "the two facts are not added together.",
    rows=current_group_visits,
    record="id",
    time=Event("happened_on"),
    dimensions=(
        Dimension(
            "school",
            path="school_key",
            names=words.institutions,
            title="Skola",
            title_en="School",
            explains="Iestādes atslēga; tukša, ja skolas pilsētas reģistrā nav.",
            explains_en="The key of the institution; empty where the school is not in the city’s register.",
            examples=("secondary-school-2",),
        ),
        Dimension(
            "grade",
            path="grade",
            whole_number=True,
            title="Klase",
            title_en="Grade",
            explains="Kura klase ieradās; 0 ir bērnudārzs.",
            explains_en="Which grade came; 0 is a kindergarten.",
        ),
        *_OF_SLOT,
    ),
    quantities=(
        _people("pupil", "Skolēni", "Pupils", "Cik skolēnu ieradās.", "How many pupils came."),
        _people("escort", "Pieaugušie", "Adults", "Cik pieaugušo ieradās.", "How many adults came."),
    ),
    example="5. klase ierodas ar 24 skolēniem un diviem skolotājiem: viena rinda.",
    example_en="Grade 5 comes with 24 pupils and two teachers: one row.",
    synthetic="synthetic",
    record_page="science_centre:visit",
    act="science_centre.see",
)

PARTICIPATION = Fact(
    key="science_centre.participation",
    title="Dalība zinātnes centrā pēc skolas",
    title_en="Participation after school at the science centre",
    explains="Viena atzīme par vienu reģistrētu bērnu vienā laikā, ko viņam rezervēja. Bērns ir tas pats, kas "
    "kursos, tāpēc abus var skaitīt kopā.",
    explains_en="One mark of one registered child at one slot that was booked for it. The child is the same as in "
    "courses, so that the two can be counted as one set.",
    rows=current_participations,
    record="id",
    subject="counted_key",
    subject_kind="person",
    time=Event("happened_on"),
    dimensions=(
        Dimension(
            "audience",
            path="audience",
            title="Kam",
            title_en="Audience",
            values={"child": ("Bērni", "Children"), "adult": ("Pieaugušie", "Adults")},
            explains="Kam laiks domāts, tādos pašos vārdos kā kursos.",
            explains_en="Whom the slot is for, in the same words as courses.",
        ),
        Dimension(
            "status",
            path="status",
            title="Atzīme",
            title_en="Mark",
            values={"present": ("Bija klāt", "Present"), "absent": ("Nebija", "Absent")},
            explains="Vai bērns ieradās, tādos pašos vārdos kā kursos.",
            explains_en="Whether the child came, in the same words as courses.",
        ),
        *OF_PERSON,
        *_OF_SLOT,
    ),
    quantities=(
        Quantity(
            "minutes",
            path="minutes",
            unit="min",
            title="Minūtes",
            title_en="Minutes",
            explains="Laika garums minūtēs; 0, ja bērna nebija.",
            explains_en="The length of the slot in minutes; 0 where the child was absent.",
        ),
    ),
    example="Bērns trešdien atnāk uz raķešu darbnīcu: viena rinda ar atzīmi „bija klāt” un 90 minūtēm.",
    example_en="A child comes to the rocket workshop on Wednesday: one row, marked “present”, with 90 minutes.",
    synthetic="synthetic",
    record_page="science_centre:participation",
    act="science_centre.see",
)
