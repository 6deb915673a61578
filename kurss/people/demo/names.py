"""Names as they are common in a Latvian port city, in Latvian spelling. Pure.

Family names are listed in the form men bear. Some are given names as well (Pauls, Markus, Roberts), so that,
as in real lists, the order of the two does not give away which is which.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stock:
    """The names of people who speak one language, and that language."""

    language: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LATVIAN = Stock(
    language="lv",
    women=_words("""
        Agnese Alise Anete Anna Annija Baiba Dace Elīna Elizabete Emīlija Estere Evelīna Gunta Ieva
        Inese Inga Kristīne Krista Laima Laura Liene Līga Līva Loreta Madara Marta Megija Nikola
        Paula Rasa Rūta Sabīne Sanita Santa Sarma Sintija Solvita Tīna Una Vineta Zane Zita Žanete
    """),
    men=_words("""
        Ādams Aivars Alvis Ansis Arnis Artis Artūrs Dāvis Edgars Eduards Elvis Emīls Ernests Gatis
        Ģirts Gundars Gustavs Haralds Jānis Jēkabs Juris Kārlis Kaspars Kristaps Kristers Lauris
        Linards Mareks Markuss Mārtiņš Matīss Miks Niklāvs Normunds Oskars Pauls Pēteris Ralfs
        Reinis Ričards Roberts Rūdolfs Sandis Toms Uldis Valters Vilnis Žanis
    """),
    families=_words("""
        Āboliņš Ābols Andersons Apinis Avotiņš Balodis Bērziņš Birznieks Briedis Brūveris Celmiņš
        Cīrulis Egle Eglītis Feldmanis Freimanis Gailis Grīnbergs Grīnvalds Grosbergs Jansons Kalējs
        Kalniņš Kārkliņš Ķirsis Kļava Kļaviņš Krastiņš Kronbergs Krūmiņš Lācis Lapiņš Liepiņš Līcis
        Markus Mednis Miķelsons Ošiņš Ozoliņš Ozols Pauls Pētersons Priede Puriņš Roberts Rozenbergs
        Rozītis Rudzītis Siliņš Skujiņš Stepiņš Šmits Tauriņš Upenieks Vanags Vītoliņš Vītols Zariņš
        Zeltiņš Ziemelis Zvirbulis Žagars
    """),
)

RUSSIAN = Stock(
    language="ru",
    women=_words("""
        Aleksandra Alīna Anastasija Anna Darja Diāna Elīna Evelīna Inna Irina Jekaterina Jeļena
        Jūlija Karīna Ksenija Ļubova Ludmila Marija Marina Nadežda Natālija Ņina Oksana Olga Poļina
        Sofija Svetlana Tatjana Valērija Veronika Viktorija Žanna
    """),
    men=_words("""
        Aleksandrs Aleksejs Andrejs Antons Artjoms Artūrs Daņila Deniss Dmitrijs Edgars Igors Iļja
        Ivans Jevgeņijs Jurijs Kirils Ļevs Maksims Marks Mihails Ņikita Nikolajs Oļegs Pāvels Romāns
        Ruslans Sergejs Timofejs Vadims Viktors Vitālijs Vladislavs
    """),
    families=_words("""
        Andrejevs Antonovs Bogdanovs Borisovs Dmitrijevs Fjodorovs Gribovs Grigorjevs Ivanovs
        Jakovļevs Jegorovs Jermakovs Kiseļovs Kovaļenko Kovaļevskis Kozlovs Kuzmins Kuzņecovs
        Makarovs Mihailovs Morozovs Ņikitins Nikolajevs Novikovs Orlovs Pavlovs Petrovs Poļakovs
        Romanovs Semjonovs Smirnovs Sokolovs Solovjovs Stepanovs Ševčenko Ščerbakovs Titovs
        Vasiļjevs Vinogradovs Višņevskis Volkovs Zaharovs Žukovs
    """),
)

_ENDINGS = (
    ("nieks", "niece"),
    ("sons", "sone"),
    ("skis", "ska"),
    ("is", "e"),
    ("us", "us"),
    ("š", "a"),
    ("s", "a"),
)


def as_borne_by_a_woman(family: str) -> str:
    """The form of a family name that a woman bears: Bērziņš, Bērziņa; Lācis, Lāce; Priede stays."""
    for ending, womans in _ENDINGS:
        if family.endswith(ending):
            return family.removesuffix(ending) + womans
    return family
