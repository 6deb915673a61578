"""The addresses of the people and bodies around a programme, and of its risks."""

from django.urls import path

from kurss.programme.pages.around import stakeholders

addresses = [
    path("programme/stakeholders/", stakeholders.stakeholders, name="stakeholders"),
    path("programme/stakeholders.csv", stakeholders.stakeholders_csv, name="stakeholders-csv"),
    path("programme/stakeholders/add/", stakeholders.add, name="stakeholder-add"),
    path("programme/stakeholders/<int:stakeholder>/", stakeholders.change, name="stakeholder-change"),
    path("programme/stakeholders/<int:stakeholder>/remove/", stakeholders.remove, name="stakeholder-remove"),
]
