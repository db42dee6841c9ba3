"""The window: pages, parts, models and theme. PySide6 and qasync live only here."""
