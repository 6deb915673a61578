from kurss.learning.models.attendance import ATTENDED, Attendance, Status, Way
from kurss.learning.models.enrolment import Enrolment, EnrolmentEvent, EnrolmentState, EventKind
from kurss.learning.models.group import Audience, Group, GroupPool, GroupTeacher, Mode, WeeklyTime
from kurss.learning.models.season import FreeDay, Season
from kurss.learning.models.session import STANDING, Session, SessionState, SessionTeacher

__all__ = [
    "ATTENDED",
    "STANDING",
    "Attendance",
    "Audience",
    "Enrolment",
    "EnrolmentEvent",
    "EnrolmentState",
    "EventKind",
    "FreeDay",
    "Group",
    "GroupPool",
    "GroupTeacher",
    "Mode",
    "Season",
    "Session",
    "SessionState",
    "SessionTeacher",
    "Status",
    "Way",
    "WeeklyTime",
]
