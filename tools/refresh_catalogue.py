"""Brings the translations in step with the sources.

`python tools/refresh_catalogue.py`, then fill in the texts it left empty.
"""

from kurss.portal import catalogue


def main() -> None:
    for file in catalogue.catalogues():
        catalogue.refresh(file)
        empty = [message.id for message in catalogue.read(file) if message.id and not message.string]
        print(f"{file.parents[1].name}: {len(empty)} texts without a translation.")  # noqa: T201


if __name__ == "__main__":
    main()
