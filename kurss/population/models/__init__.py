from kurss.population.models.count import CITY, PopulationCount, Series

__all__ = ["CITY", "PopulationCount", "Series"]
