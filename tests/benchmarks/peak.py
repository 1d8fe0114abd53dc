"""How much memory this process and its children had at most."""

import re
import resource
from pathlib import Path


def peak_megabytes() -> float:
    """What this process had at most, and the largest of its children, added up; rather too much than too little.

    Linux only: a process's own count of resources starts with what its parent had, its memory map does not.
    """
    own = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert own is not None
    return (int(own[1]) + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
