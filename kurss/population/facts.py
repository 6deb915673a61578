"""What the register of population counts tells the city."""

from kurss.evidence.facts import Dimension, Fact, Quantity, State
from kurss.population.queries import spans

RESIDENTS = Fact(
    key="population.residents",
    title="Iedzīvotāji",
    title_en="Residents",
    explains="Iedzīvotāju skaits, kā to publicējis avots. Skaitlis ir spēkā no uzskaites dienas līdz nākamajai "
    "tās pašas rindas uzskaitei, bet ne ilgāk par gadu. Dažādas rindas nesaskaita un nesavieno.",
    explains_en="The number of residents as a source published it. A count holds from its day until the next "
    "count of the same series, for a year at most. Different series are neither added nor joined.",
    rows=spans,
    record="id",
    time=State("counted_on", "holds_until"),
    dimensions=(
        Dimension(
            "place",
            path="place",
            title="Vieta",
            title_en="Place",
            explains="Kuras vietas iedzīvotāji. „city” ir pati pilsēta.",
            explains_en="Whose residents they are. “city” is the city itself.",
            examples=("city",),
        ),
        Dimension(
            "series",
            path="series",
            title="Datu rinda",
            title_en="Series",
            values={
                "csp": ("Centrālā statistikas pārvalde", "Central Statistical Bureau"),
                "population_register": ("Iedzīvotāju reģistrs", "Population register"),
                "old_estimate": ("Agrākais novērtējums", "Earlier estimate"),
                "old_estimate_rounded": ("Agrākais noapaļotais novērtējums", "Earlier rounded estimate"),
            },
            explains="Pēc kāda avota un kārtības skaitīts. Dažādas rindas nekad nesaskaita: izvēlieties vienu.",
            explains_en="By which source and rules it was counted. Series are never added up: choose one.",
            never_mixed=True,
        ),
    ),
    quantities=(
        Quantity(
            "residents",
            path="residents",
            unit="",
            title="Iedzīvotāji",
            title_en="Residents",
            explains="Iedzīvotāju skaits uzskaites dienā.",
            explains_en="The number of residents on the day of the count.",
        ),
    ),
    example="Avots publicē iedzīvotāju skaitu 1. janvārī: viena rinda, spēkā līdz nākamajai uzskaitei.",
    example_en="A source publishes the number of residents on 1 January: one row that holds until the next count.",
    synthetic="synthetic",
    record_page="population:count",
    act="",
)
