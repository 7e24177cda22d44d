"""Writes the generated modules of the catalogue anew."""

from tools.catalogue import actions, managed_policies

if __name__ == "__main__":
    actions.main()
    managed_policies.main()
