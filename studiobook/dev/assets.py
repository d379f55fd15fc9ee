"""Browser files from node_modules into studiobook/static/vendor, which is never committed."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "studiobook" / "static" / "vendor"

GROTESK = "familjen-grotesk-latin-wght-normal.woff2"
BESLEY = "besley-latin-500-normal.woff2"
#: Papers are drawn with these; the last one has a sign for every script, for names.
DEJAVU, DEJAVU_BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
UNIFONT = "unifontex-latin-400-normal.woff"

#: (a file inside node_modules, its name under static/vendor)
FILES = (
    ("htmx.org/dist/htmx.min.js", "htmx.min.js"),
    ("leaflet/dist/leaflet.js", "leaflet/leaflet.js"),
    ("leaflet/dist/leaflet.css", "leaflet/leaflet.css"),
    (f"@fontsource/besley/files/{BESLEY}", f"fonts/{BESLEY}"),
    (f"@fontsource-variable/familjen-grotesk/files/{GROTESK}", f"fonts/{GROTESK}"),
    (f"dejavu-fonts-ttf/ttf/{DEJAVU}", f"paper/{DEJAVU}"),
    (f"dejavu-fonts-ttf/ttf/{DEJAVU_BOLD}", f"paper/{DEJAVU_BOLD}"),
    (f"@fontsource/unifontex/files/{UNIFONT}", f"paper/{UNIFONT}"),
)


def copy_assets(packages: Path = PACKAGES, vendor: Path = VENDOR) -> list[str]:
    """Make the vendor folder hold exactly the table's files; return the ones not installed."""
    missing = [source for source, _ in FILES if not (packages / source).is_file()]
    if missing:
        return missing
    shutil.rmtree(vendor, ignore_errors=True)
    for source, name in FILES:
        target = vendor / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packages / source, target)
    return []


def has_script(vendor: Path = VENDOR) -> bool:
    """Whether pages will be served with their script."""
    return (vendor / "htmx.min.js").is_file()


if __name__ == "__main__":
    if absent := copy_assets():
        sys.exit(f"Not installed by npm: {', '.join(absent)}.")
