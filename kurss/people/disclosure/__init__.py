"""What the city holds about somebody, gathered from every module for that person to read and to take along."""
