"""Files of the installation (identity providers, the SMS gateway) to plain values. Settings read them, so nothing here knows Django's apps."""
