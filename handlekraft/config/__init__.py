"""What binds the rooms together: settings, addresses, navigation, the clock and the `handlekraft` command."""
