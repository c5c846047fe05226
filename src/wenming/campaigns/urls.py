"""Addresses of campaigns."""

from django.urls import URLPattern, path

from wenming.campaigns.views import cells, clauses, letters, matrix, plans, units

app_name = "campaigns"
_responsibility: list[URLPattern] = [
    path("matrix/", matrix.latest, name="matrix_latest"),
    path("matrix/mine/", units.mine, name="my_duties"),
    path("campaigns/<int:pk>/matrix/", matrix.matrix, name="matrix"),
    path("campaigns/<int:pk>/matrix/export/", matrix.export, name="matrix_export"),
    path("campaigns/<int:pk>/matrix/paper/", matrix.paper, name="matrix_paper"),
    path("campaigns/<int:pk>/matrix/part/", cells.part_set, name="part_set"),
    path("campaigns/<int:pk>/matrix/lead/", cells.lead_set, name="lead_set"),
    path("campaigns/<int:pk>/matrix/handover/", cells.hand_over, name="hand_over"),
    path("campaigns/<int:pk>/matrix/undo/<int:change>/", cells.undo, name="undo"),
    path("campaigns/<int:pk>/matrix/shared/", clauses.shared, name="matrix_shared"),
    path("campaigns/<int:pk>/matrix/units/", units.units, name="matrix_units"),
    path("campaigns/<int:pk>/matrix/units/<int:unit>/", units.duties, name="unit_duties"),
    path("campaigns/<int:pk>/matrix/units/<int:unit>/export/", units.duties_export, name="unit_duties_export"),
    path("campaigns/<int:pk>/letters/", letters.letters, name="letters"),
    path("campaigns/<int:pk>/letters/<int:unit>/", letters.letter, name="letter"),
    path("campaigns/<int:pk>/letters/<int:unit>/word/", letters.letter_word, name="letter_word"),
    path("campaigns/<int:pk>/plan/", plans.plan, name="plan"),
    path("campaigns/<int:pk>/plan/export/", plans.plan_export, name="plan_export"),
    path("campaigns/<int:pk>/plan/word/", plans.plan_word, name="plan_word"),
    path("campaigns/<int:pk>/clauses/<str:code>/", clauses.clause, name="clause"),
    path("campaigns/<int:pk>/clauses/<str:code>/edit/", clauses.clause_edit, name="clause_edit"),
]
urlpatterns: list[URLPattern] = [*_responsibility]
