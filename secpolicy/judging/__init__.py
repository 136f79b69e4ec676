"""The fourth floor: deciding every duty for every subject, with routes, cuts and deadlines."""
