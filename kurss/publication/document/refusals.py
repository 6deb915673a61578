"""Why a document was not written, each as the sentence its name says."""


class DocumentRefused(ValueError):
    """The document was not written; the message says why, where, and what to do."""


class NoProgramme(DocumentRefused):
    """There is no programme whose deliverable could be written."""


class NothingSealed(DocumentRefused):
    """There is no snapshot on which the figures of a document could rest."""


class LanguageUnknown(DocumentRefused):
    """The city's site does not speak the language asked for."""


class TypesettingFailed(DocumentRefused):
    """The document could not be set, or only with a font or a sign missing."""
