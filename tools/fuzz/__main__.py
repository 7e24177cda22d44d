"""`make fuzz`: hostile input for the rooms that read what strangers write.

Stack files are 10,000 cases against the real CLI; the other two have half of the time each.
"""

import argparse
import sys

from tools.fuzz import policies, properties, stack_files

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    each = ["--seconds", str(parser.parse_args().seconds / 2)]
    sys.exit(stack_files.main([]) or properties.main(each) or policies.main(each))
