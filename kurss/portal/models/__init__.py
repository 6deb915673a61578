from kurss.portal.models.work import Work

__all__ = ["Work"]
