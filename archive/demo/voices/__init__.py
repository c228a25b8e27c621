"""The words of the demo letters. Every person and every event in them is invented."""
