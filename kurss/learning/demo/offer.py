"""What the re-lived year teaches: made-up curricula of a believable digital centre, as data."""

from dataclasses import dataclass

from kurss.curriculum.models import Topic


@dataclass(frozen=True, slots=True)
class Theme:
    """One curriculum. `hours` is its length; `first` and `last` the ages it is for, None where all are welcome."""

    key: str
    title: str
    title_en: str
    topic: Topic
    hours: int
    first: int | None = None
    last: int | None = None
    crafts: bool = False
    """Needs the things in the room, so it cannot be taught from home."""


FOR_CHILDREN = (
    Theme("robotika-sakums", "Robotika iesācējiem", "Robotics for beginners", Topic.ROBOTICS, 60, 7, 9, True),
    Theme(
        "robotika-talak", "Robotika turpinātājiem", "Robotics, next steps", Topic.ROBOTICS, 60, 9, 12, True
    ),
    Theme("robotu-sacensibas", "Robotu sacensības", "Competition robots", Topic.ROBOTICS, 60, 12, 16, True),
    Theme("droni", "Dronu programmēšana", "Programming drones", Topic.ROBOTICS, 60, 12, 17, True),
    Theme("kods-klucisi", "Programmēšana ar klucīšiem", "Coding with blocks", Topic.PROGRAMMING, 60, 7, 10),
    Theme(
        "kods-python", "Programmēšana Python valodā", "Programming in Python", Topic.PROGRAMMING, 60, 12, 17
    ),
    Theme("timeklis", "Tīmekļa lapu veidošana", "Making web pages", Topic.PROGRAMMING, 60, 12, 17),
    Theme("lietotnes", "Mobilo lietotņu veidošana", "Making mobile apps", Topic.PROGRAMMING, 60, 13, 18),
    Theme("algoritmi", "Algoritmi un olimpiādes", "Algorithms and olympiads", Topic.PROGRAMMING, 60, 13, 18),
    Theme("speles", "Datorspēļu veidošana", "Making computer games", Topic.GAME_DESIGN, 60, 10, 14),
    Theme("spelu-pasaules", "Spēļu pasauļu dizains", "Designing game worlds", Topic.GAME_DESIGN, 60, 13, 18),
    Theme(
        "3d-druka", "3D modelēšana un druka", "3D modelling and printing", Topic.DESIGN_3D, 60, 10, 15, True
    ),
    Theme(
        "3d-virtuala", "3D un virtuālā realitāte", "3D and virtual reality", Topic.DESIGN_3D, 60, 13, 18, True
    ),
    Theme("zimesana", "Digitālā zīmēšana", "Digital drawing", Topic.DIGITAL_MEDIA, 60, 8, 12),
    Theme("foto", "Fotogrāfija un attēlu apstrāde", "Photography", Topic.DIGITAL_MEDIA, 60, 12, 18),
    Theme("video", "Video veidošana", "Making videos", Topic.DIGITAL_MEDIA, 60, 10, 16),
    Theme("animacija", "Animācija", "Animation", Topic.DIGITAL_MEDIA, 60, 8, 13),
    Theme("muzika", "Mūzika datorā", "Music on the computer", Topic.DIGITAL_MEDIA, 60, 11, 17),
    Theme(
        "elektronika",
        "Elektronika iesācējiem",
        "Electronics, first steps",
        Topic.ELECTRONICS,
        60,
        10,
        13,
        True,
    ),
    Theme("viedas-ierices", "Viedās ierīces", "Smart devices", Topic.ELECTRONICS, 60, 12, 17, True),
    Theme(
        "datorprasmes", "Datorprasmes sākumskolai", "Computer skills, primary", Topic.OFFICE_SKILLS, 60, 7, 9
    ),
    Theme("drosi-tikla", "Droši tīklā", "Safe on the net", Topic.SAFETY_ONLINE, 60, 9, 13),
)

FOR_ADULTS = (
    Theme("dators-pamati", "Datora pamati", "Computer basics", Topic.OFFICE_SKILLS, 16),
    Theme("dators-seniori", "Dators senioriem", "Computers for seniors", Topic.OFFICE_SKILLS, 16, 55),
    Theme("teksti", "Tekstu apstrāde", "Word processing", Topic.OFFICE_SKILLS, 12),
    Theme("tabulas", "Izklājlapas iesācējiem", "Spreadsheets for beginners", Topic.OFFICE_SKILLS, 12),
    Theme("dati", "Datu analīze izklājlapās", "Data analysis in spreadsheets", Topic.OFFICE_SKILLS, 16),
    Theme("prezentacijas", "Prezentācijas", "Presentations", Topic.OFFICE_SKILLS, 8),
    Theme("attalinats-darbs", "Rīki attālinātam darbam", "Tools for remote work", Topic.OFFICE_SKILLS, 8),
    Theme("videosarunas", "Videosarunas un tiešsaistes sapulces", "Video calls", Topic.OFFICE_SKILLS, 6),
    Theme("viedtalrunis", "Viedtālrunis ikdienā", "The everyday smartphone", Topic.E_SERVICES, 8),
    Theme("e-pakalpojumi", "E-pakalpojumi un e-paraksts", "E-services and e-signature", Topic.E_SERVICES, 6),
    Theme("internetbanka", "Internetbanka un maksājumi", "Online banking", Topic.E_SERVICES, 6),
    Theme("drosiba", "Drošība internetā", "Staying safe online", Topic.SAFETY_ONLINE, 6),
    Theme("maldi", "Kā atpazīt maldus internetā", "Spotting false news", Topic.SAFETY_ONLINE, 6),
    Theme("foto-pieaugusajiem", "Fotoattēlu apstrāde", "Editing photographs", Topic.DIGITAL_MEDIA, 12),
    Theme("majaslapa", "Mājaslapa savam uzņēmumam", "A website for your business", Topic.PROGRAMMING, 16),
    Theme("programmesana", "Programmēšanas pamati", "Programming basics", Topic.PROGRAMMING, 16),
    Theme("3d-pieaugusajiem", "3D modelēšana", "3D modelling", Topic.DESIGN_3D, 16, None, None, True),
)

FOR_TEACHERS = (
    Theme(
        "attalinatas-stundas",
        "Attālinātas mācības",
        "Teaching at a distance",
        Topic.TEACHING_WITH_TECHNOLOGY,
        12,
    ),
    Theme(
        "robots-klase", "Robots klasē", "A robot in class", Topic.TEACHING_WITH_TECHNOLOGY, 12, crafts=True
    ),
    Theme("kods-sakumskola", "Kods sākumskolā", "Code in primary school", Topic.TEACHING_WITH_TECHNOLOGY, 12),
    Theme("materiali", "Digitāli mācību materiāli", "Digital materials", Topic.TEACHING_WITH_TECHNOLOGY, 12),
    Theme(
        "vertesana", "Vērtēšana ar tiešsaistes rīkiem", "Online assessment", Topic.TEACHING_WITH_TECHNOLOGY, 8
    ),
    Theme(
        "3d-stunda",
        "3D tehnoloģijas stundā",
        "3D in lessons",
        Topic.TEACHING_WITH_TECHNOLOGY,
        12,
        crafts=True,
    ),
)
