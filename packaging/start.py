"""Where the frozen program starts."""

import sys

from onefile_desktop.roster.files.reader_process import AS_READER

if sys.argv[1:2] == [AS_READER]:  # it reads one file for another process of this program, and needs nothing else
    from onefile_desktop.roster.files.reader import serve

    serve()

from onefile_desktop.__main__ import main

sys.exit(main())
