"""Pages of a resident and a guardian: one question a page, each over what is the reader's own."""
