"""`bench issues` at a small size: it fills both cities, opens every filter, and counts queries."""

from benchmarks.issues import FILTERS, run_one


def test_bench_issues_at_a_small_size_measures_everything(monkeypatch):
    monkeypatch.setenv("BENCH_ISSUES", "120:60")
    monkeypatch.setenv("BENCH_TURNS", "1")
    found = run_one("SQLite")
    assert found["issues"] == 120
    assert found["filters"].keys() == FILTERS.keys()
    assert max(one["queries"] for one in found["filters"].values()) <= 6
    assert found["create"]["queries"] == 8
    assert {size: one["rows"] for size, one in found["export"].items()} == {"large": 120, "small": 60}
    assert min(found["counts"].values()) > 0
