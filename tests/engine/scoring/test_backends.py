"""Which implementation runs, and that nobody pays for numba unasked."""

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import wenming.engine as engine_package
from wenming.engine.compiled import or_twin
from wenming.engine.scoring.backends import NUMPY, best_backend, compiled_backend

MODULES = (
    "arrays", "backends", "changes", "crossings", "display", "exact", "ranks", "rollup", "shapley", "statistics", "tables",
    "twins", "whatif",
)  # fmt: skip


def test_choose_backend_with_numba_is_the_compiled_one():
    assert (best_backend(), best_backend().name) == (compiled_backend(), "numba")


def test_choose_backend_without_numba_is_numpy(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "wenming.engine.scoring.kernels", raising=False)
    monkeypatch.delattr("wenming.engine.scoring.kernels", raising=False)
    assert best_backend() is NUMPY
    with pytest.raises(ImportError):
        compiled_backend()


def test_choose_backend_where_nothing_may_be_written_is_numpy(tmp_path):
    # a copy of the package whose cache folder is a file, and a home that is none: not even root may write there
    engine = Path(engine_package.__file__).parent
    shutil.copytree(engine, tmp_path / "wenming" / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "wenming" / "__init__.py").touch()
    (tmp_path / "wenming" / "engine" / "scoring" / "__pycache__").touch()
    program = "from wenming.engine.scoring.backends import best_backend; print(best_backend().name)"
    nowhere = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"), f"{os.devnull}/nowhere")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA")}
    environment = {**kept, **nowhere, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=tmp_path, capture_output=True, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == (b"numpy\n", b"", 0)


COUNT = """
import numpy as np
from wenming.engine.scoring.backends import compiled_backend
packed = np.zeros(2, dtype=np.int64)
print(compiled_backend().accumulate(np.array([1, 1]), np.array([5, 7]), packed), *packed.tolist())
"""


def test_count_with_a_cache_cut_short_gives_the_same_numbers(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA")}
    environment = {**kept, "NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}

    def count():
        return subprocess.run([sys.executable, "-c", COUNT], env=environment, capture_output=True, check=False)

    done = [count()]
    for ending in ("nbc", "nbi"):
        (file,) = tmp_path.rglob(f"*.{ending}")
        file.write_bytes(file.read_bytes()[:50])
        done.append(count())
        file.write_bytes(b"")
        done.append(count())
    assert [(run.stdout, run.stderr) for run in done] == [(f"-1 0 {(2 << 32) + 12}\n".encode(), b"")] * 5


@pytest.mark.parametrize("fault", [EOFError, OSError, pickle.UnpicklingError])
def test_run_kernel_whose_cache_fails_runs_its_twin(fault):
    def kernel(number: int) -> int:
        raise fault

    assert or_twin(kernel, lambda number: number + 1)(1) == 2


def test_run_kernel_with_a_fault_of_its_own_does_not_hide_it():
    def kernel(number: int) -> int:
        raise TypeError("no kernel takes this")

    with pytest.raises(TypeError, match=r"^no kernel takes this$"):
        or_twin(kernel, lambda number: number + 1)(1)


@pytest.mark.parametrize("module", MODULES)
def test_import_module_does_not_import_numba(module):
    program = f"import sys, wenming.engine.scoring.{module}; sys.exit('numba' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", program], env=environment, check=False).returncode == 0
