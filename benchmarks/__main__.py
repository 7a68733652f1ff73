"""`python -m benchmarks NAME [arguments]` runs benchmarks/NAME.py; without a name it lists them."""

import ast
import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def main(arguments: list[str]) -> int:
    """The exit status: that of the measurement, 2 when there is none of that name."""
    match arguments:
        case [name, *rest] if name in NAMES:
            return importlib.import_module(f"benchmarks.{name}").main(rest) or 0
        case [name, *_] if name not in ("-h", "--help"):
            print(f"There is no measurement {name!r}. There are: {', '.join(NAMES)}", file=sys.stderr)
            return 2
    for name in NAMES:
        # Read, not imported: some want Django set up first.
        said = ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text("utf-8"))) or ""
        print(f"{name:12} {said.partition(chr(10))[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
