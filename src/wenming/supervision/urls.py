from django.urls import path

from wenming.supervision.views import appealing, appeals, decisions, editing, lists, rules, settings, suggestions

app_name = "supervision"
urlpatterns = [
    path("", lists.lists, name="lists"),
    path("lists/computation/", lists.compute, name="list_compute"),
    path("lists/<int:pk>/", lists.run, name="list"),
    path("lists/<int:pk>/approval/", lists.approve, name="list_approve"),
    path("lists/<int:pk>/computation/", lists.again, name="list_again"),
    path("lists/<int:pk>/export/<str:kind>/", lists.export, name="list_export"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<int:pk>/", rules.rule, name="rule"),
    path("rules/<int:pk>/draft/", rules.draft, name="rule_draft"),
    path("rules/<int:pk>/retirement/", rules.retire, name="rule_retire"),
    path("rules/versions/<int:pk>/", editing.edit, name="version"),
    path("rules/versions/<int:pk>/force/", editing.enforce, name="version_force"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("suggestions/<int:pk>/taking/", suggestions.take, name="suggestion_take"),
    path("suggestions/<int:pk>/declining/", suggestions.decline, name="suggestion_decline"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/export/", decisions.export, name="decisions_export"),
    path("decisions/new/", decisions.new, name="decision_new"),
    path("decisions/<int:pk>/withdrawal/", decisions.withdraw, name="decision_withdraw"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/new/", appealing.choose, name="appeal_choose"),
    path("appeals/new/issue/<str:number>/", appealing.of_issue, name="appeal_issue"),
    path("appeals/new/row/<int:pk>/", appealing.of_row, name="appeal_row"),
    path("appeals/photos/<int:pk>/<str:size>/", appeals.photo, name="appeal_photo"),
    path("appeals/<int:pk>/", appeals.appeal, name="appeal"),
    path("appeals/<int:pk>/review/", appeals.review, name="appeal_review"),
    path("appeals/<int:pk>/withdrawal/", appeals.withdraw, name="appeal_withdraw"),
    path("settings/", settings.settings, name="settings"),
    path("settings/kinds/new/", settings.new_kind, name="kind_new"),
    path("settings/kinds/<int:pk>/", settings.kind, name="kind"),
]
