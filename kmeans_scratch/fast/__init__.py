"""The same answers as `lloyd.py`, faster: functions with the same signatures, for large data."""
