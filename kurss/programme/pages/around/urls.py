"""The addresses of the people and bodies around a programme, and of its risks."""

from django.urls import path

from kurss.programme.pages.around import decisions, governance, meetings, risks, stakeholders, suggestions

addresses = [
    path("programme/stakeholders/", stakeholders.stakeholders, name="stakeholders"),
    path("programme/stakeholders.csv", stakeholders.stakeholders_csv, name="stakeholders-csv"),
    path("programme/stakeholders/add/", stakeholders.add, name="stakeholder-add"),
    path("programme/stakeholders/<int:stakeholder>/", stakeholders.change, name="stakeholder-change"),
    path("programme/stakeholders/<int:stakeholder>/remove/", stakeholders.remove, name="stakeholder-remove"),
    path("programme/meetings/", meetings.meetings, name="meetings"),
    path("programme/meetings/add/", meetings.add, name="meeting-add"),
    path("programme/meetings/<int:meeting>/", meetings.meeting, name="meeting"),
    path("programme/meetings/<int:meeting>/change/", meetings.change, name="meeting-change"),
    path("programme/meetings/<int:meeting>/remove/", meetings.remove, name="meeting-remove"),
    path("programme/meetings/<int:meeting>/suggest/", suggestions.add, name="suggestion-add"),
    path("programme/suggestions/", suggestions.suggestions, name="suggestions"),
    path("programme/suggestions/<int:suggestion>/change/", suggestions.change, name="suggestion-change"),
    path("programme/suggestions/<int:suggestion>/answer/", suggestions.answer, name="suggestion-answer"),
    path("programme/suggestions/<int:suggestion>/remove/", suggestions.remove, name="suggestion-remove"),
    path("programme/governance/", governance.governance, name="governance"),
    path("programme/governance/add/", governance.add_body, name="body-add"),
    path("programme/governance/<int:body>/", governance.body, name="body"),
    path("programme/governance/<int:body>/change/", governance.change_body, name="body-change"),
    path("programme/governance/<int:body>/remove/", governance.remove_body, name="body-remove"),
    path("programme/governance/<int:body>/seat/", governance.add_seat, name="seat-add"),
    path("programme/governance/<int:body>/decide/", decisions.add, name="decision-add"),
    path("programme/seats/<int:seat>/", governance.change_seat, name="seat-change"),
    path("programme/seats/<int:seat>/remove/", governance.remove_seat, name="seat-remove"),
    path("programme/decisions/<int:decision>/", decisions.change, name="decision-change"),
    path("programme/decisions/<int:decision>/remove/", decisions.remove, name="decision-remove"),
    path("programme/risks/", risks.risks, name="risks"),
    path("programme/risks.csv", risks.risks_csv, name="risks-csv"),
    path("programme/risks/add/", risks.add, name="risk-add"),
    path("programme/risks/take-in/", risks.take_in, name="risks-take-in"),
    path("programme/risks/<int:risk>/", risks.risk, name="risk"),
    path("programme/risks/<int:risk>/change/", risks.change, name="risk-change"),
]
