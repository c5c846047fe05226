"""`bench filing`: 2,000 pictures, 1,000 documents and 268 reports made into zips, against one zip put together in memory.

The same plan is written both ways: ours part by part into a file beside the kept ones, with index, 75 forms, albums of one photo to a page; the
peer puts the bare papers, nothing else, into a zip in memory, deflated as `zipfile` does by itself, and keeps it. Each side runs in a process of
its own; what is compared is the papers alone (`bare`), and what everything costs is said beside it.

`WENMING_BENCH_FILING` makes it smaller for a quick look (a divisor).
"""

import hashlib
import importlib
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from benchmarks.runner import CannotMeasureError, measured, report

DIVISOR = int(os.environ.get("WENMING_BENCH_FILING", "1"))
PIECES = {"picture": 2000 // DIVISOR, "document": 1000 // DIVISOR, "report": 268 // DIVISOR}
SIZES = {"picture": 240_000, "document": 120_000, "report": 40_000}
"""Bytes of one: small ones; what is compared does not depend on it."""
TASKS, PARTS = 75, 5
SIDES = ("ours", "bare", "peer")


def measure() -> dict:
    """Measure every side in a process of its own, on the same files."""
    with tempfile.TemporaryDirectory() as folder:
        plan = _make(Path(folder))
        (Path(folder) / "plan.json").write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
        found = {side: _run(side, folder) for side in SIDES}
        again = _run("bare", folder)
    if again["digest"] != found["bare"]["digest"]:
        raise AssertionError("the same papers gave another zip")
    mine, peer = found["bare"], found["peer"]
    lines = [
        measured("papers alone: seconds", mine["seconds"], peer["seconds"], "s", "≤ 1 ×", holds=mine["seconds"] <= peer["seconds"]),
        measured("papers alone: memory", mine["peak"], peer["peak"], "MB", "≤ 0.25 ×", holds=mine["peak"] <= peer["peak"] / 4),
        measured("with forms, albums, index: memory", found["ours"]["peak"], peer["peak"], "MB", "≤ 200 MB", holds=found["ours"]["peak"] <= 200),
    ]  # fmt: skip
    checks = {
        "papers": ", ".join(f"{count} {kind}s" for kind, count in PIECES.items()),
        "bytes": sum(PIECES[kind] * SIZES[kind] for kind in PIECES),
        "with forms, albums, index": f"{found['ours']['seconds']:.1f} s, {found['ours']['files']} files",
    }
    return report("filing", lines, checks, ("python-docx", "xlsxwriter"))


def _run(side: str, folder: str) -> dict:
    """Run one side in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.filing", side, folder], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotMeasureError(done.stderr.strip().splitlines()[-1])
    return json.loads(done.stdout)


def _make(folder: Path) -> dict:
    """Put made-up papers where the store keeps them, and return the plan of their filing; a picture's are its own bytes behind a small JPEG."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), (90, 120, 160)).save(buffer, "JPEG")
    heads = {"picture": buffer.getvalue(), "document": b"%PDF-1.4\n", "report": b"PK\x03\x04"}
    endings = {"picture": "jpg", "document": "pdf", "report": "docx"}
    clauses = [_clause(number) for number in range(TASKS)]
    count = 0
    for place, (kind, several) in enumerate(PIECES.items()):
        for number in range(several):
            content = heads[kind] + hashlib.shake_128(f"{kind}{number}".encode()).digest(SIZES[kind])
            digest = hashlib.sha256(content).hexdigest()
            kept = folder / "files" / "bench" / digest[:2] / digest
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(content)
            clause = clauses[number % TASKS]
            line = clause["lines"][place]
            count += 1
            line["pieces"].append({
                "paper": count, "place": len(line["pieces"]) + 1, "copy": "", "title": f"材料{number}", "unit": "市环卫处", "dated": "2026-11-02",
                "path": f"{clause['folder']}/{place + 1:02d}-{len(line['pieces']) + 1:03d} 材料{number}.{endings[kind]}", "document_number": "",
                "media": "", "pages": 1, "digest": digest, "size": len(content), "shown": digest if kind == "picture" else "", "lines": [], "proofs": [],
                "caption": {"taken": "2026-11-02", "place": "人民广场", "people": "志愿者", "theme": "文明劝导"},
            })  # fmt: skip
    parts = [{"folder": f"0{part} Ⅰ-{part} 项目", "name": f"Ⅰ-{part} 项目"} for part in range(1, PARTS + 1)]
    return {"city": "演练市", "campaign": "演练", "edition": "演练版", "year": 2026, "parts": parts, "clauses": clauses}


def _clause(number: int) -> dict:
    """Return a clause with a requirement of each kind."""
    part = number * PARTS // TASKS + 1
    folder = f"0{part} Ⅰ-{part} 项目/{number + 1:02d} Ⅲ-{number + 1} 内容"
    lines = [
        {"number": f"Ⅲ-{number + 1}-({place})", "name": "要求", "kind": kind, "count": 1, "rhythm": "yearly", "pieces": [], "lacks": []}
        for place, kind in enumerate(PIECES, start=1)
    ]  # fmt: skip
    return {
        "code": f"Ⅲ-{number + 1}", "name": "内容", "folder": folder, "project": f"Ⅰ-{part} 项目", "content": f"Ⅲ-{number + 1} 内容",
        "content_folder": folder, "form": f"{folder}/00 测评材料提交表.docx", "lines": lines,
    }  # fmt: skip


def run_side(side: str, folder: Path) -> dict:
    """Write everything the way of one side; return seconds, megabytes at the most, files, and the digest of all zips."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenming.config.settings.test")
    import django
    from django.conf import settings

    django.setup()
    settings.FILES_FOLDER = folder / "files"
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    # what the libraries themselves take is no part of it
    write = {"ours": _ours, "bare": _bare, "peer": _peer}[side]
    importlib.import_module("wenming.materials.exports.filing.parts")
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    files, digest = write(plan, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"seconds": time.perf_counter() - start, "peak": peak / 1024, "files": files, "digest": digest}


def _ours(plan: dict, folder: Path) -> tuple[int, str]:
    """Write the parts as a filing does."""
    from wenming.kernel.adapters.stores import keep_bytes
    from wenming.materials.exports.filing.parts import write_index, write_part

    rows, digests = [], []
    for number in range(len(plan["parts"]) + 1):
        with tempfile.TemporaryFile(dir=folder) as file:
            rows += write_part(file, "bench", plan, number) if number else write_index(file, plan, [])
            file.seek(0)
            digests.append(keep_bytes("bench", iter(lambda: file.read(2**18), b""))[0])
    return len(rows), hashlib.sha256("".join(digests).encode()).hexdigest()


def _pieces(plan: dict) -> list[dict]:
    return [piece for clause in plan["clauses"] for line in clause["lines"] for piece in line["pieces"]]


def _bare(plan: dict, folder: Path) -> tuple[int, str]:
    """Write the papers alone, our way."""
    from wenming.engine.filing import Row
    from wenming.kernel.adapters.stores import keep_bytes, path_of
    from wenming.materials.exports.filing.zips import packing

    pieces = _pieces(plan)
    with tempfile.TemporaryFile(dir=folder) as file:
        with packing(file) as packed:
            for piece in pieces:
                packed.put_file(Row(piece["path"], piece["digest"], piece["size"]), path_of("bench", piece["digest"]))
        file.seek(0)
        digest, _size = keep_bytes("bench", iter(lambda: file.read(2**18), b""))
    return len(pieces), digest


def _peer(plan: dict, folder: Path) -> tuple[int, str]:  # noqa: ARG001  one shape for all sides
    """Put the papers into a zip in memory, and keep it."""
    from wenming.kernel.adapters.stores import keep_bytes, path_of

    pieces, buffer = _pieces(plan), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for piece in pieces:
            archive.writestr(piece["path"], path_of("bench", piece["digest"]).read_bytes())
    digest, _size = keep_bytes("bench", [buffer.getvalue()])
    return len(pieces), digest


if __name__ == "__main__":
    print(json.dumps(run_side(sys.argv[1], Path(sys.argv[2]))))
