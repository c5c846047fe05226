"""Addresses of campaigns."""

from django.urls import URLPattern, path

from wenming.campaigns.views import (
    campaigns,
    cells,
    clauses,
    letters,
    matrix,
    moves,
    plans,
    table_answers,
    table_checking,
    table_columns,
    table_preview,
    tables,
    titles,
    units,
    watching,
)

app_name = "campaigns"

TITLES: list[URLPattern] = [
    path("titles/", titles.titles, name="titles"),
    path("titles/new/", titles.add, name="title_new"),
    path("titles/order/", titles.arrangement, name="titles_order"),
    path("titles/order/step/", titles.order, name="titles_step"),
    path("titles/<int:pk>/", titles.title, name="title"),
    path("titles/<int:pk>/edit/", titles.edit, name="title_edit"),
    path("titles/<int:pk>/change/", titles.change, name="title_change"),
    path("titles/<int:pk>/rechecks/new/", titles.recheck_new, name="recheck_new"),
    path("titles/changes/<int:pk>/correction/", titles.correction, name="title_correction"),
    path("titles/rechecks/<int:pk>/move/", titles.recheck_move, name="recheck_move"),
    path("titles/rechecks/<int:pk>/done/", titles.recheck_done, name="recheck_done"),
]
CYCLES: list[URLPattern] = [
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.start, name="campaign_new"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", campaigns.edit, name="campaign_edit"),
    path("campaigns/<int:pk>/milestones/new/", campaigns.milestone_new, name="milestone_new"),
    path("campaigns/<int:pk>/scores/new/", campaigns.score_new, name="score_new"),
    path("campaigns/milestones/<int:pk>/", campaigns.milestone, name="milestone"),
    *(
        path(f"campaigns/milestones/<int:pk>/{step}/", campaigns.milestone_step, {"step": step}, f"milestone_{step}")
        for step in ("done", "cancel", "reopen")
    ),
]
WATCH: list[URLPattern] = [
    path("watch/", watching.current, name="watch_current"),
    path("watch/<int:pk>/", watching.entry, name="watch_entry"),
    path("watch/clearance/<int:pk>/", watching.opinion, name="clearance_answer"),
    path("campaigns/<int:pk>/watch/", watching.ledger, name="watch"),
    path("campaigns/<int:pk>/watch/new/", watching.add, name="watch_new"),
    path("campaigns/<int:pk>/watch/export/", watching.export, name="watch_export"),
    path("campaigns/<int:pk>/watch/conditions/", watching.board, name="watch_board"),
    path("campaigns/<int:pk>/watch/conditions/finding/", watching.finding, name="finding"),
    path("campaigns/<int:pk>/watch/clearance/", watching.clearance, name="watch_clearance"),
    path("campaigns/<int:pk>/watch/clearance/ask/", watching.ask, name="clearance_ask"),
]
MOVES: list[URLPattern] = [
    path("campaigns/<int:pk>/move/", moves.move, name="move"),
    path("campaigns/<int:pk>/move/export/", moves.export, name="move_export"),
    path("campaigns/<int:pk>/move/decisions/", moves.decide, name="move_decide"),
    *(
        path(f"campaigns/<int:pk>/move/{step}/", moves.step, {"step": step}, f"move_{step}")
        for step in ("accept", "apply", "drop", "undo")
    ),
]

_ONE = "campaigns/<int:pk>/import/<int:number>/"
DECOMPOSITION: list[URLPattern] = [
    path("campaigns/import/", tables.tables, name="tables"),
    path("campaigns/<int:pk>/import/", tables.start, name="table_import"),
    path("campaigns/<int:pk>/import/template/", tables.template, name="table_template"),
    path("campaigns/<int:pk>/export/", tables.export, name="table_export"),
    path(_ONE, table_checking.check, name="table_check"),
    path(f"{_ONE}columns/", table_columns.columns, name="table_columns"),
    path(f"{_ONE}answers/", table_answers.answer, name="table_answer"),
    path(f"{_ONE}undoing/", table_answers.undo, name="table_undo"),
    path(f"{_ONE}group/", table_answers.group, name="table_group"),
    path(f"{_ONE}preview/", table_preview.preview, name="table_preview"),
    path(f"{_ONE}adoption/", tables.adopt, name="table_adopt"),
    path(f"{_ONE}drop/", tables.drop, name="table_drop"),
    path(f"{_ONE}errors/", tables.errors, name="table_errors"),
    path(f"{_ONE}original/", tables.original, name="table_original"),
]
RESPONSIBILITY: list[URLPattern] = [
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

urlpatterns: list[URLPattern] = [*TITLES, *CYCLES, *WATCH, *MOVES, *DECOMPOSITION, *RESPONSIBILITY]
