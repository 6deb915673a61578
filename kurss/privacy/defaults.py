"""The activities that a Kurss site carries out, for a city to read, correct and confirm. Not legal advice."""

from kurss.privacy.register import COLUMNS

_TASK = (
    "Uzdevums sabiedrības interesēs (VDAR 6. panta 1. punkta e) apakšpunkts); jāapstiprina pilsētai",
    "A task in the public interest (GDPR, Article 6(1)(e)); to be confirmed by the city",
)
_NOBODY = ("Nevienam ārpus pilsētas", "Nobody outside the city")
_ROLES = (
    "Piekļuve pēc lomas un vietas; katra apskate un darbība ir žurnālā; identitāte ir atsevišķa un dzēšama",
    "Access by role and place; every look and act is in the journal; the identity is separate and can be erased",
)

ACTIVITIES: tuple[tuple[str, dict[str, tuple[str, str]]], ...] = (
    (
        "courses",
        {
            "title": ("Kursi un pulciņi", "Courses and groups"),
            "purpose": (
                "Uzņemt bērnus un pieaugušos digitālo prasmju grupās un vadīt nodarbības",
                "To enrol children and adults in groups for digital skills and to hold the sessions",
            ),
            "people": (
                "Bērni, viņu pārstāvji, pieaugušie dalībnieki, skolotāji",
                "Children, their guardians, adults, teachers",
            ),
            "data": (
                "Vārds, dzimšanas datums, dzimums (var nenorādīt), saziņa, grupa, apmeklējums, pierakstīta klase",
                "Name, birth date, gender (may be left open), contact, group, attendance, a recorded school grade",
            ),
            "legal_basis": _TASK,
            "recipients": (
                "Grupas skolotājs un kursu administrators",
                "The group's teacher and the course administrator",
            ),
            "kept": (
                "Identitāte gadu pēc pēdējās sezonas; skaitļiem – tikai atslēga bez vārda",
                "The identity for a year after the last season; for figures a key without a name",
            ),
            "safeguards": _ROLES,
        },
    ),
    (
        "care",
        {
            "title": ("Rūpes par bērnu nodarbībā", "Looking after a child in class"),
            "purpose": (
                "Zināt, kam zvanīt, kas bērnu drīkst sagaidīt un kas viņam vajadzīgs",
                "To know whom to call, who may collect a child, and what it needs",
            ),
            "people": ("Bērni, viņu pārstāvji un kontaktpersonas", "Children, their guardians and contacts"),
            "data": (
                "Kontaktpersona un tālrunis, kas drīkst sagaidīt, īpašas vajadzības (arī veselība), "
                "aizgādības ierobežojumi",
                "Contact and telephone, who may collect, special needs (health too), limits of custody",
            ),
            "legal_basis": (
                "Vitālas intereses un pārstāvja skaidra piekrišana (VDAR 6. panta 1. punkta d) apakšpunkts, "
                "9. panta 2. punkta a) apakšpunkts); jāapstiprina pilsētai",
                "Vital interests and the guardian's explicit consent (GDPR, Articles 6(1)(d) and 9(2)(a)); to be "
                "confirmed by the city",
            ),
            "recipients": ("Tikai bērna grupas skolotājs", "The teacher of the child's group only"),
            "kept": (
                "14 dienas pēc sezonas vai pēc vietas atdošanas",
                "14 days after the season, or after the place was given up",
            ),
            "safeguards": (
                "Redz tikai grupas skolotājs un pats devējs; katra apskate ir žurnālā; tālrunī neglabā",
                "Seen by the group's teacher and the giver only; every look is in the journal; never on a phone",
            ),
        },
    ),
    (
        "places",
        {
            "title": ("Vietu sadale un gaidīšanas saraksti", "Giving out places, and waiting lists"),
            "purpose": (
                "Godīgi sadalīt vietas, ja gribētāju ir vairāk nekā vietu",
                "To give out places fairly where more apply than there are places",
            ),
            "people": (
                "Bērni un viņu pārstāvji, pieaugušie pretendenti",
                "Children and their guardians, adults who apply",
            ),
            "data": (
                "Vēlmes, brāļi un māsas, kas grib būt kopā, dzīvesvieta pilsētā (jā/nē), vieta rindā",
                "Wishes, siblings who want to be together, whether resident, the place in the line",
            ),
            "legal_basis": _TASK,
            "recipients": (
                "Izlozes pārbaudītāji saņem tikai nejaušas zīmes, bez vārdiem",
                "Whoever checks a draw gets random tickets without names",
            ),
            "kept": (
                "Identitāte 60 dienas pēc sezonas sākuma, ja vietas nebija",
                "The identity for 60 days after the start, where no place came",
            ),
            "safeguards": _ROLES,
        },
    ),
    (
        "accounts",
        {
            "title": ("Konti un pieteikšanās", "Accounts and signing in"),
            "purpose": (
                "Ļaut rīkoties tam, kam ir tiesības, un nevienam citam",
                "To let those act who may, and nobody else",
            ),
            "people": (
                "Iedzīvotāji ar kontu, pilsētas darbinieki",
                "Residents with an account, staff of the city",
            ),
            "data": (
                "E-pasts, vārds, paroles nospiedums, drošības atslēgas, sesijas, lomas",
                "E-mail address, name, a digest of the password, passkeys, sessions, roles",
            ),
            "legal_basis": _TASK,
            "recipients": (
                "Identitātes sniedzējs, ja lietotājs to izvēlas",
                "The identity provider, where the user chooses one",
            ),
            "kept": (
                "Kamēr konts ir; sesijas līdz to beigām",
                "While there is an account; sessions until they end",
            ),
            "safeguards": (
                "Paroles glabā tikai kā nospiedumus; darbiniekiem otrs faktors; mēģinājumu skaits ierobežots",
                "Passwords are kept as digests only; a second factor for staff; attempts are limited",
            ),
        },
    ),
    (
        "letters",
        {
            "title": ("Vēstules", "Letters"),
            "purpose": (
                "Paziņot par vietām, termiņiem un uzaicinājumiem",
                "To tell of places, terms and invitations",
            ),
            "people": ("Pārstāvji, dalībnieki, darbinieki", "Guardians, participants, staff"),
            "data": ("E-pasta adrese un vēstules teksts", "E-mail address and the words of the letter"),
            "legal_basis": _TASK,
            "recipients": ("Pilsētas pasta pakalpojuma sniedzējs", "The city's mail provider"),
            "kept": (
                "Adrese un teksts 90 dienas pēc nosūtīšanas",
                "Address and words for 90 days after sending",
            ),
            "safeguards": (
                "Sūta ar TLS; pēc termiņa teksts tiek dzēsts",
                "Sent over TLS; the words are erased after their time",
            ),
        },
    ),
    (
        "journal",
        {
            "title": ("Žurnāls", "Journal"),
            "purpose": (
                "Pierādīt, kas ko izdarīja, un kas skatīja bērna datus",
                "To prove who did what, and who looked at a child's record",
            ),
            "people": ("Visi, kas rīkojas vietnē", "Everybody who acts on the site"),
            "data": (
                "Rīkotāja atslēga, darbība, ieraksts, laiks, ziņas",
                "Key of the actor, act, record, time, details",
            ),
            "legal_basis": (
                "Pārskatatbildība un drošība (VDAR 5. panta 2. punkts, 32. pants); jāapstiprina pilsētai",
                "Accountability and security (GDPR, Articles 5(2) and 32); to be confirmed by the city",
            ),
            "recipients": (
                "Revidents, administrators, datu aizsardzības speciālists",
                "Auditor, administrator, data protection officer",
            ),
            "kept": (
                "Ieraksts pastāvīgi; ziņas, līdz tās dzēš",
                "The entry for ever; its details until they are erased",
            ),
            "safeguards": (
                "Privātpersonu vārdu žurnālā nav; ķēde atklāj izmaiņas",
                "It holds no names of private persons; a chain shows changes",
            ),
        },
    ),
    (
        "figures",
        {
            "title": ("Skaitļi un pārskati", "Figures and reports"),
            "purpose": (
                "Skaitīt, ko pilsēta sasniegusi, un to pierādīt",
                "To count what the city has reached, and to prove it",
            ),
            "people": ("Kursu dalībnieki", "Participants of courses"),
            "data": (
                "Nejauša atslēga, vecuma grupa, dzimums, vieta, diena",
                "A random key, age band, gender, place, day",
            ),
            "legal_basis": (
                "Statistika sabiedrības interesēs ar garantijām (VDAR 89. pants); jāapstiprina pilsētai",
                "Statistics in the public interest (GDPR, Article 89); to be confirmed by the city",
            ),
            "recipients": (
                "Sabiedrība saņem tikai skaitļus; revidents – ierakstus ar atslēgām",
                "The public gets figures only; an auditor, records with keys",
            ),
            "kept": (
                "Aizzīmogotie momentuzņēmumi pastāvīgi, bez vārdiem",
                "Sealed snapshots for ever, without names",
            ),
            "safeguards": (
                "Tautību neglabā; atslēga bez identitātes nepasaka, kas tas ir; publicē apstiprinātus skaitļus",
                "Ethnicity is never stored; a key without its identity says nothing; only approved figures go out",
            ),
        },
    ),
    (
        "requests",
        {
            "title": ("Pieprasījumi par saviem datiem", "Requests about one's own data"),
            "purpose": (
                "Atbildēt uz pieprasījumiem likumā noteiktajā laikā",
                "To answer requests within the time of the law",
            ),
            "people": ("Pieprasītāji", "Whoever asks"),
            "data": (
                "Vārds, saziņa, pieprasījums, atbilde, termiņi",
                "Name, contact, what was asked, the answer, terms",
            ),
            "legal_basis": (
                "Juridisks pienākums (VDAR 6. panta 1. punkta c) apakšpunkts, 12. pants)",
                "A legal obligation (GDPR, Articles 6(1)(c) and 12)",
            ),
            "recipients": _NOBODY,
            "kept": (
                "Vārds un saziņa divus gadus pēc slēgšanas; jāapstiprina",
                "Name and contact for two years after closing; to be confirmed",
            ),
            "safeguards": (
                "Redz tikai datu aizsardzības speciālists un revidents",
                "Seen by the data protection officer and the auditor only",
            ),
        },
    ),
    (
        "around_programmes",
        {
            "title": ("Cilvēki ap programmu", "People around a programme"),
            "purpose": (
                "Zināt, ar ko runāt, kas bija sanāksmē, kas vada, ko kāds ieteica un kas atbild par risku",
                "To know whom to talk to, who met, who steers, who suggested what and who answers for a risk",
            ),
            "people": (
                "Iesaistīto organizāciju kontaktpersonas, sanāksmju dalībnieki, institūciju locekļi, ieteikumu "
                "autori, risku atbildīgie",
                "Contacts of stakeholders, participants of meetings, members of bodies, authors of suggestions, "
                "owners of risks",
            ),
            "data": (
                "Vārds un, ja norādīts, amats un saziņa; sanāksme, loma, ieteikums un kas no tā iznāca",
                "Name and, where said, office and contact; the meeting, the role, the suggestion and its outcome",
            ),
            "legal_basis": _TASK,
            "recipients": (
                "Pilsētas darbinieki, kas lasa programmas pierakstus, un revidents",
                "Staff who read the records of the programme, and the auditor",
            ),
            "kept": (
                "Kontakts gadu pēc programmas beigām; dalībnieki, autori, locekļi un risku atbildīgie piecus "
                "gadus; pēc tam vārda vietā paliek zīme, bet ieraksts paliek",
                "A contact for a year after the programme; participants, authors, members and owners of risks for "
                "five years; then a sign stands in place of the name, and the record stays",
            ),
            "safeguards": (
                "Žurnāls nenosauc, kas sēdēja vietā; protokolu tekstā vārdu izņem darbinieks",
                "The journal does not name who sat in a seat; an officer takes a name out of minutes by hand",
            ),
        },
    ),
    (
        "suppliers",
        {
            "title": ("Piegādātāji, kas ir fiziskas personas", "Suppliers who are natural persons"),
            "purpose": (
                "Uzskaitīt, ar ko pilsēta noslēgusi līgumus un ko samaksājusi",
                "To keep account of whom the city contracted and what it paid",
            ),
            "people": (
                "Fiziskas personas, ar kurām noslēgts līgums",
                "Natural persons with whom a contract was signed",
            ),
            "data": (
                "Vārds, līguma numurs, priekšmets, dienas un summas; konta numuru un personas kodu neglabā",
                "Name, number and subject of the contract, days and amounts; no bank account, no personal code",
            ),
            "legal_basis": (
                "Juridisks pienākums (VDAR 6. panta 1. punkta c) apakšpunkts; Grāmatvedības likums); jāapstiprina "
                "pilsētai",
                "A legal obligation (GDPR, Article 6(1)(c); Accounting Law); to be confirmed by the city",
            ),
            "recipients": (
                "Programmas darbinieki, revidents un finansētājs, kas pārbauda izdevumus",
                "Programme officers, the auditor, and a funder who checks the spending",
            ),
            "kept": (
                "Desmit gadus pēc līguma pēdējā dokumenta gada beigām (Grāmatvedības likuma 28. pants); pēc tam "
                "vārds tiek aizmirsts, summas paliek",
                "Ten years after the end of the year of the contract’s last document (Accounting Law, Section "
                "28); then the name is forgotten and the amounts stay",
            ),
            "safeguards": (
                "Rindas nemaina un nedzēš; datubāze ļauj aizmirst vienīgi fiziskas personas vārdu",
                "Rows are never changed or deleted; the database lets only a natural person’s name be forgotten",
            ),
        },
    ),
    (
        "programme_office",
        {
            "title": ("Programmas darbinieku vārdi ierakstos", "Names of officers in programme records"),
            "purpose": (
                "Pateikt, kas uzrakstīja, apstiprināja, ievadīja un mainīja",
                "To say who wrote, approved, entered and changed what",
            ),
            "people": ("Programmas darbinieki un apstiprinātāji", "Programme officers and approvers"),
            "data": (
                "Konta atslēga un vārds, darbība, ieraksts, laiks",
                "Key and name of the account, act, record, time",
            ),
            "legal_basis": (
                "Pārskatatbildība (VDAR 6. panta 1. punkta e) apakšpunkts); jāapstiprina pilsētai",
                "Accountability (GDPR, Article 6(1)(e)); to be confirmed by the city",
            ),
            "recipients": (
                "Pilsētas darbinieki, revidents; kas hartu apstiprināja, redz visi",
                "Staff of the city, the auditor; everybody sees who approved a charter",
            ),
            "kept": (
                "Kamēr ir ieraksts: pilsēta atbild par to, kas lēma",
                "As long as the record: the city answers for who decided",
            ),
            "safeguards": (
                "Katrs saņem savu sarakstu, lūdzot savu datu kopiju",
                "Everybody gets the list of their own acts with the copy of their data",
            ),
        },
    ),
    (
        "science_centre",
        {
            "title": ("Zinātnes centrs", "Science centre"),
            "purpose": (
                "Uzņemt skolu grupas un bērnus pēc skolas; citus apmeklētājus tikai saskaita",
                "To receive school groups, and children after school; other visitors are only counted",
            ),
            "people": (
                "Bērni un viņu pārstāvji; skolotāji, kas atved grupu",
                "Children and their guardians; teachers who bring a group",
            ),
            "data": (
                "Bērna vieta un atzīme; skolotāja vārds, e-pasts, tālrunis; grupas skaitļi",
                "A child's place and mark; name, e-mail, telephone of the teacher; numbers of the group",
            ),
            "legal_basis": _TASK,
            "recipients": ("Zinātnes centra darbinieki", "Staff of the science centre"),
            "kept": (
                "Skolotāja saziņa 60 dienas pēc apmeklējuma; atzīmes – ar atslēgu bez vārda",
                "The teacher's contact for 60 days after the visit; marks under a key without a name",
            ),
            "safeguards": _ROLES,
        },
    ),
)


def rows() -> list[dict[str, object]]:
    """The activities as rows of the register, none of them confirmed."""
    found: list[dict[str, object]] = []
    for order, (key, texts) in enumerate(ACTIVITIES, start=1):
        said = {name: own for name, (own, _english) in texts.items()}
        said |= {f"{name}_en": english for name, (_own, english) in texts.items()}
        found.append({"key": key, "order": order} | {name: said[name] for name in COLUMNS})
    return found
