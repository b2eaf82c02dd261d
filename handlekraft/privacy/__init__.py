"""Which personal data this house keeps, why and for how long: the register and its published page."""
