"""Addresses of decisions as files; `config.urls` joins them to those of decisions."""

from django.urls import path

from decisions.decision_files.views import exports, imported_processes

IN_PROJECT = [
    path("decisions/<int:number>/pdf/", exports.decision_pdf, name="decision_pdf"),
    path("decisions/sheet.csv", exports.sheet, name="sheet"),
    path("decisions/minutes/", exports.minutes, name="minutes"),
    path("decisions/printouts/", exports.printouts, name="printouts"),
    path("decisions/printouts/<uuid:key>/", exports.printout, name="printout"),
    path("decisions/printouts/<uuid:key>/file/", exports.printout_file, name="printout_file"),
    path("decisions/elsewhere/", imported_processes.imported_processes, name="past"),
    path("decisions/elsewhere/<int:number>/", imported_processes.imported_process, name="past_process"),
]
"""Below `/p/<project>/`."""
