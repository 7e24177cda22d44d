"""Ever new input for the properties that the tests state: `make fuzz`."""
