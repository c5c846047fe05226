from django.urls import path

from wenming.workbench.views import accounts, burden, draw_plan, draws, home, rosters, state

app_name = "workbench"
urlpatterns = [
    path("", home.home, name="home"),
    path("state/", state.state, name="state"),
    path("rounds/", home.rounds, name="rounds"),
    path("rounds/export/", home.rounds_export, name="rounds_export"),
    path("units/workbook/", rosters.units_export, name="units_export"),
    path("units/workbook/import/", rosters.units_import, name="units_import"),
    path("units/workbook/<int:pk>/", rosters.units_check, name="units_check"),
    path("units/workbook/<int:pk>/errors/", rosters.units_errors, name="units_errors"),
    path("people/workbook/", rosters.people_export, name="people_export"),
    path("posts/workbook/", rosters.posts_export, name="posts_export"),
    path("calendar/import/", rosters.days_import, name="days_import"),
    path("calendar/import/template/", rosters.days_template, name="days_template"),
    path("accounts/new/", accounts.new, name="accounts_new"),
    path("accounts/new/review/", accounts.review, name="accounts_review"),
    path("accounts/new/workbook/", accounts.take, name="accounts_import"),
    path("accounts/new/template/", accounts.template, name="accounts_template"),
    path("draws/new/", draws.draw_new, name="draw_new"),
    path("draws/plan/", draw_plan.draw_plan, name="draw_plan"),
    path("draws/plan/export/", draw_plan.draw_plan_export, name="draw_plan_export"),
    path("draws/<int:pk>/protocol/<str:kind>/", draws.protocol, name="draw_protocol"),
    path("burden/export/", burden.burden_export, name="burden_export"),
    path("accounts/again/", accounts.again, name="accounts_again"),
]
