"""The people and bodies around a programme, and its risks."""
