"""Where the shipped files lie: in the package once installed, beside it in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent
IS_CHECKOUT = (_CHECKOUT / "pyproject.toml").is_file()
SHIPPED = _CHECKOUT if IS_CHECKOUT else _PACKAGE

TEMPLATES = SHIPPED / "templates"
STATIC = SHIPPED / "static"
DEFAULTS = SHIPPED / "config.py"
DEFAULT_DATA = _CHECKOUT / "var" if IS_CHECKOUT else Path.home() / ".local/share/testimony-archive"
