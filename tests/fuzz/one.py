"""Checks one roster as the command line does, and says on the last line of standard error what it took."""

import json
import sys
import time

from onefile_desktop.__main__ import main
from tests.benchmarks.peak import peak_megabytes

began = time.monotonic()
code = main(["check", sys.argv[1], "--json"])
sys.stdout.flush()
took = {"code": code, "seconds": time.monotonic() - began, "megabytes": peak_megabytes()}
print("\n" + json.dumps(took), file=sys.stderr)
