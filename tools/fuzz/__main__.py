"""`make fuzz`: hostile input for the rooms that read what strangers write."""

import sys

from tools.fuzz import lifecycle, stack_files

if __name__ == "__main__":
    sys.exit(stack_files.main([]) or lifecycle.main())
