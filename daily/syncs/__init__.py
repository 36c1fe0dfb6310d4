"""When circles meet. What people are reminded of before a sync stands in `daily/syncs/workflows/reminders.py`."""
