"""What other programs read: JSON with its schemas, SARIF, JUnit, annotations, calendars."""
