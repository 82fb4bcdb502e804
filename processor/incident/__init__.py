"""What a message means, in the words of the desk. Pure: everything comes in as a parameter."""
