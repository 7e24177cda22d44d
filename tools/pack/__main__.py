"""Build the pack into `dist/`, where it needs nothing of this project."""

from tools.pack.build import build

if __name__ == "__main__":
    folder = build()
    print(f"built {folder}\nuse it: pulumi preview --policy-pack {folder}")
