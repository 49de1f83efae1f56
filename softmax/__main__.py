"""`python -m softmax`."""

import sys

from softmax.cli import main

sys.exit(main())
