"""The figures of the house: how long functions and files are, and how much of it is tested."""

import argparse
import ast
import json
import statistics
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
CODE = ("archive", "ingest", "config.py")


def main() -> None:
    """Print the figures, as a table or as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    figures = measure()
    if parser.parse_args().json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:32} {value}")


def measure() -> dict[str, float | str]:
    """Lines are those that are not blank; a function is as long as it stands in its file."""
    code, tests = list(_files(*CODE)), list(_files("tests"))
    lengths = sorted(length for path in code for length in _functions(path))
    sizes = {str(path.relative_to(ROOT)): _lines(path) for path in code}
    largest = max(sizes, key=lambda name: sizes[name])
    return {
        "files": len(code),
        "lines of code": sum(sizes.values()),
        "lines of test": sum(map(_lines, tests)),
        "test to code": round(sum(map(_lines, tests)) / sum(sizes.values()), 2),
        "functions": len(lengths),
        "function, median lines": statistics.median(lengths),
        "function, ninth decile": lengths[int(len(lengths) * 0.9)],
        "function, longest": lengths[-1],
        "file, ninth decile": sorted(sizes.values())[int(len(sizes) * 0.9)],
        "file, longest": sizes[largest],
        "longest file": largest,
    }


def _files(*names: str) -> Iterator[Path]:
    for name in names:
        path = ROOT / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _functions(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


def _lines(path: Path) -> int:
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


if __name__ == "__main__":
    main()
