"""Where the frozen program starts."""

import sys

from onefile_desktop.__main__ import main

sys.exit(main())
