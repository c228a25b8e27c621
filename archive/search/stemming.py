"""The stemmers of English and Spanish, from Whoosh."""

from archive.search.whoosh_parts import SpanishStemmer, porter_stem

_SNOWBALL = SpanishStemmer()


def english(word: str) -> str:
    """Cut an English word to its stem."""
    return str(porter_stem(word)) if word.isascii() else word


def spanish(word: str) -> str:
    """Cut a Spanish word to its stem."""
    return str(_SNOWBALL.stem(word))
