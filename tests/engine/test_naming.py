"""Names of units as papers write them."""

import pytest

from wenming.engine.naming import Known, Named, NamedBy, NameIndex

UNITS = (
    Known(1, "市城市管理局", ("市城管局", "城管局")),
    Known(2, "市住房和城乡建设局", ("市住建局",)),
    Known(3, "浉河区"),
    Known(4, "平桥区"),
    Known(5, "国家税务总局信阳市税务局", ("市税务局",)),
)
INDEX = NameIndex(UNITS, {"各区": (3, 4)})


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("市城管局、浉河区", [((1,), NamedBy.ALIAS), ((3,), NamedBy.NAME)]),
        ("市住建局；平桥区\n浉河区", [((2,), NamedBy.ALIAS), ((4,), NamedBy.NAME), ((3,), NamedBy.NAME)]),
        ("各区", [((3, 4), NamedBy.GROUP)]),
        ("市城管局/各区", [((1,), NamedBy.ALIAS), ((3, 4), NamedBy.GROUP)]),
        ("　市 城 管 局　", [((1,), NamedBy.ALIAS)]),
        ("", []),
    ],
)
def test_read_a_cell_finds_every_unit_in_its_order(cell, found):
    assert [(named.keys, named.found_by) for named in INDEX.read(cell)] == found


@pytest.mark.parametrize(
    ("written", "suggestions"),
    [
        ("市城市管里局", (1,)),  # a slip of the pen
        ("税务局", (5,)),  # part of a name
        ("信阳市浉河区", (3,)),  # more than a name
        ("区", ()),  # one character proposes nothing
        ("市教育局", ()),
    ],
)
def test_find_an_unknown_name_only_proposes(written, suggestions):
    assert INDEX.find(written) == Named(written, suggestions=suggestions)


def test_a_name_with_a_dividing_sign_is_not_cut():
    index = NameIndex([Known(1, "市文化广电和旅游局、市文物局"), Known(2, "市文物局")])
    assert [named.keys for named in index.read("市文化广电和旅游局、市文物局")] == [(1,)]


def test_an_official_name_wins_over_an_alias_of_another_unit():
    index = NameIndex([Known(1, "甲局", ("乙局",)), Known(2, "乙局")])
    assert index.find("乙局") == Named("乙局", (2,), NamedBy.NAME)
