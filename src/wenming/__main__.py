"""``python -m wenming NOUN VERB``: the command line."""

import os
import sys

from wenming.config.cli import main

if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever reads has seen enough (`| head`); the interpreter must not complain about it on its way out
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)
