"""When circles meet. What people are reminded of before a sync stands in `syncs/workflows/reminders.py`."""
