"""Every visible text passes through here, so that the screens can be shown in another language."""

from gettext import NullTranslations

from flask import Flask

_TEXTS = NullTranslations()


def init_app(app: Flask) -> None:
    """Give templates the ``_`` that translates."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_translations(_TEXTS, newstyle=True)  # type: ignore[attr-defined]
