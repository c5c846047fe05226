"""Which implementation runs, and that nobody pays for numba unasked."""

import os
import subprocess
import sys

import pytest

from wenming.engine.scoring.backends import NUMPY, best_backend, compiled_backend

MODULES = ("arrays", "backends", "display", "exact", "ranks", "rollup", "statistics", "tables", "twins", "whatif")


def test_choose_backend_with_numba_is_the_compiled_one():
    assert (best_backend(), best_backend().name) == (compiled_backend(), "numba")


def test_choose_backend_without_numba_is_numpy(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "wenming.engine.scoring.kernels", raising=False)
    monkeypatch.delattr("wenming.engine.scoring.kernels", raising=False)
    assert best_backend() is NUMPY
    with pytest.raises(ImportError):
        compiled_backend()


@pytest.mark.parametrize("module", MODULES)
def test_import_module_does_not_import_numba(module):
    program = f"import sys, wenming.engine.scoring.{module}; sys.exit('numba' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", program], env=environment, check=False).returncode == 0
