from kurss.curriculum.models.approval import Approval
from kurss.curriculum.models.curriculum import Curriculum, Topic
from kurss.curriculum.models.version import TEACHABLE, CurriculumVersion, VersionState

__all__ = ["TEACHABLE", "Approval", "Curriculum", "CurriculumVersion", "Topic", "VersionState"]
