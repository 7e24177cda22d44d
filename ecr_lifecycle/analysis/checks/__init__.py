"""The checks, a file for each question. Each yields findings and knows of no other."""
