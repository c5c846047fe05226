"""What documents take from the machine that they are made on."""
