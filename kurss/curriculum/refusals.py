"""Why a curriculum stays as it is."""


class CurriculumRefused(ValueError):
    """A curriculum or a version cannot become what was asked."""


class WrongState(CurriculumRefused):
    """The version is not in the state from which this step leads on."""


class ApprovedByItsAuthor(CurriculumRefused):
    """Authors do not approve their own version."""


class ApprovedTwiceByOne(CurriculumRefused):
    """Two approvals need two people."""


class VersionUnderWay(CurriculumRefused):
    """The curriculum has a version that is neither approved nor retired."""
