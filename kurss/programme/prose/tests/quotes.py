# ruff: noqa: E501 (sentences stand as they were printed)
"""Short quotations from a city's published final deliverable, each with its place there and the rule that holds it.

The sentences stand as they were printed, with the headings and heads of columns they stood under; nothing else of
the report is here. "line" is the line of the report's plain text.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quote:
    rule: str
    place: str
    text: str
    names: str
    """Words that the finding must quote."""


SECTION_2 = (
    "Section\n\n2\n\nVentspils: Ambition and roadmap\n\nICC Transformation\n\nFebruary 2021 to May 2021\n\n"
)
SECTION_1 = "Section\n\n1\n\nVentspils: Preparation and assessment\n\nICC transformation\n\nSeptember 2020 to January\n2021\n\n"
STAGE_1 = "1 Preparation & assessment\n\n5 months:\nSeptember 2020 – January 2021\n\n"
STAGE_2 = "2 Ambition & roadmap\n\n3 months:\nFebruary 2021 – April 2021\n\n"
STAGE_3 = "3 Implementation\n\n15 months\nMay 2021 – July 2022\n\n"
STAGE_4 = "4 Review & way forward\n\n2 months\nAugust 2022 – September 2022\n\n"
SECTION_3 = "Section\n\n3+4\n\nVentspils: Impact\n\nICC Transformation\n\nFebruary 2021 to May 2021\n\n"
OVERVIEW = (
    "Key Performance indicators - overview\n\n"
    "Solution\tActivities – Inputs and actions\tSolution Maturity - outputs\t"
    "City performance – outcomes and impacts\n"
)
PROGRESS = (
    "Assessment of city performance - progress against KPIs\n\n"
    "\tWhere we started\tMidway through the challenge\tFinal results\n"
)
ROADMAP = "High level implementation roadmap for solution (“10000m plan”)\n\n"
GRADUATES = "Number of graduates of STEM educational programmes in Ventspils and in the region: at least 700"
EVERYWHERE = (
    "All educational institutions connected to the 10G Internet and fast WiFi available in all classrooms."
)

QUOTES = (
    Quote("stage-dates-differ", "lines 81 and 243", STAGE_2 + SECTION_2, "February 2021 – April 2021"),
    Quote(
        "section-of-another-stage",
        "line 436, beside lines 95, 106 and 243",
        STAGE_1 + STAGE_2 + STAGE_3 + STAGE_4 + SECTION_1 + SECTION_2 + SECTION_3,
        "Ventspils: Impact: February 2021 to May 2021",
    ),
    Quote(
        "doubled-magnitude",
        "KPI 2, final results, line 475",
        PROGRESS + "KPI 2\tParticipation\t25 classes\t700 hundred children per year gain new ICT skills.\n",
        "700 hundred children per year gain new ICT skills.",
    ),
    Quote(
        "kpi-without-number",
        "line 476",
        PROGRESS
        + "KPI 3\tLeveling out gaps in STEM pupil/student representation\tNot yet\tThe university has a centre.\n",
        "Leveling out gaps in STEM pupil/student representation",
    ),
    Quote(
        "baseline-missing",
        "column “Where we started”, lines 474-476",
        PROGRESS
        + "KPI 2\tIncreased and wider participation of the youth\tapprox. 25 different classes\t230 children\n",
        "KPI 2: Increased and wider participation of the youth",
    ),
    Quote(
        "result-in-the-future",
        "column “Final results”, line 475",
        PROGRESS
        + "KPI 2\t10 classes\t25 classes\tTill 2023 the minimum of 230 children will visit the science centre.\n",
        "will visit the science centre",
    ),
    Quote(
        "output-as-outcome",
        "line 409, two columns",
        OVERVIEW
        + f"Infrastructure\t1. Fast WiFi provision in every classroom.\t{EVERYWHERE}\t{EVERYWHERE}\n",
        "connected to the 10G Internet",
    ),
    Quote(
        "outcome-without-value",
        "line 410",
        OVERVIEW
        + "Digital skills\tReskilling\tAt least 500 children participating in educational programmes.\t"
        + "People with advanced digital skills measured per capita.\n",
        "People with advanced digital skills measured per capita.",
    ),
    Quote(
        "target-without-date",
        "line 410",
        OVERVIEW
        + "Digital skills\tReskilling\tAt least 500 children participating in educational programmes.\tWell-being\n",
        "At least 500 children participating in educational programmes.",
    ),
    Quote(
        "promise-loses-its-date",
        "lines 385 and 408",
        f"Outcomes\n\n- {GRADUATES} in next 5 years.\n\nOverview of outcomes\n\n- {GRADUATES}\n",
        "at least 700 in next 5 years",
    ),
    Quote(
        "promise-two-deadlines",
        "lines 386 and 493",
        "Targets\n\n- KPI for the end of the year 2023: Number of pupils and students who benefit from education and "
        "training programmes organized in the Innovation Centre – 230.\n\nExpected results till 2023:\n\n- Number of "
        "pupils and students who benefitted from education and training programs organized in Innovation Centres "
        "(disaggregated by gender, age) – 230\n",
        "KPI for the end of the year 2023",
    ),
    Quote(
        "breakdown-not-given",
        "line 493",
        "Results\n\n- Number of pupils and students who benefitted from training programs (disaggregated by gender, age) – 230\n",
        "disaggregated by gender, age",
    ),
    Quote(
        "one-number-many-things",
        "lines 211 and 401",
        "About 6% of adults and more than 15% of children attend digital skills lessons each year.\n\n"
        "More than 15% of pupils attend one or more classes each year.\n",
        "More than 15% of pupils attend one or more classes each year.",
    ),
    Quote(
        "share-implies-a-whole",
        "lines 211 and 474",
        "About 6% of adults and more than 15% of children attend digital skills lessons each year.\n\n"
        "In 2021 Ventspils Digital centre provided different digital skills lessons for 3000 adults.\n",
        "About 6% of adults",
    ),
    Quote(
        "kpi-section-without-number",
        "lines 544-546",
        "Commitments to on-going KPIs\n\nVentspils will continue to work on development of the ICT infrastructure.\n",
        "Commitments to on-going KPIs",
    ),
    Quote(
        "success-without-figure",
        "lines 440-446",
        "Major successes during the ICC project\n\n- Improved digital literacy for all groups of citizens, targeting the "
        "youth\n- Increased and wider participation of the youth and students in STEM\n",
        "Improved digital literacy for all groups of citizens",
    ),
    Quote(
        "universal-taken-back",
        "lines 444, 499 and 512",
        "Major successes during the ICC project\n\n- Improved digital literacy for all groups of citizens, targeting the "
        "youth\n\nDiscussion\n\n- Low digital skills acceptance within some social groups.\n",
        "Low digital skills acceptance within some social groups.",
    ),
    Quote(
        "progress-without-result",
        "lines 484-492",
        "Assessment of solution maturity - progress against KPIs\n\nWhere we started\n\nMidway through the challenge\n\n"
        "Final results\n\nSolution\tInitiative\tSolution Maturity - outputs\tTargets\nVIZIUM\tPurchase\t20 programmes\t57\n",
        "Solution | Initiative | Solution Maturity - outputs | Targets",
    ),
    Quote(
        "milestone-without-name",
        "lines 288-296",
        ROADMAP + "2021\n\n2022\n\n★ Milestone\n\nMilestone ★\n\nMilestone ★\n",
        "★ Milestone",
    ),
    Quote(
        "roadmap-without-months",
        "lines 349-364",
        ROADMAP + "Digital skills embedded in education\n\n2021 2022 Activity Milestone\n",
        "2021 2022 Activity Milestone",
    ),
    Quote(
        "roadmap-shorter-than-stage",
        "lines 95 and 247-271",
        STAGE_3
        + ROADMAP
        + "2021\n\n2022\n\nMilestone\n\nSeptember\n\nOctober\n\nNovember\n\nDecember\n\nJanuary\n\nFebruary\n",
        "3 Implementation: May 2021 – July 2022",
    ),
    Quote(
        "money-not-split",
        "line 383",
        "Strategy\tInputs\nDescription\t<p>Source of funding and estimated cost</p> <p>26 million EUR The source of funding:"
        "</p> <ul> • European Union and other foreign financing; • Latvian state budget financing;</ul>\n",
        "26 million EUR",
    ),
    Quote(
        "resources-without-amount",
        "lines 529-536",
        "Commitments to on-going resources\n\nVentspils city will continue to work on the topics:\n\n1. Digital skills and "
        "education.\n2. Digital security and trust.\n",
        "Commitments to on-going resources",
    ),
    Quote(
        "same-list-twice",
        "lines 533-536 and 554-557",
        "Commitments to on-going resources\n\n1. Digital skills and education.\n2. Digital security and trust.\n3. Access to "
        "computing.\n\n3 Year plan – ambitions\n\n1. Digital skills and education.\n2. Digital security and trust.\n3. Access "
        "to computing.\n",
        "3 Year plan – ambitions",
    ),
    Quote(
        "target-without-number",
        "line 566",
        "3 Year plan - targets\n\nKPI\tCategory\tWhat commitments will the city make to this end?\n"
        "1\tDigital skills and education.\tDeveloping society's digital skills\n",
        "Developing society's digital skills",
    ),
    Quote(
        "challenge-not-measured",
        "line 17; the indicators are at lines 404-418",
        "Depopulation of Ventspils city and the continuing exodus toward Riga remains a key challenge for Ventspils.\n\n"
        "Key performance indicators\n\n- At least 500 children participating in educational programmes each year.\n",
        "Depopulation of Ventspils city",
    ),
    Quote(
        "one-thing-two-names",
        "lines 33 and 209",
        "Science and innovation center\n\nInnovation and Science centre «VIZIUM»\n",
        "Innovation and Science centre",
    ),
    Quote(
        "prompt-left-in",
        "line 510",
        "Detailed thoughts on the city's reaction to this learning. Consider:\n",
        "Consider:",
    ),
    Quote(
        "reference-leads-nowhere",
        "line 468",
        "- Progress against KPIs is described in the Slide 26\n",
        "the Slide 26",
    ),
)
