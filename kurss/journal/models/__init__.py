from kurss.journal.models.batch import Batch, Seal, Unsealed
from kurss.journal.models.entry import Detail, Entry

__all__ = ["Batch", "Detail", "Entry", "Seal", "Unsealed"]
