"""The words by which a report is read, in English and Latvian. Data alone: a further language is a further row.

Patterns are of lower-case text. They are words of reports in general, never of one report.
"""

import re

MONTHS = (
    r"january|jan|janvār\w{1,3}", r"february|feb|februār\w{1,3}", r"march|mar|mart\w{1,2}",
    r"april|apr|aprīl\w{1,3}",
    r"may|maij\w{1,2}", r"june|jun|jūnij\w{1,3}", r"july|jul|jūlij\w{1,3}", r"august|aug|august\w{1,3}",
    r"september|sept?|septembr\w{1,3}", r"october|oct|oktobr\w{1,3}", r"november|nov|novembr\w{1,3}",
    r"december|dec|decembr\w{1,3}",
)  # fmt: skip
"""Each month by its English name and short form, and its Latvian name in any case."""

MONTH = "(?:" + "|".join(MONTHS) + r")\b\.?"

MAGNITUDES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
    "mln": 1_000_000, "mio": 1_000_000, "m": 1_000_000, "bn": 1_000_000_000, "k": 1_000,
    "simti": 100, "simts": 100, "simtu": 100, "tūkstoši": 1_000, "tūkstošu": 1_000, "tūkst": 1_000,
    "miljoni": 1_000_000, "miljonu": 1_000_000, "miljons": 1_000_000, "milj": 1_000_000,
}  # fmt: skip

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
    "divi": 2, "divas": 2, "trīs": 3, "četri": 4, "četras": 4, "pieci": 5, "piecas": 5, "seši": 6,
    "sešas": 6, "septiņi": 7, "septiņas": 7, "astoņi": 8, "astoņas": 8, "deviņi": 9, "deviņas": 9, "desmit": 10,
}  # fmt: skip

AT_LEAST = re.compile(
    r"\b(at least|at minimum|a minimum of|the minimum of|minimum of|no fewer than|no less than|not less than|"
    r"vismaz|ne mazāk kā)\b"
)
KPI = re.compile(r"\b(kpis?|key performance indicators?|indicators?|rādītāj\w*)\b")
PAST = re.compile(r"\b(was|were|had|took|came|went|did|gave|bija|notika|piedalījās|apmeklēja)\b")
"""Words of a sentence that tells what happened; participles are left out, for promises use them too."""

OUTPUT = re.compile(r"\b(outputs?|iznākum\w*|tieš\w* rezultāt\w*)\b")
OUTCOME = re.compile(r"\b(outcomes?|impacts?|results? for the city|ietekm\w*|gala rezultāt\w*)\b")
TARGET = re.compile(r"\b(targets?|mērķvērtīb\w*|mērķrādītāj\w*|sasniedzam\w* vērtīb\w*)\b")
BASELINE = re.compile(r"\b(baseline|where we started|starting (?:point|value)|sākumvērtīb\w*|kur sākām)\b")
RESULT = re.compile(
    r"\b(final results?|results?|actuals?|achieved|current value|latest value|where we are|"
    r"gala rezultāt\w*|sasniegt\w*|faktisk\w*)\b"
)
MIDWAY = re.compile(r"\b(midway|mid-term|midterm|vidusposm\w*|pusceļ\w*)\b")
SUCCESS = re.compile(r"\b(success(?:es)?|achievements?|accomplishments?|panākum\w*|sasniegum\w*)\b")
RESOURCES = re.compile(r"\b(resources?|funding|budgets?|costs?|finansējum\w*|budžet\w*|resurs\w*)\b")
PROGRESS = re.compile(r"\b(progress|progres\w*)\b")
ROADMAP = re.compile(r"\b(roadmaps?|road map|timeline|gantt|ceļved\w*|laika grafik\w*)\b")
MILESTONE = re.compile(r"^(milestones?|atskaites punkts?)$")
TIMING = re.compile(r"\b(timing|timeline|deadline|schedule|termiņ\w*|laik\w*)\b")
FUTURE = re.compile(r"\b(will|shall|is going to|are going to|is planned|are planned|tiks|plānots|plānota)\b")
IMPLEMENTATION = re.compile(r"\b(implementation|delivery|execution|īstenošan\w*|ieviešan\w*)\b")
CURRENCY = re.compile(r"(€|\$|£|\beuros?\b|\beur\b|\busd\b|\bgbp\b|\bsek\b|\bnok\b|\bpln\b|\beiro\b)")
SECTION = re.compile(r"^(section|part|chapter|sadaļa|daļa|nodaļa)$")
STAGE_WORD = re.compile(r"\b(stage|phase|step|section|part|posms|fāze|sadaļa)\s+(\d+(?:\s*[+&–-]\s*\d+)*)\b")
REFERENCE = re.compile(r"\b(slides?|pages?|slaid\w*|lapas?|lappus\w*)\s+(\d+)(?:\s*[–-]\s*(\d+))?")
PROMPT = re.compile(
    r"(\byour (?:city|town|municipality|organisation)\b|\b(?:will|would|do|did|have|can) you\b|\bconsider:\s*$|"
    r"\[(?:insert|add|fill|name|date)[^\]]*\]|<(?:insert|add|fill)[^>]*>|lorem ipsum|\btbd\b|\btbc\b|"
    r"\bjūsu (?:pilsēta|pašvaldība)\w*)"
)
DISAGGREGATED = re.compile(
    r"\b(disaggregated|broken down|split|dalījumā|sadalījumā)\s+(?:by|pēc)?\s*([\w ,/]+)"
)
CHALLENGE = re.compile(
    r"^(.{10,160}?)\s+(?:remains?|is|are|paliek|ir)\s+(?:a |the |our |its )?(?:key|main|biggest|greatest|major|"
    r"central|galvenā|lielākā|lielākais)\s+(?:challenge|problem|izaicinājum\w*|problēm\w*)\b"
)

FRAME = frozenset((
    "promise", "promised", "promises", "council", "city", "town", "municipality", "plan", "plans", "planned",
    "aim", "aims", "aimed", "goal", "target", "targets", "commit", "commits", "committed", "kpi", "result",
    "results", "expected", "programme", "sola", "solīts", "solīja", "pilsēta", "plāno", "mērķis"
))  # fmt: skip
"""Words about promising itself: two sentences that differ in them alone promise the same."""

STOPWORDS = frozenset((
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "with", "by", "from", "as", "is",
    "are", "be", "been", "was", "were", "will", "shall", "that", "this", "these", "those", "it", "its",
    "their", "our", "we", "they", "he", "she", "i", "you", "your", "his", "her", "also", "well", "than",
    "then", "there", "here", "per", "each", "every", "all", "any", "some", "no", "not", "into", "over",
    "under", "about", "approx", "approximately", "around", "more", "most", "least", "less", "few", "own",
    "such", "other", "others", "which", "who", "whose", "what", "when", "where", "how", "so", "only", "both",
    "next", "till", "until", "during", "within", "through", "between", "up", "out", "off", "if", "but",
    "still", "yet", "do", "does", "did", "has", "have", "had", "can", "could", "may", "might", "should",
    "would", "new", "main", "key", "un", "vai", "ar", "par", "no", "uz", "pie", "pēc", "līdz", "kā", "ir",
    "tiek", "tiks", "būs", "bija", "šis", "šī", "tas", "tā", "to", "tie", "arī", "kas", "kuri", "visi",
    "visas", "katrs", "vismaz"
))  # fmt: skip
