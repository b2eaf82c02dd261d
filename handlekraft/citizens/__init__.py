"""Citizens, what matters to them, known faces, alerts and agreed recurring help."""
