"""Words and parts for templates; both modules are built in, no `load` is needed."""
