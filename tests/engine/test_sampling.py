"""Draws that anybody can repeat: tickets, frames, rules, allocation, and bundles that name a changed file."""

from __future__ import annotations

import csv
import io
import statistics
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from consistent_sampler import sampler
from cryptorandom.cryptorandom import SHA256

from tests.engine.data import data_path
from wenming.engine import sampling
from wenming.engine.sampling import FrameRow
from wenming.engine.sampling.bundles import REPLACEMENTS, Differs

GOLDEN = Path(__file__).resolve().parent / "golden" / "draw.csv"
KEYS = ["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"]


def frame(*rows: tuple[str, str, int]) -> sampling.Frame:
    return sampling.frame_of(FrameRow(*row) for row in rows)


def town() -> sampling.Frame:
    """Forty places in three strata, one with names that need quotation marks."""
    kinds = ("商场", "公园, 广场", "市场")
    return frame(*((f"点位-{number:03}", kinds[number % 3], number % 7 + 1) for number in range(40)))


def fixed(**sizes: int) -> sampling.Rule:
    return sampling.rule_of({"round": "第一轮", "sizes": sizes})


def bundle(**options: object) -> sampling.Bundle:
    rule = sampling.rule_of({"round": "第一轮", "design": "pareto", "allocation": "each", "each": 4})
    return sampling.Bundle(town(), rule, "骰子之前的密钥", "盐", **options)


def test_hash_as_consistent_sampler_does_gives_its_order():
    # ron-rivest/consistent_sampler, README: the ticket is the digest of hash(seed) + id, its decimal digits backwards
    tickets = {key: f"{int(sampling.digest_of(sampling.digest_of('314159') + key), 16):064d}"[::-1] for key in KEYS}
    ours = sorted(KEYS, key=tickets.__getitem__)[:4]
    theirs = [key for _number, key, _generation in sampler(KEYS, with_replacement=False, take=4, seed=314159)]
    assert ours == theirs == ["B-2", "B-3", "A-3", "A-2"]


def test_hash_as_cryptorandom_does_gives_its_numbers():
    # statlab/cryptorandom, tests: seed, a comma, as many zero bytes as numbers before
    seed = 12345678901234567890
    ours = [1 + int(sampling.digest_of(f"{seed},".encode() + b"\x00" * step), 16) % 1000 for step in range(5)]
    assert ours == list(SHA256(seed).randint_trunc(1, 1001, 5)) == [876, 766, 536, 423, 164]


def test_give_a_ticket_hashes_its_parts_and_shows_a_share():
    ticket = sampling.ticket_of("s", "r", "t", "k")
    assert ticket == sampling.digest_of("s|r|t|k")
    assert sampling.share_of("8" + "0" * 63) == 0.5
    assert 0 <= sampling.share_of(ticket) < 1


def test_draw_equal_chances_takes_the_smallest_tickets_and_keeps_the_rest_in_order():
    seed = sampling.seed_of("secret", ["4 2 6"])
    lots = sampling.draw(town(), fixed(商场=3), seed)
    tickets = sorted((sampling.ticket_of(seed, "第一轮", "商场", row.key), row.key) for row in town().strata["商场"])
    assert [(lot.ticket, lot.key) for lot in lots] == tickets
    assert [lot.order for lot in lots if lot.chosen] == [1, 2, 3]


def test_draw_again_anywhere_gives_the_golden_file():
    # the same on every Python, machine and database: the file was written once
    assert sampling.written(bundle(words=("骰子 4 2 6",)))["result.csv"] == GOLDEN.read_bytes()


def test_draw_from_a_grown_frame_keeps_what_was_drawn_before_in_its_order():
    seed, rows = sampling.seed_of("s"), [(key, "x", 1) for key in KEYS]
    before = [lot.key for lot in sampling.draw(frame(*rows[:5]), fixed(x=2), seed)]
    after = [lot.key for lot in sampling.draw(frame(*rows), fixed(x=2), seed)]
    assert [key for key in after if key != "B-3"] == before


def chi_square(counts: Counter, expected: dict[str, float]) -> float:
    return sum((counts[key] - number) ** 2 / number for key, number in expected.items())


def test_count_four_thousand_draws_finds_equal_chances():
    units, counts = frame(*((f"u{n}", "x", 1) for n in range(12))), Counter()
    for round_ in range(4000):
        lots = sampling.draw(units, fixed(x=3), sampling.seed_of(str(round_)))
        counts.update(lot.key for lot in lots if lot.chosen)
    # 11 degrees of freedom; without replacement it is smaller still: 24.72 is the 0.99 quantile
    assert chi_square(counts, {f"u{n}": 1000.0 for n in range(12)}) < 24.72


def test_count_four_thousand_draws_by_size_finds_the_chances_that_were_meant():
    sizes = {f"u{n}": size for n, size in enumerate((1, 1, 2, 2, 3, 3, 4, 4, 5, 30))}
    units, counts = frame(*((key, "x", size) for key, size in sizes.items())), Counter()
    rule = sampling.rule_of({"round": "r", "design": "pareto", "sizes": {"x": 4}})
    for round_ in range(4000):
        lots = sampling.draw(units, rule, sampling.seed_of(str(round_)))
        counts.update(lot.key for lot in lots if lot.chosen)
    chances = sampling.certain_of(sizes, 4)
    assert counts["u9"] == 4000
    far = {
        key: abs(counts[key] - 4000 * chance) ** 2 / (4000 * chance * (1 - chance) or 1)
        for key, chance in chances.items()
    }
    # Pareto's chances are not quite the ones meant (1 % or so); four standard errors of chance leave room for that
    assert max(far.values()) < 16


def test_share_places_by_size_gives_the_chances_of_the_r_package_sampling():
    with data_path("sampling/belgianmunicipalities.csv").open(encoding="utf-8") as file:
        sizes = {row["INS"]: int(row["Tot04"]) for row in csv.DictReader(file)}
    chances = list(sampling.certain_of(sizes, 200).values())
    assert sum(chances) == 200
    assert chances.count(Fraction(1)) == 31
    assert f"{float(min(chances)):.6f}" == "0.001987"
    assert [f"{float(chance):.6f}" for chance in chances[:3]] == ["0.326701", "1.000000", "0.276194"]


def test_draw_by_size_without_a_size_is_refused():
    rule = sampling.rule_of({"round": "r", "design": "pareto", "sizes": {"x": 1}})
    with pytest.raises(sampling.FrameError) as error:
        sampling.draw(frame(("a", "x", 0), ("b", "x", 2)), rule, "s")
    assert error.value.faults == (sampling.Fault(sampling.FrameFault.SIZE, ("a",)),)


APIPOP = {"E": 4421, "H": 755, "M": 1018}
SPREADS = {"E": Fraction("131.346299"), "H": Fraction("107.656254"), "M": Fraction("124.717056")}


def test_share_out_neyman_gives_the_brute_force_of_apipop():
    # R survey's apipop, api00 by school type, n = 200; equal to trying every triple
    assert sampling.neyman(APIPOP, SPREADS, 200) == {"E": 147, "H": 21, "M": 32}


@pytest.mark.parametrize(
    ("chosen", "error"),
    [
        ({"E": 147, "H": 21, "M": 32}, "8.859416524"),
        ({"E": 143, "H": 24, "M": 33}, "8.873488700"),
        ({"E": 100, "H": 50, "M": 50}, "9.854296172"),
    ],
)
def test_measure_a_share_out_gives_the_standard_error_of_apipop(chosen, error):
    values: dict[str, list[int]] = {}
    with data_path("survey/apipop.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            values.setdefault(row["stype"], []).append(int(row["api00"]))
    spreads = {kind: Fraction(statistics.stdev(found)) for kind, found in values.items()}
    assert {kind: len(found) for kind, found in values.items()} == APIPOP
    assert f"{sampling.standard_error(APIPOP, spreads, chosen):.9f}" == error


def test_share_out_neyman_with_caps_and_minima_keeps_them_and_gives_the_rest_to_the_others():
    shared = sampling.neyman(APIPOP, SPREADS, 200, least={"H": 40}, most={"E": 100})
    assert shared == {"E": 100, "H": 40, "M": 60}


def test_share_out_among_equal_strata_goes_by_name():
    assert sampling.neyman({"b": 9, "a": 9}, {"a": Fraction(0), "b": Fraction(0)}, 3) == {"a": 2, "b": 1}


@pytest.mark.parametrize(
    ("options", "fault", "limit"),
    [
        ({"total": 2}, "too_few", 3),
        ({"total": 7000}, "too_many", 6194),
        ({"total": 200, "least": {"H": 9}, "most": {"H": 4}}, "crossed", 4),
        ({"total": 200, "spreads": {"E": Fraction(1)}}, "unknown", 0),
    ],
)
def test_share_out_what_cannot_be_met_says_why(options, fault, limit):
    with pytest.raises(sampling.AllocationError) as error:
        sampling.neyman(**{"counts": APIPOP, "spreads": SPREADS, **options})
    assert (error.value.fault, error.value.limit) == (fault, limit)


def test_write_a_frame_gives_sorted_bytes_with_one_digest():
    found = frame(("é", "b,c", 2), ("Z", 'a"b', 1), ("e\u0301x ", "b", 1))
    assert found.content.decode() == 'key,stratum,size\nZ,"a""b",1\né,"b,c",2\néx,b,1\n'
    assert found.digest == sampling.digest_of(found.content)
    assert sampling.read_frame(found.content) == found


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([], "empty"),
        ([("", "x", 1)], "no_key"),
        ([("a", " ", 1)], "no_stratum"),
        ([("a|b", "x", 1)], "sign"),
        ([("a", "x\u200b", 1)], "sign"),
        ([("a", "x", -1)], "size"),
        ([("a", "x", 1), ("a ", "y", 1)], "twice"),
        ([("A-O1", "x", 1), ("a–01", "x", 1)], "alike"),
        ([("МКТ 1", "x", 1), ("MKTl", "x", 1)], "alike"),
    ],
)
def test_check_a_frame_with_a_fault_names_it(rows, fault):
    with pytest.raises(sampling.FrameError) as error:
        frame(*rows)
    assert [one.fault for one in error.value.faults] == [fault]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\n",
        b"key,stratum,size",
        b"key,stratum,size\nb,x,1\na,x,1\n",
        b"key,stratum,size\na,x,1",
        b'key,stratum,size\na,"x,1\n',
        b"key,stratum,size\na,x,one\n",
        b"key,stratum,size\na,x\n",
        b"key,stratum\na,x,1\n",
    ],
)
def test_read_bytes_that_are_no_frame_is_refused(content):
    with pytest.raises(sampling.FrameError) as error:
        sampling.read_frame(content)
    assert error.value.faults == (sampling.Fault(sampling.FrameFault.FORM),)


def test_read_a_frame_with_a_twin_says_so():
    with pytest.raises(sampling.FrameError, match="twice: a"):
        sampling.read_frame(b"key,stratum,size\na,x,1\na,x,1\n")


def test_read_a_rule_however_laid_out_gives_one_digest():
    loose = b'{"sizes": {"x": 2, "a": 1},\n "round": " r1 "}'
    rule = sampling.read_rule(loose)
    assert rule.content == b'{"allocation":"fixed","design":"equal","round":"r1","sizes":{"a":1,"x":2}}\n'
    assert sampling.read_rule(rule.content).digest == rule.digest == sampling.digest_of(rule.content)


def test_share_out_by_rule_gives_the_numbers_of_each_way():
    units = frame(("a", "x", 1), ("b", "x", 1), ("c", "y", 1))
    each = sampling.rule_of({"round": "r", "allocation": "each", "each": 2})
    shared = {"round": "r", "allocation": "neyman", "total": 2, "spreads": {"x": "0.5", "y": "0.25"}}
    assert each.sizes_in(units) == {"x": 2, "y": 1}
    assert sampling.rule_of(shared).sizes_in(units) == {"x": 1, "y": 1}
    assert b'"spreads":{"x":"0.5","y":"0.25"}' in sampling.rule_of(shared).content
    assert fixed(x=1).sizes_in(units) == {"x": 1, "y": 0}


@pytest.mark.parametrize(("sizes", "fault"), [({"z": 1}, "stratum"), ({"x": 2}, "number")])
def test_share_out_by_a_rule_that_does_not_fit_the_frame_is_refused(sizes, fault):
    with pytest.raises(sampling.RuleError) as error:
        fixed(**sizes).sizes_in(frame(("a", "x", 1)))
    assert error.value.fault == fault


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff", "form"),
        (b"{", "form"),
        (b"[]", "form"),
        (b'{"round": "r", "seed": 1}', "field"),
        (b'{"sizes": {"x": 1}}', "round"),
        (b'{"round": "a|b"}', "round"),
        (b'{"round": "r", "design": "lucky"}', "design"),
        (b'{"round": "r", "allocation": "some"}', "allocation"),
        (b'{"round": "r", "sizes": {"x": true}}', "number"),
        (b'{"round": "r", "sizes": {"x": -1}}', "number"),
        (b'{"round": "r", "sizes": [1]}', "number"),
        (b'{"round": "r", "allocation": "neyman", "total": 3, "spreads": {"x": 0.5}}', "number"),
        (b'{"round": "r", "allocation": "neyman", "spreads": {"x": "0.5"}}', "nothing"),
        (b'{"round": "r", "sizes": {"x": 0}}', "nothing"),
    ],
)
def test_read_a_rule_with_a_fault_names_it(content, fault):
    with pytest.raises(sampling.RuleError) as error:
        sampling.read_rule(content)
    assert error.value.fault == fault


def test_clean_words_keeps_one_form_and_refuses_what_separates():
    assert sampling.clean_words(" e\u0301 4 ") == "é 4"
    for wrong in ("", "a|b", "a\nb", "x" * 201):
        with pytest.raises(sampling.WordsError):
            sampling.clean_words(wrong)


def replaced(*words: str) -> sampling.Replaced:
    lots = [lot for lot in bundle(words=words).lots() if lot.stratum == "商场"]
    return sampling.Replaced("商场", lots[0].key, lots[4].key, "closed")


def test_repeat_a_draw_from_its_bundle_finds_nothing():
    assert sampling.differences(sampling.written(bundle())) == []
    assert sampling.differences(sampling.written(bundle(replaced=(replaced("6"),), words=("6",)))) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [
        ("frame.csv", "点位-003", "点位-903", Differs.DIGEST),
        ("rule.json", '"each":4', '"each":5', Differs.DIGEST),
        ("secret.json", "骰子之前", "骰子之后", Differs.SECRET),
        ("commitment.json", "sampling-1", "sampling-9", Differs.CODE),
        ("result.csv", ",1\n", ",0\n", Differs.LINE),
        (REPLACEMENTS, "closed", "closed\n商场,点位-000,点位-003,closed", Differs.ORDER),
    ],
)
def test_repeat_a_draw_with_a_changed_file_names_it(file, old, new, kind):
    files = sampling.written(bundle(replaced=(replaced(),)))
    files[file] = files[file].replace(old.encode(), new.encode(), 1)
    assert [(one.file, one.kind) for one in sampling.differences(files)] == [(file, kind)]


def test_repeat_a_draw_with_a_shorter_result_names_the_line():
    files = sampling.written(bundle())
    lines = files["result.csv"].count(b"\n")
    files["result.csv"] += b"\nmore"
    assert sampling.differences(files) == [sampling.Difference("result.csv", Differs.MORE, lines + 2)]


def test_repeat_a_draw_with_changed_words_differs_in_the_result():
    files = sampling.written(bundle(words=("4",)))
    files["secret.json"] = files["secret.json"].replace(b'"4"', b'"5"')
    assert [(one.file, one.line) for one in sampling.differences(files)] == [("result.csv", 2)]


def forged(name: str, content: bytes) -> dict[str, bytes]:
    """A bundle with another frame or rule, to which it is committed."""
    files = sampling.written(bundle())
    committed = files["commitment.json"].replace(
        sampling.digest_of(files[name]).encode(), sampling.digest_of(content).encode()
    )
    return {**files, "commitment.json": committed, name: content}


@pytest.mark.parametrize(
    ("files", "fault", "file"),
    [
        ({}, "missing", "frame.csv"),
        ({**sampling.written(bundle()), "secret.json": b"\xff"}, "form", "secret.json"),
        ({**sampling.written(bundle()), "secret.json": b"[]"}, "form", "secret.json"),
        (
            {**sampling.written(bundle()), "secret.json": b'{"salt":"a","secret":"b","words":[1]}'},
            "form",
            "secret.json",
        ),
        ({**sampling.written(bundle()), "commitment.json": b"{}"}, "form", "commitment.json"),
        ({**sampling.written(bundle()), REPLACEMENTS: b"\xff"}, "form", REPLACEMENTS),
        ({**sampling.written(bundle()), REPLACEMENTS: b"stratum,key\n"}, "form", REPLACEMENTS),
        (forged("frame.csv", b"no frame"), "form", "frame.csv"),
        (forged("rule.json", b'{"round":"r","sizes":{"z":1}}\n'), "form", "rule.json"),
    ],
)
def test_repeat_a_draw_without_a_readable_file_names_it(files, fault, file):
    with pytest.raises(sampling.BundleError) as error:
        sampling.differences(files)
    assert (error.value.fault, error.value.file) == (fault, file)


def test_read_the_result_with_any_program_gives_its_columns():
    rows = list(csv.DictReader(io.StringIO(GOLDEN.read_text(encoding="utf-8"))))
    assert {row["stratum"] for row in rows} == {"商场", "公园, 广场", "市场"}
    assert sum(row["chosen"] == "1" for row in rows) == 12
