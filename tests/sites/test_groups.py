"""Which mark of the map a type of site gets."""

from __future__ import annotations

import pytest

from wenming.sites.enums import SiteGroup
from wenming.sites.imports.groups import group_of, group_words


@pytest.mark.parametrize(("name", "group"), [
    ("公交车（地铁）", "roads"), ("公交站台", "roads"), ("景区景点", "public"), ("主次干道、商业大街", "roads"), ("背街小巷", "roads"),
    ("公共广场", "public"), ("建筑工地围挡", "other"), ("农贸市场", "trade"), ("公益性文化设施", "public"), ("小区", "living"),
    ("社区", "living"), ("社区综合文化服务中心", "public"), ("医院", "service"), ("窗口单位", "service"), ("餐饮店", "trade"),
    ("经营性公共场所（美发、浴室、小宾馆）", "trade"), ("交通路口", "roads"), ("校园周边", "school"), ("乡村学校少年宫", "school"),
    ("长途汽车客运站", "roads"), ("政务服务大厅", "service"), ("中小学校", "school"), ("", "other"),
])  # fmt: skip
def test_read_a_types_name_finds_its_group(name, group):
    assert group_of(name) == group


def test_read_the_words_of_groups_names_every_group_but_the_rest():
    assert set(group_words()) == set(SiteGroup) - {SiteGroup.OTHER}
    words = [word for found in group_words().values() for word in found]
    assert sorted({word for word in words if words.count(word) > 1}) == []
