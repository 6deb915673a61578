from kurss.publication.document.writing import write

__all__ = ["write"]
