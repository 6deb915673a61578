"""Brings the translations in step with the sources.

`python tools/refresh_catalogue.py`, then fill in the texts it left empty.
"""

from kurss.portal import catalogue


def main() -> None:
    known = [catalogue.read(file) for file in catalogue.catalogues()]
    kept = {file.parents[3].name for file in catalogue.catalogues()}
    for module in sorted(kept | set(catalogue.modules())):
        file = catalogue.refresh(module, known)
        if file is None:
            continue
        empty = [row.id for row in catalogue.read(file) if row.id and not any(row.string or "")]
        if empty:
            print(f"{file}: {len(empty)} texts without a translation.")  # noqa: T201


if __name__ == "__main__":
    main()
