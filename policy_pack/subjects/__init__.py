"""The resources that policies judge, read alike whichever provider registers them."""
