"""An office's tree as a pack sees it: its contents, what its points publish, and every fault that a pack would have."""

from __future__ import annotations

from fractions import Fraction

import yaml

from wenming.standards.imports.contents import Contents, number_text
from wenming.standards.imports.findings import Ledger
from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.numbers import exact_number
from wenming.standards.imports.offices.blocks import WHOLE, Form, Total
from wenming.standards.imports.offices.outlines import Branch
from wenming.standards.imports.packs import FORMAT, standard_of
from wenming.standards.imports.places import Place, Places
from wenming.standards.imports.sketches import Sketch, list_node, text_node

_PART = "小计"
_MENDS = {
    _("在第一张表填写总分，例如 100"): _("在表末加一行“合计”，写明总分"),
    _("改正下级或本级的数字"): _("改正下级或本级的分值"),
}
"""Mends that say another thing in an office's form than in our own workbook."""
_TWICE = _("编号“%(code)s”在第 %(first)s 行已经用过")
UNPUBLISHED = "unpublished"


def divides_unpublished(branch: Branch) -> bool:
    """Say whether the form publishes no points for any of the nodes directly below this one."""
    return bool(branch.children) and all(child.silent() for child in branch.children)


def tree_contents(branch: Branch, *, inherited: bool = False) -> Contents:
    """Return a node as the contents of a pack have it; English names are the Chinese ones."""
    node: Contents = {"code": branch.code, "name": {"zh": branch.name, "en": branch.name}}
    node |= {key: text for key, (text, _place) in branch.values.items()}
    if branch.methods:
        node["methods"] = list(branch.methods)
    unpublished = divides_unpublished(branch)
    if unpublished and not inherited:
        node["shares"] = UNPUBLISHED
    if branch.children:
        node["children"] = [tree_contents(child, inherited=inherited or unpublished) for child in branch.children]
    return node


def settle_totals(form: Form) -> str:
    """Check the rows of totals against what is above them; return the total of the whole, "" where no row says it."""
    found = ""
    for total in form.totals:
        found = _whole_of(form, total) or found
    return found


def _whole_of(form: Form, total: Total) -> str:
    """Check one row of totals; return the total of the whole where this row says it."""
    root = form.outline.root
    number = exact_number(total.number)
    nodes = total.open if total.word == _PART else (root, *total.open)
    claims = [claim for node in nodes if (claim := node.claimed()) is not None]
    if total.number:
        form.journal.use(total.place)
    if total.number == WHOLE:
        # shares of the whole without any points: the whole is a hundred
        return "100" if total.word != _PART and all("weight" in child.values for child in root.children) else ""
    if not total.number:
        form.journal.list(total.place, total.word, _("合计没有数字"))
    elif number is None:
        mend = _("写成普通数字，例如 40、0.85 或 1/3")
        form.journal.fault(total.place, _("“%(value)s”不是数字"), mend, value=total.number)
    elif claims and number not in claims:
        _note_difference(form, total, number_text(claims[0]))
    elif total.word != _PART and (root.claimed() == number or not claims):
        return number_text(number)
    return ""


def check_tree(form: Form, total: str) -> None:
    """Note every fault that a pack with this tree would have, each at its cell."""
    places = Places()
    first = form.outline.root.children[0].place.sheet
    line = places.line(first)
    ledger = Ledger(first)
    standard_of(_document(form, total, places, line), ledger, "")
    found = places.findings(ledger.findings())
    twice = {finding.facts["code"] for finding in found if finding.problem_id == _TWICE}
    for finding in found:
        if finding.problem_id == _TWICE and any(finding.facts["code"].startswith(f"{code}.") for code in twice):
            # the numbers below a repeated code repeat with it
            continue
        mend = _MENDS.get(finding.mend_id, finding.mend_id)
        form.journal.fault(finding.place, finding.problem_id, mend, **finding.facts)


def _note_difference(form: Form, total: Total, due: str) -> None:
    problem = _("%(word)s是 %(number)s，上面各条之和是 %(due)s")
    facts = {"word": total.word, "number": total.number, "due": due}
    form.journal.fault(total.place, problem, _("改正合计或上面的分值"), **facts)


def _document(form: Form, total: str, places: Places, line: int) -> yaml.Node:
    """Return a pack around the tree, whose other parts are beyond doubt."""
    pack, root = Sketch(line), form.outline.root
    unpublished = divides_unpublished(root)
    claims = [claim for child in root.children if (claim := child.claimed()) is not None]
    texts = {
        "format": FORMAT,
        "code": "office",
        "edition": "office",
        "complete": "false",
        "source": "office",
        # where some of the uppermost nodes lack points, these are named, and not the total as well
        "points": total or (number_text(sum(claims, Fraction(0))) if claims else ""),
        "shares": UNPUBLISHED if unpublished else "",
    }
    for key, text in texts.items():
        pack.text(key, text, line)
    pair = {"zh": "office", "en": "office"}
    pack.put("title", _mapping(pair, line).node)
    pack.put("rules", _mapping({"missing": "exclude", "not_applicable": "exclude"}, line).node)
    sources = Sketch(line)
    sources.put("office", _mapping({**pair, "confidence": "unverified"}, line).node)
    pack.put("sources", sources.node)
    pack.items("not_covered", line).append(_mapping(pair, line).node)
    pack.put("levels", list_node([text_node(level, line) for level in form.outline.levels()], line))
    children: list[yaml.Node] = [_node(child, places, inherited=unpublished).node for child in root.children]
    pack.put("tree", list_node(children, line))
    return pack.node


def _node(branch: Branch, places: Places, *, inherited: bool) -> Sketch:
    """Return a node with everything below it; each value has the place where it is written."""
    line = _line(branch.place, places)
    node = Sketch(line)
    node.text("code", branch.code, line)
    node.put("name", _mapping({"zh": branch.name, "en": branch.name}, line).node)
    for key, (text, place) in branch.values.items():
        node.text(key, text, _line(place, places))
    if branch.methods:
        words: list[yaml.Node] = [text_node(method, _line(place, places)) for method, place in branch.methods.items()]
        node.put("methods", list_node(words, line))
    unpublished = divides_unpublished(branch)
    if unpublished and not inherited:
        node.text("shares", UNPUBLISHED, line)
    if branch.children:
        below: list[yaml.Node] = [
            _node(child, places, inherited=inherited or unpublished).node for child in branch.children
        ]
        node.put("children", list_node(below, _line(branch.values.get("points", ("", branch.place))[1], places)))
    return node


def _line(place: Place, places: Places) -> int:
    return places.line(place.sheet, place.row, place.column)


def _mapping(texts: dict[str, str], line: int) -> Sketch:
    sketch = Sketch(line)
    for key, text in texts.items():
        sketch.text(key, text, line)
    return sketch
