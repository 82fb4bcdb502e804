"""What an email is: bytes to types and back. Pure: no clock, no network, no file, no logger."""
