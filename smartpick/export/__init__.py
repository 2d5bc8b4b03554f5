"""Files to take away: the application list as a workbook, and dates for a calendar."""
