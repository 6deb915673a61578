"""Why an entry in the money of a programme was refused: one class a reason, each message a sentence."""

from kurss.programme.refusals import Refused


class AmountNotAboveNought(Refused):
    """A contract or a payment is of nothing, or of less than nothing."""


class PaidBeyondContract(Refused):
    """More would be paid than the contract and its amendments bind the city to."""


class PaidBeforeContract(Refused):
    """A payment or an amendment bears a day before the contract was signed."""


class CurrencyStands(Refused):
    """A budget line has contracts in its currency."""


class ContractsRestOnIt(Refused):
    """A budget line or a source cannot be taken out from under what rests on it."""


class TakenBackAlready(Refused):
    """A row of the ledger was taken back before, or takes another one back itself."""


class NothingToTakeOver(Refused):
    """The charter in force names no source of money that is not in the budget."""
