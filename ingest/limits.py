"""How much one file and one page may cost."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a scan may ask of this machine; more than that is refused with a reason."""

    seconds: int = 120
    """Wall clock and processor time for one page, all its processes together or each."""
    memory: int = 3072 * MEBIBYTE
    """Address space of each process, in bytes."""
    pixels: int = 120_000_000
    """Pixels of one image before it is decoded."""
    page_pixels: int = 40_000_000
    """Pixels of one page as it is stored; a larger one is reduced to this."""
    pages: int = 1000
    """Pages of one file."""
    output: int = 256 * MEBIBYTE
    """Bytes of the largest file that a decoder may write."""
