"""The parts pages are built of. Import each from its own module; nothing is re-exported."""
