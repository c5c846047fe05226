"""``standard import|check`` of Word documents and offices' own tables through main(): exit status, files and answers."""

import json

import pytest

from tests.data import PACKS, use_messages
from tests.standards.officefiles import RICH, Table, excel, own_document, word
from wenming.config.cli import main
from wenming.engine.provenance import Confidence, Provenance
from wenming.standards.imports.packs import load_contents, load_standard

use_messages()

SOURCE = ("--source", "某市创建办 2021 年收到的文件")
CLEAN = Table(
    "测评体系", [["测评项目", "测评方法", "分值"], ["Ⅰ-1 环境", "实地考察", "60"], ["Ⅰ-2 秩序", "问卷调查", "40"]]
)


def run(capsys, *argv):
    """Return the exit status and what was printed on both channels."""
    status = main(["standard", *(str(word) for word in argv)])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.fixture
def put(tmp_path):
    """Return a function that writes a file and returns its path."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_import_of_our_workbook_as_a_word_document_gives_the_same_pack(capsys, put, tmp_path):
    for code in ("suzhou-2016-district", "national-civilized-city-2018-2020"):
        said = load_contents(PACKS / f"{code}.yaml")
        out = tmp_path / f"{code}.yaml"
        status, printed, _err = run(capsys, "import", put("s.docx", own_document(said[0])), out)
        assert (status, printed.startswith(f"{out}：已写出，"), load_contents(out)) == (0, True, said)


def test_import_of_a_form_takes_title_edition_and_code_from_where_they_stand(capsys, put, tmp_path):
    out = tmp_path / "city-2021.yaml"
    file = put("体系.docx", word([CLEAN], "某市文明指数测评细则（2021年版）"))
    status, printed, err = run(capsys, "import", file, out, *SOURCE)
    assert (status, err) == (0, "")
    assert printed.splitlines() == ["用上 3 行，没有用上 0 处", f"{out}：已写出，2 个条目"]
    said, _own = load_contents(out)
    assert (said["code"], said["title"]["zh"], said["edition"], said["complete"]) == (
        "city-2021",
        "某市文明指数测评细则",
        "2021",
        "false",
    )
    assert said["sources"] == {"file": {"zh": SOURCE[1], "en": SOURCE[1], "confidence": "unverified"}}
    assert [gap["zh"] for gap in said["not_covered"]] == ["表格之外的规定：申报条件、负面清单、加分、周期权重等"]


def test_import_of_the_same_form_from_word_and_excel_gives_equal_packs(capsys, put, tmp_path):
    facts = ("--code", "rich", "--title", "测评体系", "--edition", "2021", *SOURCE)
    texts = []
    for name, content in (("r.docx", word([RICH])), ("r.xlsx", excel([RICH]))):
        out = tmp_path / f"{name}.yaml"
        status, printed, _err = run(capsys, "import", put(name, content), out, *facts)
        assert (status, printed.splitlines()[:-1]) == (
            0,
            ["用上 13 行，没有用上 0 处", "另读到单位分工 5 处、注 3 条，标准文件里没有它们的位置，没有写入"],
        )
        texts.append(out.read_text("utf-8"))
    assert texts[0] == texts[1]
    standard = load_standard(tmp_path / "r.docx.yaml")
    assert (standard.root.points, standard.levels) == (50, ("project", "indicator", "content", "criterion"))
    gaps = [gap["zh"] for gap in load_contents(tmp_path / "r.docx.yaml")[0]["not_covered"]]
    assert gaps[1:] == ["没有公布的分值", "责任单位分工（原表有，未写入）", "注和备注（原表有，未写入）"]


def test_import_of_a_form_without_points_splits_evenly_and_says_so(capsys, put, tmp_path):
    out = tmp_path / "bare.yaml"
    papers = "1.规范性文件；2.说明报告 1 份\n3.实景图片３张"
    table = Table("体系", [["测评项目", "材料要求"], ["Ⅰ-1 环境", papers], ["Ⅰ-2 秩序", "文件或照片"]])
    status, printed, _err = run(
        capsys, "import", put("b.docx", word([table])), out, "--title", "体系", "--edition", "1", *SOURCE
    )
    assert (status, "另读到种类不明的材料要求 1 处" in printed) == (0, True)
    said, _own = load_contents(out)
    assert (said["shares"], "points" in said) == ("unpublished", False)
    gaps = [gap["zh"] for gap in said["not_covered"]]
    assert gaps[1:] == ["没有公布的分值", "种类不明的材料要求（原表有，未写入）"]
    standard = load_standard(out)
    assert [node.points for node in standard.root.children] == [50, 50]
    materials = [(row.code, row.name, row.kind, row.count, row.clauses) for row in standard.provisions.materials]
    assert materials == [
        ("Ⅰ-1-M1", "规范性文件", "document", None, ("Ⅰ-1",)),
        ("Ⅰ-1-M2", "说明报告 1 份", "report", 1, ("Ⅰ-1",)),
        ("Ⅰ-1-M3", "实景图片３张", "picture", 3, ("Ⅰ-1",)),
    ]


def test_import_of_a_form_that_says_little_takes_what_is_missing_from_the_names_of_the_files(capsys, put, tmp_path):
    out = tmp_path / "city-a.yaml"
    assert run(capsys, "import", put("s.xlsx", excel([CLEAN])), out)[0] == 0
    standard = load_standard(out)
    assert (standard.code, standard.title, standard.edition) == ("city-a", "s", "未注明")
    assert standard.provenance == Provenance("文件《s.xlsx》", Confidence.UNVERIFIED)


@pytest.mark.parametrize(("name", "options"), [("体系.yaml", ()), ("a.yaml", ("--code", "编号"))])
def test_import_of_a_form_without_a_usable_code_says_how_to_give_one(capsys, put, tmp_path, name, options):
    out = tmp_path / name
    code = options[1] if options else "体系"
    line = f"代号“{code}”含有不能用的字符；只用字母、数字和 . - _，写在 --code 后面\n"
    answer = run(capsys, "import", put("s.xlsx", excel([CLEAN])), out, *options)
    assert (answer, out.exists()) == ((2, "", line), False)


def test_import_of_a_form_with_unused_rows_lists_them_writes_the_pack_and_ends_with_one(capsys, put, tmp_path):
    out = tmp_path / "city.yaml"
    table = Table("体系", [*CLEAN.rows, ["", "", ""]], [])
    table.rows[-1] = ["本表由某办负责解释", "", ""]
    table.merged.append((3, 0, 3, 2))
    file = put("s.docx", word([table, Table("签字", [["负责人", "某某"]])]))
    facts = ("--title", "体系", "--edition", "1", *SOURCE)
    status, printed, _err = run(capsys, "import", file, out, *facts)
    assert (status, printed.splitlines()) == (
        1,
        [
            "体系 第 4 行：没有用上：跨列的一行，看不出属于哪一级｜本表由某办负责解释",
            "签字 第 1 行：没有用上：这张表没有测评体系的表头｜负责人 | 某某",
            "用上 3 行，没有用上 2 处",
            f"{out}：已写出，2 个条目",
        ],
    )
    assert load_contents(out)[0]["not_covered"][-1]["zh"] == "原文件中没有读入的文字"
    status, printed, _err = run(capsys, "import", file, out, "--force", "--json", *facts)
    answer = json.loads(printed)
    assert (status, answer["standard"], answer["used"], answer["findings"]) == (1, "city", 3, [])
    assert answer["listed"][0] == {
        "sheet": "体系", "row": 4, "column": None, "text": "本表由某办负责解释", "reason": "跨列的一行，看不出属于哪一级",
    }  # fmt: skip


def test_import_of_a_faulty_form_names_the_faults_and_writes_nothing(capsys, put, tmp_path):
    out = tmp_path / "city.yaml"
    table = Table("体系", [["测评项目", "分值"], ["Ⅰ-1 环境（6分）", "60"], ["Ⅰ-2", "40"]])
    file = put("s.docx", word([table]))
    status, printed, _err = run(capsys, "import", file, out)
    assert (status, out.exists(), printed.splitlines()) == (
        1,
        False,
        [
            "体系 第 2 行 分值：“环境”的分值写了两次：6 和 60。改正其中一个，或删去",
            "体系 第 3 行 测评项目：“Ⅰ-2”只有编号，没有名称。在编号后面写上名称",
            "用上 3 行，没有用上 0 处",
            "共 2 处错误，没有写出标准文件",
        ],
    )


def test_check_of_tables_says_what_import_would(capsys, put):
    own = put("own.docx", own_document(load_contents(PACKS / "jining-2017-street-index.yaml")[0]))
    status, out, err = run(capsys, "check", own)
    assert (status, out.splitlines()[0][: len(f"{own}：没有错误。")], err) == (0, f"{own}：没有错误。", "")
    form = put("form.xlsx", excel([CLEAN]))
    assert run(capsys, "check", form) == (0, f"用上 3 行，没有用上 0 处\n{form}：没有错误\n", "")
    faulty = put("faulty.docx", word([Table("体系", [["测评项目", "分值"], ["Ⅰ-1", "五"]])]))
    status, printed, _err = run(capsys, "check", faulty)
    assert (status, printed.splitlines()[-1]) == (1, f"{faulty}：共 2 处错误")
    status, printed, _err = run(capsys, "check", faulty, "--json")
    answer = json.loads(printed)
    assert (status, list(answer)) == (1, ["file", "standard", "findings", "used", "listed", "completeness"])
    assert [item["column"] for item in answer["findings"]] == ["测评项目", "分值"]


def test_check_of_an_old_or_absent_file_ends_with_two_and_one_line(capsys, put, tmp_path):
    old = put("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    line = f"{old}: 是旧格式的文件（.doc 或 .xls）：请用办公软件打开，另存为 .docx 或 .xlsx 后重试\n"
    assert run(capsys, "check", old) == (2, "", line)
    absent = tmp_path / "absent.docx"
    assert run(capsys, "check", absent) == (2, "", f"打不开标准文件 {absent}\n")
