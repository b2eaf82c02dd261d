"""The bridge of the week's plan: rows to a problem of ids and minutes, an answer back to rows and to words."""
