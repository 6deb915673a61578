"""A programme's records read like an auditor: named rules over one typed view of the programme."""
