"""How funders count people: the rules that stand beside the city's own, each with the document it is in."""

from kurss.evidence.lenses import Lens

ESF = Lens(
    key="esf",
    version=1,
    title="ESF+: reizi katrā projektā",
    title_en="ESF+: once per operation",
    rule="Cilvēku skaita vienreiz katrā projektā, tajā laikā, kad viņš projektā ienāk pirmo reizi. Kas aiziet un "
    "atgriežas tajā pašā projektā, paliek viens dalībnieks no pirmās ienākšanas līdz pēdējai aiziešanai; citā "
    "projektā viņu skaita vēlreiz.",
    rule_en="A person counts once in each operation, in the period of the first entry. Who leaves the same "
    "operation and comes back stays one participant, from first entry to last exit; another operation counts "
    "them again.",
    source="Regulation (EU) 2021/1057, Annex I (participants); European Commission, Monitoring and Evaluation of "
    "European Cohesion Policy, European Social Fund, guidance, Annex D: participants and participation records.",
    address="https://eur-lex.europa.eu/eli/reg/2021/1057/oj",
    paid_by="operation",
    once_per_payer=True,
)

EEA = Lens(
    key="eea",
    version=1,
    title="EEZ un Norvēģijas granti: reizi visā grantā",
    title_en="EEA and Norway Grants: once in all",
    rule="Cilvēku skaita vienreiz visā grantā kopā, tajā laikā, kad viņš kādā tā projektā ienāk pirmo reizi, lai "
    "cik projektos un gados viņš būtu.",
    rule_en="A person counts once in the grant as a whole, in the period of the first entry to any of its "
    "projects, however many projects and years they take part in.",
    source="EEA and Norway Grants 2014-2021, Core Indicator Guidance (November 2022).",
    address="https://eeagrants.org/resources/eea-and-norway-grants-2014-2021-core-indicator-guidance",
    paid_by="operation",
    once_per_payer=False,
    is_our_reading=True,
)
