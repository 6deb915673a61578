"""A deliverable read as text: what it says in two ways, and what it leaves unsaid."""
