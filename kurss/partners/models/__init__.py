from kurss.partners.models.operation import Operation
from kurss.partners.models.partner import Partner, PartnerKind

__all__ = ["Operation", "Partner", "PartnerKind"]
