"""Static files under their hashed names, each address made once: a page has a score of them."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):
    """The names are those of the manifest, which a process reads once; another one is another start."""

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)
        self._address = cache(super().url)

    def url(self, name: str, force: bool = False) -> str:
        return self._address(name, force)
