"""The sizes that the house keeps."""

from benchmarks.house import measure


def test_functions_and_files_stay_small() -> None:
    figures = measure()
    assert float(figures["function, median lines"]) <= 8
    assert float(figures["function, ninth decile"]) <= 25
    assert float(figures["function, longest"]) <= 50
    assert float(figures["file, longest"]) <= 400
