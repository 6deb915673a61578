from kurss.demo.models.loaded_step import LoadedStep

__all__ = ["LoadedStep"]
