"""What a sealed file says of itself, for whoever writes and whoever reads one. Pure."""

IDS = "kurss-ids"
NUMBERS = "numbers"
"""Key and value by which a Parquet file says that every record id in it is a whole number as it is written: then
the order in which ids are digested is the order of their size."""

IS_A_NUMBER = "CAST(try_cast(record AS BIGINT) AS VARCHAR) IS NOT DISTINCT FROM record AND record[1] <> '-'"
"""The same of one id, as DuckDB asks it."""
