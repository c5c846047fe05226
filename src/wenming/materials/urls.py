"""Addresses of materials, below ``/<city>/materials/``."""

from django.urls import path

from wenming.materials.views import (
    calendar,
    desk,
    grade_desk,
    grade_sample,
    grades,
    items,
    mine,
    papers,
    requirements,
    supplying,
    tables,
)

app_name = "materials"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("items/", items.items, name="items"),
    path("items/export/", items.items_export, name="items_export"),
    path("items/<int:pk>/", items.item, name="item"),
    path("items/<int:pk>/file/", supplying.file, name="file"),
    path("items/<int:pk>/act/", items.act, name="act"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:pk>/file/", papers.paper_file, name="paper_file"),
    path("papers/<int:pk>/pages/<int:page>/", papers.paper_page, name="paper_page"),
    path("papers/<int:pk>/marks/", papers.mark, name="mark"),
    path("marks/<int:pk>/removal/", papers.mark_remove, name="mark_remove"),
    path("desk/", desk.desk, name="desk"),
    path("grades/", grades.grades, name="grades"),
    path("grades/export/", grades.grades_export, name="grades_export"),
    path("grades/desk/", grade_desk.grade_desk, name="grade_desk"),
    path("grades/second/", grade_sample.grade_sample, name="grade_sample"),
    path("grades/second/draw/", grade_sample.grade_draw, name="grade_draw"),
    path("grades/rule/", grades.grade_rule, name="grade_rule"),
    path("grades/<int:pk>/", grades.grade, name="grade"),
    path("grades/<int:pk>/settled/", grades.grade_settle, name="grade_settle"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/export/", calendar.calendar_export, name="calendar_export"),
    path("clauses/<int:pk>/", calendar.clause, name="clause"),
    path("requirements/", requirements.requirements, name="requirements"),
    path("requirements/new/", requirements.requirement_new, name="requirement_new"),
    path("requirements/proposals/", requirements.proposals, name="proposals"),
    path("requirements/import/", tables.requirements_import, name="requirements_import"),
    path("requirements/export/", tables.requirements_export, name="requirements_export"),
    path("requirements/template/", tables.requirements_template, name="requirements_template"),
    path("requirements/<int:pk>/", requirements.requirement, name="requirement"),
    path("requirements/<int:pk>/end/", requirements.requirement_end, name="requirement_end"),
]
