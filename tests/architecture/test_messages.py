"""The English catalogue is complete, and a person who reads Chinese needs none."""

from __future__ import annotations

from django.utils import translation

from tools import messages


def test_check_the_english_catalogue_finds_nothing_to_complain_of():
    assert messages.check() == []


def test_extract_from_a_django_template_keeps_texts_contexts_and_plurals(tmp_path):
    template = tmp_path / "page.html"
    template.write_text(
        "{% load i18n %}\n   <p>it's ({</p>\n{% translate '首页' %} {% translate '导入' context 'menu' %}\n"
        "{% blocktranslate count n=rows|length trimmed %}\n  一行\n{% plural %}\n  {{ n }} 行\n{% endblocktranslate %}",
        encoding="utf-8",
    )
    found = [(text, context) for _, text, _, context in messages.template_texts(template)]
    assert found == [("首页", None), ("导入", "menu"), (("一行", "%(n)s 行"), None)]


def test_extract_from_a_jinja_template_keeps_texts_contexts_and_plurals(tmp_path):
    template = tmp_path / "rows.html"
    template.write_text(
        "{{ _('点位') }} {{ pgettext('column', '名称') }} {{ ngettext('个', '些', n) }}", encoding="utf-8"
    )
    found = [(text, context) for _, text, _, context in messages.jinja_texts(template)]
    assert found == [("点位", None), ("名称", "column"), (("个", "些"), None)]


def test_show_an_unknown_text_in_chinese_gives_the_source():
    with translation.override("zh-hans"):
        assert translation.gettext("这句话谁也没有翻译过") == "这句话谁也没有翻译过"
