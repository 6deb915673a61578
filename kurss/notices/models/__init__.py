from kurss.notices.models.notice import Enclosure, Notice, State

__all__ = ["Enclosure", "Notice", "State"]
