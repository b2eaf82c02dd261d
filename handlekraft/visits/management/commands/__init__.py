"""Commands about visits."""
