"""A standard from the file that the office really has: Word tables and Excel sheets, in our own layout and in the office's form."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.data import PACKS, use_messages
from tests.standards.officefiles import excel, form, own_document, trees, word
from tests.standards.packtexts import contents
from wenming.standards.imports.files import read_any
from wenming.standards.imports.offices import read_office
from wenming.standards.imports.packs import load_contents
from wenming.standards.imports.workbooks import read_workbook_pack

use_messages()

OURS = pytest.mark.parametrize("path", sorted(PACKS.glob("*.yaml")), ids=lambda path: path.stem)
properties = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def told(reading):
    """Return the faults of a reading as a person sees them."""
    return [(item.place.row, item.place.column, item.problem, item.mend) for item in reading.findings]


def both(table, *paragraphs):
    """Return what the same table says in Word and in Excel."""
    return [read_office(read_any(content, "f")) for content in (word([table], *paragraphs), excel([table]))]


@OURS
def test_read_pack_of_ours_as_a_word_document_loses_nothing(path):
    said, _own = load_contents(path)
    read, findings = read_workbook_pack(own_document(said), "pack.docx")
    assert (findings, read) == ((), said)


@properties
@given(contents())
def test_read_any_pack_as_a_word_document_loses_nothing(pack):
    read, findings = read_workbook_pack(own_document(pack), "pack.docx")
    assert (findings, read) == ((), pack)


@properties
@given(trees(), st.sampled_from(["merged", "repeated", "blank"]), st.booleans())
def test_read_any_tree_as_an_office_keeps_it_gives_it_back_from_word_and_excel(made, below, several):
    tree, levels, coded = made
    table = form(tree, levels, below=below, several=several, coded=coded)
    for reading in both(table):
        assert (told(reading), reading.listed) == ([], ())
        assert list(reading.tree) == tree
        assert reading.levels == tuple(
            level for level in levels if any(_has(node, levels.index(level)) for node in tree)
        )
        assert reading.unpublished == ("points" not in tree[0])


def _has(node, depth):
    return depth == 0 or any(_has(child, depth - 1) for child in node.get("children", []))
