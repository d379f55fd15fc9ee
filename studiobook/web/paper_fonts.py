"""The fonts of papers, and signs that they lack cut out of one that has nearly all."""

import logging
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "static" / "vendor" / "paper"
PLAIN, BOLD = FONTS / "DejaVuSans.ttf", FONTS / "DejaVuSans-Bold.ttf"
ANY_SCRIPT = FONTS / "unifontex-latin-400-normal.woff"
#: Tables of that font that cannot be cut down and are not needed for single signs.
DROPPED = ["BASE", "GDEF", "GPOS", "GSUB", "PfEd", "TeX ", "kern", "meta"]


def are_there() -> bool:
    """Whether the browser set-up has put them in their place."""
    return PLAIN.is_file() and BOLD.is_file()


def cut_out(signs: set[str], to: Path) -> set[str]:
    """Write a small font with these signs, as far as they are known; answers which are."""
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it grumbles about what is dropped
    font = TTFont(ANY_SCRIPT, lazy=True, recalcTimestamp=False)
    found = {sign for sign in signs if ord(sign) in font.getBestCmap()}
    if not found:
        return found
    subsetter = Subsetter(Options(drop_tables=DROPPED, layout_features=[], hinting=False))
    subsetter.populate(unicodes=[ord(sign) for sign in found])
    subsetter.subset(font)
    font.flavor = None
    font.save(to)
    return found
