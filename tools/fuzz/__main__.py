"""`make fuzz`: hostile input for the one room that reads what strangers write."""

import sys

from tools.fuzz.lifecycle import main

if __name__ == "__main__":
    sys.exit(main())
