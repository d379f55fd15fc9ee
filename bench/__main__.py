"""`python -m bench`."""

import sys

from bench.run import main
from studiobook.dev.services.failure import CannotStart

try:
    sys.exit(main())
except CannotStart as refusal:
    sys.exit(str(refusal))
