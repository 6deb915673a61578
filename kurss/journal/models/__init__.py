from kurss.journal.models.entry import Detail, Entry

__all__ = ["Detail", "Entry"]
