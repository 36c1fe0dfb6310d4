"""Addresses of the specification."""

from django.urls import path

from decisions.specification.views import clauses, exchange

app_name = "specification"
urlpatterns = [
    path("specification/", clauses.specification, name="specification"),
    path("specification/clauses/<str:key>/", clauses.clause, name="clause"),
    path("specification/clauses/<str:key>/description/", clauses.description, name="description"),
    path("specification/clauses/<str:key>/looks/", clauses.a_look, name="looks"),
    path("specification/clauses/<str:key>/removal/", clauses.removal, name="removal"),
    path("specification/exchange/", exchange.exchange, name="exchange"),
    path("specification/all.reqif", exchange.specification_reqif, name="specification_reqif"),
    path("specification/documents/<int:number>.reqif", exchange.document_reqif, name="document_reqif"),
    path("specification/baselines/<str:number>.reqif", exchange.baseline_reqif, name="baseline_reqif"),
    path("documents/<int:number>/clauses/", clauses.marks, name="marks"),
    path("documents/<int:number>/clauses/new/", clauses.new_clause, name="new_clause"),
]
