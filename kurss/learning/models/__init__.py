from kurss.learning.models.application import (
    Application,
    CameBy,
    MoveKind,
    Offer,
    OfferState,
    WaitingMove,
    Wish,
)
from kurss.learning.models.attendance import ATTENDED, Attendance, Status, Way
from kurss.learning.models.care import Care
from kurss.learning.models.classlist import ClassList, Disagreement
from kurss.learning.models.enrolment import GONE, Enrolment, EnrolmentEvent, EnrolmentState, EventKind
from kurss.learning.models.feed import CalendarFeed
from kurss.learning.models.grade import SaidGrade
from kurss.learning.models.group import Audience, Group, GroupPool, GroupTeacher, Mode, WeeklyTime
from kurss.learning.models.invitation import InvitationState, InvitedPlace, RoundInvitation
from kurss.learning.models.regrouping import Regrouping, RegroupingKind
from kurss.learning.models.room import Door, Turn
from kurss.learning.models.round import (
    Criterion,
    Disclosure,
    EnrolmentRound,
    Mark,
    Policy,
    PublishedDraw,
    RoundInput,
    RoundPool,
    RoundPriority,
    RoundReserve,
    RoundSeed,
    RoundState,
    TicketTold,
)
from kurss.learning.models.season import FreeDay, Season
from kurss.learning.models.session import STANDING, Session, SessionState, SessionTeacher

__all__ = [
    "ATTENDED",
    "GONE",
    "STANDING",
    "Application",
    "Attendance",
    "Audience",
    "CalendarFeed",
    "CameBy",
    "Care",
    "ClassList",
    "Criterion",
    "Disagreement",
    "Disclosure",
    "Door",
    "Enrolment",
    "EnrolmentEvent",
    "EnrolmentRound",
    "EnrolmentState",
    "EventKind",
    "FreeDay",
    "Group",
    "GroupPool",
    "GroupTeacher",
    "InvitationState",
    "InvitedPlace",
    "Mark",
    "Mode",
    "MoveKind",
    "Offer",
    "OfferState",
    "Policy",
    "PublishedDraw",
    "Regrouping",
    "RegroupingKind",
    "RoundInput",
    "RoundInvitation",
    "RoundPool",
    "RoundPriority",
    "RoundReserve",
    "RoundSeed",
    "RoundState",
    "SaidGrade",
    "Season",
    "Session",
    "SessionState",
    "SessionTeacher",
    "Status",
    "TicketTold",
    "Turn",
    "WaitingMove",
    "Way",
    "WeeklyTime",
    "Wish",
]
