from kurss.places.models.building import Building
from kurss.places.models.institution import Institution, InstitutionKind, StepFree
from kurss.places.models.pupils import PupilCount
from kurss.places.models.room import Room, RoomKind

__all__ = ["Building", "Institution", "InstitutionKind", "PupilCount", "Room", "RoomKind", "StepFree"]
