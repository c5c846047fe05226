from django.urls import path

from wenming.assessment.views import changes, everyday, forecasts, gap_card, gaps, matrix, relapses, score, titles, whatif, year

app_name = "assessment"
urlpatterns = [
    path("", score.latest, name="latest"),
    path("<int:number>/", score.score, name="score"),
    path("<int:number>/export/", score.export, name="export"),
    path("<int:number>/whatif/", whatif.answer, name="whatif"),
    path("<int:number>/changes/", changes.changes, name="changes"),
    path("<int:number>/changes/export/", changes.export, name="changes_export"),
    path("gaps/", gaps.latest, name="gaps_latest"),
    path("<int:number>/gaps/", gaps.gaps, name="gaps"),
    path("<int:number>/gaps/export/", gaps.export, name="gaps_export"),
    path("<int:number>/gap/<str:code>/", gap_card.gap, name="gap"),
    path("<int:number>/gap/<str:code>/target/", gap_card.target, name="gap_target"),
    path("<int:number>/matrix/", matrix.matrix, name="matrix"),
    path("<int:number>/report/", matrix.report, name="report"),
    path("<int:number>/titles/", titles.titles, name="titles"),
    path("<int:number>/titles/export/", titles.titles_export, name="titles_export"),
    path("everyday/", everyday.everyday, name="everyday"),
    path("everyday/export/", everyday.export, name="everyday_export"),
    path("year/", year.year, name="year"),
    path("year/kept/", year.keep, name="year_keep"),
    path("forecast/", forecasts.calibration, name="forecast_calibration"),
    path("forecast/settings/", forecasts.settings, name="forecast_settings"),
    path("forecast/readers/", forecasts.reader, name="forecast_reader"),
    path("forecast/readers/<int:pk>/end/", forecasts.reader_end, name="forecast_reader_end"),
    path("forecast/now/", forecasts.now, name="forecast_now"),
    path("relapses/", relapses.relapses, name="relapses"),
    path("relapses/export/", relapses.export, name="relapses_export"),
    path("relapses/settings/", relapses.settings, name="relapse_settings"),
    path("relapses/<int:pk>/", relapses.relapse, name="relapse"),
    path("relapses/<int:pk>/verdict/", relapses.judge, name="relapse_judge"),
]
