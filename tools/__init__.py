"""What runs before there is a virtual environment, or beside the program."""
