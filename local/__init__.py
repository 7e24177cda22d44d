"""Running the program on one machine: the engine, the local AWS, the `aws` plug-in."""
