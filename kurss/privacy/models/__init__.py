from kurss.privacy.models.activity import Activity
from kurss.privacy.models.request import Kind, Outcome, Request, Way
from kurss.privacy.models.retention import Retention, RetentionRun

__all__ = ["Activity", "Kind", "Outcome", "Request", "Retention", "RetentionRun", "Way"]
