from django.urls import path

from wenming.standards.views import cards, checklists, crosswalk, editions, handbook

app_name = "standards"
urlpatterns = [
    path("", editions.editions, name="editions"),
    path("checklists/", checklists.checklists, name="checklists"),
    path("checklists/<slug:code>/file/", checklists.checklists_file, name="checklists_file"),
    path("crosswalk/", crosswalk.crosswalk, name="crosswalk"),
    path("crosswalk/export/", crosswalk.crosswalk_export, name="crosswalk_export"),
    path("cards/", cards.cards, name="cards"),
    path("cards/export/", cards.cards_export, name="cards_export"),
    path("handbook/", handbook.handbook, name="handbook"),
    path("handbook/all/", handbook.all_sheets, name="sheets"),
    path("handbook/pictures/<int:pk>/", handbook.picture, name="picture"),
    path("handbook/<str:site_type>/", handbook.sheet, name="sheet"),
    path("handbook/<str:site_type>/chief/", handbook.chief, name="chief"),
    path("handbook/<str:site_type>/items/<str:item>/", handbook.item, name="item"),
    path("<slug:code>/", editions.edition, name="edition"),
    path("<slug:code>/file/", editions.edition_file, name="edition_file"),
]
