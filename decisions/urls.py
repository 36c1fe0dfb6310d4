"""Addresses of decisions."""

from django.urls import path

from decisions.views import (
    absences,
    editorials,
    integration,
    objections,
    outside,
    past,
    proposals,
    register,
    reviews,
    rounds,
    saved,
    taking,
)

app_name = "decisions"
urlpatterns = [
    path("decisions/", register.register, name="register"),
    path("decisions/<int:number>/", register.decision, name="decision"),
    path("decisions/<int:number>/objections/", outside.contests, name="contests"),
    path("decisions/<int:number>/reviews/", reviews.review, name="review"),
    path("decisions/<int:number>/concerns/<int:concern>/", reviews.look, name="look"),
    path("decisions/<int:number>/pdf/", taking.decision_pdf, name="decision_pdf"),
    path("decisions/sheet.csv", taking.sheet, name="sheet"),
    path("decisions/minutes/", taking.minutes, name="minutes"),
    path("decisions/printouts/", taking.printouts, name="printouts"),
    path("decisions/printouts/<uuid:key>/", taking.printout, name="printout"),
    path("decisions/printouts/<uuid:key>/file/", taking.printout_file, name="printout_file"),
    path("decisions/filters/", saved.saved_filters, name="saved_filters"),
    path("decisions/filters/<int:pk>/removal/", saved.removal, name="saved_filter_removal"),
    path("decisions/elsewhere/", past.past, name="past"),
    path("decisions/elsewhere/<int:number>/", past.past_process, name="past_process"),
    path("absences/", absences.absences, name="absences"),
    path("absences/<int:pk>/ending/", absences.ending, name="end_absence"),
    path(
        "proposals/<int:number>/rounds/<int:round_number>/voices/<uuid:person>/",
        absences.voice,
        name="voice",
    ),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/new/", proposals.new_proposal, name="new_proposal"),
    path("proposals/urgent/", outside.urgent_act, name="urgent_act"),
    path("proposals/<int:number>/undoing/", outside.undoing, name="undoing"),
    path("proposals/route/", proposals.typed_route, name="typed_route"),
    path("proposals/<int:number>/", proposals.proposal, name="proposal"),
    path("proposals/<int:number>/revision/", proposals.revision, name="revision"),
    path("proposals/<int:number>/editorials/<int:pk>/refusal/", editorials.refusal, name="refuse_label"),
    path("proposals/<int:number>/claims/", proposals.claim, name="claim"),
    path("proposals/<int:number>/withdrawal/", proposals.withdrawal, name="withdrawal"),
    path("proposals/<int:number>/decision/", proposals.adoption, name="adoption"),
    path("proposals/<int:number>/verdict/", objections.typed_verdict, name="typed_verdict"),
    path("proposals/<int:number>/amendment/", integration.amendment, name="amendment"),
    path("proposals/<int:number>/amendment/rounds/", integration.amended_round, name="amended_round"),
    path("proposals/<int:number>/objections/<int:objection>/integration/", integration.integration, name="integration"),
    path("proposals/<int:number>/objections/<int:objection>/answers/", integration.answers, name="answers"),
    path("proposals/<int:number>/objections/<int:objection>/concern/", integration.concern, name="kept_concern"),
    path("proposals/<int:number>/rounds/", rounds.open_round, name="open_round"),
    path("proposals/<int:number>/rounds/<int:round_number>/positions/", rounds.positions, name="positions"),
    path(
        "proposals/<int:number>/rounds/<int:round_number>/objections/", objections.new_objection, name="new_objection"
    ),
    path("proposals/<int:number>/objections/<int:objection>/lifting/", objections.lifting, name="lifting"),
    path("proposals/<int:number>/objections/<int:objection>/reopening/", objections.reopening, name="reopening"),
]
