"""The figures are taken; what they are is `make bench`'s business."""

from judge.benchmarks import sandbox


def test_every_figure_of_the_sandbox_is_measured(monkeypatch):
    monkeypatch.setattr(sandbox, "PAIRS", 2)
    monkeypatch.setattr(sandbox, "STARTS", 2)
    figures = {figure.name: figure.value for figure in sandbox.figures()}

    assert set(figures) == {"sandbox.cpp_ratio", "sandbox.python_ratio", "sandbox.start_ms"}
    assert all(value > 0 for value in figures.values())
