"""What a resident and a guardian do with their own: verbs over oneself and the children one acts for."""
