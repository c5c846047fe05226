"""Addresses of campaigns."""

from django.urls import URLPattern, path

from wenming.campaigns.views import campaigns, moves, titles, watching

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

urlpatterns: list[URLPattern] = [*TITLES, *CYCLES, *WATCH, *MOVES]
